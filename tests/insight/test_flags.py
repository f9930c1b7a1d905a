"""A file's own verdict on being in time is reproduced, and every difference has its cause."""

from __future__ import annotations

from shanzhi.insight.flags import NO_DATE, OTHER, SILENT, agreement, compare_flags
from tests.matters.imports.tables import NOW, local, matter, table, take
from tests.matters.town import Town

HEADINGS = ("编号", "主题", "登记时间", "办理时限", "办结时间", "是否按期")
YES, NO = "按期", "超期"


def row(number: str, due: str, closed: str, verdict: str) -> tuple[str, ...]:
    return (number, "路灯不亮", "2026-03-02 09:00", due, closed, verdict)


def test_agreement_and_each_kind_of_difference(town: Town) -> None:
    rows = [
        row("in time", "2026-03-09", "2026-03-05 09:00", YES),
        row("late", "2026-03-04 09:00", "2026-03-05 09:00", NO),
        row("open and late", "2026-03-04 09:00", "", NO),
        row("open, not due", "2026-04-04 09:00", "", YES),
        row("no date, quick", "", "2026-03-03 09:00", YES),
        row("no date, slow", "", "2026-03-15 09:00", YES),
        row("silent", "2026-03-09", "2026-03-05 09:00", ""),
        row("wrong", "2026-03-09", "2026-03-05 09:00", NO),
    ]
    outcome = take(table(*rows, headings=HEADINGS), town.district)
    found = compare_flags(
        outcome.batch or 0,
        column="是否按期",
        in_time=YES,
        late=NO,
        dates=["deadline"],
        measure="on_time",
        as_of=local(18),
    )
    told = {cause.what.en: (cause.same, cause.count) for cause in found.causes}
    assert told == {
        "with a date, both say in time": (True, 2),
        "with a date, both say late": (True, 2),
        "without a date, both say in time": (True, 1),
        NO_DATE.en: (False, 1),
        OTHER.en: (False, 1),
        SILENT.en: (False, 1),
    }
    assert (found.rows, agreement(found)) == (8, {True: 5, False: 2})
    slow = next(cause for cause in found.causes if cause.what is NO_DATE)
    assert slow.examples == [matter("no date, slow").pk]
    assert found.as_of < NOW
