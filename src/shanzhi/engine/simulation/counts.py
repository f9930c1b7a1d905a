"""What one run came to, and several runs together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from shanzhi.engine.types import Matter, Refusal
from shanzhi.method.vocabulary import ENDS
from shanzhi.method.words import Sentence


class DeskCount(Struct):
    """One role at one level: the queue and the matters lying there (per desk), and the share of working time used."""

    waiting: float
    most_waiting: int
    lying: float
    used: float
    staff: int


class Reason(Struct):
    """Why some matters could not be opened: the refusal's sentence as it was said first, and how often."""

    why: Sentence
    times: int = 0


class Counts(Struct):
    """One run. `hours` are from opening to closing; `clocks` count those kept and those not.

    `reasons` counts why matters could not be opened, by the rule that refused them.
    """

    opened: int = 0
    closed: int = 0
    open: int = 0
    late: int = 0
    turned_away: int = 0
    reasons: dict[tuple[str, ...], Reason] = {}
    broken: int = 0
    ends: dict[str, int] = {}
    hours: list[float] = []
    clocks: dict[str, tuple[int, int]] = {}
    desks: dict[tuple[str, str], DeskCount] = {}

    def count_turned_away(self, refusal: Refusal) -> None:
        """One more that could not be opened."""
        self.turned_away += 1
        key = (refusal.code, refusal.rule or "", *sorted(refusal.fields))
        self.reasons.setdefault(key, Reason(refusal.why)).times += 1

    def count_closed(self, matter: Matter, now: datetime) -> None:
        """One more closed: how it ended, how long it took, what became of its clocks."""
        end = matter.end or "done"
        self.closed += 1
        self.ends[end] = self.ends.get(end, 0) + 1
        self.hours.append(((matter.closed or now) - matter.opened).total_seconds() / 3600)
        self.count_clocks(matter, now)

    def count_clocks(self, matter: Matter, now: datetime) -> None:
        """Which clocks of a matter were kept and which were not; those that still run within their time wait."""
        for name, clock in matter.clocks.items():
            if clock.paused is not None or (clock.stopped is None and now <= clock.due):
                continue
            missed = not clock.met(now)
            kept, lost = self.clocks.get(name, (0, 0))
            self.clocks[name] = (kept + (not missed), lost + missed)


class Figure(Struct, frozen=True):
    """One figure over all runs: the middle one, and between which values four of five runs lie."""

    median: float
    p10: float
    p90: float


class DeskFigures(Struct, frozen=True):
    """One role at one level, over all runs."""

    role: str
    level: str
    staff: int
    waiting: Figure
    most_waiting: Figure
    lying: Figure
    used: Figure


class Runs(Struct, frozen=True):
    """All runs together. `broken` counts open matters found without a desk or a date: there must be none.

    `reasons` are why matters could not be opened, in all runs together.
    """

    runs: int
    opened: Figure
    closed: Figure
    open: Figure
    late: Figure
    turned_away: Figure
    reasons: tuple[Reason, ...]
    broken: int
    ends: dict[str, Figure]
    hours_median: Figure | None
    hours_p90: Figure | None
    on_time: dict[str, Figure]
    desks: tuple[DeskFigures, ...]


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies, between neighbours by proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def figure(values: Sequence[float]) -> Figure:
    """One figure over runs."""
    return Figure(*(round(quantile(values, share), 4) for share in (0.5, 0.1, 0.9)))


def result_of(runs: Sequence[Counts]) -> Runs:
    """Several runs as one result."""
    timed = [run.hours for run in runs if run.hours]
    ends = [end for end in ENDS if any(end in run.ends for run in runs)]
    clocks = dict.fromkeys(name for run in runs for name in run.clocks)
    return Runs(
        runs=len(runs),
        opened=figure([run.opened for run in runs]),
        closed=figure([run.closed for run in runs]),
        open=figure([run.open for run in runs]),
        late=figure([run.late for run in runs]),
        turned_away=figure([run.turned_away for run in runs]),
        reasons=_reasons(runs),
        broken=sum(run.broken for run in runs),
        ends={end: figure([run.ends.get(end, 0) for run in runs]) for end in ends},
        hours_median=figure([quantile(hours, 0.5) for hours in timed]) if timed else None,
        hours_p90=figure([quantile(hours, 0.9) for hours in timed]) if timed else None,
        on_time={name: figure(_kept(runs, name)) for name in clocks},
        desks=tuple(_desk(runs, *key) for key in runs[0].desks),
    )


def _reasons(runs: Sequence[Counts]) -> tuple[Reason, ...]:
    """Why matters could not be opened in all runs together, the most frequent first."""
    found: dict[tuple[str, ...], Reason] = {}
    for run in runs:
        for key, reason in run.reasons.items():
            found.setdefault(key, Reason(reason.why)).times += reason.times
    return tuple(sorted(found.values(), key=lambda reason: -reason.times))


def _kept(runs: Sequence[Counts], clock: str) -> list[float]:
    counted = [run.clocks[clock] for run in runs if clock in run.clocks]
    return [kept / (kept + missed) for kept, missed in counted]


def _desk(runs: Sequence[Counts], role: str, level: str) -> DeskFigures:
    desks = [run.desks[role, level] for run in runs]
    return DeskFigures(
        role,
        level,
        desks[0].staff,
        figure([desk.waiting for desk in desks]),
        figure([desk.most_waiting for desk in desks]),
        figure([desk.lying for desk in desks]),
        figure([desk.used for desk in desks]),
    )
