"""Votes on screen: rules first, a page that asks once more, a receipt that tells nothing; proxies; paper; the result."""

from __future__ import annotations

import re

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Entry
from shanzhi.people import actions as people
from tests.web.gathering import gather
from tests.web.test_acting import hidden


@pytest.fixture
def number(town):
    return gather(town, "poll")


@pytest.fixture
def open_poll(town):
    return gather(town, "poll", secret=False)


def cast(client, number, choice, **more):
    """Through the ballot paper and the page that asks once more."""
    if 'name="code"' in client.get(f"/matters/{number}/vote").content.decode():
        return cast_secretly(client, number, {"agree": "1", "oppose": "2", "abstain": "3"}[choice], **more)
    asked = client.post(f"/matters/{number}/vote", {"choice": choice, **more}).content.decode()
    act = re.search(rf'action="/matters/{number}/acts/(\w+)"', asked)
    sent = {name: hidden(asked, name) for name in ("command", "seq")}
    return client.post(f"/matters/{number}/acts/{act.group(1)}", {**sent, "choice": choice, **more})


def cast_secretly(client, number, code, **more):
    asked = client.post(f"/matters/{number}/vote", {"code": code, **more}).content.decode()
    sent = {name: hidden(asked, name) for name in ("command", "seq", "code", "sure")}
    return client.post(f"/matters/{number}/vote", {**sent, **more})


def test_the_way_to_what_one_came_for_stands_at_the_top(open_poll, signed_in):
    """Facts stand before the ballot; nobody has to look for it below them. Who has voted is led nowhere."""
    client, there = signed_in("resident"), 'href="#face"'
    page = client.get(f"/matters/{open_poll}").content.decode()
    assert page.index(there) < page.index('id="facts"') < page.index('id="face"')
    cast(client, open_poll, "agree")
    assert there not in client.get(f"/matters/{open_poll}").content.decode()


def test_the_rules_stand_before_the_choices(number, signed_in):
    page = signed_in("resident").get(f"/matters/{number}/vote").content.decode()
    for text in (
        "小区停车",
        "每户一票",
        "不记名",
        "参加表决数要达到有表决权总数的三分之二",
        "“同意”票数要超过参加表决数的一半",
    ):
        assert text in page, text
    assert page.index("每户一票") < page.index('name="code"')


def test_nobody_votes_by_a_slip(number, signed_in):
    resident = signed_in("resident")
    assert "请先选一项" in resident.post(f"/matters/{number}/vote", {}).content.decode()
    asked = resident.post(f"/matters/{number}/vote", {"code": "1"}).content.decode()
    assert "确认投出" in asked
    assert Entry.objects.filter(matter=number, act="vote").count() == 0
    assert cast(resident, number, "agree").status_code == 302
    assert Entry.objects.filter(matter=number, act="vote").count() == 1


def test_the_receipt_of_a_secret_vote_never_tells_what(number, signed_in):
    resident = signed_in("resident")
    cast(resident, number, "oppose")
    page = resident.get(f"/matters/{number}").content.decode()
    receipt = re.search(r'class="receipt">(.*?)</p>', page).group(1)
    assert "您已投票" in receipt
    assert "反对" not in receipt
    assert "目前票数" not in page
    assert "确认" not in resident.get(f"/matters/{number}/vote").content.decode()
    assert list(Entry.objects.get(matter=number, act="vote").values) == ["fingerprint"]


def test_others_who_vote_meanwhile_are_no_conflict_but_a_change_is(town, open_poll, signed_in):
    number = open_poll
    asked = signed_in("resident").post(f"/matters/{number}/vote", {"choice": "agree"}).content.decode()
    cast(signed_in("resident2"), number, "oppose")
    sent = {name: hidden(asked, name) for name in ("command", "seq")}
    address = f"/matters/{number}/acts/vote"
    assert signed_in("resident").post(address, {**sent, "choice": "agree"}).status_code == 302
    asked = signed_in("resident3").post(f"/matters/{number}/vote", {"choice": "agree"}).content.decode()
    correction = {"field": "subject", "value": "小区停车收费", "reason": "写明白"}
    town.act(number, "correct", "resident", **correction)
    sent = {name: hidden(asked, name) for name in ("command", "seq")}
    late = signed_in("resident3").post(address, {**sent, "choice": "agree"})
    page = late.content.decode()
    assert late.status_code == 409
    assert 'value="agree" checked' in page
    assert "仍要提交" in page
    assert "现在：投票" in page


def test_a_proxy_is_named_by_name_and_door_together(town, open_poll, signed_in):
    number = open_poll
    resident = signed_in("resident")
    address = f"/matters/{number}/proxy"

    def name(who, door):
        return resident.post(address, {"name": who, "door": door, "command": f"p{who}{door}"})

    wrong = [name("居民2", "一栋一单元 101"), name("居民二", "一栋一单元 201"), name("居民2", "")]
    told = {re.search(r'role="alert">([^<]*)', answer.content.decode()).group(1) for answer in wrong}
    assert len(told) == 1
    assert name("居民2", "一栋 一单元 201").status_code == 302
    assert "已委托居民2代投" in resident.get(f"/matters/{number}").content.decode()
    holder = signed_in("resident2")
    assert "代居民1投票" in holder.get(f"/matters/{number}").content.decode()
    one = town.people["resident"].pk
    asked = holder.post(f"/matters/{number}/vote", {"choice": "agree", "for": one}).content.decode()
    sent = {name: hidden(asked, name) for name in ("command", "seq", "elector")}
    assert holder.post(f"/matters/{number}/acts/vote_for", {**sent, "choice": "agree"}).status_code == 302
    page = resident.get(f"/matters/{number}").content.decode()
    assert "您这一票已投" in page
    assert "由受托人投" in page
    assert signed_in("resident3").get(f"/matters/{number}/vote?for={one}").status_code == 302


