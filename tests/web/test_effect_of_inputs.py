"""Before inputs are saved, what they come to is shown: on the records here, and under the same load again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.calendar import default_calendar
from shanzhi.engine.types import SYSTEM
from shanzhi.insight.effect import replayed
from shanzhi.insight.rehearsal import load_of, rehearse
from shanzhi.matters.methods import adopting
from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.models import Matter
from shanzhi.method.check import load
from tests.matters.methods.test_versions import ONE, TWO
from tests.matters.town import METHODS
from tests.web.test_adopting import form_of

TEXT = (METHODS / "appeal.yaml").read_text()


def bound(**inputs):
    return load(TEXT, name="appeal", inputs=inputs)


def lived(town, hours: float) -> None:
    """A matter accepted so many hours after it was opened, on a working day."""
    day = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=30)
    while not default_calendar().is_workday(day.date()):
        day -= timedelta(days=1)
    done = town.open(at=day)
    town.try_act(done, "accept", values={"urgency": "normal"}, at=day + timedelta(hours=hours))


def test_the_records_are_held_against_the_new_limit(town):
    for hours in (0.5, 0.8, 1.5, 2.5):
        lived(town, hours)
    (line,) = replayed(bound(), bound(accept_within="1 workhour"), town.community)
    assert line.label.zh == "“待受理”按期"
    assert (line.count, line.was, line.now) == (4, 1.0, 0.5)
    assert [words.zh for words in line.limits] == ["4 个工作小时", "1 个工作小时"]
    assert replayed(bound(), bound(satisfied_from=5), town.community) == []
    (nothing,) = replayed(bound(), bound(accept_within="1 workhour"), town.other_grid)
    assert (nothing.count, nothing.was) == (0, None)


def test_a_clock_keeps_what_it_was_given(town):
    lived(town, 1)
    lines = replayed(bound(), bound(normal_within="15 days"), town.community)
    assert [line.label.zh for line in lines] == ["“办理中的时限”按期"]
    assert lines[0].now is not None
    assert lines[0].now >= lines[0].was


def test_supporters_are_held_against_the_new_threshold(town):
    text = (METHODS / "deliberation.yaml").read_text()
    before = load(text, name="deliberation", inputs={"supporters": 5})
    after = load(text, name="deliberation", inputs={"supporters": 2})
    stages = [s.name for s in after.stages.values() if s.block is not None and s.block.kind == "endorse"]
    assert stages
    lines = replayed(before, after, town.community)
    assert [line.label.zh for line in lines] == [f"“{after.stages[stages[0]].label.zh}”达到人数"]


def test_the_same_load_is_run_with_both(town):
    lived(town, 1)
    given, measured = load_of(bound(), town.community)
    assert measured
    assert given.staff["grid_worker"] == 1
    assert given.places == 2
    shown = {
        one.label.zh: one
        for one in rehearse(bound(), bound(accept_within="1 workhour"), town.community).figures
    }
    assert shown["来件"].was == shown["来件"].now
    assert "“办理中的时限”按期" in shown
    alone = rehearse(None, bound(), town.other_grid)
    assert not alone.measured
    assert all(one.was is None for one in alone.figures)


@pytest.fixture
def staff(town, signed_in):
    return signed_in("street_staff")


def test_the_page_shows_it_before_it_saves(town, staff):
    lived(town, 1.5)
    address = f"/library/appeal/adopt/{town.street.pk}"
    adopting.adopt(actor=SYSTEM, method="appeal", place=town.street)
    form = form_of(staff.get(address).content.decode())
    changed = {**form, "accept_within.amount": "1", "accept_within.unit": "workhours"}
    page = staff.post(address, {**changed, "step": "check"}).content.decode()
    assert "按本地近 180 天的记录重算" in page
    assert "0%" in page
    assert "用同一个引擎试跑" in page
    assert adoption_at("appeal", town.grid).inputs == {}
    answer = staff.post(address, {**changed, "step": "save"})
    assert answer.url == f"/library/appeal/upgrade/{town.street.pk}"


def test_running_matters_are_moved_only_when_each_has_somewhere_to_go(town, staff):
    town.adopt(ONE, town.street)
    done = town.open("task")
    town.act(done, "begin", "community_staff")
    town.adopt(TWO, town.street, at=timezone.now())
    address = f"/library/task/upgrade/{town.street.pk}"
    page = staff.get(address).content.decode()
    assert "请选：新版没有这个环节" in page
    assert "办理中" in page
    assert staff.post(address, {"step": "do"}).status_code == 422
    assert Matter.objects.get(pk=done.matter.id).stage == "doing"
    assert "重新进入" in staff.post(address, {"step": "look", "to.doing": "working"}).content.decode()
    assert staff.post(address, {"step": "do", "to.doing": "working"}).status_code == 302
    assert Matter.objects.get(pk=done.matter.id).stage == "working"
    assert "没有按旧的版本" in staff.get(address).content.decode()


def test_who_may_not_adopt_may_not_move(town, signed_in):
    address = f"/library/appeal/upgrade/{town.district.pk}"
    assert signed_in("resident").get(address).status_code == 404
    assert signed_in("grid_worker").post(address, {"step": "do"}).status_code == 404
    assert signed_in("street_staff").get(f"/library/appeal/upgrade/{town.street.pk}").status_code == 404
