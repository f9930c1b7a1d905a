"""Finding a place by what somebody types: a name, an address, a building with a door; their own community first.

«2号楼101», «兰苑一院 2号楼 101», «二号楼», «３－２－５０１» are read from left to right as names that lie in each other, in
every form people write (`places.names`, `places.writing`); what is left over at the end is a door or a name. What is
only part of a name (兰苑) finds every place that has it. A whole sentence is for `places.mentions`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q
from msgspec import Struct

from shanzhi.method.roles import BELOW_BUILDING, LEVELS
from shanzhi.places.doors import Door, read_door
from shanzhi.places.mentions import IndexedPlace
from shanzhi.places.models import Place
from shanzhi.places.names import forms
from shanzhi.places.queries import cached_names, find_by_text, named_places
from shanzhi.places.telling import sorted_places
from shanzhi.places.writing import plain, plain_door, plain_name

LONGEST = 100
LONGEST_ADDRESS = 200
MOST = 30
_MOST_TOPS = 40
_MOST_DOORS = 200
"""Among how many buildings, the nearest first, a door is looked for."""
_IN_BUILDING = frozenset({"building"}) | BELOW_BUILDING
_DOOR = re.compile(r"-?[0-9]{1,4}[a-z]?(?:号房|室|号|房|户)?")


class FoundPlace(Struct, frozen=True):
    """One place that a text means. `rest` is what it says beyond it: a door that is not a place, or a name."""

    place: int
    rest: str = ""
    whole: bool = True


class PlaceIndex:
    """The names of all places under one, in their plain forms. Built once, then read by any number of threads."""

    def __init__(self, places: Iterable[IndexedPlace]) -> None:
        self.ways: dict[int, tuple[int, ...]] = {}
        self.levels: dict[int, str] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._forms: dict[str, list[int]] = defaultdict(list)
        for place in places:
            self.ways[place.id], self.levels[place.id] = place.way, place.level
            own = {plain(name).removeprefix("第") for name in place.names}
            self._names[place.id] = tuple(own)
            said = {
                plain(form.text).removeprefix("第")
                for name in place.names
                for form in forms(name, level=place.level, dedicated=place.dedicated)
            }
            for text in said | own | {plain_name(name, place.level) for name in place.names}:
                self._forms[text].append(place.id)
        lengths: dict[str, set[int]] = defaultdict(set)
        for text in self._forms:
            lengths[text[:1]].add(len(text))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def read(self, text: str) -> tuple[set[int], str]:
        """The places that the longest beginning of a plain text names, each in the one before, and what is left.

        A dash names the building where none was named yet: 2-101 is 2栋101.
        """
        places, rest = self._walk(text)
        if rest and not any(self.levels[pk] in _IN_BUILDING for pk in places):
            door = read_door(rest)
            if door.building is not None:
                spelled = "".join((door.building, door.unit or "", door.floor or "", door.door.lower()))
                return self._walk(text.removesuffix(rest) + spelled)
        return places, rest

    def _walk(self, text: str) -> tuple[set[int], str]:
        best: tuple[int, set[int]] = (0, set())
        waiting: list[tuple[int, frozenset[int] | None]] = [(0, None)]
        known: set[tuple[int, frozenset[int] | None]] = set()
        while waiting:
            at, above = waiting.pop()
            if (at, above) in known:
                continue
            known.add((at, above))
            for end, named in self._next(text, at):
                inside = (
                    named
                    if above is None
                    else [pk for pk in named if not above.isdisjoint(self.ways[pk][:-1])]
                )
                if inside:
                    waiting.append((end, frozenset(inside)))
                    if end > best[0]:
                        best = (end, set(inside))
                    elif end == best[0]:
                        best[1].update(inside)
        return best[1], text[best[0] :]

    def _next(self, text: str, at: int) -> list[tuple[int, list[int]]]:
        start = at + 1 if text.startswith("第", at) else at
        found = []
        for length in self._lengths.get(text[start : start + 1], ()):
            end = start + length
            piece = text[start:end]
            if len(piece) == length and piece in self._forms and not _cut(text, end):
                found.append((end, self._forms[piece]))
        return found

    def holding(self, words: Sequence[str]) -> list[int]:
        """The places in whose own name the last word stands, and the others there or in a name above."""
        *before, last = words
        hits = [pk for pk, names in self._names.items() if any(_holds(name, last) for name in names)]
        for word in before:
            hits = [
                pk
                for pk in hits
                if any(_holds(n, word) for up in self.ways[pk] for n in self._names.get(up, ()))
            ]
        return hits

    def inside(self, building: int, door: Door) -> int | None:
        """The unit and floor of a building that a door names, as far as they are places; None where they differ."""
        place = building
        for level in ("unit", "floor"):
            if (named := door.part(level)) is None:
                continue
            below = [pk for pk in self._forms.get(named, ()) if self.ways[pk][-2:-1] == (place,)]
            if below:
                place = below[0]
            elif level == "unit":
                return None
        return place


def find_places(
    text: str, *, within: Sequence[Place], near: Iterable[int] = (), most: int = MOST
) -> list[FoundPlace]:
    """The places that a text means, the surest first, then the nearest to `near` (ids of homes and posts).

    Looks below each of `within`. A door that is no place of its own is left in `rest`. Empty where nothing fits.
    """
    asked = plain(text[:LONGEST])
    if not asked:
        return []
    found: list[FoundPlace] = []
    for top in within:
        index = _index(top)
        found += _sorted(index, _in_index(index, asked, text), near)
    return _first(found)[:most]


def found_places(
    text: str, *, near: Iterable[int] = (), within: Place | None = None, most: int = MOST
) -> list[Place]:
    """The places that a text means, as `find_places` finds: below `within`, else in the trees of `near` (ids), or all."""
    close = set(near)
    tops = [within] if within is not None else roots(close)
    hits = find_places(text, within=tops, near=close, most=most)
    places = Place.objects.filter(closed_at=None).defer("geometry").in_bulk([hit.place for hit in hits])
    return [places[hit.place] for hit in hits if hit.place in places]


def _index(top: Place) -> PlaceIndex:
    return cached_names("finding", top, lambda: PlaceIndex(named_places(top)))


class OnWay(Struct, frozen=True):
    """How far along one way a text leads: the ids it reached and those above, and what it says beyond."""

    way: tuple[int, ...]
    rest: str


def find_on_way(text: str, way: Sequence[Place]) -> list[OnWay]:
    """What a text says of places that lie in each other (from the top): each that it may end at, with its rest."""
    open_ = [place for place in way if place.level != "household"]
    index = PlaceIndex(
        IndexedPlace(p.pk, (p.name, *p.other_names), p.level, p.kind == Place.Kind.DEDICATED, p.ancestor_ids)
        for p in open_
    )
    places, rest = index.read(plain(text[:LONGEST]))
    return [OnWay(index.ways[pk], rest) for pk in places]


def place_meant(text: str) -> int | None:
    """The one place that an address or a sentence means; None where it leaves several open, or names none."""
    tops = roots()
    whole = [hit for hit in find_places(text, within=tops) if hit.whole]
    if len(whole) == 1:
        return whole[0].place
    sure = [
        match
        for top in tops
        for match in find_by_text(text[:LONGEST_ADDRESS], within=top)
        if match.sure >= 0.5
    ]
    best = max(sure, key=lambda match: match.sure, default=None)
    return best.place if best is not None else None


def roots(near: Iterable[int] = ()) -> list[Place]:
    """The tops of the trees that these places stand in; all tops where they stand in none."""
    tops = Place.objects.filter(parent=None, closed_at=None).defer("geometry")
    return list(tops.filter(pk__in=set(near))) or list(tops.order_by("pk")[:_MOST_TOPS])


def _in_index(index: PlaceIndex, asked: str, text: str) -> list[FoundPlace]:
    places, rest = index.read(asked)
    in_building = any(index.levels[pk] in _IN_BUILDING for pk in places)
    door = read_door(rest, in_building=in_building) if rest else Door()
    if rest and places and (door.unit or door.floor or _DOOR.fullmatch(rest)):
        return _doors(index, places, door, rest)
    words = [word for word in (plain(part).removeprefix("第") for part in text[:LONGEST].split()) if word]
    held = [
        FoundPlace(pk, whole=False)
        for pk in (index.holding(words) if words else ())
        if rest or pk not in places
    ]
    if rest:
        return held or [FoundPlace(pk, rest, whole=False) for pk in places]
    return [*(FoundPlace(pk) for pk in places), *held]


def _doors(index: PlaceIndex, places: set[int], door: Door, rest: str) -> list[FoundPlace]:
    """The doors of this number below the places that are there as places; the others keep it as their rest."""
    inside = {pk: index.inside(pk, door) for pk in sorted(places)[:_MOST_DOORS]}
    if not door.door:
        return [
            FoundPlace(below or pk, "" if below else rest, whole=below is not None)
            for pk, below in inside.items()
        ]
    wanted = [below for below in inside.values() if below is not None]
    below = Q(parent__in=wanted) | Q(parent__parent__in=wanted, parent__level__in=BELOW_BUILDING)
    below |= Q(parent__parent__parent__in=wanted, parent__level="floor")
    number = plain_door(door.door)
    rows = Place.objects.filter(below, level="household", closed_at=None).values_list("pk", "name", "path")
    found, held = [], set[int]()
    for pk, name, path in rows:
        if number in (plain_door(name), plain_door(read_door(name, in_building=True).door)):
            held.update(way for way in map(int, path[1:-1].split("/")) if way in inside)
            found.append(FoundPlace(pk))
    return [*found, *(FoundPlace(pk, rest, whole=False) for pk in inside if pk not in held)]


def _sorted(index: PlaceIndex, found: list[FoundPlace], near: Iterable[int]) -> list[FoundPlace]:
    """The whole hits before the others, nearest first, and beside each other in the order of their numbers."""
    close = set(near)
    rows = Place.objects.filter(pk__in=[one.place for one in found][:5000]).defer("geometry")
    listed = sorted_places(rows)
    order = {place.pk: n for n, place in enumerate(listed)}
    ways = {place.pk: place.ancestor_ids for place in listed}
    levels = {place.pk: LEVELS.index(place.level) for place in listed}
    kept = [one for one in found if one.place in order]
    return sorted(
        kept,
        key=lambda one: (
            not one.whole,
            bool(one.rest),
            -sum(pk in close for pk in ways[one.place]),
            levels[one.place] if not one.whole else 0,
            order[one.place],
        ),
    )


def _first(found: list[FoundPlace]) -> list[FoundPlace]:
    return list({one.place: one for one in reversed(found)}.values())[::-1]


def _cut(text: str, end: int) -> bool:
    """Whether a piece that ends here would cut a number or a Latin word in two."""
    return end < len(text) and _latin(text[end - 1]) and _latin(text[end])


def _holds(name: str, word: str) -> bool:
    """Whether a word stands in a name, and not within a longer number: 2号楼 is not in 12号楼."""
    at = name.find(word)
    if at < 0:
        return False
    return not (at and word[0].isdigit() and name[at - 1].isdigit()) and not _cut(name, at + len(word))


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
