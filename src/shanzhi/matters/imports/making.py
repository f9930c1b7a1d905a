"""A small tree of places made from what the rows name, for an office whose places are not entered yet.

Three sources, in this order: a column that the mapping names; the columns 区县, 街道, 社区, 网格; and, where names were
masked before the file was given out (A市, A3区, A7县), the masked names in the texts: a letter is a city, a letter
with a number what lies below it. Nothing is made before it was shown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from msgspec import Struct

from shanzhi.engine.where import serving
from shanzhi.matters.imports.drafts import PLACES, Draft
from shanzhi.matters.imports.mapping import Making, Top
from shanzhi.matters.imports.placing import OWN
from shanzhi.method.roles import LEVELS
from shanzhi.places.actions import add_place
from shanzhi.places.checks import name_problem
from shanzhi.places.models import Place

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
    """The places proposed, each after the one it lies in. `top` is where they hang from (None: a new top)."""

    places: tuple[New, ...]
    top: int | None = None

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
    return _settled(counted, at, top, len(drafts), roles)


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
        chain = tuple((level, name) for level, name in chain if LEVELS.index(level) > rank)
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


def _settled(
    counted: _Counted, at: Place | None, top: Top | None, rows: int, roles: tuple[str, ...]
) -> Proposal:
    """The proposal with what is there already marked, and with a place of its own level where no post can stand."""
    places: list[New] = []
    first = (
        at
        if at is not None
        else Place.objects.filter(parent=None, name=top.name if top else "", closed_at=None).first()
    )
    served = [first.level] if first is not None else [top.level] if top is not None else []
    if first is not None:
        served = list(Place.objects.filter(pk__in=first.ancestor_ids).values_list("level", flat=True))
    head = (first.name if first is not None else top.name if top is not None else "",)
    places.append(
        New(
            head,
            first.level if first is not None else top.level if top is not None else "",
            rows,
            first.pk if first else None,
        )
    )
    known: dict[tuple[str, ...], tuple[int | None, list[str]]] = {head: (places[0].known, served)}
    if not _served(served, roles):
        places.append(_own(head, known, roles))
    for way, (level, count, others) in counted.items():
        whole = (*head, *way)
        above, levels = known[whole[:-1]]
        place = _there(whole[-1], level, above)
        places.append(New(whole, level, count, place, others))
        known[whole] = (place, [*levels, level])
        if not _served(known[whole][1], roles):
            places.append(_own(whole, known, roles))
    return Proposal(tuple(places), at.pk if at is not None else None)


def _served(levels: Iterable[str], roles: tuple[str, ...]) -> bool:
    return not roles or roles[0] in ("opener", "holder") or any(serving(roles, level) for level in levels)


def _own(
    way: tuple[str, ...], known: dict[tuple[str, ...], tuple[int | None, list[str]]], roles: tuple[str, ...]
) -> New:
    name = OWN.format(name=way[-1])
    above, levels = known[way]
    lowest = max(map(LEVELS.index, levels))
    level = next(level for level in LEVELS[lowest + 1 :] if serving(roles, level))
    return New((*way, name), level, 0, _there(name, level, above))


def _there(name: str, level: str, parent: int | None) -> int | None:
    if parent is None:
        return None
    return (
        Place.objects.filter(parent=parent, level=level, name=name, closed_at=None)
        .values_list("pk", flat=True)
        .first()
    )


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
