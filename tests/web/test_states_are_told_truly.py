"""What a page says of a matter is so: how it ended, who is asked to help, when a time is over, where it goes on."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from shanzhi.engine.types import Refusal
from shanzhi.matters.models import Matter
from shanzhi.matters.writing import store
from shanzhi.web.words import deadline, last_day
from tests.matters.town import METHODS
from tests.web.gathering import gather

ZONE = ZoneInfo("Asia/Shanghai")


def test_a_withdrawn_matter_says_so_on_every_face(town, signed_in):
    number = town.open().matter.id
    town.act(number, "withdraw", "resident")
    client = signed_in("resident")
    for address in (f"/matters/{number}", "/mine"):
        page = client.get(address).content.decode()
        assert "已撤回" in page
        assert "待受理" not in page.partition("经过")[0], address


def test_the_card_names_the_office_that_was_asked_to_help(town, signed_in):
    number = town.open().matter.id
    town.act(number, "accept")
    town.act(number, "ask_help", helpers=[town.office.pk], request="请查一下路灯")
    assert "已请城管局协办，正在等答复" in signed_in("resident").get("/mine").content.decode()


def test_the_office_that_was_asked_names_its_part_also_when_it_is_done(town, signed_in):
    """All parts are called as the whole is: what tells them apart is whom each is asked of."""
    number = town.open().matter.id
    town.act(number, "accept")
    town.act(number, "ask_help", helpers=[town.office.pk], request="请查一下路灯")
    part = Matter.objects.get(parent=number)
    for done in (False, True):
        if done:
            town.act(part.pk, "answer", "department_staff", result="已经换了灯泡")
            part.refresh_from_db()
            assert part.desk_office_id is None
        page = signed_in("grid_worker").get(f"/matters/{number}").content.decode()
        assert f">#{part.pk} 城管局</a>" in page
        told = re.search(rf">#{part.pk} 城管局</a> <span class=\"tag( good)?\">(.*?)</span>", page)
        assert told is not None
        assert told[2] == ("已答复" if done else "待协办")
    form = signed_in("grid_worker").get(f"/matters/{number}/acts/resolve").content.decode()
    assert f">#{part.pk} 城管局</a>" in form.partition('id="form"')[0]  # beside what is judged by it


@pytest.mark.parametrize(("language", "between"), [("zh-hans", "。"), ("en", ". ")])
def test_sentences_stand_apart_as_their_language_has_it(town, signed_in, language, between):
    number = town.open().matter.id
    client = signed_in("resident")
    client.cookies["django_language"] = language
    for address in (f"/matters/{number}", "/mine"):
        page = client.get(address).content.decode()
        assert f'{between}<span class="">' in page, address


def test_midnight_is_the_end_of_the_day_before():
    end = datetime(2026, 12, 21, 0, 0, tzinfo=ZONE)
    assert deadline(end).endswith("12月20日 24:00")
    assert deadline(end + timedelta(hours=9)).endswith("12月21日 09:00")
    assert str(last_day(end)) == "2026-12-20"


@pytest.mark.parametrize(("days", "code"), [(-1, "form"), (0, "done"), (5, "done")])
def test_nothing_is_given_out_that_is_late_from_the_start(town, days, code):
    town.adopt((METHODS / "task.yaml").read_text())
    day = (timezone.localdate() + timedelta(days=days)).isoformat()
    answer = town.try_open("task", "community_staff", values={"subject": "修剪枯枝", "due_on": day})
    assert (answer.code if isinstance(answer, Refusal) else "done") == code
    if isinstance(answer, Refusal):
        assert "已经过去" in answer.fields["due_on"].zh
        assert not Matter.objects.filter(method="task").exists()


def test_what_comes_after_nobody_took_it_is_read_from_the_method(town, signed_in):
    town.adopt((METHODS / "errand.yaml").read_text())
    number = town.open("errand", values={"kind": "medicine", "subject": "取药"}).matter.id
    assert "到时无人接单就到“待安排”" in signed_in("resident").get(f"/matters/{number}").content.decode()


def test_a_line_without_a_name_ends_where_its_time_ends(town, signed_in):
    """Whoever looks on is not told who objected: then nothing is separated from nothing."""
    number = gather(town, "show", plan="两处减速带")
    town.act(number, "object", "resident", reason="太吵")
    page = signed_in("resident2").get(f"/matters/{number}").content.decode()
    assert "提出异议" in page.partition("经过")[2]
    for line in re.findall(r"<time .*?</p>", page.partition("经过")[2], re.DOTALL):
        assert not re.sub(r"<[^>]+>", "", line).strip().endswith("·"), line


def test_who_may_take_an_errand_is_told_that_there_is_more_to_read(town, signed_in):
    town.adopt((METHODS / "errand.yaml").read_text())
    town.people["helper"] = town.appoint("volunteer", town.grid, "义工甲")
    number = town.open("errand", values={"kind": "medicine", "subject": "取药"}).matter.id
    told = "接单以后才看得到"
    assert told in signed_in("helper").get(f"/matters/{number}").content.decode()
    assert told not in signed_in("resident").get(f"/matters/{number}").content.decode()
    town.act(number, "take", "helper")
    assert told not in signed_in("helper").get(f"/matters/{number}").content.decode()


def test_who_decides_on_more_time_reads_until_when_it_runs_and_would_run(town, signed_in):
    number = town.open().matter.id
    town.act(number, "accept", urgency="normal")
    town.act(number, "ask_extension", extension_days=3, extension_reason="等材料到货")
    before = town_clock(number)
    page = signed_in("community_staff").get(f"/matters/{number}").content.decode()
    told = re.search(r"办理时限现在到([^；]+)；“同意延期”以后到([^。]+)。", page)
    assert told.group(1) == deadline(before)
    town.act(number, "grant", "community_staff")
    assert told.group(2) == deadline(town_clock(number))


def town_clock(number):
    return store.read(number, timezone.now()).record.matter.clocks["handle"].due


def test_an_office_that_helps_reads_beside_its_form_where_and_what_it_is_about(town, signed_in):
    number = town.open(values={"subject": "店铺占道", "detail": "每天下午摆到路中间"}).matter.id
    town.act(number, "accept")
    town.act(number, "ask_help", helpers=[town.office.pk], request="请到现场劝导")
    child = Matter.objects.get(parent=number).pk
    office = signed_in("department_staff")
    for address in (f"/matters/{child}", f"/matters/{child}/acts/answer"):
        page = office.get(address).content.decode()
        assert f"#{number} 店铺占道" in page
        assert "每天下午摆到路中间" in page
        assert "第一网格一栋" in page
        assert "13800000001" not in page
