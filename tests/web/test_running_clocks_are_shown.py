"""A time limit that spans stages is seen while it runs: on the matter's page, among one's own, on the case sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.matters.writing import store
from shanzhi.reading.clocks import running_beside
from shanzhi.reading.matter import look
from shanzhi.reading.sheet import sheet_of

MENDING = """
method: mending
title: 修一修
version: 1
source: 本库自编
data:
  subject: {type: text, max: 80, label: 什么事}
visible: [{shows: [subject], whom: [place]}]
clocks:
  whole: {label: 总时限, starts: open, lasts: 30 days, pauses: [resting], ends: [mended]}
open: {ask: {label: 报修, by: [resident], asks: [subject], at: grid, to: first}}
stages:
  first: {label: 先看, desk: grid_worker, due: 2 days, acts: {go: {label: 去修, to: mending}, rest: {label: 先停, to: resting}}}
  mending: {label: 在修, desk: grid_worker, due: {clock: whole}, acts: {done: {label: 修好, to: mended}}}
  resting: {label: 停着, desk: grid_worker, due: 5 days, acts: {go: {label: 去修, to: mending}}}
  mended: {label: 修好了, end: done, says: 修好了}
examples:
  - {title: 修好, steps: [{open: ask, by: resident, with: {subject: 灯}}, {act: go, by: grid_worker}, {act: done, by: grid_worker}], expect: {end: done}}
"""


@pytest.fixture
def number(town) -> int:
    town.adopt(MENDING)
    return town.open("mending", "resident", values={"subject": "灯坏了"}).matter.id


def _beside(number: int, after: timedelta = timedelta()) -> list[tuple[str, bool, bool]]:
    now = timezone.now() + after
    loaded = store.read(number, now)
    found = running_beside(loaded.method, loaded.record.matter, now)
    return [(one.label, one.paused, one.late) for one in found]


def test_one_that_runs_beside_the_stage_is_told_and_the_stages_own_is_not(town, number: int) -> None:
    assert _beside(number) == [("总时限", False, False)]
    assert _beside(number, timedelta(days=40)) == [("总时限", False, True)]
    town.act(number, "rest", "grid_worker")
    assert _beside(number) == [("总时限", True, False)]
    town.act(number, "go", "grid_worker")
    assert _beside(number) == []  # the stage goes by it: it is what the page begins with


def test_the_case_sheet_has_it(town, number: int) -> None:
    it = look(town.actor("grid_worker"), number)
    assert it is not None
    assert "总时限" in str(sheet_of(it))


def test_the_page_and_ones_own_list_tell_it(number: int, signed_in) -> None:
    for page in (f"/matters/{number}", "/mine"):
        assert "“总时限”到" in signed_in("resident").get(page).content.decode()
