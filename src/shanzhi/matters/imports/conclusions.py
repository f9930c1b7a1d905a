"""What an import concludes from a file before it writes anything: how many were opened, accepted, answered, are open.

It is shown as a table, with the column each conclusion is from and examples, because a column misread makes every
figure wrong that follows. What no office's file can truly say (most were answered before they were opened, all at
one instant) stops the import, unless a person says that it is so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from msgspec import Struct

from shanzhi.matters.imports import messages
from shanzhi.matters.imports.drafts import Draft
from shanzhi.matters.imports.headings import FIELDS
from shanzhi.matters.imports.mapping import Mapping
from shanzhi.method.words import Sentence
from shanzhi.tables.problems import BadInput
from shanzhi.tables.report import Rejected

EXAMPLES = 3
FEW, MOST_ODD, HALF = 3, 0.1, 0.5
"""So many odd rows, and this share of those that tell, are too many; of very few rows, a half."""
AT_ONE_INSTANT, NEARLY_ALL = 5, 0.9
"""From so many rows on, nearly all at one second are one act of a machine."""

OPENED = Sentence("提出", "opened")
NO_OPENING = Sentence("没有提出时间，按导入时间记", "no time of opening; that of the import is taken")
ACCEPTED = Sentence("已有人受理", "taken in hand")
ANSWERED = Sentence("已答复", "answered")
ANSWERED_NOW = Sentence(
    "已答复，没有时间，按导入时间记", "answered without a time; that of the import is taken"
)
STILL_OPEN = Sentence("未答复，仍在办", "not answered, still open")
UNTOUCHED = Sentence("还没有人受理", "not taken in hand yet")
DUE = Sentence("有办理时限", "with a due date")
RATED = Sentence("有评价", "rated")
UNREAD = Sentence("读不懂，不导入", "unreadable, not imported")


class Conclusion(Struct, frozen=True):
    """One line of the table: what was concluded, of how many rows, from which columns, with examples."""

    what: Sentence
    count: int
    columns: tuple[str, ...]
    examples: tuple[str, ...]


class Conclusions(Struct, frozen=True):
    """What a file was understood to say: `lines` in the order of a matter's life; `odd` is what cannot be so."""

    lines: tuple[Conclusion, ...]
    odd: tuple[Sentence, ...]

    def check(self) -> None:
        """Raise `BadInput` where the file cannot be what it was taken for."""
        if self.odd:
            why = Sentence("".join(one.zh for one in self.odd), "".join(one.en for one in self.odd))
            raise BadInput(messages.IMPLAUSIBLE.fill(why=why))


def conclude(
    drafts: Sequence[Draft], rejected: Sequence[Rejected], mapping: Mapping, *, ahead: int = 0
) -> Conclusions:
    """What the rows of a file were understood to say; `ahead` of those rejected lie in the future."""
    columns = _Columns(mapping)
    always = mapping.accept == "always"
    answered = [d for d in drafts if d.answered is not None]

    def line(what: Sentence, rows: Sequence[Draft], headings: tuple[str, ...], shown: str) -> Conclusion:
        return _line(what, rows, headings, shown, mapping.time_zone)

    lines = [
        line(OPENED, [d for d in drafts if "no_time" not in d.notes], columns.of("opened"), "opened"),
        line(NO_OPENING, [d for d in drafts if "no_time" in d.notes], (), ""),
        line(
            ACCEPTED,
            [d for d in drafts if d.accepted or always],
            columns.of("accepted", "status"),
            "accepted",
        ),
        line(UNTOUCHED, [d for d in drafts if not (d.accepted or always)], columns.of("status"), "status"),
        line(DUE, [d for d in drafts if "target" in d.times], columns.of("target"), "target"),
        line(
            ANSWERED,
            [d for d in answered if "no_answer_time" not in d.notes],
            columns.of("answered", "answer"),
            "answered",
        ),
        line(
            ANSWERED_NOW, [d for d in answered if "no_answer_time" in d.notes], columns.of("answer"), "answer"
        ),
        line(STILL_OPEN, [d for d in drafts if d.answered is None], columns.of("status"), "status"),
        line(RATED, [d for d in drafts if "stars" in d.words], columns.of("stars"), "stars"),
    ]
    if rejected:
        reasons = tuple(dict.fromkeys(str(row.row) for row in rejected))[:EXAMPLES]
        lines.append(Conclusion(UNREAD, len(rejected), (), reasons))
    return Conclusions(
        tuple(line for line in lines if line.count),
        tuple(_odd(drafts, len(rejected), ahead, columns, mapping)),
    )


