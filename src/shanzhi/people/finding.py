"""Finding people and households by what somebody types: a name, a telephone number, an address with its door.

Only those whom the asker may see (`person.see`) are found; a stranger's number finds nobody. A place is read as
`places.finding` reads it, and what it leaves over is a door, a name, or both: 兰苑一院 2号楼 101 张三.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from shanzhi.engine.types import Actor
from shanzhi.method.roles import BELOW_BUILDING, WITHIN_BUILDING
from shanzhi.people.flats import Flats, base_of, flat_of
from shanzhi.people.models import Household, Person, Post
from shanzhi.people.permission import Administrator, allowed
from shanzhi.people.sealing import digest
from shanzhi.people.spelling import spelled
from shanzhi.places.doors import read_door
from shanzhi.places.finding import MOST, FoundPlace, find_on_way, find_places
from shanzhi.places.models import Place
from shanzhi.places.telling import order_of
from shanzhi.places.traditional import simplified
from shanzhi.places.writing import in_order, plain, plain_door

_PHONE = re.compile(r"\+?[\d\s()-]{5,24}")
_DOOR_THEN_NAME = re.compile(r"(?P<door>.*\d(?:室|号房|号|房|户)?|)(?P<name>\D*)")
_MOST_HOMES = 300
_MOST_NAMESAKES = 30


def areas(by: Actor, within: Sequence[Place] = ()) -> list[Place]:
    """Where the asker's posts let them see people, the topmost places only; of each of `within` the part they see."""
    held = Place.objects.filter(pk__in={at for _role, at in by.posts}, closed_at=None).defer("geometry")
    seen = [place for place in held if allowed(by, "person.see", place)]
    if within:
        whole = [place for place in within if allowed(by, "person.see", place)]
        seen = whole + [place for place in seen if any(place.path.startswith(top.path) for top in within)]
    tops = [one for one in seen if not any(one.path != o.path and one.path.startswith(o.path) for o in seen)]
    return list({one.pk: one for one in tops}.values())


def living_at(places: Iterable[Place]) -> QuerySet[Person]:
    """Those whose home, or else whose household, lies in one of the places."""
    return _lived_at(places).filter(deceased_on=None)


def _lived_at(places: Iterable[Place]) -> QuerySet[Person]:
    """The same, those who died with them: a record of theirs may have to be put right."""
    parts = [
        Q(home__path__begins=p.path) | Q(home=None, household__place__path__begins=p.path) for p in places
    ]
    here = reduce(or_, parts) if parts else Q(pk__in=())
    return Person.objects.filter(here, erased_at=None).select_related("household__place", "home")


def find_people(by: Actor, text: str, *, within: Sequence[Place] = (), most: int = MOST) -> list[Person]:
    """The persons a text means whom the asker may see: by telephone, by name, by address, or by both.

    `within` narrows it to those who live or serve there. Whole names come first, then doors in their order.
    """
    wanted = _even(text)
    if not wanted:
        return []
    seen = areas(by, within)
    if by.household is not None and not within:
        family = Person.objects.filter(household=by.household, erased_at=None).select_related(
            "household__place", "home"
        )
    else:
        family = Person.objects.none()
    if _PHONE.fullmatch(wanted):
        found = list(_by_phone(by, wanted, within))
        if found:
            return found[:most]
    spellings = _spellings(wanted)
    named = reduce(or_, (Q(name__contains=one) for one in spellings))
    people = {one.pk: one for one in _met_at(seen).filter(named)[: most * 2]} if seen else {}
    people |= {one.pk: one for one in family.filter(named)}
    if len(people) < most:
        for name, homes in _homes(by, wanted, seen):
            living = Person.objects.filter(household__in=[home.pk for home in homes], erased_at=None)
            living = living.select_related("household__place", "home")
            people |= {one.pk: one for one in (living.filter(name__contains=name) if name else living)}
    kept = [
        one for one in people.values() if allowed(by, "person.see", one) or one.household_id == by.household
    ]
    order = order_of(one.household.place for one in kept if one.household is not None)
    return sorted(kept, key=lambda one: (one.name not in spellings, *_door_key(one, order), one.pk))[:most]


def meant_exactly(by: Actor, text: str) -> list[int]:
    """The persons whose whole name or telephone number a text is, of those whom the asker may see; their numbers."""
    wanted = spelled(text)
    if isinstance(by, Administrator) or by.person is None or len(wanted) < 2:
        return []
    if _PHONE.fullmatch(wanted):
        return [one.pk for one in _by_phone(by, wanted, ())]
    named = Person.objects.filter(name__in=_spellings(wanted), erased_at=None).select_related(
        "household__place", "home"
    )
    return [one.pk for one in named.order_by("pk")[:_MOST_NAMESAKES] if allowed(by, "person.see", one)]


