"""What an import concludes is shown before it is written; what cannot be so stops it; a status that says open is believed."""

from __future__ import annotations

import pytest

from shanzhi.matters.imports.actions import draft, prepare
from shanzhi.matters.imports.conclusions import Conclusions
from shanzhi.matters.imports.queries import source_of
from shanzhi.matters.models import Matter
from shanzhi.tables.problems import BadInput
from tests.matters.imports.tables import ANSWERED, HEADINGS, LATE, NOW, OPEN, matter, table, take

STATED = (*HEADINGS, "状态")
pytestmark = pytest.mark.django_db


def concluded(content: bytes) -> Conclusions:
    prepared = prepare(content=content, file="x.csv")
    return draft(prepared, method="appeal", at=None, now=NOW).conclusions


def test_what_is_opened_answered_and_open_is_told_with_column_and_example() -> None:
    lines = {line.what.zh: line for line in concluded(table(OPEN, ANSWERED, LATE)).lines}
    assert (lines["提出"].count, lines["提出"].columns) == (3, ("留言时间",))
    assert lines["提出"].examples[0] == "2026-03-02 09:00"
    assert (lines["已答复"].count, lines["已答复"].columns) == (2, ("答复时间", "答复意见"))
    assert lines["未答复，仍在办"].count == 1


@pytest.mark.parametrize("status", ["办理中", "待处理", "未办结", "Open", "in progress", "Pending"])
def test_a_status_that_says_open_is_not_overruled_by_a_remark(town, status: str) -> None:
    remark = (*OPEN[:5], "已转城管，正在核实", "", status)
    take(table(remark, headings=STATED), town.district)
    row = matter("1")
    assert row.closed_at is None
    assert "reply" not in row.data
    source = source_of(row.pk)
    assert source is not None
    assert source.extra["答复意见"] == "已转城管，正在核实"


def test_a_status_that_says_open_is_believed_though_there_is_a_time(town) -> None:
    take(table((*ANSWERED, "处理中"), headings=STATED), town.district)
    assert matter("2").stage == "handling"


def test_a_status_in_unknown_words_makes_no_answer_of_a_text_without_a_time(town) -> None:
    outcome = take(table((*OPEN[:5], "核实中", "", "甲类待议"), headings=STATED), town.district)
    assert {"remark", "unknown_word"} <= set(outcome.report.notes)
    assert matter("1").closed_at is None


def rows(count: int, opened: str, answered: str) -> bytes:
    made = [
        (str(n), "", f"第{n}处路灯不亮", opened.format(day=1 + n % 9), f"第{n}处的路灯坏了", "已换好路灯", answered.format(day=1 + n % 9))
        for n in range(1, count + 1)
    ]  # fmt: skip
    return table(*made)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (rows(20, "2026-03-0{day} 09:00", "2026-02-0{day} 09:00"), "早于提出"),
        (rows(3, "2026-03-0{day} 09:00", "2026-02-0{day} 09:00"), "早于提出"),
        (rows(20, "2026-03-0{day} 09:00", "2026-03-12 17:03:11"), "同一时刻"),
        (rows(20, "2027-03-0{day} 09:00", "2027-04-0{day} 09:00"), "还没到"),
    ],
)
def test_what_no_file_can_truly_say_stops_the_import(town, content: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refused:
        take(content, town.district)
    assert "--anyway" in refused.value.sentence.en
    assert not Matter.objects.exists()


def test_a_person_may_say_that_it_is_really_so(town) -> None:
    content = rows(20, "2026-03-0{day} 09:00", "2026-03-12 17:03:11")
    assert take(content, town.district, anyway=True).report.added == 20


def test_a_few_odd_rows_among_many_are_told_and_taken(town) -> None:
    odd = ("99", "", "早一步", "2026-03-02 09:00", "答复早了一步的一行", "已经答复过了", "2026-03-02 08:59")
    content = rows(20, "2026-03-0{day} 09:00", "2026-03-1{day} 09:00") + table(odd).split(b"\n", 1)[1]
    outcome = take(content, town.district)
    assert (outcome.report.added, outcome.report.notes["clamped"].count) == (21, 1)
