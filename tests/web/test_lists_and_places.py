"""Inbox, own matters, notices and places: what is urgent first, page by page, each as far as one may see."""

import re
from datetime import timedelta

from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter, Notice
from shanzhi.matters.notices.unread import count_unread, just_arrived, unread
from shanzhi.people.actions import end_post
from shanzhi.people.models import Post
from shanzhi.places.actions import add_place
from shanzhi.web.lists import SIZE


def test_the_inbox_shows_what_is_due_first_and_goes_on_by_a_key(town, signed_in):
    numbers = [town.open(values={"subject": f"第{n}件"}).matter.id for n in range(SIZE + 3)]
    soonest = numbers[-1]
    Matter.objects.filter(pk=soonest).update(expected_at=timezone.now() - timedelta(hours=1))
    worker = signed_in("grid_worker")
    first = worker.get("/inbox")
    page = first.content.decode()
    assert page.index(f"/matters/{soonest}") < page.index(f"/matters/{numbers[0]}")
    after = page.partition("after=")[2].partition('"')[0]
    rest = worker.get(f"/inbox?after={after}").content.decode()
    assert sum(f'/matters/{n}"' in page for n in numbers) == SIZE
    assert sum(f'/matters/{n}"' in rest for n in numbers) == 3
    assert "下一页" not in rest


def test_filters_narrow_and_strange_ones_find_nothing(town, signed_in):
    early, late = town.open(values={"subject": "甲事"}), town.open(values={"subject": "乙事"})
    town.act(late, "accept")
    worker = signed_in("grid_worker")
    page = worker.get("/inbox?stage=handling").content.decode()
    assert "乙事" in page
    assert "甲事" not in page
    assert "已选 1 项" in page
    assert re.search(r'<details class="fold" data-wide open>', page)
    assert re.search(r'<details class="fold" data-wide>', worker.get("/inbox").content.decode())
    assert "没有符合条件" in worker.get("/inbox?late=1").content.decode()
    Matter.objects.filter(pk=early.matter.id).update(expected_at=timezone.now() - timedelta(days=1))
    assert "甲事" in worker.get("/inbox?late=1").content.decode()
    for strange in (
        "place=abc",
        "place=99999999999999999999",
        "after=~",
        "after=2026-01-01T00:00:00~x",
        "stage=%00",
        "method='",
    ):
        assert worker.get(f"/inbox?{strange}").status_code == 200, strange


def test_a_vacant_post_is_stood_in_for_from_above(town, signed_in):
    town.open(values={"subject": "空岗的事"})
    end_post(SYSTEM, post=Post.objects.get(role="grid_worker", place=town.grid), reason="调走")
    town.open(values={"subject": "后来的事"})
    page = signed_in("community_staff").get("/inbox").content.decode()
    assert "空岗的事" in page
    assert "后来的事" in page


def test_ones_own_matters_stand_apart_from_those_of_others(town, signed_in):
    town.open(values={"subject": "我的事"})
    town.open(who="resident2", values={"subject": "他的事"})
    page = signed_in("resident").get("/mine").content.decode()
    assert "我的事" in page
    assert "他的事" not in page


def test_notices_are_counted_listed_and_marked_read(town, signed_in):
    town.act(town.open(values={"subject": "楼道灯不亮"}), "accept")
    resident = signed_in("resident")
    assert 'class="count">1' in resident.get("/").content.decode()
    assert "楼道灯不亮" in resident.get("/notices").content.decode()
    assert resident.post("/notices/read").status_code == 302
    assert Notice.objects.filter(person=town.residents[0], read_at=None).count() == 0
    assert 'class="count"' not in resident.get("/").content.decode()
    assert Notice.objects.filter(person=town.people["grid_worker"], read_at=None).count() == 1


def test_a_place_shows_who_answers_and_its_vacancies_to_those_who_serve_there(town, signed_in):
    town.open()
    end_post(SYSTEM, post=Post.objects.get(role="grid_worker", place=town.other_grid), reason="调走")
    staff = signed_in("community_staff").get(f"/places/{town.community.pk}").content.decode()
    assert "第二网格 · 网格员" in staff
    assert "正在办的事" in staff
    resident = signed_in("resident").get(f"/places/{town.community.pk}").content.decode()
    assert "community_staff甲" in resident
    assert "岗位空缺" not in resident
    assert "正在办的事" not in resident
    assert "第二网格" in signed_in("resident").get("/places?q=第二").content.decode()


