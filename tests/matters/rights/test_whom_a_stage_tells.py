"""What a stage says on entering is told to who opened it, its parties and who follows it; to nobody else."""

from __future__ import annotations

from shanzhi.matters.models import Notice
from tests.matters.rights.test_a_side_sees_its_matter import TALK, opened


def told(number: int, kind: str = "notify") -> dict[int, tuple[str, str]]:
    rows = Notice.objects.filter(matter=number, kind=kind)
    return {row.person_id: (row.zh, row.en) for row in rows}


def test_who_opened_it_its_sides_and_its_watchers_are_told(town):
    before = "settled: {label: 谈成, end: done, effects: [{notify: {whom: [opener], text: 谈成了}}]}"
    assert before in TALK
    text = TALK.replace(before, "settled: {label: 谈成, end: done, says: '“{subject}”谈成了'}")
    town.adopt(text.replace("examples:", "en: {'“{subject}”谈成了': 'Settled “{subject}”'}\nexamples:"))
    asking, other, watcher = (town.people[name].pk for name in ("resident", "resident2", "resident3"))
    number = opened(town, f"person:{other}", guests=[watcher])
    town.act(number, "watch", "street_staff")
    town.act(number, "settle", "community_staff")
    text = ("“楼上漏水”谈成了", "Settled “楼上漏水”")
    assert told(number) == {asking: text, other: text, town.people["street_staff"].pk: text}


def test_a_stage_that_is_no_end_says_so_each_time(town):
    town.adopt(TALK.replace("label: 等着,", "label: 等着, says: 请您等等,"))
    other = town.people["resident2"].pk
    number = opened(town, f"person:{other}")
    town.act(number, "pause", "community_staff")
    assert told(number)[other][0] == "请您等等"
    town.act(number, "on", "resident2")
    town.act(number, "pause", "community_staff")
    assert Notice.objects.filter(matter=number, person=other, kind="notify").count() == 2
