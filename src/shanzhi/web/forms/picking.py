"""Choosing something the system knows: the likely candidates first, and a search for the rest.

Nobody finds here what they could not see elsewhere: persons by `person.see`, matters by `matter.see`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.types import Actor
from shanzhi.matters.access import seen_by
from shanzhi.matters.imports.queries import likely_duplicates
from shanzhi.matters.models import Matter
from shanzhi.method.model import Field
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.people.models import Household, Organization, Person, Post
from shanzhi.people.naming import nameable
from shanzhi.people.permission import allowed
from shanzhi.places.buildings import no_nearer
from shanzhi.places.models import Place
from shanzhi.places.queries import find_by_text
from shanzhi.reading.search import numbers
from shanzhi.web.forms.questions import Choice
from shanzhi.web.numbers import is_number

MOST = 30
"""How many candidates or finds stand on a page."""


class Asker(Struct):
    """Who is asked, and where it is about: a place, perhaps a matter of a method; `of` whose matters may be chosen."""

    actor: Actor
    place: int | None = None
    matter: int | None = None
    method: str = ""
    of: tuple[str, ...] = ()


def candidates(field: Field, asker: Asker, value: Any, find: str) -> tuple[bool, list[Choice]]:
    """Whether one may search for more, and what can be chosen: the chosen first, then finds or candidates."""
    asker = replace(asker, of=field.of)
    searches, offer = _OFFERS[field.type](asker, find)
    chosen = {str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")}
    shown = {choice.value for choice in offer}
    missing = [one for one in sorted(chosen - shown) if is_number(one)]
    if missing:
        offer = [*_NAMES[field.type]([int(one) for one in missing], asker), *offer]
    for choice in offer:
        choice.chosen = choice.value in chosen
    return searches, offer


def anchors(asker: Asker) -> list[Place]:
    """The places an asker has to do with: where it is about, the posts held, the home's community and grid."""
    ids = {asker.place or 0, *(place for _role, place in asker.actor.posts), *asker.actor.home[-3:]}
    return list(Place.objects.filter(pk__in=ids, closed_at=None).defer("geometry"))


def _top(asker: Asker) -> Place | None:
    """The district (or whatever is on top) within which an asker searches."""
    first = min(anchors(asker), key=lambda place: place.depth, default=None)
    return Place.objects.filter(pk=first.ancestor_ids[0]).first() if first is not None else None


def place_choices(places: Iterable[Place]) -> list[Choice]:
    """Places with what they lie in, so that two of one name are told apart."""
    listed = list(places)
    names = dict(Place.objects.filter(pk__in={p.parent_id for p in listed}).values_list("pk", "name"))
    return [
        Choice(
            str(p.pk),
            p.name,
            LEVEL_NAMES[p.level] if p.parent_id is None else f"{names.get(p.parent_id, '')}",
        )
        for p in listed
    ]


