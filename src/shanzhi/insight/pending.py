"""What stands open below a place now, and why it is late: read once, counted by facet, listed by the same rule.

A figure and the list behind it come from one reading and one test (`Pending.counts`, `Pending.chosen`), so they
cannot differ; a reading that took long is kept (`insight.reading_cache`), and figures and lists say as of when it is. Nothing here is about single workers: the finest division is a desk's place or office.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from shanzhi.engine.blocks.base import BLOCKED
from shanzhi.engine.types import Actor
from shanzhi.insight.reading_cache import cached
from shanzhi.insight.reviews import review_of, review_stages
from shanzhi.insight.standing import Heap, Open, Standing, read_state
from shanzhi.insight.unnamed import counted_at, counted_for
from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import on_desk
from shanzhi.matters.writing.ground import Ground, ground
from shanzhi.matters.writing.record import moment
from shanzhi.method.blocks import kind_of
from shanzhi.method.roles import PSEUDO
from shanzhi.places.models import Place

SOON = timedelta(days=1)
LENGTHS = ((timedelta(days=1), "1"), (timedelta(days=3), "3"), (timedelta(days=7), "7"))
LONGER = "more"
KINDS = ("open", "overdue", "soon", "paused", "provisional", "joint", "review")
"""What a matter that stands open can be counted as; `review` are those that wait for the asker's own office."""
SLICE = 5_000


def open_below(place: Place) -> QuerySet[Matter]:
    """The open matters that happened below a place or have come to stand there."""
    here = Q(origin__path__begins=place.path) | Q(place__path__begins=place.path)
    return counted_at(Matter.objects.filter(here, closed_at=None, void=False), place)


class Pending:
    """The open matters below a place at one moment, for one who may see them (`report.see`)."""

    def __init__(self, place: Place, actor: Actor, *, at: datetime, world: Ground | None = None) -> None:
        self.place, self.actor, self.at = place, actor, at
        self.world = world or ground(at)
        self.kept = False
        self.but = counted_for(actor)
        self._standing: Standing | None = None
        self._reviews: list[Open] | None = None

    def read(self, kind: str = "open") -> Iterator[Open]:
        """Those of a kind, soonest expected first. Raises KeyError for a kind there is none of."""
        test = _TESTS[kind]
        return (
            one
            for one in self._rows(open_below(self.place).filter(self.but, self._narrow(kind)))
            if test(self, one)
        )

    def _rows(self, found: QuerySet[Matter]) -> Iterator[Open]:
        rows = (
            found.order_by("expected_at", "pk")
            .annotate(raw_state=Cast("state", TextField()))
            .values_list(
                "pk", "method", "pin", "adoption", "stage", "desk_role", "desk_place", "desk_office", "expected_at",
                "late", "provisional", "raw_state",
            )
        )  # fmt: skip
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
            yield Open(
                pk, method, bytes(pin), adoption, stage, role, desk, office, moment(expected) or self.at, bool(late),
                bool(provisional), read_state(raw),
            )  # fmt: skip

    def _narrow(self, kind: str) -> Q:
        """What the database can leave out already; the test decides."""
        if kind != "review":
            return Q()
        # Asked by itself: together with the place it would be looked for among all that stands open there.
        there = review_stages()
        desk = Matter.objects.filter(on_desk(self.actor), closed_at=None, void=False, method__in=there)
        stages = {name for names in there.values() for name in names}
        return Q(pk__in=list(desk.filter(stage__in=stages).values_list("pk", flat=True)))

    def stand(self) -> Standing:
        """All that stands open, in heaps of what is alike; soonest expected first. Read once, kept where that took long."""
        if self._standing is None and self.but:
            self._standing = self._heaped()  # theirs alone
        if self._standing is None:
            key = f"standing.{self.place.pk}"
            self._standing, self.kept = cached(key, Standing, self._heaped, as_of=self.at)
            self.at = self._standing.at
        return self._standing

    def _heaped(self) -> Standing:
        known: dict[Any, int] = {}
        heaps: list[Heap] = []
        numbers, of = array("q"), array("l")
        for one in self.read():
            kinds = [kind for kind in KINDS if kind != "review" and _TESTS[kind](self, one)]
            facets = {name: sorted(facet(self, one)) for name, facet in _FACETS.items()}
            mark = (one.pin, *kinds, *chain.from_iterable(facets.values()))
            at = known.get(mark)
            if at is None:
                at = known[mark] = len(heaps)
                heaps.append(Heap(one, kinds, facets, 0))
            heaps[at].count += 1
            numbers.append(one.pk)
            of.append(at)
        return Standing(self.at, heaps, numbers.tobytes(), of.tobytes())

    def reviews(self) -> list[Open]:
        """Those that wait for the asker's own office: few, and read as they are now."""
        if self._reviews is None:
            self._reviews = list(self.read("review"))
        return self._reviews

    def heaps(self, kind: str) -> list[Heap]:
        """The heaps of a kind."""
        if kind == "review":
            return [
                Heap(one, [kind], {name: sorted(facet(self, one)) for name, facet in _FACETS.items()}, 1)
                for one in self.reviews()
            ]
        return [heap for heap in self.stand().heaps if kind in heap.kinds]

    def counts(self, kind: str, facets: Iterable[str]) -> dict[str, Counter[str]]:
        """How many of a kind there are, by each facet."""
        found: dict[str, Counter[str]] = {name: Counter() for name in facets}
        for heap in self.heaps(kind):
            for name, counted in found.items():
                counted.update(dict.fromkeys(heap.facets[name], heap.count))
        return found

    def totals(self) -> dict[str, int]:
        """How many of each kind."""
        return {kind: sum(heap.count for heap in self.heaps(kind)) for kind in KINDS}

    def chosen(self, kind: str, **facets: str) -> list[int]:
        """Those of a kind that fall under a value of each facet, by number, soonest expected first: the list behind a count."""

        def fits(heap: Heap) -> bool:
            return all(value in heap.facets[name] for name, value in facets.items())

        if kind == "review":
            return [heap.one.pk for heap in self.heaps(kind) if fits(heap)]
        standing = self.stand()
        wanted = [kind in heap.kinds and fits(heap) for heap in standing.heaps]
        numbers, of = array("q"), array("l")
        numbers.frombytes(standing.numbers)
        of.frombytes(standing.of)
        return [number for number, at in zip(numbers, of, strict=True) if wanted[at]]

    def some(self, numbers: Iterable[int]) -> list[Open]:
        """A few of them, in this order, as they stand now; what has ended since is left out."""
        asked = list(numbers)
        found = {one.pk: one for one in self._rows(Matter.objects.filter(pk__in=asked, closed_at=None))}
        return [found[number] for number in asked if number in found]

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
        block = one.rule.block if one.rule is not None else None
        return "window" if due is None or (block is not None and kind_of(block).closes) else "stage"

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
    return rule is not None and rule.block is not None and kind_of(rule.block).opens is not None


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
