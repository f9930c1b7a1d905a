"""Who belongs to a place, door by door: for taking attendance and for entering paper votes. For staff alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q, QuerySet
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.people.models import Household, Person, Post
from shanzhi.people.permission import allowed
from shanzhi.places.models import Place

MOST = 60
"""How many doors stand on a page."""


class Door(Struct):
    """One door: what is written on it and who lives there, as (number, name)."""

    building: str
    door: str
    people: list[tuple[int, str]]


def buildings(place: int) -> list[tuple[int, str]]:
    """The places within that have doors of their own, in order, each by a name that tells it from others."""
    path = Place.objects.values_list("path", flat=True).get(pk=place)
    homes = Household.objects.filter(closed_at=None, place__path__begins=path).values("place")
    within = Q(pk__in=homes) | Q(children__in=homes)
    rows = Place.objects.filter(within, path__begins=path).exclude(level="household").distinct()
    found = sorted(rows.defer("geometry").select_related("parent"), key=lambda one: one.ancestor_ids)
    names = Counter(one.name for one in found)
    return [(one.pk, _called(one, names[one.name] > 1)) for one in found]


def _called(place: Place, twice: bool) -> str:
    return f"{place.parent.name} {place.name}" if twice and place.parent is not None else place.name


def doors(by: Actor, place: int, *, building: int | None = None, find: str = "") -> list[Door]:
    """The doors of a place with who lives there: of one building, or those a text names (a door or a name).

    Of a place whose people one may not see as a whole, only the part where one's own post is.
    """
    parts = _seen(by, place)
    if not parts:
        return []
    homes = Household.objects.filter(reduce(or_, parts), closed_at=None)
    if find:
        named = Q(members__name__in=(find, bare(find))) | Q(owners__name__in=(find, bare(find)))
        begun = Q(members__name__contains=find)
        homes = homes.filter(named | begun | _door(find)).distinct()
    elif building is not None:
        inside = Place.objects.filter(pk=building).values_list("path", flat=True).first() or "-"
        homes = homes.filter(place__path__begins=inside)
    return _listed(homes)


def _seen(by: Actor, place: int) -> list[Q]:
    """The parts of a place whose people somebody may see, as conditions on households."""
    where = Place.objects.defer("geometry").get(pk=place)
    posts = Place.objects.filter(pk__in={at for _role, at in by.posts}, path__begins=where.path)
    parts = (
        [where] if allowed(by, "person.see", where) else [p for p in posts if allowed(by, "person.see", p)]
    )
    return [Q(place__path__begins=part.path) for part in parts]


def _door(find: str) -> Q:
    """`一栋 301`: each word stands somewhere on the way to the door."""
    wanted = Q()
    for word in find.split():
        wanted &= (
            Q(name__contains=word)
            | Q(place__name__contains=word)
            | Q(place__parent__name__contains=word)
            | Q(place__parent__parent__name__contains=word)
        )
    return wanted


def _listed(homes: QuerySet[Household]) -> list[Door]:
    living = Person.objects.filter(erased_at=None).order_by("pk")
    found = (
        homes.select_related("place__parent")
        .defer("place__geometry", "place__parent__geometry")
        .prefetch_related(Prefetch("members", queryset=living), Prefetch("owners", queryset=living))
        .order_by("place__depth", "place_id", "name")[:MOST]
    )
    return [Door(*door_of(home), _people(home)) for home in found]


def door_of(home: Household) -> tuple[str, str]:
    """The building and what is written at the door."""
    place = home.place
    if place.level == "household" and place.parent is not None:
        return place.parent.name, f"{place.name} {home.name}"
    return place.name, home.name


def bare(text: str) -> str:
    """A name or a door without what people write differently: spaces, dashes, case."""
    return "".join(text.split()).replace("-", "").replace("－", "").lower()


def ways_to_write(home: Household) -> set[str]:
    """How a door may be written: from the yard or the building on, with the household's own name or without."""
    names = [
        place.name for place in Place.objects.filter(pk__in=home.place.ancestor_ids[-4:]).order_by("depth")
    ]
    ways = {bare("".join(names[n:]) + home.name) for n in range(len(names))} | {bare(home.name)}
    if home.place.level == "household":
        ways |= {bare("".join(names[n:])) for n in range(len(names))}
    return ways


def _people(home: Household) -> list[tuple[int, str]]:
    people = {person.pk: person.name for person in home.members.all()}
    for owner in home.owners.all():
        people.setdefault(owner.pk, owner.name)
    return list(people.items())


def holders(place: int, roles: Iterable[str]) -> list[tuple[int, str]]:
    """Who holds one of these posts at or below a place: representatives and committees are called by their post."""
    path = Place.objects.values_list("path", flat=True).get(pk=place)
    posts = Post.objects.in_force().filter(role__in=roles, place__path__begins=path).select_related("person")
    return list(
        {post.person_id: post.person.name for post in posts.order_by("place__path", "pk")[:300]}.items()
    )