def test_who_lives_where_is_not_learnt_by_naming_proxies(town, number, signed_in):
    resident = signed_in("resident")
    address = f"/matters/{number}/proxy"
    for n in range(5):
        answer = resident.post(address, {"name": f"居民{n}", "door": "一栋 101", "command": f"g{n}"})
        assert "没有对上" in answer.content.decode()
    right = {"name": "居民2", "door": "一栋 一单元 201", "command": "g9"}
    answer = resident.post(address, right)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "试了太多次。请 5 分钟后再试" in page
    assert 'value="居民2"' in page
    assert not Entry.objects.filter(matter=number, act="entrust").exists()
    other = signed_in("resident3").post(address, {**right, "command": "g8"})
    assert other.status_code == 302, "the tries of one are nobody else's"


def test_who_cannot_entrust_learns_nothing(town, number, signed_in):
    worker = signed_in("grid_worker")
    for n, name in enumerate(("居民2", "居民九")):
        sent = {"name": name, "door": "一栋 一单元 201", "command": f"w{n}"}
        answer = worker.post(f"/matters/{number}/proxy", sent)
        assert answer.status_code == 200
        assert "现在不能委托" in answer.content.decode()
        assert 'role="alert"' not in answer.content.decode()


def test_a_proxy_is_taken_back_on_the_page(town, number, signed_in):
    town.act(number, "entrust", "resident", proxy=town.people["resident2"].pk)
    resident = signed_in("resident")
    page = resident.get(f"/matters/{number}").content.decode()
    assert f'action="/matters/{number}/acts/revoke"' in page
    resident.post(f"/matters/{number}/acts/revoke", {"command": "r1", "seq": hidden(page, "seq")})
    assert "去投票" in resident.get(f"/matters/{number}").content.decode()
    assert "代居民1投票" not in signed_in("resident2").get(f"/matters/{number}").content.decode()


def test_paper_votes_are_entered_door_by_door_and_doubles_refused(town, open_poll, signed_in):
    number = open_poll
    staff = signed_in("community_staff")
    address = f"/matters/{number}/paper"
    assert signed_in("resident").get(address).status_code == 302
    assert "autofocus" in staff.get(address).content.decode()
    first = staff.post(address, {"find": "一栋 一单元 101", "number": "7", "choice": "1", "command": "a"})
    assert first.status_code == 302
    page = staff.get(address).content.decode()
    assert "已录：居民1" in page
    assert '<strong class="number">1</strong>' in page
    assert "同意" not in page.split("刚录入的")[1]
    double = staff.post(address, {"find": "居民1", "number": "8", "choice": "2", "command": "b"})
    assert double.status_code == 422
    assert "已由community_staff甲录入" in double.content.decode()
    cast(signed_in("resident2"), number, "agree")
    online = staff.post(
        address, {"find": "居民2", "number": "9", "choice": "2", "command": "c"}
    ).content.decode()
    assert "已在网上投过，纸质票作废" in online
    assert "没有找到" in staff.post(address, {"find": "九栋", "number": "9", "choice": "2"}).content.decode()
    assert Entry.objects.filter(matter=number, act="paper").count() == 1


def test_whoever_enters_papers_finds_only_those_of_the_own_post(town, open_poll, signed_in):
    number = open_poll
    sent = {"find": "居民3", "number": "1", "choice": "1", "command": "g"}
    address = f"/matters/{number}/paper"
    other = signed_in("grid_worker@other").post(address, sent)
    assert "没有找到" in other.content.decode()
    assert signed_in("grid_worker").post(address, sent).status_code == 302
    assert Entry.objects.filter(matter=number, act="paper").count() == 1


def test_where_several_fit_one_is_chosen(town, open_poll, signed_in):
    number = open_poll
    people.add_household(SYSTEM, name="一单元 401", place=town.building, area=8_000)
    staff = signed_in("community_staff")
    sent = {"find": "居民", "number": "1", "choice": "1", "command": "s"}
    page = staff.post(f"/matters/{number}/paper", sent).content.decode()
    assert "请选一位" in page
    chosen = {**sent, "elector": str(town.people["resident3"].pk)}
    assert staff.post(f"/matters/{number}/paper", chosen).status_code == 302
    assert Entry.objects.get(matter=number, act="paper").values["elector"] == town.people["resident3"].pk


def test_the_result_tells_each_threshold_and_whether_it_was_met(open_poll, signed_in):
    number = open_poll
    for who, choice in (("resident", "agree"), ("resident2", "agree"), ("resident3", "oppose")):
        cast(signed_in(who), number, choice)
    tick()
    page = signed_in("resident").get(f"/matters/{number}").content.decode()
    for text in ("通过", "“同意”票数要超过参加表决数的一半", "现在 2，参加表决数共 3", "“反对”票数要少于 2"):
        assert text in page, text


def test_an_open_ballot_counts_in_sight(town, signed_in):
    number = gather(town, "poll", secret=False)
    cast(signed_in("resident"), number, "oppose")
    page = signed_in("resident2").get(f"/matters/{number}").content.decode()
    assert "目前票数" in page
    wall = signed_in("community_staff").get(f"/matters/{number}/projector").content.decode()
    assert "正在表决" in wall
    assert "反对" in wall
    assert "居民" not in wall


def test_the_course_of_a_secret_vote_names_nobody(number, signed_in):
    for one in ("resident", "resident2"):
        cast(signed_in(one), number, "agree")
    page = signed_in("community_staff").get(f"/matters/{number}").content.decode()
    course = page.partition("经过")[2]
    assert "投票" in course
    assert "居民2" not in course
