"""What a new version says of time holds for matters that come to it, and gives them no more than they had."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.methods.upgrading import upgrade_matters
from shanzhi.matters.models import Adoption, Entry, Matter
from tests.matters.town import Town

TASK = """
method: task
title: 小任务
version: {version}
source: 示例
data: {{subject: {{type: text, max: 80, label: 事由}}}}
{clocks}
open: {{start: {{by: [resident], asks: [subject], at: community, to: waiting}}}}
stages:
  waiting:
    label: 待办
    desk: [community_staff, street_staff]
    due: {waiting}
    acts: {{begin: {{label: 动手, to: doing}}, {up}}}
  doing: {{label: 办理中, desk: [community_staff, street_staff], due: {doing}, acts: {{finish: {{label: 办完, to: finished}}}}}}
  finished: {{label: 已办完, end: done, says: '“{{subject}}”已办完。'}}
examples:
  - title: 办完
    steps:
      - {{open: start, with: {{subject: 试试}}, by: resident}}
      - {{act: begin, by: community_staff}}
      - {{act: finish, by: community_staff}}
    expect: {{stage: finished, end: done}}
"""
PLAIN = {"clocks": "", "waiting": "4 days", "doing": "4 days", "up": ""}
WHOLE = "clocks: {NAME: {label: 总时限, starts: STARTS, lasts: 9 days, ends: [finished]}}"
UP = "up: {label: 上报, by: [desk, system], move: up, to: waiting}"


def text(version: int, **parts: str) -> str:
    return TASK.format(version=version, **{**PLAIN, **parts})


def clock(name: str = "whole", starts: str = "open") -> str:
    return WHOLE.replace("NAME", name).replace("STARTS", starts)


@pytest.fixture
def began() -> datetime:
    return timezone.now() - timedelta(days=20)


def brought_over(town: Town, one: str, two: str, began: datetime, days: float) -> Matter:
    """A matter of the first version, brought to the second so many days after it was opened."""
    town.adopt(one, town.district, at=began)
    number = town.open("task", at=began).matter.id
    at = began + timedelta(days=days)
    tick(now=at)
    town.adopt(two, town.district, at=at)
    answer = upgrade_matters(actor=SYSTEM, to=Adoption.objects.get(slug="task", until=None), at=at)
    assert answer == 1, answer
    return Matter.objects.get(pk=number)


@pytest.mark.parametrize("starts", ["open", "[waiting]"])
@pytest.mark.parametrize(
    "before", [PLAIN, {"clocks": clock(), "waiting": "{clock: whole}", "doing": "{clock: whole}"}]
)
def test_a_clock_that_a_matter_had_not_runs_since_it_would_have_begun(
    town: Town, began: datetime, before: dict[str, str], starts: str
) -> None:
    two = text(2, clocks=clock("every", starts), doing="{clock: every}")
    row = brought_over(town, text(1, **before), two, began, days=1)
    town.act(row.pk, "begin", "community_staff", at=began + timedelta(days=2))
    row.refresh_from_db()
    assert row.due_at == began + timedelta(days=9)


def test_what_is_late_already_is_led_on_by_an_act_of_the_clock_that_is_new(
    town: Town, began: datetime
) -> None:
    row = brought_over(town, text(1), text(2, waiting="{lasts: 4 days, then: up}", up=UP), began, days=6)
    assert row.place == town.street
    assert (row.late, row.due_at) == (False, began + timedelta(days=10))
    last = Entry.objects.filter(matter=row.pk).order_by("seq").values_list("act", "role", "person")
    assert list(last)[-2:] == [("upgrade", "system", None), ("up", "system", None)]
    assert verify_matters().faults == []


def test_what_is_not_late_keeps_its_date_and_what_was_led_on_before_is_left(
    town: Town, began: datetime
) -> None:
    led = text(1, waiting="{lasts: 4 days, then: up}", up=UP)
    row = brought_over(town, led, led.replace("version: 1", "version: 2"), began, days=2)
    assert (row.due_at, row.late) == (began + timedelta(days=4), False)
