"""The workload of roles and levels at the end of a run; never of persons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shanzhi.engine.simulation.counts import DeskCount
from shanzhi.engine.simulation.desks import Pool
from shanzhi.engine.simulation.town import Key, Town
from shanzhi.method.model import Method


def desk_counts(
    method: Method, town: Town, pools: Mapping[Key, Pool], start: datetime, end: datetime
) -> dict[tuple[str, str], DeskCount]:
    """For each role that serves desks and each level (`office` for departments): its desks taken together."""
    roles = {role for stage in method.stages.values() if stage.desk for role in stage.desk.roles}
    kinds: dict[tuple[str, str], list[Pool]] = {}
    for (role, place, office), pool in pools.items():
        if role in roles:
            level = "office" if office is not None else town.levels[place]
            kinds.setdefault((role, level), []).append(pool)
    minute = town.calendar.working_minutes(start, end)
    return {
        kind: DeskCount(
            sum(pool.queue.mean(minute) for pool in desks) / len(desks),
            max(pool.queue.most for pool in desks),
            sum(pool.lying.mean(minute) for pool in desks) / len(desks),
            sum(pool.used(start, end, town.calendar) for pool in desks) / len(desks),
            sum(pool.count for pool in desks),
        )
        for kind, desks in kinds.items()
    }