def test_one_reads_who_looked_at_ones_data(town, signed_in):
    number = town.open(values={"subject": "楼道灯不亮", "phone": "13912345678"}).matter.id
    signed_in("grid_worker").post(f"/matters/{number}/look/phone", {"purpose": "联系当事人"})
    page = signed_in("resident").get("/account/looks").content.decode()
    for text in (town.people["grid_worker"].name, "电话", "联系当事人"):
        assert text in page
    assert "联系当事人" not in signed_in("resident2").get("/account/looks").content.decode()


def test_the_channel_of_notices_is_chosen_among_those_offered(town, signed_in, settings, tmp_path):
    settings.SHANZHI_HOME = tmp_path
    (tmp_path / "channels.toml").write_text(
        '[channels.mail]\ntitle = "邮件"\nurl = "mailtos://u:p@smtp.example.cn/?to={address}"\n'
    )
    client = signed_in("resident")
    assert "邮件" in client.get("/account/notices").content.decode()
    refused = client.post("/account/notices", {"channel": "mail", "address": " "})
    assert refused.status_code == 422
    sent = client.post(
        "/account/notices", {"channel": "mail", "address": "a@example.cn", "from": "21:00", "to": "08:00"}
    )
    assert sent.status_code == 302
    page = client.get("/account/notices").content.decode()
    assert 'value="21:00"' in page
    assert "a@example.cn" not in page
    assert client.post("/account/notices", {"channel": "no-such"}).status_code == 422
    assert client.post("/account/notices", {"channel": ""}).status_code == 302


def test_looking_at_a_matter_reads_its_notices_and_no_others(town, signed_in):
    one, other = town.open(values={"subject": "甲事"}), town.open(values={"subject": "乙事"})
    for done in (one, other):
        town.act(done, "accept")
    resident = signed_in("resident")
    assert 'class="count">2' in resident.get("/").content.decode()
    resident.get(f"/matters/{one.matter.id}")
    assert 'class="count">1' in resident.get("/").content.decode()
    assert Notice.objects.get(person=town.residents[0], read_at=None).matter_id == other.matter.id


def test_of_each_matter_one_line_is_news_and_gone_when_it_moved_on(town, signed_in):
    number = town.open().matter.id
    clerk = town.people["grid_worker"].pk
    assert not unread(clerk).exists(), "what came to a post's desk is told by the inbox"
    page = signed_in("grid_worker").get("/inbox").content.decode()
    assert page.count('class="tag now"') == 1
    assert not just_arrived(town.people["grid_worker@other"].pk, [number])

    town.act(number, "accept")
    tick(now=timezone.now() + timedelta(days=60))
    assert [one.kind for one in unread(clerk)] == ["overdue"]
    town.act(number, "resolve", at=timezone.now() + timedelta(days=61), reply="换好了灯泡")
    assert not unread(clerk).exists(), "the date that had passed is no news once it was answered"
    for text in ("明天下午来", "改到后天"):
        town.act(number, "message", "community_staff", at=timezone.now() + timedelta(days=61), text=text)
    opener = town.residents[0].pk
    assert [one.zh.partition("：")[2] for one in unread(opener)] == ["改到后天"]
    assert count_unread(opener) == 1


def test_the_filter_names_each_place_so_that_it_is_no_other(town, signed_in):
    other = add_place(name="二栋", level="building", parent=town.grid)
    for building in (town.building, other):
        town.open(place=add_place(name="一单元", level="unit", parent=building).pk)
    page = signed_in("grid_worker").get("/inbox").content.decode()
    where = re.search(r'<select[^>]*name="place".*?</select>', page, re.DOTALL).group(0)
    names = [name.strip() for name in re.findall(r"<option[^>]*>([^<]+)</option>", where)][1:]
    assert names == ["一栋 一单元", "二栋 一单元"]


def test_pages_write_days_and_times_in_one_form():
    from pathlib import Path

    import shanzhi.web

    exact = {
        "audit.html",
        "session_minutes.html",
        "system.html",
    }  # the record to the second, the minutes, the server's own clock
    templates = Path(shanzhi.web.__file__).parent / "templates"
    bare = [p.name for p in templates.rglob("*.html") if '|date:"Y-m-d' in p.read_text(encoding="utf-8")]
    assert set(bare) <= exact
