"""What stands open below a place now, and why it is late: read once, counted by facet, listed by the same rule.

A figure and the list behind it come from one reading and one test (`Pending.counts`, `Pending.chosen`), so they
cannot differ. Nothing here is about single workers: the finest division is a desk's place or office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from msgspec import Struct

from shanzhi.engine.blocks.base import BLOCKED
from shanzhi.engine.types import Actor, Clock
from shanzhi.insight.reviews import review_of
from shanzhi.matters.access import on_desk
from shanzhi.matters.ground import Ground, ground
from shanzhi.matters.methods import compiled
from shanzhi.matters.models import Matter
from shanzhi.matters.record import moment
from shanzhi.method.model import Method, Stage
from shanzhi.method.roles import PSEUDO
from shanzhi.places.models import Place

SOON = timedelta(days=1)
LENGTHS = ((timedelta(days=1), "1"), (timedelta(days=3), "3"), (timedelta(days=7), "7"))
LONGER = "more"
KINDS = ("open", "overdue", "soon", "paused", "provisional", "joint", "review")
"""What a matter that stands open can be counted as; `review` are those that wait for the asker's own office."""
SLICE = 5_000


class _State(Struct):
    """What is read of a matter's state."""

    clocks: dict[str, Clock] = {}
    visits: dict[str, int] = {}
    tally: dict[str, Any] = {}


class Open(Struct):
    """One open matter, with what it takes to say whether and why it is late."""

    pk: int
    method: str
    pin: bytes
    adoption: int
    stage: str
    desk_role: str
    desk_place: int | None
    desk_office: int | None
    expected: datetime
    late: bool
    provisional: bool
    state: _State

    @property
    def rule(self) -> Stage | None:
        """The stage it stands in, by the method it is pinned to."""
        return self.compiled.stages.get(self.stage)

    @property
    def compiled(self) -> Method:
        return compiled(self.pin, self.adoption)


_decode = msgspec.json.Decoder(_State).decode


def open_below(place: Place) -> QuerySet[Matter]:
    """The open matters that happened below a place or have come to stand there."""
    here = Q(origin__path__begins=place.path) | Q(place__path__begins=place.path)
    return Matter.objects.filter(here, closed_at=None, void=False)


