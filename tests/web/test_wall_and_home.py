"""The wall for anyone to read, 我也是 on it, and a home that says what matters to a resident now."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from shanzhi.matters.models import Entry
from shanzhi.places.actions import add_place
from tests.matters.town import METHODS, Town
from tests.web.gathering import gather


@pytest.fixture
def hung(town: Town) -> int:
    """A matter on the wall of the community, its heading cleared of names by staff."""
    for name in ("task", "deliberation", "appeal-wall"):
        town.adopt((METHODS / f"{name}.yaml").read_text())
    values = {"subject": "居民1家门口积水", "detail": "我住一栋 101，电话 13800000001", "agree": True}
    done = town.open("appeal-wall", values=values, place=town.community.pk)
    town.act(done, "post", "community_staff", shown_title="一栋门口积水", shown="雨后积水，老人绕行")
    return done.matter.id


def test_anyone_reads_what_was_published_and_nothing_else(town, hung):
    nobody = Client()
    for address in (f"/wall/at/{town.community.pk}", f"/wall/{hung}"):
        page = nobody.get(address).content.decode()
        assert "一栋门口积水" in page
        assert "雨后积水，老人绕行" in page
        for private in ("居民1", "13800000001", "我住一栋"):
            assert private not in page
    assert nobody.get(f"/matters/{hung}").status_code == 302


def test_the_wall_tells_no_door(town):
    for name in ("task", "deliberation", "appeal-wall"):
        town.adopt((METHODS / f"{name}.yaml").read_text())
    door = add_place(name="909室", level="household", parent=town.building)
    done = town.open(
        "appeal-wall", values={"subject": "门口积水", "detail": "在门口", "agree": True}, place=door.pk
    )
    town.act(done, "post", "community_staff", shown_title="门口积水", shown="雨后积水，老人绕行")
    for address in (f"/wall/at/{town.community.pk}", f"/wall/{done.matter.id}"):
        page = Client().get(address).content.decode()
        assert "门口积水" in page
        assert "909" not in page
    assert "积水" not in Client().get(f"/wall/at/{door.pk}").content.decode()


def test_what_is_on_no_wall_is_not_there(town, hung):
    other = town.open().matter.id
    for number in (other, 999_999):
        assert Client().get(f"/wall/{number}").status_code == 404
    assert Client().get("/wall/at/999999").status_code == 404


def test_a_neighbour_says_me_too_once(town, hung, signed_in):
    client = signed_in("resident2")
    first = client.get(f"/wall/{hung}").content.decode()
    assert f'action="/wall/{hung}/support"' in first
    assert re.search(r"满 \d+ 个，(转入|就此结束：)“[^”]+”。", first)  # what follows, by its name
    for command in ("s1", "s2"):
        answer = client.post(f"/wall/{hung}/support", {"command": command})
        assert answer["Location"] == f"/wall/{hung}"
    page = client.get(f"/wall/{hung}").content.decode()
    assert "您已经说过" in page
    assert f'action="/wall/{hung}/support"' not in page
    assert Entry.objects.filter(matter=hung, act="endorse").count() == 1


def test_me_too_needs_a_name(hung):
    answer = Client().post(f"/wall/{hung}/support", {"command": "s1"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")
    assert not Entry.objects.filter(matter=hung, act="endorse").exists()


def test_a_word_finds_on_the_wall_and_nonsense_finds_nothing(town, hung):
    address = f"/wall/at/{town.community.pk}"
    assert "一栋门口积水" in Client().get(address, {"q": "积水"}).content.decode()
    for text in ("电梯", "\0", "%", "<script>", "长" * 500):
        page = Client().get(address, {"q": text, "after": "x", "state": "?"}).content.decode()
        assert "没有找到" in page or "墙上还没有" in page or "一栋门口积水" in page
        assert "<script>alert" not in page


def test_my_wall_is_that_of_my_community(town, hung, signed_in):
    assert Client().get("/wall")["Location"] == f"/wall/at/{town.district.pk}"
    assert signed_in("resident2").get("/wall")["Location"] == f"/wall/at/{town.community.pk}"
    assert signed_in("grid_worker").get("/wall")["Location"] == f"/wall/at/{town.community.pk}"


def test_a_like_report_is_led_to_the_wall(town, hung, signed_in):
    page = (
        signed_in("resident2")
        .post("/open/appeal", {"subject": "一栋门口有积水", "command": "c1"})
        .content.decode()
    )
    assert f'href="/wall/{hung}"' in page
    assert f'name="join" value="{hung}"' in page
    joined = signed_in("resident2").post(
        "/open/appeal", {"subject": "一栋门口有积水", "command": "c1", "join": hung}
    )
    assert joined["Location"] == f"/matters/{hung}"
    assert Entry.objects.filter(matter=hung, act="endorse").count() == 1


def test_home_begins_with_the_report_then_what_waits_for_me(town, signed_in):
    done = town.act(town.open(), "accept")
    client = signed_in("resident")
    page = client.get("/").content.decode()
    assert "等您回复" not in page
    assert "网格员（grid_worker甲）办理" in page
    assert 'href="/open/appeal"' in page
    town.act(done, "ask_info", question="哪个单元")
    page = client.get("/").content.decode()
    assert page.index("/open/appeal") < page.index("等您回复") < page.index("我反映的")
    assert f'href="/matters/{done.matter.id}/acts/supply"' in page


def test_my_matters_tell_who_until_when_and_what_else(town, signed_in):
    town.open()
    page = signed_in("resident").get("/mine").content.decode()
    assert "现在由第一网格的网格员（grid_worker甲）办理" in page
    assert "自动“上报”：交给上一级" in page
    assert "13800000001" not in page


def test_home_asks_to_take_part_until_one_has(town, hung, signed_in):
    client = signed_in("resident2")
    assert "请您支持" in client.get("/").content.decode()
    client.post(f"/wall/{hung}/support", {"command": "s1"})
    assert "请您支持" not in client.get("/").content.decode()


def test_what_one_is_asked_in_ones_own_matter_is_pushed_off_home_by_nothing(town, signed_in):
    number = gather(town, "poll", secret=False)
    for n in range(7):
        town.open(values={"subject": f"后来的事{n}"})
    client = signed_in("resident")
    assert f'href="/matters/{number}/acts/vote"' in client.get("/").content.decode()
    town.act(number, "vote", "resident", choice="agree")
    assert f"/matters/{number}" not in client.get("/").content.decode()


def test_what_lies_on_ones_own_desk_is_no_invitation_besides(town, signed_in):
    number = gather(town, "show", plan="两处减速带")
    page = signed_in("community_staff").get("/inbox").content.decode()
    assert page.count(f'href="/matters/{number}"') == 1