def find_households(
    by: Actor, text: str, *, within: Sequence[Place] = (), most: int = MOST
) -> list[Household]:
    """The households a text means where the asker may see people: by door, by address, by who lives there or owns it."""
    wanted = _even(text)
    seen = areas(by, within)
    if not wanted or not seen:
        return []
    homes = {home.pk: home for name, found in _homes(by, wanted, seen) if not name for home in found}
    if len(homes) < most:
        spellings = _spellings(wanted)
        here = reduce(or_, (Q(place__path__begins=place.path) for place in seen))
        who = Q(owners__name__in=spellings)
        for one in spellings:
            who |= Q(members__name__contains=one, members__erased_at=None)
        also = Household.objects.filter(here, Q(name__contains=wanted) | who, closed_at=None).select_related(
            "place"
        )
        homes |= {home.pk: home for home in also.distinct().order_by("pk")[:_MOST_HOMES]}
    if not homes:
        for name, found in _homes(by, wanted, seen):
            living = Person.objects.filter(household__in=[home.pk for home in found], name__contains=name)
            lived_in = set(living.values_list("household", flat=True))
            homes |= {home.pk: home for home in found if home.pk in lived_in}
    return list(homes.values())[:most]


def names_home(text: str, home: Household) -> bool:
    """Whether a text names exactly this home: its own name, or the way to it from any place above, with the whole door."""
    way = list(Place.objects.filter(pk__in=home.place.ancestor_ids).defer("geometry").order_by("depth"))
    names = {place.level: place.name for place in way if place.level in BELOW_BUILDING}
    whole, asked = flat_of(names, home.name), plain(text)
    if asked in (plain(home.name), plain_door(home.name)):
        return True
    if read_door(asked, in_building=True).building is None and flat_of({}, asked) == whole:
        return True
    if home.place.level == "household":
        asked = asked.removesuffix(plain(home.name))
    base = base_of(home.place)
    for hit in find_on_way(asked, way):
        parts = {
            place.level: place.name for place in way if place.pk in hit.way and place.level in WITHIN_BUILDING
        }
        if hit.rest and base in hit.way and flat_of(parts, hit.rest) == whole:
            return True
    return False


def sorted_households(homes: Iterable[Household]) -> list[Household]:
    """Households in the order of the tree, and beside each other by the numbers of their doors."""
    listed = list(homes)
    order = order_of(home.place for home in listed)
    return sorted(listed, key=lambda home: (order[home.place_id], in_order(home.name), home.pk))


def _even(text: str) -> str:
    """What was typed in half width, with single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _spellings(text: str) -> list[str]:
    """The ways in which a name may be kept that somebody types so: its one spelling, and that in simplified characters."""
    kept = spelled(text)
    return list(dict.fromkeys((kept, "".join(text.split()), simplified(kept))))


def _by_phone(by: Actor, text: str, within: Sequence[Place]) -> list[Person]:
    found = Person.objects.filter(phone_digest=digest("phone", text), erased_at=None)
    people = found.select_related("household__place", "home").order_by("pk")
    here = set(_met_at(within).values_list("pk", flat=True)) if within else None
    return [one for one in people if (here is None or one.pk in here) and allowed(by, "person.see", one)]


def _met_at(places: Sequence[Place]) -> QuerySet[Person]:
    """Those who live in one of the places, or serve there."""
    serves = Post.objects.in_force().filter(person=OuterRef("pk"))
    parts = [Exists(serves.filter(place__path__begins=place.path)) for place in places]
    serving = Person.objects.filter(reduce(or_, map(Q, parts))) if parts else Person.objects.none()
    return (
        (_lived_at(places) | serving.select_related("household__place", "home"))
        .filter(erased_at=None)
        .order_by("pk")
    )


def _homes(by: Actor, text: str, seen: Sequence[Place]) -> list[tuple[str, list[Household]]]:
    """The households at the places a text names, in order, each with what is left of the text as a name."""
    if not seen:
        return []
    tops = list(
        {top.pk: top for top in Place.objects.filter(pk__in={p.ancestor_ids[0] for p in seen})}.values()
    )
    near = {pk for place in seen for pk in place.ancestor_ids} | set(by.home)
    hits = find_places(text, within=tops, near=near, most=_MOST_HOMES)
    places = {
        place.pk: place
        for place in Place.objects.filter(pk__in=[hit.place for hit in hits]).defer("geometry")
    }
    inside = [hit for hit in hits if hit.place in places and _in(places[hit.place], seen)]
    whole = [hit for hit in inside if hit.whole] or inside
    return [found for hit in whole if (found := _at(hit, places[hit.place]))[1]]


def _at(hit: FoundPlace, place: Place) -> tuple[str, list[Household]]:
    if not hit.rest:
        found = Household.objects.filter(place__path__begins=place.path, closed_at=None).select_related(
            "place"
        )
        return "", sorted_households(found[:_MOST_HOMES])
    read = _DOOR_THEN_NAME.fullmatch(hit.rest)
    door, name = (read["door"], read["name"]) if read is not None else ("", hit.rest)
    if door and place.level in ("building", *BELOW_BUILDING):
        flats, base = Flats(), base_of(place)
        flats.read([base])
        flat = flat_of({place.level: place.name} if place.level in BELOW_BUILDING else {}, door)
        return name, flats.at(base, flat)
    if door:
        return "", []
    found = Household.objects.filter(place__path__begins=place.path, closed_at=None).select_related("place")
    return name, list(found[:_MOST_HOMES])


def _in(place: Place, seen: Sequence[Place]) -> bool:
    return any(place.path.startswith(area.path) for area in seen)


def _door_key(person: Person, order: dict[int, int]) -> tuple[object, ...]:
    home = person.household
    return (order[home.place_id], in_order(home.name)) if home is not None else (len(order), ())