class Pending:
    """The open matters below a place at one moment, for one who may see them (`report.see`)."""

    def __init__(self, place: Place, actor: Actor, *, at: datetime, world: Ground | None = None) -> None:
        self.place, self.actor, self.at = place, actor, at
        self.world = world or ground(at)

    def read(self, kind: str = "open") -> Iterator[Open]:
        """Those of a kind, soonest expected first. Raises KeyError for a kind there is none of."""
        narrowed = open_below(self.place).filter(self._narrow(kind))
        rows = (
            narrowed.order_by("expected_at", "pk")
            .annotate(raw_state=Cast("state", TextField()))
            .values_list(
                "pk", "method", "pin", "adoption", "stage", "desk_role", "desk_place", "desk_office", "expected_at",
                "late", "provisional", "raw_state",
            )
        )  # fmt: skip
        test = _TESTS[kind]
        for (
            pk,
            method,
            pin,
            adoption,
            stage,
            role,
            desk,
            office,
            expected,
            late,
            provisional,
            raw,
        ) in rows.iterator(SLICE):
            one = Open(
                pk, method, bytes(pin), adoption, stage, role, desk, office, moment(expected) or self.at, late,
                provisional, _decode(raw),
            )  # fmt: skip
            if test(self, one):
                yield one

    def _narrow(self, kind: str) -> Q:
        """What the database can leave out already; the test decides."""
        if kind == "overdue":
            return Q(late=True) | Q(expected_at__lt=self.at)
        if kind == "soon":
            return Q(late=False, expected_at__gte=self.at, expected_at__lt=self.at + SOON)
        if kind == "provisional":
            return Q(provisional=True)
        return on_desk(self.actor) if kind == "review" else Q()

    def counts(self, kind: str, facets: Iterable[str]) -> dict[str, Counter[str]]:
        """How many of a kind there are, by each facet; one reading for all of them."""
        wanted = {name: _FACETS[name] for name in facets}
        found: dict[str, Counter[str]] = {name: Counter() for name in wanted}
        for one in self.read(kind):
            for name, facet in wanted.items():
                found[name].update(facet(self, one))
        return found

    def totals(self) -> dict[str, int]:
        """How many of each kind, in one reading but for the asker's reviews, which are few."""
        found = dict.fromkeys(KINDS, 0)
        for one in self.read():
            for kind in KINDS:
                if kind != "review" and _TESTS[kind](self, one):
                    found[kind] += 1
        found["review"] = sum(1 for _ in self.read("review"))
        return found

    def chosen(self, kind: str, **facets: str) -> list[Open]:
        """Those of a kind that fall under a value of each facet, soonest expected first: the list behind a count."""
        return [
            one
            for one in self.read(kind)
            if all(value in _FACETS[name](self, one) for name, value in facets.items())
        ]

    def overdue(self, one: Open) -> bool:
        """Whether what should have happened has not."""
        return one.late or one.expected < self.at

    def length(self, one: Open) -> str:
        """For how long it has been overdue: up to 1, 3 or 7 days, or `more`."""
        return next((name for most, name in LENGTHS if self.at - one.expected <= most), LONGER)

    def desk(self, one: Open) -> str:
        """On which desk it lies, as finely as the page needs: `office:3`, `place:7` (what lies right below), `opener`."""
        if one.desk_office is not None:
            return f"office:{one.desk_office}"
        if one.desk_role in PSEUDO:
            return one.desk_role
        if one.desk_place is None:
            return "many"
        way, depth = self.world.path(one.desk_place), len(self.place.ancestor_ids)
        within = len(way) >= depth and way[depth - 1] == self.place.pk
        return f"place:{way[depth] if within and len(way) > depth else way[-1]}"

    def limit(self, one: Open) -> str:
        """Which time limit ran out or runs: a clock that spans stages (`handle|7 days`), the stage's own, a block's time."""
        due = one.rule.due if one.rule is not None else None
        if due is not None and due.clock is not None and due.clock in one.state.clocks:
            return f"{due.clock}|{one.state.clocks[due.clock].limit}"
        return "stage" if due is not None else "window"

    def reasons(self, one: Open) -> list[str]:
        """What on record may explain a delay; several may hold."""
        found = []
        posted = one.desk_place is not None and one.desk_role not in PSEUDO
        if posted and not self.world.holders(one.desk_role, one.desk_place or 0, one.desk_office):
            found.append("vacant")
        if one.desk_role in PSEUDO:
            found.append("opener")
        if BLOCKED in one.state.tally:
            found.append("blocked")
        if _joint(self, one):
            found.append("joint")
        if one.state.visits.get(one.stage, 0) > 1:
            found.append("again")
        if any(clock.extended for clock in one.state.clocks.values()):
            found.append("extended")
        return found or ["none"]


def _paused(reading: Pending, one: Open) -> bool:
    return any(clock.paused is not None and clock.stopped is None for clock in one.state.clocks.values())


def _joint(reading: Pending, one: Open) -> bool:
    rule = one.rule
    return rule is not None and rule.block is not None and rule.block.kind == "split"


_TESTS: dict[str, Callable[[Pending, Open], bool]] = {
    "open": lambda reading, one: True,
    "overdue": Pending.overdue,
    "soon": lambda reading, one: not reading.overdue(one) and one.expected < reading.at + SOON,
    "paused": _paused,
    "provisional": lambda reading, one: one.provisional,
    "joint": _joint,
    "review": lambda reading, one: review_of(one.compiled, one.stage) is not None,
}
_FACETS: dict[str, Callable[[Pending, Open], Iterable[str]]] = {
    "desk": lambda reading, one: (reading.desk(one),),
    "method": lambda reading, one: (one.method,),
    "stage": lambda reading, one: (f"{one.method}.{one.stage}",),
    "length": lambda reading, one: (reading.length(one),),
    "limit": lambda reading, one: (reading.limit(one),),
    "reason": Pending.reasons,
    "review": lambda reading, one: (review_of(one.compiled, one.stage) or "",),
}
FACETS = tuple(_FACETS)
