"""Simulates a method under a load: several runs of the engine itself on a virtual clock, and what they come to.

The same method, load and seed give the same result. Workload is told for roles and levels, never for persons.
"""

from __future__ import annotations

from collections.abc import Callable

from shanzhi.engine.calendar import WorkCalendar, default_calendar
from shanzhi.engine.simulation.counts import Counts, Runs, result_of
from shanzhi.engine.simulation.load import Load
from shanzhi.engine.simulation.running import Run
from shanzhi.method.model import Method

__all__ = ["Load", "Runs", "run_once", "simulate"]


def run_once(
    method: Method,
    load: Load,
    *,
    seed: int = 1,
    run: int = 0,
    calendar: WorkCalendar | None = None,
    told: Callable[[float], None] | None = None,
) -> Counts:
    """One run. `method` must be bound to the load's inputs; raises `BadCalendar` if the days leave the calendar."""
    return Run(method, load, calendar or default_calendar(), seed, run).go(told)


def simulate(
    method: Method,
    load: Load,
    *,
    runs: int = 10,
    seed: int = 1,
    calendar: WorkCalendar | None = None,
    told: Callable[[float], None] | None = None,
) -> Runs:
    """So many runs together; `told` hears which share of the work is done."""

    def heard(run: int) -> Callable[[float], None] | None:
        return None if told is None else lambda share: told((run + share) / runs)

    return result_of(
        [
            run_once(method, load, seed=seed, run=run, calendar=calendar, told=heard(run))
            for run in range(runs)
        ]
    )