def _places(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    if find:
        return True, place_choices(search_places(asker, find))
    around: set[int] = set()
    parents: set[int] = set()
    for place in anchors(asker):
        around.update(place.ancestor_ids[-3:])
        parents.update(i for i in (place.parent_id, place.pk) if i is not None)
    near = Place.objects.filter(closed_at=None).exclude(level="household").defer("geometry")
    found = near.filter(pk__in=around) | near.filter(parent__in=parents)
    return True, place_choices(found.order_by("depth", "path")[:MOST])


def search_places(asker: Asker, text: str) -> list[Place]:
    """Places a text names, the most fitting first, then those whose name holds it."""
    top = _top(asker)
    if top is None:
        return []
    named = [match.place for match in find_by_text(text, within=top)][:MOST]
    open_ = Place.objects.filter(closed_at=None).defer("geometry")
    by_id = {place.pk: place for place in open_.filter(pk__in=named)}
    holding = (
        open_.filter(path__begins=top.path, name__contains=text)
        .exclude(pk__in=named)
        .order_by("depth", "path")
    )
    return ([by_id[pk] for pk in named if pk in by_id] + list(holding[:MOST]))[:MOST]


def _persons(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    where = [place for place in anchors(asker) if allowed(asker.actor, "person.see", place)]
    if find and where:
        top = min(where, key=lambda place: place.depth)
        people = _living_in(top).filter(name__contains=find)
        return True, _people(people.select_related("household__place", "home")[:MOST])
    if asker.actor.household is None:
        return bool(where), []
    family = Person.objects.filter(household=asker.actor.household).exclude(pk=asker.actor.person or 0)
    return bool(where), _people(_nameable(asker, family.values_list("pk", flat=True)[:MOST]))


def _nameable(asker: Asker, ids: Iterable[int]) -> list[Person]:
    return list(nameable(asker.actor, ids).values())


def _living_in(place: Place) -> QuerySet[Person]:
    by_home = Person.objects.filter(home__path__begins=place.path)
    by_door = Person.objects.filter(home=None, household__place__path__begins=place.path)
    serves = Post.objects.in_force().filter(person=OuterRef("pk"), place__path__begins=place.path)
    by_post = Person.objects.filter(Exists(serves))
    return (by_home | by_door | by_post).filter(erased_at=None).order_by("name", "pk")


def _people(people: Iterable[Person]) -> list[Choice]:
    found = []
    for person in people:
        household = person.household
        where = (
            f"{household.place.name} {household.name}"
            if household
            else person.home.name
            if person.home
            else ""
        )
        found.append(Choice(str(person.pk), person.name, where))
    return found


def _households(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    where = [place for place in anchors(asker) if allowed(asker.actor, "person.see", place)]
    found = Household.objects.filter(closed_at=None).select_related("place").order_by("place__path", "name")
    if find and where:
        top = min(where, key=lambda place: place.depth)
        here = found.filter(place__path__begins=top.path)
        return True, _doors(
            (here.filter(name__contains=find) | here.filter(place__name__contains=find))[:MOST]
        )
    return bool(where), _doors(found.filter(pk=asker.actor.household or 0))


def _doors(households: Iterable[Household]) -> list[Choice]:
    return [Choice(str(h.pk), h.name, h.place.name) for h in households]


def _offices(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    """The offices that serve the places above where it is about."""
    above = {pk for place in anchors(asker) for pk in place.ancestor_ids}
    serving = Post.objects.in_force().filter(role="department_staff").values("organization")
    found = Organization.objects.filter(closed_at=None, place__in=above, pk__in=serving).select_related(
        "place"
    )
    return False, [
        Choice(str(o.pk), o.name, o.place.name if o.place else "")
        for o in found.order_by("place__path", "name")
    ]


def _matters(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    seen = seen_by(asker.actor).exclude(pk=asker.matter or 0).select_related("origin")
    if asker.of:
        seen = seen.filter(method__in=asker.of)
    if find:
        found = seen.filter(pk__in=numbers(asker.actor, find, limit=MOST + 1))
        return True, _titles(found.order_by("-pk")[:MOST])
    here = Matter.objects.filter(pk=asker.matter or 0).values("origin")
    alike = [twin.matter.pk for twin in likely_duplicates(asker.matter or 0, asker.actor)]
    near = seen.filter(method__in=asker.of or (asker.method,), origin__in=here, closed_at=None).exclude(
        pk__in=alike
    )
    return True, _titles([*seen.filter(pk__in=alike), *near.order_by("-pk")[:10]])


def _titles(matters: Iterable[Matter]) -> list[Choice]:
    places = no_nearer(m.origin for m in matters)
    return [Choice(str(m.pk), f"#{m.pk} {m.title}", places[m.origin_id].name) for m in matters]


def _name_matters(ids: list[int], asker: Asker) -> list[Choice]:
    return _titles(seen_by(asker.actor).filter(pk__in=ids).select_related("origin"))


def _name_people(ids: list[int], asker: Asker) -> list[Choice]:
    """Chosen before; named only to those who may name them."""
    return _people(_nameable(asker, ids))


def _name_households(ids: list[int], asker: Asker) -> list[Choice]:
    homes = Household.objects.filter(pk__in=ids).select_related("place")
    return _doors(home for home in homes if allowed(asker.actor, "person.name", home))


_OFFERS: dict[str, Callable[[Asker, str], tuple[bool, list[Choice]]]] = {
    "place": _places,
    "person": _persons,
    "household": _households,
    "office": _offices,
    "offices": _offices,
    "matter": _matters,
}
_NAMES: dict[str, Callable[[list[int], Asker], list[Choice]]] = {
    "place": lambda ids, _: place_choices(Place.objects.filter(pk__in=ids).defer("geometry")),
    "person": _name_people,
    "household": _name_households,
    "office": lambda ids, _: [Choice(str(o.pk), o.name) for o in Organization.objects.filter(pk__in=ids)],
    "offices": lambda ids, _: [Choice(str(o.pk), o.name) for o in Organization.objects.filter(pk__in=ids)],
    "matter": _name_matters,
}
