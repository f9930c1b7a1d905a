"""Who belongs to a place, door by door: for taking attendance and for entering paper votes. For staff alone."""

from __future__ import annotations

from collections.abc import Iterable

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


def buildings(place: int) -> list[Place]:
    """The places within that have doors of their own, in order."""
    path = Place.objects.values_list("path", flat=True).get(pk=place)
    homes = Household.objects.filter(closed_at=None, place__path__begins=path).values("place")
    return list(
        Place.objects.filter(Q(pk__in=homes) | Q(children__in=homes, level="building"), level__in=LEVELS)
        .distinct()
        .order_by("path")
        .defer("geometry")
    )


LEVELS = ("building", "microgrid", "grid", "community")


def doors(by: Actor, place: int, *, building: int | None = None, find: str = "") -> list[Door]:
    """The doors of a place with who lives there: of one building, or those a text names (a door or a name).

    Nothing for one who may not see the people there.
    """
    where = Place.objects.defer("geometry").filter(pk=place).first()
    if where is None or not allowed(by, "person.see", where):
        return []
    homes = Household.objects.filter(closed_at=None, place__path__begins=where.path)
    if find:
        bare = "".join(find.split())
        named = Q(members__name__contains=bare) | Q(name__contains=find) | Q(place__name__contains=find)
        homes = homes.filter(named | _door(find)).distinct()
    elif building is not None:
        inside = Place.objects.filter(pk=building).values_list("path", flat=True).first() or "-"
        homes = homes.filter(place__path__begins=inside)
    return _listed(homes)


def _door(find: str) -> Q:
    """`一栋 301`: a building and a door."""
    first, _, rest = find.strip().partition(" ")
    return Q(place__name__contains=first, name__contains=rest.strip()) if rest else Q(pk__in=())


def _listed(homes: QuerySet[Household]) -> list[Door]:
    living = Person.objects.filter(erased_at=None).order_by("pk")
    found = (
        homes.select_related("place", "owner")
        .defer("place__geometry")
        .prefetch_related(Prefetch("members", queryset=living))
        .order_by("place__path", "name")[:MOST]
    )
    return [Door(home.place.name, home.name, _people(home)) for home in found]


def _people(home: Household) -> list[tuple[int, str]]:
    people = {person.pk: person.name for person in home.members.all()}
    if home.owner is not None and home.owner.erased_at is None:
        people.setdefault(home.owner.pk, home.owner.name)
    return list(people.items())


def holders(place: int, roles: Iterable[str]) -> list[tuple[int, str]]:
    """Who holds one of these posts at or below a place: representatives and committees are called by their post."""
    path = Place.objects.values_list("path", flat=True).get(pk=place)
    posts = Post.objects.in_force().filter(role__in=roles, place__path__begins=path).select_related("person")
    return list(
        {post.person_id: post.person.name for post in posts.order_by("place__path", "pk")[:300]}.items()
    )
