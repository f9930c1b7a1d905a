"""Who belongs to a place, door by door: for taking attendance and for entering paper votes. For staff alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q, prefetch_related_objects
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.people.finding import areas, find_households, sorted_households
from shanzhi.people.models import Household, Person, Post
from shanzhi.people.queries import sorted_posts
from shanzhi.people.telling import homes_told_apart
from shanzhi.places.buildings import buildings_of
from shanzhi.places.models import Place
from shanzhi.places.telling import sorted_places, told_apart

MOST = 60
"""How many doors stand on a page."""


class Door(Struct):
    """One door: what is written on it and who lives there, as (number, name)."""

    building: str
    door: str
    people: list[tuple[int, str]]


def buildings(place: int) -> list[tuple[int, str]]:
    """The places within that have doors of their own, in order, each by a name that tells it from others there."""
    path = Place.objects.values_list("path", flat=True).get(pk=place)
    homes = Household.objects.filter(closed_at=None, place__path__begins=path)
    held = set(homes.values_list("place", flat=True))
    above = buildings_of(held)
    rows = Place.objects.filter(pk__in={above.get(pk, pk) for pk in held}).defer("geometry")
    listed = sorted_places(rows)
    names = told_apart(listed, (path,))
    return [(one.pk, names[one.pk]) for one in listed]


def doors(by: Actor, place: int, *, building: int | None = None, find: str = "") -> list[Door]:
    """The doors of a place with who lives there: of one building, or those a text names (a door or a name).

    Of a place whose people one may not see as a whole, only the part where one's own post is.
    """
    where = Place.objects.defer("geometry").get(pk=place)
    parts = areas(by, [where])
    if not parts:
        return []
    if find:
        return _listed(find_households(by, find, within=[where], most=MOST))
    homes = Household.objects.filter(
        reduce(or_, (Q(place__path__begins=part.path) for part in parts)), closed_at=None
    )
    if building is not None:
        inside = Place.objects.filter(pk=building).values_list("path", flat=True).first() or "-"
        homes = homes.filter(place__path__begins=inside)
    return _listed(sorted_households(homes.select_related("place"))[:MOST])


def _listed(homes: list[Household]) -> list[Door]:
    living = Person.objects.filter(erased_at=None).order_by("pk")
    people = [Prefetch("members", queryset=living), Prefetch("owners", queryset=living)]
    prefetch_related_objects(homes, *people)
    above = buildings_of({home.place_id for home in homes})
    names = homes_told_apart(homes)
    called = told_apart(Place.objects.filter(pk__in=above.values()).defer("geometry"))
    found = []
    for home in homes:
        building = called.get(above.get(home.place_id, 0), "")
        found.append(Door(building, names[home.pk].removeprefix(building).strip(), _people(home)))
    return found


def bare(text: str) -> str:
    """A name without what people write differently: spaces, dashes, case."""
    return "".join(text.split()).replace("-", "").replace("－", "").lower()


def _people(home: Household) -> list[tuple[int, str]]:
    people = {person.pk: person.name for person in home.members.all()}
    for owner in home.owners.all():
        people.setdefault(owner.pk, owner.name)
    return list(people.items())


def holders(place: int, roles: Iterable[str]) -> list[tuple[int, str]]:
    """Who holds one of these posts at or below a place: representatives and committees are called by their post."""
    path = Place.objects.values_list("path", flat=True).get(pk=place)
    posts = Post.objects.in_force().filter(role__in=roles, place__path__begins=path).select_related("person")
    return list({post.person_id: post.person.name for post in sorted_posts(posts, 300)}.items())
