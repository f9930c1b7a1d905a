"""What other inputs would change, told before they are saved: on what happened here lately, and on the same load again.

*Replayed*: the visits and clocks of the last months are held against the new limits, the supporters gathered against
the new thresholds; what people would have done under other limits nobody knows, so nothing is assumed of it.
*Rehearsed*: the engine runs the method twice under the load this place had lately, with the old inputs and with the
new, on one clock and with the same chances. Both look at a bounded number of matters for a bounded time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import msgspec
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.holidays import BadCalendar
from shanzhi.engine.types import Clock
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.writing.ground import ground
from shanzhi.method.blocks import SUPPORT, kind_of
from shanzhi.method.cel import CelFault, Program
from shanzhi.method.duration import BadDuration, Duration, parse_duration
from shanzhi.method.model import Method, Stage
from shanzhi.method.rolls import ROLLS, roll_kind
from shanzhi.method.rules import Due
from shanzhi.method.words import Sentence
from shanzhi.people.electors import roll
from shanzhi.places.models import Place

LOOKED_BACK = timedelta(days=180)
MOST_MATTERS = 1_000
PATIENCE = 3.0
"""Seconds that reading the past may take."""


class EffectLine(Struct, frozen=True):
    """One thing that would be different: what, in how many cases, and its figure (0–1 a share) before and after."""

    label: Sentence
    count: int
    was: float | None
    now: float | None
    limits: tuple[Sentence, Sentence] | None = None


class Past(Struct):
    """A matter of the last months, with its clocks."""

    number: int
    place: int
    data: dict[str, Any]
    clocks: dict[str, Clock]
    closed: datetime | None


class _State(Struct):
    clocks: dict[str, Clock] = {}


_decode = msgspec.json.Decoder(_State).decode
_decode_data = msgspec.json.Decoder(dict[str, Any]).decode


def replayed(before: Method, after: Method, place: Place, at: datetime | None = None) -> list[EffectLine]:
    """What the records of the last months come to under `before` and under `after`, for stages that would differ."""
    now = at or timezone.now()
    calendar = ground(now).calendar
    pairs = [(before.stages[name], stage) for name, stage in after.stages.items() if name in before.stages]
    was, will = _timed(before), _timed(after)
    limits = [
        (was[key], one) for key, one in will.items() if key in was and was[key].lengths() != one.lengths()
    ]
    supports = [pair for pair in pairs if _supported(pair[1]) and _threshold_differs(*pair, before, after)]
    if not limits and not supports:
        return []
    until = time.monotonic() + PATIENCE
    past = list(past_matters(before.id, place, now))
    stays = _stays(past, until) if any(old.clock is None for old, _new in limits) or supports else {}
    lines = [_limit(old, new, (before, after), past, stays, calendar, now) for old, new in limits]
    lines += [_support(old, new, (before, after), past, stays) for old, new in supports]
    return lines


def past_matters(slug: str, place: Place, now: datetime, back: timedelta = LOOKED_BACK) -> Iterator[Past]:
    """The latest matters of a method below a place."""
    rows = Matter.objects.filter(
        method=slug, origin__path__begins=place.path, void=False, opened_at__gte=now - back
    )
    rows = rows.annotate(facts=Cast("data", TextField()), kept=Cast("state", TextField())).order_by("-pk")
    columns = ("pk", "origin", "facts", "kept", "closed_at")
    for number, origin, facts, kept, closed in rows.values_list(*columns)[:MOST_MATTERS]:
        yield Past(number, origin, _decode_data(facts), _decode(kept).clocks, closed)


class Stay(Struct, frozen=True):
    """One visit of a stage that has ended: from when to when, whether the clock ended it, how many supported."""

    stage: str
    begin: datetime
    end: datetime
    by_clock: bool
    supporters: int


def _stays(past: list[Past], until: float) -> dict[int, list[Stay]]:
    """The visits of each matter."""
    found: dict[int, list[Stay]] = {}
    numbers = [one.number for one in past]
    for start in range(0, len(numbers), 200):
        if time.monotonic() > until:
            break
        rows = Entry.objects.filter(matter__in=numbers[start : start + 200]).order_by("matter", "seq")
        columns = rows.values_list("matter", "visit", "at", "stage", "act", "person", "slot", "to")
        for number, entries in groupby(columns, key=lambda row: row[0]):
            found[number] = list(_visits(list(entries)))
    return found


def _visits(rows: list[tuple[Any, ...]]) -> Iterator[Stay]:
    begin = rows[0][2]
    visits = [(visit, list(group)) for visit, group in groupby(rows[1:], key=lambda row: row[1])]
    for n, (_visit, group) in enumerate(visits):
        last = group[-1]
        if n + 1 < len(visits) or last[7] != last[3]:
            held = {row[6] for row in group if row[6] and row[4] in SUPPORT}
            yield Stay(str(group[0][3]), begin, last[2], last[5] is None, len(held))
        begin = last[2]


class _Time(Struct, frozen=True):
    """What takes its time: a stage by a limit of its own, or a clock that spans stages."""

    label: Sentence
    time: Due
    stage: str | None = None
    clock: str | None = None

    def lengths(self) -> tuple[str, ...]:
        return tuple(str(case.limit) for case in self.time.cases)


def _timed(method: Method) -> dict[str, _Time]:
    """All of a method that can be late; what closes by itself is not among it."""
    found = {
        f"clock {name}": _Time(rule.label, rule.time, clock=name) for name, rule in method.clocks.items()
    }
    for name, stage in method.stages.items():
        closes = stage.block is not None and kind_of(stage.block).closes
        if stage.due is not None and stage.due.clock is None and not closes:
            found[f"stage {name}"] = _Time(stage.label, stage.due, stage=name)
    return found


def _limit(
    old: _Time,
    new: _Time,
    methods: tuple[Method, Method],
    past: list[Past],
    stays: dict[int, list[Stay]],
    calendar: WorkCalendar,
    now: datetime,
) -> EffectLine:
    """The share in time under the old limits of a stage and under the new."""
    count = kept = kept_new = 0
    shown: dict[tuple[Duration, Duration], int] = {}
    for one in past:
        limits = (_applies(old, methods[0], one), _applies(new, methods[1], one))
        if limits[0] is None or limits[1] is None:
            continue
        pair = (limits[0], limits[1])
        for was, then in _held(old, pair, one, stays.get(one.number, []), calendar, now):
            shown[pair] = shown.get(pair, 0) + 1
            count, kept, kept_new = count + 1, kept + was, kept_new + then
    words = None
    if shown:
        before, after = max(shown, key=lambda pair: shown[pair])
        words = (_words(before), _words(after))
    label = ON_TIME.fill(stage=new.label)
    return EffectLine(
        label, count, kept / count if count else None, kept_new / count if count else None, words
    )


def _held(
    timed: _Time,
    limits: tuple[Duration, Duration],
    one: Past,
    stays: list[Stay],
    calendar: WorkCalendar,
    now: datetime,
) -> Iterator[tuple[bool, bool]]:
    """For each time the limit ran: whether it was kept under the old one, and under the new."""
    clock = one.clocks.get(timed.clock) if timed.clock is not None else None
    try:
        if clock is not None:
            # What pauses and extensions gave stays given; only the limit itself is another.
            given = clock.due - calendar.add(clock.started, parse_duration(clock.limit)).at
            end = clock.stopped or (now if clock.paused is None else clock.paused)
            dues = [calendar.add(clock.started, limit).at + given for limit in limits]
            if clock.stopped is not None or all(end > due for due in dues):
                yield end <= dues[0], end <= dues[1]
        elif timed.stage is not None:
            for stay in stays:
                if stay.stage == timed.stage:
                    due, new = (calendar.add(stay.begin, limit).at for limit in limits)
                    yield not stay.by_clock and stay.end <= due, not stay.by_clock and stay.end <= new
    except (BadCalendar, BadDuration):
        return


def _support(
    old: Stage, new: Stage, methods: tuple[Method, Method], past: list[Past], stays: dict[int, list[Stay]]
) -> EffectLine:
    """The share of matters that gathered enough under the old threshold and under the new."""
    count = reached = reached_new = 0
    rolls: dict[tuple[int, str], int] = {}
    for one in past:
        gathered = [stay.supporters for stay in stays.get(one.number, []) if stay.stage == new.name]
        if not gathered:
            continue
        electors = _electors(new, one, rolls)
        needed = [
            _number(stage.block.settings.get("needs") if stage.block else None, method, one, electors)
            for stage, method in zip((old, new), methods, strict=True)
        ]
        if needed[0] is None or needed[1] is None:
            continue
        count += 1
        reached += max(gathered) >= needed[0]
        reached_new += max(gathered) >= needed[1]
    label = REACHED.fill(stage=new.label)
    return EffectLine(
        label, count, reached / count if count else None, reached_new / count if count else None
    )


def _electors(stage: Stage, one: Past, rolls: dict[tuple[int, str], int]) -> int:
    """How many could support a matter: those of the place it names, else of the community it happened in."""
    settings = stage.block.settings if stage.block is not None else {}
    named = one.data.get(str(settings.get("within")))
    place = Place.objects.filter(pk=named if isinstance(named, int) else one.place).first()
    if place is not None and not isinstance(named, int):
        place = Place.objects.filter(pk__in=place.ancestor_ids, level="community").first() or place
    if place is None:
        return 0
    kind = str(settings.get("roll"))
    kind = roll_kind(str(one.data.get(kind[1:]))) if kind.startswith("@") else kind
    if kind not in ROLLS.values():
        return 0  # of persons whom each matter names
    if (place.pk, kind) not in rolls:
        rolls[place.pk, kind] = roll(kind, place).count
    return rolls[place.pk, kind]


def _applies(timed: _Time, method: Method, one: Past) -> Duration | None:
    """The limit for a matter; None where it has none or what decides is not known."""
    for case in timed.time.cases:
        if case.when is None or _answer(case.when, method, one) is True:
            return case.limit if isinstance(case.limit, Duration) else None
    return None


def _number(program: Program | None, method: Method, one: Past, electors: int) -> int | None:
    found = _answer(program, method, one, electors) if program is not None else None
    return max(1, int(found)) if isinstance(found, int | float) else None


def holds_for(program: Program, method: Method, one: Past) -> bool:
    """Whether a condition holds for a matter of the past; not where it speaks of what was not kept."""
    return _answer(program, method, one) is True


def _answer(program: Program, method: Method, one: Past, electors: int = 0) -> Any:
    """What a condition gives for a matter of the past; None where it speaks of what was not kept."""

    def value(name: str) -> Any:
        head, dot, rest = name.partition(".")
        if name == "count.roll":
            return electors
        if dot and head == "inputs":
            return method.values.get(rest)
        return one.data.get(rest if dot and head == "data" else name)

    try:
        return program.answer(tuple([value(name) for name in program.order]))
    except CelFault:
        return None


def _supported(stage: Stage) -> bool:
    return stage.block is not None and kind_of(stage.block).supported_by is not None


def _threshold_differs(old: Stage, new: Stage, before: Method, after: Method) -> bool:
    """Whether a threshold speaks of an input that has another value now."""
    program = new.block.settings.get("needs") if new.block is not None else None
    names = [
        name.removeprefix("inputs.") for name in getattr(program, "names", ()) if name.startswith("inputs.")
    ]
    return _supported(old) and any(before.values.get(name) != after.values.get(name) for name in names)


def _words(limit: Duration) -> Sentence:
    return Sentence(limit.label("zh"), limit.label("en"))


ON_TIME = Sentence("“{stage}”按期", "“{stage}” in time")
REACHED = Sentence("“{stage}”达到人数", "“{stage}” gathered enough")
