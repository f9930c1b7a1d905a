"""An imported file's own verdict on being in time, laid beside our measure: row by row, every difference with its cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from msgspec import Struct, field

from shanzhi.insight.measures import trace
from shanzhi.matters.models import ImportedRow, Matter
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence

EXAMPLES = 5
IN_TIME = ("handled", "on_time")
"""Measures that may tell whether an order was met by its date, the likeliest first: where answering has a measure of its own,
`on_time` is of closing, which has another limit."""
SAME = {
    (True, True): Sentence("有时限，都算按期", "with a date, both say in time"),
    (True, False): Sentence("有时限，都算超期", "with a date, both say late"),
    (False, True): Sentence("没有时限，都算按期", "without a date, both say in time"),
    (False, False): Sentence("没有时限，都算超期", "without a date, both say late"),
}
SILENT = Sentence("文件没有写明", "the file says nothing")
NO_DATE = Sentence(
    "文件没有时限，它一律算按期；我们按工作法的时限算，是超期",
    "the file has no date and calls it in time; by the method's own limit it is late",
)
OTHER = Sentence("有时限而判断不同", "with a date, and yet judged otherwise")


class Cause(Struct):
    """Rows of one kind: what it is, whether both say the same, how many, and the first few matters."""

    what: Sentence
    same: bool
    count: int = 0
    examples: list[int] = field(default_factory=list)


class Comparison(Struct, frozen=True):
    """All rows by cause, the most frequent first. `as_of` is the moment the file's verdict is of."""

    rows: int
    causes: list[Cause]
    as_of: datetime


def measure_of(method: Method) -> str:
    """The method's measure of being in time that a date in an order speaks of."""
    return next((name for name in IN_TIME if name in method.measures), IN_TIME[-1])


def compare_flags(
    batch: int, *, column: str, in_time: str, late: str, dates: Collection[str], measure: str, as_of: datetime
) -> Comparison:
    """Lay the file's verdicts beside our measure of being in time, both as of the day the file was made.

    `column` holds the verdict, `in_time` and `late` its two words; `dates` are the facts that may hold the date of the order;
    `measure` is a share (`measure_of`): what it is of and does not count is late, the rest is in time so far.
    """
    matters = Matter.objects.filter(batch=batch, void=False)
    found = trace(matters, measure, at=as_of)
    ours_late = set(found.of) - set(found.hits)
    causes: dict[str, Cause] = {}
    rows = ImportedRow.objects.filter(batch=batch, matter__void=False).order_by("pk")
    fields = rows.values_list("pk", "extra", "matter__data", "matter__opened_at", "matter__closed_at")
    for pk, extra, data, _opened, _closed in fields.iterator(chunk_size=2_000):
        word = extra.get(column, "")
        dated = any(name in data for name in dates)
        cause = _cause(word, in_time, late, dated=dated, ours_late=pk in ours_late)
        known = causes.setdefault(cause.what.zh, cause)
        known.count += 1
        if len(known.examples) < EXAMPLES:
            known.examples.append(pk)
    ordered = sorted(causes.values(), key=lambda cause: (not cause.same, -cause.count))
    return Comparison(sum(cause.count for cause in ordered), ordered, as_of)


def _cause(word: str, in_time: str, late: str, *, dated: bool, ours_late: bool) -> Cause:
    if word not in (in_time, late):
        return Cause(SILENT, same=False)
    theirs_late = word == late
    if theirs_late == ours_late:
        return Cause(SAME[dated, not ours_late], same=True)
    return Cause(OTHER if dated else NO_DATE, same=False)


def agreement(comparison: Comparison) -> Counter[bool]:
    """How many rows agree and how many do not, of those the file judges."""
    counted: Counter[bool] = Counter()
    for cause in comparison.causes:
        if cause.what is not SILENT:
            counted[cause.same] += cause.count
    return counted
