"""A method's measures (成效), worked out over any set of matters: streamed, each once, every figure traceable.

A share has those it is of (`of`) and those among them that count (`share`); a count counts; sum, mean and median are of a
number. A matter whose conditions give no answer counts nowhere and is told apart. Matters of several adoptions are
each measured by the version and inputs they are pinned to.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from msgspec import Struct, field

from shanzhi.insight.facts import Getter, MatterFacts, Reader, World, getter, wants
from shanzhi.insight.grouping import Grouping, undivided
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Adoption, Matter
from shanzhi.matters.writing.ground import Ground, ground
from shanzhi.method.build_measures import YES_NO
from shanzhi.method.cel import CelFault, Program
from shanzhi.method.model import Measure, Method
from shanzhi.method.words import Sentence

SLICE = 5_000
MOST_KEPT = 50_000
"""Answers kept for each measure; only few different ones occur, unless a condition speaks of times or texts."""

Number = Callable[[MatterFacts, datetime], int | None]
"""A further number of a matter as of a moment, to be spread out, such as the minutes until the answer."""


class Figure(Struct):
    """One figure: `of` matters it is of, `hits` that count among them; `numbers` for a mean, median or spread."""

    kind: str
    of: int = 0
    hits: int = 0
    unclear: int = 0
    numbers: array[int] = field(default_factory=lambda: array("q"))

    @property
    def value(self) -> float | None:
        """The share (0–1), count, sum, mean or median; None where there is nothing to take it of."""
        if self.kind == "number":
            return self.hits
        if self.kind == "share":
            return self.hits / self.of if self.of else None
        if self.kind == "sum":
            return sum(self.numbers) if self.of else None
        if self.kind == "mean":
            return sum(self.numbers) / len(self.numbers) if self.numbers else None
        return self.quantile(0.5)

    def quantile(self, share: float) -> float | None:
        """The number below which that share of the numbers lies (linear between neighbours)."""
        if not self.numbers:
            return None
        ordered = sorted(self.numbers)
        at = share * (len(ordered) - 1)
        low = int(at)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


class Group(Struct):
    """One group: its name, how many matters, and its figures by measure."""

    label: Sentence
    matters: int = 0
    figures: dict[str, Figure] = field(default_factory=dict)


class Evaluation(Struct):
    """The figures of every group, in order, and of all together. `measures` are those of the newest version."""

    groups: dict[object, Group]
    total: Group
    measures: dict[str, Measure]
    at: datetime


class _Asked:
    """One measure compiled for reading: which getters it needs, and what it comes to for their values."""

    def __init__(self, measure: Measure, method: Method, reader: Reader, world: World) -> None:
        self.name, self.kind = measure.name, measure.kind
        self._what, self._of = measure.what, measure.of
        names = sorted({*measure.what.names, *(measure.of.names if measure.of is not None else ())})
        self._getters = tuple(getter(name, method, reader, world) for name in names)
        self._what_at = tuple(names.index(name) for name in measure.what.order)
        self._of_at = tuple(names.index(name) for name in measure.of.order) if measure.of is not None else ()
        self._kept: dict[tuple[Any, ...], tuple[bool, Any] | None] = {}

    def ask(self, matter: MatterFacts) -> tuple[bool, Any] | None:
        """Whether the measure is of this matter, and what it gives; None where there is no answer."""
        key = tuple([get(matter) for get in self._getters])
        try:
            return self._kept[key]
        except KeyError:
            answer = self._answer(key)
        except TypeError:  # a list among the values
            return self._answer(key)
        if len(self._kept) < MOST_KEPT:
            self._kept[key] = answer
        return answer

    def _answer(self, key: tuple[Any, ...]) -> tuple[bool, Any] | None:
        try:
            if self._of is not None and self._of.answer(tuple([key[n] for n in self._of_at])) is not True:
                return False, None
            return True, self._plain(self._what, key)
        except CelFault:
            return None

    def _plain(self, program: Program, key: tuple[Any, ...]) -> Any:
        values = tuple([key[n] for n in self._what_at])
        if len(values) == 1 and program.source.strip() == program.order[0] and values[0] is not None:
            return values[0]
        return program.answer(values)


def evaluate(
    matters: QuerySet[Matter],
    *,
    measures: Sequence[str] | None = None,
    by: Grouping | None = None,
    numbers: dict[str, Number] | None = None,
    at: datetime | None = None,
) -> Evaluation:
    """The figures of a method's measures over `matters` (all of one method), divided `by`.

    `measures` names those wanted (default: all); `numbers` are further numbers to be spread out under a name, which
    may read the matter's clocks. `at` is the moment as of which is measured (default: now).
    """
    moment = at or timezone.now()
    grouping, further = by or undivided(), numbers or {}
    result = Evaluation({}, Group(Sentence("合计", "all")), {}, moment)
    for matter, asked, key in _stream(matters, measures, grouping, moment, result, state=bool(further)):
        group = result.groups.get(key)
        if group is None:
            group = result.groups[key] = Group(grouping.label(key))
        answers = [(one, one.ask(matter)) for one in asked]
        extra = [(name, number(matter, moment)) for name, number in further.items()]
        for target in (group, result.total):
            _count(target, answers, extra)
    order = sorted(result.groups, key=grouping.order)  # type: ignore[arg-type]
    result.groups = {key: result.groups[key] for key in order}
    return result


def _count(
    group: Group, answers: list[tuple[_Asked, tuple[bool, Any] | None]], extra: list[tuple[str, int | None]]
) -> None:
    group.matters += 1
    for one, answer in answers:
        figure = group.figures.get(one.name)
        if figure is None:
            figure = group.figures[one.name] = Figure(one.kind)
        if answer is None:
            figure.unclear += 1
        elif answer[0]:
            figure.of += 1
            if one.kind in YES_NO:
                figure.hits += answer[1] is True
            else:
                figure.numbers.append(int(answer[1]))
    for name, value in extra:
        figure = group.figures.get(name)
        if figure is None:
            figure = group.figures[name] = Figure("median")
        if value is not None:
            figure.of += 1
            figure.numbers.append(value)


class Trace(Struct):
    """The matters behind one figure, by number: those it is of, and those among them that count."""

    of: list[int] = field(default_factory=list)
    hits: list[int] = field(default_factory=list)


def trace(
    matters: QuerySet[Matter],
    measure: str,
    *,
    by: Grouping | None = None,
    group: object = None,
    at: datetime | None = None,
) -> Trace:
    """The matters behind the figure of one measure in one group (all groups without `by`)."""
    found, moment = Trace(), at or timezone.now()
    result = Evaluation({}, Group(Sentence("", "")), {}, moment)
    for matter, asked, key in _stream(matters, [measure], by or undivided(), moment, result):
        if by is not None and key != group:
            continue
        for one in asked:
            answer = one.ask(matter)
            if answer is not None and answer[0]:
                found.of.append(matter.pk)
                if answer[1] is True or one.kind not in YES_NO:
                    found.hits.append(matter.pk)
    found.of.sort()
    found.hits.sort()
    return found


def _stream(
    matters: QuerySet[Matter],
    wanted: Sequence[str] | None,
    grouping: Grouping,
    at: datetime,
    result: Evaluation,
    *,
    state: bool = False,
) -> Iterator[tuple[MatterFacts, list[_Asked], object]]:
    """Each matter with the measures it is asked and its group; read in slices, so that memory stays flat."""
    adoptions = set(matters.order_by().values_list("adoption", flat=True).distinct())
    methods = {a.pk: method_of(a) for a in Adoption.objects.filter(pk__in=adoptions).select_related("method")}
    for method in sorted(methods.values(), key=lambda method: method.version):
        result.measures |= {m.name: m for m in method.measures.values() if wanted is None or m.name in wanted}
    chosen = {
        pk: [m for m in method.measures.values() if wanted is None or m.name in wanted]
        for pk, method in methods.items()
    }
    names = {
        n
        for found in chosen.values()
        for m in found
        for p in (m.what, m.of)
        if p is not None
        for n in p.names
    }
    answers, needs_state = wants(names)
    reader = Reader(answers | grouping.answers, state=needs_state or state, at=at)
    world = _world(at)
    asked = {pk: [_Asked(m, methods[pk], reader, world) for m in found] for pk, found in chosen.items()}
    key = grouping.make_key(reader)
    for row in rows(matters):
        matter = reader.read(row)
        yield matter, asked[matter.adoption], key(matter)


def rows(matters: QuerySet[Matter]) -> Iterator[tuple[Any, ...]]:
    """The rows measures read (`facts.COLUMNS`), in slices."""
    raw = matters.order_by().annotate(
        raw_data=Cast("data", TextField()), raw_state=Cast("state", TextField())
    )
    return raw.values_list(
        "pk", "adoption", "origin", "place", "opened_at", "closed_at", "end", "late", "raw_data", "raw_state"
    ).iterator(chunk_size=SLICE)


def _world(at: datetime) -> World:
    here: Ground = ground(at)
    return World(at, here.calendar, here.level, lambda place: len(here.path(place)) <= 1)


def until_stopped(clock: str) -> Number:
    """Minutes from the opening until a clock was stopped: how long an answer took. None while it runs."""

    def number(matter: MatterFacts, at: datetime) -> int | None:
        ran = matter.ran.clocks.get(clock)
        if ran is None or ran.stopped is None or ran.stopped > at:
            return None
        return int((ran.stopped - matter.opened).total_seconds() // 60)

    return number


def until_closed(matter: MatterFacts, at: datetime) -> int | None:
    """Minutes from the opening until the matter was closed out. None while it is open."""
    return None if matter.closed is None else int((matter.closed - matter.opened).total_seconds() // 60)


__all__ = [
    "Evaluation",
    "Figure",
    "Getter",
    "Group",
    "Trace",
    "evaluate",
    "trace",
    "until_closed",
    "until_stopped",
]
