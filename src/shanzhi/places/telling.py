"""Naming a place so that it cannot be taken for another: the shortest way to it that fits nothing else in sight.

Three streets have a 第1网格, forty buildings are 2号楼. A place is named with as many of the places above it as tell it
from every other that the reader may meet (`scope_of`), the nearest first: 兰苑一院 2号楼. A door, a floor and a unit are
always named with their building.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from shanzhi.engine.types import Actor
from shanzhi.method.roles import BELOW_BUILDING, LEVELS
from shanzhi.places.models import Place
from shanzhi.places.names import PAPER_NAMES
from shanzhi.places.queries import parts
from shanzhi.places.writing import in_order

Names = dict[int, tuple[str, str]]
"""Level and name of places by id."""


def scope_of(actor: Actor) -> tuple[str, ...]:
    """The paths of what a reader has to do with: the communities of their home and posts, and posts above those."""
    ids = {place for _role, place in actor.posts} | set(actor.home[-1:])
    ways = dict(Place.objects.filter(pk__in=ids).values_list("pk", "path"))
    above = {pk for path in ways.values() for pk in _way(path)}
    communities = set(Place.objects.filter(pk__in=above, level="community").values_list("pk", flat=True))
    tops = set()
    for path in ways.values():
        way = _way(path)
        end = next((n for n, pk in enumerate(way) if pk in communities), len(way) - 1)
        tops.add("/" + "".join(f"{pk}/" for pk in way[: end + 1]))
    return tuple(
        sorted(top for top in tops if not any(top != other and top.startswith(other) for other in tops))
    )


def told_apart(places: Iterable[Place], scope: Collection[str] = ()) -> dict[int, str]:
    """The name of each place by which a reader of this scope cannot take it for another.

    A place outside the scope is told from all that lie under the same top. `scope` are paths; empty: all of them.
    """
    listed = {place.pk: place.ancestor_ids for place in places}
    names = _names(pk for way in listed.values() for pk in way)
    heads = {pk: _head(way, names) for pk, way in listed.items()}
    wanted: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    for way in heads.values():
        if way:
            inside = next(
                (top for top in scope if f"/{'/'.join(map(str, way))}/".startswith(top)), f"/{way[0]}/"
            )
            wanted[inside].add(way)
    called: dict[tuple[int, ...], str] = {}
    for top, ways in wanted.items():
        called |= _called(top, ways, names)
    return {
        pk: " ".join([called[heads[pk]], *(names[below][1] for below in way[len(heads[pk]) :])]).strip()
        if heads[pk]
        else " ".join(names[up][1] for up in way)
        for pk, way in listed.items()
    }


def place_name(place: Place, scope: Collection[str] = ()) -> str:
    """`told_apart` for one place."""
    return told_apart([place], scope)[place.pk]


def _head(way: tuple[int, ...], names: Names) -> tuple[int, ...]:
    """The way as far as the building, or the place itself: what lies below is named with it anyway."""
    end = len(way)
    while end and names[way[end - 1]][0] in BELOW_BUILDING:
        end -= 1
    return way[:end]


def _called(top: str, ways: Collection[tuple[int, ...]], names: Names) -> dict[tuple[int, ...], str]:
    """Names for these ways, each told from all open places of its name below `top`."""
    alike: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for part in parts({names[way[-1]][1] for way in ways}):
        others = Place.objects.filter(name__in=part, closed_at=None, path__begins=top)
        for name, path in others.exclude(level__in=BELOW_BUILDING).values_list("name", "path"):
            alike[name].append(_way(path))
    known = _names(
        {pk for rivals in alike.values() if len(rivals) > 1 for way in rivals for pk in way} - set(names)
    )
    above = {way: _above(way, names, names | known) for rivals in alike.values() for way in rivals}
    told = {}
    for way in ways:
        own = _above(way, names, names)
        rivals = [above[other] for other in alike[names[way[-1]][1]] if other[-1] != way[-1]]
        told[way] = " ".join([*_leading(own, rivals), names[way[-1]][1]])
    return told


def _leading(own: list[str], rivals: list[list[str]]) -> list[str]:
    """Which of the names above (nearest first) to put before a name so that no rival has them all; from the top."""
    if not rivals:
        return []
    for name in own:
        if all(name not in rival for rival in rivals):
            return [name]
    chosen: list[str] = []
    left = rivals
    for name in own:
        fewer = [rival for rival in left if name in rival]
        if len(fewer) < len(left):
            chosen.insert(0, name)
            left = fewer
        if not left:
            break
    return chosen


def _above(way: tuple[int, ...], own: Names, names: Names) -> list[str]:
    """The names above a place, the nearest first, without those that exist on paper alone."""
    return [names[pk][1] for pk in reversed(way[:-1]) if pk in names and names[pk][1] not in PAPER_NAMES]


def _names(ids: Iterable[int]) -> Names:
    found: Names = {}
    for part in parts(sorted(set(ids))):
        rows = Place.objects.filter(pk__in=part).values_list("pk", "level", "name")
        found |= {pk: (level, name) for pk, level, name in rows}
    return found


def _way(path: str) -> tuple[int, ...]:
    return tuple(map(int, path[1:-1].split("/")))


def within(scope: Collection[str]) -> Q:
    """The condition on places that they lie in a scope; everything where it is empty."""
    return reduce(or_, (Q(path__begins=top) for top in scope)) if scope else Q()


def full_names(places: Iterable[Place]) -> dict[int, str]:
    """Each place with all the names above it, as an address is written (`queries.full_name`); one query for all."""
    ways = {place.pk: place.ancestor_ids for place in places}
    names = _names(pk for way in ways.values() for pk in way)
    return {
        place: "".join(names[pk][1] for pk in way if pk in names and names[pk][1] not in PAPER_NAMES)
        for place, way in ways.items()
    }


def order_of(places: Iterable[Place]) -> dict[int, int]:
    """The rank of each place among these, by number, in the order of `sorted_places`."""
    return {place.pk: n for n, place in enumerate(sorted_places({p.pk: p for p in places}.values()))}


def sorted_places(places: Iterable[Place]) -> list[Place]:
    """Places in the order of the tree; below the community beside each other by their numbers: 第2网格 before 第10网格."""
    listed = list(places)
    names = _names(pk for place in listed for pk in place.ancestor_ids)
    order = {pk: _order(pk, *known) for pk, known in names.items()}
    return sorted(listed, key=lambda place: [order[pk] for pk in place.ancestor_ids])


def beside(places: Iterable[Place]) -> list[Place]:
    """Places below one parent, the higher levels first and each level in the order of its numbers or codes."""
    return sorted(
        places, key=lambda place: (LEVELS.index(place.level), _order(place.pk, place.level, place.name))
    )


def _order(pk: int, level: str, name: str) -> tuple[tuple[tuple[int, int, str], ...], int]:
    return (() if LEVELS.index(level) <= LEVELS.index("community") else in_order(name)), pk
