"""Questions about people, answered without side effects. `at` is the moment asked about (default now)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.people.actors import actor_of, load_actor
from shanzhi.people.electors import roll
from shanzhi.people.finding import living_at
from shanzhi.people.models import Consent, Household, Organization, Ownership, Person, Post
from shanzhi.people.permission import require
from shanzhi.people.responsibility import Responsibility, ResponsibilityLine, responsible_for, unanswered
from shanzhi.people.versions import posts_version
from shanzhi.places.models import Place
from shanzhi.places.telling import order_of, sorted_places

__all__ = [
    "EXPECTED",
    "Responsibility",
    "ResponsibilityLine",
    "Vacancy",
    "actor_of",
    "consented",
    "ending_terms",
    "held",
    "holders",
    "load_actor",
    "office_place",
    "people_at",
    "posts_at",
    "posts_by_person",
    "posts_of",
    "posts_version",
    "responsible_for",
    "roll",
    "sorted_posts",
    "unanswered",
    "vacancies",
]

EXPECTED: Mapping[str, tuple[str, ...]] = {
    "community": ("secretary",),
    "grid": ("grid_worker",),
    "microgrid": ("microgrid_worker",),
    "building": ("building_lead",),
}
"""The posts that each place of a level is expected to have filled, where nothing else is asked for."""


class Vacancy(Struct, frozen=True):
    """A post nobody holds: which role, where, and since when (None: it was never filled)."""

    place: Place
    role: str
    since: datetime | None


def holders(role: str, place: Place | int, at: datetime | None = None) -> list[Post]:
    """Who holds a role at exactly this place, longest in office first."""
    posts = Post.objects.in_force(at).filter(role=role, place=place)
    return list(posts.select_related("person", "place", "organization").order_by("since", "pk"))


def posts_by_person(people: Iterable[int | None], at: datetime | None = None) -> dict[int, list[Post]]:
    """The posts in force of each of these persons, longest held first; one query."""
    wanted = {person for person in people if person is not None}
    found: dict[int, list[Post]] = {}
    rows = (
        Post.objects.in_force(at).filter(person__in=wanted).select_related("place").defer("place__geometry")
    )
    for post in rows.order_by("since", "pk"):
        found.setdefault(post.person_id, []).append(post)
    return found


def held(role: str, place: int, office: int | None = None, at: datetime | None = None) -> bool:
    """Whether anyone holds a role at exactly this place, in this office if one is named."""
    posts = Post.objects.in_force(at).filter(role=role, place=place)
    return (posts.filter(organization=office) if office is not None else posts).exists()


def office_place(office: int) -> int | None:
    """The place an organisation serves, or None if there is no such organisation."""
    return Organization.objects.filter(pk=office, closed_at=None).values_list("place", flat=True).first()


def owns_in(person: int, path: tuple[int, ...]) -> bool:
    """Whether a person owns a flat in the place of this path, or below it."""
    below = "/" + "".join(f"{place}/" for place in path)
    flats = Ownership.objects.filter(person=person, household__closed_at=None)
    return flats.filter(household__place__path__begins=below).exists()


def owned_below(person: int) -> list[int]:
    """The places in which a person owns a flat, from the top of the tree down to the flats themselves."""
    flats = Ownership.objects.filter(person=person, household__closed_at=None)
    paths = flats.values_list("household__place__path", flat=True)
    return sorted({int(part) for path in paths for part in path.split("/") if part})


def communities_owned_in(person: int) -> list[Place]:
    """The communities where a person owns a flat."""
    homes = Ownership.objects.filter(person=person, household__closed_at=None)
    way = {
        pk for home in homes.select_related("household__place") for pk in home.household.place.ancestor_ids
    }
    found = Place.objects.filter(pk__in=way, level="community", closed_at=None)
    return list(found.defer("geometry").order_by("pk"))


def members_of(kind: str, number: int, at: datetime) -> tuple[int, ...]:
    """The living persons of a `household`, its head first, or those who serve an `organisation` now."""
    if kind == "household":
        head = Household.objects.filter(pk=number).values_list("head", flat=True).first()
        living = Person.objects.filter(household=number, erased_at=None, deceased_on=None)
        found = list(living.order_by("minor", "pk").values_list("pk", flat=True))
        return tuple(sorted(found, key=lambda person: person != head))
    posts = Post.objects.in_force(at).filter(organization=number).order_by("since", "pk")
    return tuple(dict.fromkeys(posts.values_list("person", flat=True)))


def posts_of(person: Person, at: datetime | None = None) -> list[Post]:
    """The posts a person holds."""
    return list(Post.objects.in_force(at).filter(person=person).select_related("place", "organization"))


def posts_at(place: Place, at: datetime | None = None) -> QuerySet[Post]:
    """Every post in force in the whole subtree of a place, by place and role."""
    posts = Post.objects.in_force(at).filter(place__path__begins=place.path)
    return posts.select_related("person", "place", "organization").order_by("place__path", "role", "pk")


def sorted_posts(posts: QuerySet[Post], most: int | None = None, *, after: Post | None = None) -> list[Post]:
    """Posts by place in the order of the tree (第2网格 before 第10网格) and role; the first `most` of them.

    With `after`, those behind it alone, whether or not it is among them still.
    """
    rows = list(posts.order_by().values_list("pk", "place", "role"))
    last = (after.pk, after.place_id, after.role) if after is not None else None
    if last is not None and last not in rows:
        rows.append(last)
    order = order_of(Place.objects.filter(pk__in={place for _pk, place, _role in rows}).defer("geometry"))
    rows.sort(key=lambda row: (order[row[1]], row[2], row[0]))
    if last is not None:
        rows = rows[rows.index(last) + 1 :]
    wanted = [pk for pk, _place, _role in (rows if most is None else rows[:most])]
    found = Post.objects.select_related("person", "place", "organization").in_bulk(wanted)
    return [found[pk] for pk in wanted]


def vacancies(
    place: Place, expected: Mapping[str, Sequence[str]] = EXPECTED, at: datetime | None = None
) -> list[Vacancy]:
    """The expected posts (level → roles) that nobody holds in the subtree of a place."""
    now = at or timezone.now()
    found: list[Vacancy] = []
    for level, roles in expected.items():
        places = Place.objects.filter(path__begins=place.path, level=level, closed_at=None).defer("geometry")
        for role in roles:
            mine = Q(posts__role=role)
            held_now = Post.objects.in_force(now).filter(place=OuterRef("pk"), role=role)
            empty = places.filter(~Exists(held_now)).annotate(
                since=Max(Coalesce("posts__ended_at", "posts__until"), filter=mine & Q(posts__since__lte=now))
            )
            since = {where.pk: where.since for where in empty}
            found += [Vacancy(where, role, since[where.pk]) for where in sorted_places(empty)]
    return found


def ending_terms(
    place: Place, within: timedelta = timedelta(days=30), at: datetime | None = None
) -> list[Post]:
    """Posts in the subtree of a place whose term ends within a time and is not renewed yet, soonest first."""
    now = at or timezone.now()
    renewed = Post.objects.filter(
        _goes_on(), person=OuterRef("person"), role=OuterRef("role"), place=OuterRef("place")
    )
    posts = posts_at(place, now).filter(until__lte=now + within).filter(~Exists(renewed))
    return list(posts.order_by("until", "pk"))


def _goes_on() -> Q:
    """Inside `ending_terms`: a term that goes on past the end of the outer one."""
    return (
        Q(ended_at=None) & Q(since__lte=OuterRef("until")) & (Q(until=None) | Q(until__gt=OuterRef("until")))
    )


def people_at(by: Actor, place: Place) -> QuerySet[Person]:
    """The persons who live in the subtree of a place, for someone who may see them (`person.see` there)."""
    require(by, "person.see", place)
    return living_at([place]).order_by("pk")


def consented(person: Person, scope: str, purpose: str) -> bool:
    """Whether a basis for this scope and purpose is in force (PIPL art. 13)."""
    return Consent.objects.filter(person=person, scope=scope, purpose=purpose, withdrawn_at=None).exists()
