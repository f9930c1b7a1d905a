"""A small tree of places made from what the rows name, for an office whose places are not entered yet.

Three sources, in this order: a column that the mapping names; the columns 区县, 街道, 社区, 网格; and, where names were
masked before the file was given out (A市, A3区, A7县), the masked names in the texts: a letter is a city, a letter
with a number what lies below it. Nothing is made before it was shown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db import transaction
from msgspec import Struct

from shanzhi.matters.imports.drafts import PLACES, Draft
from shanzhi.matters.imports.mapping import Making, Top
from shanzhi.matters.imports.placing import OWN, served
from shanzhi.method.roles import LEVELS
from shanzhi.places.actions import add_place
from shanzhi.places.checks import name_problem
from shanzhi.places.models import Place
from shanzhi.places.names import is_road

MASKED = re.compile(r"(?<![A-Za-z0-9])([A-Z])(\d{0,2})([省市区县])(?:([\u4e00-\u9fff]{2,4}(?:街道|镇|乡)))?")
PROVINCE = re.compile(r"[\u4e00-\u9fff]{2}省")
NO_STREETS = re.compile(r"城乡|下乡|返乡|家乡|同乡|老乡|城镇|乡镇|村镇|[的在和与及]|[各某该本我]|^[省市县区]")
FEWEST, FEWEST_STREET = 2, 4
"""In how many rows a name must stand before a place is made of it."""


class New(Struct, frozen=True):
    """A place to be made, or one that is there (`known`): its way of names from the top, its level, and how many rows name it."""

    way: tuple[str, ...]
    level: str
    rows: int
    known: int | None = None
    others: tuple[str, ...] = ()


class Proposal(Struct, frozen=True):
    """The places proposed, each after the one it lies in; the first is the one all hang from."""

    places: tuple[New, ...]

    @property
    def fresh(self) -> list[New]:
        return [place for place in self.places if place.known is None]


def propose(
    drafts: Sequence[Draft], at: Place | None, making: Making | None, roles: tuple[str, ...]
) -> Proposal:
    """The tree that the rows name, below `at`; without it, with a top of its own. Empty where they name nothing.

    `roles` are those of the method's first desk: a place too high for any of them gets one for its own matters.
    """
    top = making.top if making is not None and at is None else None
    if making is not None:
        counted = _from_column(drafts, making)
    elif any(draft.where for draft in drafts):
        counted = _from_columns(drafts, at)
    else:
        counted, guessed = _from_masks(drafts, at)
        top = guessed if at is None else None
    if not counted or (at is None and top is None):
        return Proposal(())
    growing = _Growing(roles)
    head = growing.top(at, top, len(drafts))
    for way, (level, rows, others) in counted.items():
        growing.grow((*head, *way), level, rows, others)
    return Proposal(tuple(growing.places))


_Counted = dict[tuple[str, ...], tuple[str, int, tuple[str, ...]]]
"""By the way of names below the top: level, rows, other names."""


def _from_column(drafts: Sequence[Draft], making: Making) -> _Counted:
    rows = Counter(draft.where["place"] for draft in drafts if draft.where.get("place"))
    return {
        (name,): (making.level, count, ())
        for name, count in sorted(rows.items())
        if name_problem(name) is None
    }


def _from_columns(drafts: Sequence[Draft], at: Place | None) -> _Counted:
    """The chain of the columns 区县 … 网格 of each row, below the level of `at`."""
    rank = LEVELS.index(at.level) if at is not None else -1
    rows: Counter[tuple[tuple[str, str], ...]] = Counter()
    for draft in drafts:
        chain = tuple((level, draft.where[level]) for level in PLACES[1:] if draft.where.get(level))
        chain = tuple(
            (level, name)
            for level, name in chain
            if LEVELS.index(level) > rank and not (level == "street" and is_road(name))
        )
        if chain and all(name_problem(name) is None for _, name in chain):
            rows[chain] += 1
    found: _Counted = {}
    for chain, count in sorted(rows.items()):
        for n in range(1, len(chain) + 1):
            way = tuple(name for _, name in chain[:n])
            level, before, _ = found.get(way, (chain[n - 1][0], 0, ()))
            found[way] = (level, before + count, ())
    return found


def _from_masks(drafts: Sequence[Draft], at: Place | None) -> tuple[_Counted, Top | None]:
    """Cities, what lies below them, and their streets, from masked names; and the top they would hang from."""
    cities: Counter[str] = Counter()
    districts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    streets: Counter[tuple[str, str, str]] = Counter()
    provinces: Counter[str] = Counter()
    for draft in drafts:
        text = f"{draft.address} {draft.texts.get('subject', '')} {draft.texts.get('detail', '')}"
        provinces.update(set(PROVINCE.findall(text)))
        for letter, number, kind, street in set(MASKED.findall(text)):
            if number:
                districts[letter, number][kind] += 1
                if street and not NO_STREETS.search(street):
                    streets[letter, number, street] += 1
            elif kind == "市":
                cities[letter] += 1
    below = {key: kinds for key, kinds in districts.items() if kinds.total() >= FEWEST and kinds["省"] == 0}
    letters = {letter for letter, count in cities.items() if count >= FEWEST} | {
        letter for letter, _ in below
    }
    if at is not None and at.level == "city":
        letters &= {at.name[:1]}
    elif at is not None and at.level != "province":
        return {}, None
    alone = len(letters) == 1 if at is None else at.level == "city"
    found: _Counted = {}
    for letter in sorted(letters):
        city = () if alone else (f"{letter}市",)
        if city:
            found[city] = ("city", cities[letter], ())
        for number, kinds in sorted(
            ((n, kinds) for (of, n), kinds in below.items() if of == letter), key=lambda one: int(one[0])
        ):
            names = [f"{letter}{number}{kind}" for kind, _ in kinds.most_common()]
            found[*city, names[0]] = ("district", kinds.total(), tuple(names[1:]))
            for (of, n, street), count in sorted(streets.items()):
                if (of, n) == (letter, number) and count >= FEWEST_STREET:
                    found[*city, names[0], street] = ("street", count, ())
    if not found or at is not None:
        return found, None
    named = provinces.most_common(1)[0][0] if provinces else "全省"
    return found, Top(f"{min(letters)}市", "city") if alone else Top(named, "province")


class _Growing:
    """A proposal in the making: what is there already is marked, and a place too high for any post gets its own level."""

    def __init__(self, roles: tuple[str, ...]) -> None:
        self.roles = roles
        self.places: list[New] = []
        self._levels: dict[tuple[str, ...], list[str]] = {(): []}
        self._ids: dict[tuple[str, ...], int | None] = {}

    def top(self, at: Place | None, top: Top | None, rows: int) -> tuple[str, ...]:
        """Begin with the place all hang from: the one given, the one of that name at the top, or a new one."""
        if at is None and top is not None:
            at = Place.objects.filter(parent=None, name=top.name, level=top.level, closed_at=None).first()
        if at is not None:
            above = Place.objects.filter(pk__in=at.ancestor_ids[:-1]).values_list("level", flat=True)
            self._levels[()] = list(above)
            self._add((at.name,), at.level, rows, at.pk, ())
            return (at.name,)
        assert top is not None
        self._add((top.name,), top.level, rows, None, ())
        return (top.name,)

    def grow(self, way: tuple[str, ...], level: str, rows: int, others: tuple[str, ...] = ()) -> None:
        """Add a place below one that was added before."""
        self._add(way, level, rows, self._there(way, level), others)

    def _add(
        self, way: tuple[str, ...], level: str, rows: int, known: int | None, others: tuple[str, ...]
    ) -> None:
        self.places.append(New(way, level, rows, known, others))
        self._ids[way] = known
        levels = self._levels[way] = [*self._levels[way[:-1]], level]
        if not served(self.roles, levels):
            lowest = max(map(LEVELS.index, levels))
            below = next(one for one in LEVELS[lowest + 1 :] if served(self.roles, [one]))
            self.grow((*way, OWN.format(name=way[-1])), below, 0)

    def _there(self, way: tuple[str, ...], level: str) -> int | None:
        above = self._ids[way[:-1]]
        if above is None:
            return None
        there = Place.objects.filter(parent=above, level=level, name=way[-1], closed_at=None)
        return there.values_list("pk", flat=True).first()


@transaction.atomic
def make_places(proposal: Proposal, by: int | None = None) -> Place:
    """Make the places of a proposal that are not there yet. Returns the top. Raises `PlaceRefused`."""
    made: dict[tuple[str, ...], Place] = {}
    for new in proposal.places:
        if new.known is not None:
            made[new.way] = Place.objects.get(pk=new.known)
        else:
            parent = made[new.way[:-1]] if len(new.way) > 1 else None
            made[new.way] = add_place(
                name=new.way[-1], level=new.level, parent=parent, other_names=new.others, by=by
            )
    return made[proposal.places[0].way]
