"""The ways through a method: where each stage may lead, and at which levels a matter may stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from shanzhi.method.model import Act, EffectRule, Opening, Stage
from shanzhi.method.roles import LEVELS, ROLES
from shanzhi.method.rules import DeskRule

RANK = {level: rank for rank, level in enumerate(LEVELS)}


class Way(Struct, frozen=True):
    """One way from a stage: by an act of its own, or by an outcome of its block (`act` is None)."""

    source: str
    target: str
    act: Act | None = None
    outcome: str | None = None


def can_happen(stage: Stage, act: Act) -> bool:
    """Whether anyone at all takes this act: one for the system alone happens only as what the time limit does."""
    return act.who.names != ("system",) or (stage.due is not None and stage.due.then == act.name)


def ways(stages: Mapping[str, Stage]) -> Iterator[Way]:
    """Every way there is, in the order of the file."""
    for stage in stages.values():
        for act in stage.acts.values():
            if can_happen(stage, act):
                yield from (Way(stage.name, route.stage, act) for route in act.routes)
        for outcome, routes in stage.outcomes.items():
            yield from (Way(stage.name, route.stage, outcome=outcome) for route in routes)
        yield from (Way(stage.name, short, act) for act, _effect, short in shorts(stage))


def shorts(stage: Stage) -> Iterator[tuple[Act | None, EffectRule, str]]:
    """The ways that a balance or a limit which forbids an effect leads: by which act (None: without one), which, and where to."""
    for act in stage.acts.values():
        if can_happen(stage, act):
            yield from ((act, effect, effect.short) for effect in act.effects if effect.short is not None)
    others = (*stage.effects, *(effect for one in stage.follows.values() for effect in one.effects))
    yield from ((None, effect, effect.short) for effect in others if effect.short is not None)


def reachable(starts: set[str], links: Mapping[str, set[str]]) -> set[str]:
    """All that can be reached from `starts`, themselves included."""
    seen, waiting = set(starts), list(starts)
    while waiting:
        for target in links.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def forward(all_ways: list[Way]) -> dict[str, set[str]]:
    """Stage → the stages it may lead to."""
    links: dict[str, set[str]] = {}
    for way in all_ways:
        links.setdefault(way.source, set()).add(way.target)
    return links


def backward(all_ways: list[Way]) -> dict[str, set[str]]:
    """Stage → the stages that may lead to it."""
    links: dict[str, set[str]] = {}
    for way in all_ways:
        links.setdefault(way.target, set()).add(way.source)
    return links


def cycles(links: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """The groups of stages that lead to each other, each once."""
    found = {}
    for name in links:
        round_trip = {
            other for other in reachable({*links[name]}, links) if name in reachable({other}, links)
        }
        if round_trip:
            found[frozenset(round_trip)] = tuple(sorted(round_trip))
    return list(found.values())


def serves(roles: tuple[str, ...], level: str) -> bool:
    """Whether a post of any of these roles may stand at `level`."""
    return any(level in ROLES[role].levels for role in roles if role in ROLES)


def raised(levels: frozenset[str], roles: tuple[str, ...]) -> frozenset[str]:
    """The levels after moving up one: those above that one of the desk's roles serves."""
    return frozenset(above for level in levels for above in LEVELS[: RANK[level]] if serves(roles, above))


def standing(openings: Iterable[Opening], stages: Mapping[str, Stage]) -> dict[str, frozenset[str]]:
    """For each stage that is reached, the levels at which a matter may stand in it."""
    found: dict[str, frozenset[str]] = {}
    landing: frozenset[str] = frozenset()
    for opening in openings:
        here = frozenset((opening.level, *(case.level for case in opening.landings)))
        landing |= here
        found.update({name: found.get(name, frozenset()) | here for name in opening.stages})
    waiting = list(found)
    by_source: dict[str, list[Way]] = {}
    for way in ways(stages):
        by_source.setdefault(way.source, []).append(way)
    while waiting:
        name = waiting.pop()
        for way in by_source.get(name, ()):
            levels = found[name]
            target = stages.get(way.target)
            if target is None:
                continue
            if way.act is not None and way.act.move == "up":
                levels = raised(levels, target.desk.roles if target.desk else ())
            elif way.act is not None and way.act.move is not None:
                levels = landing
            known = found.get(way.target, frozenset())
            if way.target not in found or not levels <= known:
                found[way.target] = known | levels
                waiting.append(way.target)
    return found


def unheld(desk: DeskRule, levels: frozenset[str]) -> str | None:
    """A level at which a matter may stand while nobody can hold its desk there or above; None if all is well."""
    for level in sorted(levels, key=RANK.__getitem__, reverse=True):
        start = level
        if desk.level is not None and RANK[desk.level] < RANK[level]:
            start = desk.level
        starts = frozenset((start,))
        for _ in range(min(max(desk.up, 0), len(LEVELS))):
            starts = raised(starts, desk.roles) or starts
        if not all(any(serves(desk.roles, above) for above in LEVELS[: RANK[s] + 1]) for s in starts):
            return level
    return None