class _Columns:
    """The headings that fields are read from."""

    def __init__(self, mapping: Mapping) -> None:
        self._by_field: dict[str, list[str]] = {}
        for heading, what in mapping.columns.items():
            self._by_field.setdefault(what, []).append(heading)

    def of(self, *fields: str) -> tuple[str, ...]:
        return tuple(heading for field in fields for heading in self._by_field.get(field, []))

    def has(self, field: str) -> bool:
        return field in self._by_field

    def one(self, field: str) -> str | Sentence:
        found = self._by_field.get(field)
        return found[0] if found else FIELDS[field].label


def _line(
    what: Sentence, drafts: Sequence[Draft], columns: tuple[str, ...], shown: str, zone: tzinfo
) -> Conclusion:
    examples = dict.fromkeys(text for d in drafts[:200] if (text := _example(d, shown, zone)))
    return Conclusion(what, len(drafts), columns, tuple(list(examples)[:EXAMPLES]))


def _example(draft: Draft, shown: str, zone: tzinfo) -> str:
    at = draft.opened if shown == "opened" else draft.times.get(shown)
    if at is not None:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
    text = draft.texts.get(shown) or draft.words.get(shown, "")
    return " ".join(text.split())[:24]


def _odd(
    drafts: Sequence[Draft], rejected: int, ahead: int, columns: _Columns, mapping: Mapping
) -> Iterator[Sentence]:
    opened = columns.one("opened")
    told = [d for d in drafts if d.answered is not None and "no_answer_time" not in d.notes]
    due = [d for d in drafts if "target" in d.times]
    accepted = [d for d in drafts if "accepted" in d.times]
    for sentence, field, rows, wrong in (
        (messages.ODD_BEFORE, "answered", told, [d for d in told if "clamped" in d.notes]),
        (
            messages.ODD_ACCEPTED,
            "accepted",
            accepted,
            [d for d in accepted if d.times["accepted"] < d.opened],
        ),
        (messages.ODD_DUE, "target", due, [d for d in due if "target_first" in d.notes]),
    ):
        if _too_many(len(wrong), len(rows)):
            yield sentence.fill(all=len(rows), count=len(wrong), column=columns.one(field), opened=opened)
    zone = mapping.time_zone
    days = {d.opened.astimezone(zone).date() for d in told if "clamped" not in d.notes}
    if columns.has("answered") and len(days) >= FEW:
        answers = [d.times["answered"] for d in told]
        yield from _at_one_instant(answers, zone, columns.one("answered"))
    if _too_many(ahead, len(drafts) + rejected):
        yield messages.ODD_FUTURE.fill(all=len(drafts) + rejected, count=ahead, column=opened)


def _too_many(odd: int, rows: int) -> bool:
    return (odd >= FEW and odd > MOST_ODD * rows) or (odd > 1 and odd >= HALF * rows)


def _at_one_instant(times: Sequence[datetime], zone: tzinfo, column: str | Sentence) -> Iterator[Sentence]:
    """What is to be said where nearly all of the rows have one second in common."""
    if len(times) < AT_ONE_INSTANT:
        return
    at, count = Counter(times).most_common(1)[0]
    if count >= NEARLY_ALL * len(times):
        yield messages.ODD_INSTANT.fill(
            all=len(times), count=count, column=column, at=f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        )
