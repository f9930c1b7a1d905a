"""Dates that reach into a year whose working days are not yet published."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shanzhi.engine.holidays import BadCalendar
from shanzhi.engine.types import SYSTEM
from shanzhi.matters.clock.calendars import take_notice
from shanzhi.matters.clock.workdays import district_calendar, folder
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.methods import adopting
from shanzhi.matters.models import Entry, Matter

LATE_DECEMBER = datetime(2026, 12, 30, 2, tzinfo=UTC)
NOTICE = {
    "year": 2027,
    "holidays": ["2027-01-01", "2027-01-02", "2027-01-03"],
    "workdays": [],
    "published": "2026-12-31",
    "source": "示例通知",
}


@pytest.fixture(autouse=True)
def own_calendar(settings, tmp_path: Path):
    settings.SHANZHI_HOME = tmp_path


def open_late(town, limit: str) -> int:
    adopting.set_inputs(actor=SYSTEM, method="appeal", place=town.district, inputs={"accept_within": limit})
    return town.open(at=LATE_DECEMBER).matter.id


def test_a_provisional_date_is_counted_again_on_the_record(town) -> None:
    number = open_late(town, "3 workdays")
    before = Matter.objects.get(pk=number)
    assert before.provisional
    assert before.due_at == datetime(2027, 1, 4, 9, tzinfo=UTC)

    assert take_notice(NOTICE, at=datetime(2026, 12, 31, 2, tzinfo=UTC)) == 1

    after = Matter.objects.get(pk=number)
    assert not after.provisional
    assert after.due_at == datetime(2027, 1, 5, 9, tzinfo=UTC)
    assert Entry.objects.filter(matter=number).order_by("-seq").first().act == "calendar"
    assert not verify_matters().faults
    assert take_notice(NOTICE) == 0


def test_a_clock_that_stands_still_goes_on_from_a_date_counted_again(town) -> None:
    adopting.set_inputs(
        actor=SYSTEM,
        method="appeal",
        place=town.district,
        inputs={"normal_within": "3 workdays", "info_within": "9 days"},
    )
    number = town.open(at=LATE_DECEMBER).matter.id
    town.act(number, "accept", urgency="normal", at=LATE_DECEMBER)
    town.act(number, "ask_info", question="是哪一个单元", at=LATE_DECEMBER)
    resting = Matter.objects.get(pk=number)
    assert (resting.stage, resting.provisional) == ("info", False)

    assert take_notice(NOTICE, at=datetime(2026, 12, 31, 2, tzinfo=UTC)) == 1
    assert Matter.objects.get(pk=number).due_at == resting.due_at
    town.act(number, "go_on", at=datetime(2026, 12, 31, 2, tzinfo=UTC))

    after = Matter.objects.get(pk=number)
    assert (after.stage, after.provisional) == ("handling", False)
    assert after.due_at == datetime(2027, 1, 6, 9, tzinfo=UTC)
    assert not verify_matters().faults
    assert take_notice(NOTICE) == 0


def test_a_certain_date_and_plain_days_stay(town) -> None:
    number = open_late(town, "1 hour")
    due = Matter.objects.get(pk=number).due_at
    assert take_notice(NOTICE, at=LATE_DECEMBER) == 0
    assert Matter.objects.get(pk=number).due_at == due


def test_a_notice_that_is_wrong_keeps_nothing(town, tmp_path: Path) -> None:
    with pytest.raises(BadCalendar):
        take_notice({**NOTICE, "holidays": ["2027-02-30"]})
    assert not list(folder().glob("*.json"))
    assert 2027 not in district_calendar().known_years


def test_the_command_says_what_it_did_and_what_is_wrong(town, tmp_path: Path) -> None:
    from shanzhi.cli.calendar import app

    open_late(town, "3 workdays")
    file = tmp_path / "2027.json"
    file.write_text("{")
    assert CliRunner().invoke(app, ["add", str(file)]).exit_code == 2
    file.write_text(json.dumps(NOTICE))
    answer = CliRunner().invoke(app, ["add", str(file)])
    assert answer.exit_code == 0
    assert "2027" in answer.output
    assert "2027" in CliRunner().invoke(app, ["show"]).output
