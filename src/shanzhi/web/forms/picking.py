"""Choosing something the system knows: the likely candidates first, and a search for the rest.

Nobody finds here what they could not see elsewhere: persons by `person.see`, matters by `matter.see`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.types import Actor
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.methods.compiled import compiled
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field
from shanzhi.method.people import BY_KIND, parts
from shanzhi.method.roles import BELOW_BUILDING, LEVEL_NAMES, LEVELS
from shanzhi.people.finding import areas, find_households, find_people
from shanzhi.people.models import Household, Organization, Person, Post
from shanzhi.people.naming import nameable
from shanzhi.people.permission import allowed
from shanzhi.people.telling import homes_told_apart, lives_at
from shanzhi.places.buildings import no_nearer
from shanzhi.places.finding import found_places
from shanzhi.places.models import Place
from shanzhi.places.telling import order_of, scope_of, sorted_places, told_apart
from shanzhi.places.writing import in_order
from shanzhi.reading import choosable
from shanzhi.web.forms.questions import Choice
from shanzhi.web.numbers import is_number
from shanzhi.web.words import moment, say

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


MOST = 30
"""How many candidates or finds stand on a page."""


class Asker(Struct):
    """Who is asked, and where it is about: a place, perhaps a matter of a method; `of` whose matters and `levels` of which places may be chosen."""

    actor: Actor
    place: int | None = None
    matter: int | None = None
    method: str = ""
    of: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    speaks_for: str = ""
    """The question whose answer is for whom one opens: nobody is offered there for whom one may not."""


def candidates(field: Field, asker: Asker, value: Any, find: str) -> tuple[bool, list[Choice]]:
    """Whether one may search for more, and what can be chosen: the chosen first, then finds or candidates."""
    asker = replace(asker, of=field.of, levels=field.levels)
    thing = Thing(field.kind.points_to or "")
    searches, offer = _OFFERS[thing](asker, find)
    if thing is Thing.PERSON and field.name != asker.speaks_for and not find:
        known = {choice.value for choice in offer}
        offer += _people([one for one in _serving_at_home(asker) if str(one.pk) not in known], asker)
    chosen = {str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")}
    shown = {choice.value for choice in offer}
    offer = [*_named(thing, sorted(chosen - shown), asker), *offer]
    for choice in offer:
        choice.chosen = choice.value in chosen
    return searches, offer


def _named(thing: Thing, chosen: list[str], asker: Asker) -> list[Choice]:
    """What was chosen before and is not among the offers."""
    if thing is Thing.ANY:
        found = [(kind, number) for kind, number in map(parts, chosen) if kind]
        return [
            one
            for kind in BY_KIND
            for one in _as_any(kind, _NAMES[BY_KIND[kind]]([n for k, n in found if k == kind], asker))
        ]
    missing = [int(one) for one in chosen if is_number(one)]
    return _NAMES[thing](missing, asker) if missing else []


def _as_any(kind: str, choices: Iterable[Choice]) -> list[Choice]:
    return [Choice(f"{kind}:{one.value}", one.label, one.more) for one in choices]


def anchors(asker: Asker) -> list[Place]:
    """The places an asker has to do with: where it is about, the posts held, the home's community, grid and building."""
    about = Q(pk__in={asker.place or 0, *(place for _role, place in asker.actor.posts)})
    home = Q(pk__in=asker.actor.home, level__in=_AROUND_HOME)
    return list(Place.objects.filter(about | home, closed_at=None).defer("geometry"))


_AROUND_HOME = ("community", "grid", "microgrid", "building")


def place_choices(places: Iterable[Place], asker: Asker) -> list[Choice]:
    """Places by names that tell them from every other the asker may mean, in the order given."""
    listed = list(places)
    names = told_apart(listed, scope_of(asker.actor))
    return [Choice(str(p.pk), names[p.pk], LEVEL_NAMES[p.level]) for p in listed]


def _places(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    if find:
        return True, place_choices(search_places(asker, find), asker)
    around: set[int] = set()
    parents: set[int] = set()
    places = anchors(asker)
    for place in places:
        around.update(place.ancestor_ids[-3:])
        parents.update(i for i in (place.parent_id, place.pk) if i is not None)
    near = Q(pk__in=around) | Q(parent__in=parents)
    near &= Q(level__in=asker.levels) if asker.levels else ~Q(level__in=BELOW_BUILDING)
    found = list(Place.objects.filter(near, closed_at=None).defer("geometry"))
    if asker.levels and asker.actor.posts:
        found += _more_of_levels(asker, places, found)
    return True, place_choices(sorted_places(found)[:MOST], asker)


def _more_of_levels(asker: Asker, places: Iterable[Place], near: list[Place]) -> list[Place]:
    """Who serves a community chooses among all its yards, or buildings, too: level by level, while they are few."""
    ids = {pk for place in places for pk in place.ancestor_ids}
    ways = Place.objects.filter(pk__in=ids, level="community").values_list("path", flat=True)
    inside = reduce(or_, (Q(path__startswith=way) for way in ways), Q(pk__in=()))
    known = {place.pk for place in near}
    more: list[Place] = []
    for level in LEVELS:
        if level in asker.levels:
            listed = Place.objects.filter(inside, level=level, closed_at=None).exclude(pk__in=known)
            further = list(listed.defer("geometry")[:MOST])
            if len(near) + len(more) + len(further) > MOST // 2:
                break
            more += further
    return more


def search_places(asker: Asker, text: str) -> list[Place]:
    """The places a text means, the surest and nearest first."""
    places = anchors(asker)
    near = {pk for place in places for pk in place.ancestor_ids} | set(asker.actor.home)
    found = found_places(text, near=near, most=MOST if not asker.levels else 4 * MOST)
    return [place for place in found if not asker.levels or place.level in asker.levels][:MOST]


def _persons(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    searches = bool(areas(asker.actor))
    if find and searches:
        return True, _people(find_people(asker.actor, find, most=MOST), asker)
    if asker.actor.household is None:
        return searches, []
    family = Person.objects.filter(household=asker.actor.household).exclude(pk=asker.actor.person or 0)
    return searches, _people(_nameable(asker, family.values_list("pk", flat=True)[:MOST]), asker)


def _serving_at_home(asker: Asker) -> list[Person]:
    """Who serves where the asker lives, nearest first: whom a resident may name without seeing anybody's record."""
    posts = Post.objects.in_force().filter(place__in=asker.actor.home).exclude(person=asker.actor.person)
    found = posts.select_related("person__household__place", "person__home").order_by(
        "-place__depth", "since"
    )
    return list({post.person_id: post.person for post in found[:MOST]}.values())


def _nameable(asker: Asker, ids: Iterable[int]) -> list[Person]:
    return list(nameable(asker.actor, ids).values())


def _people(people: Iterable[Person], asker: Asker) -> list[Choice]:
    listed = list(people)
    where = lives_at(listed, scope_of(asker.actor))
    return [Choice(str(person.pk), person.name, where[person.pk]) for person in listed]


def _households(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    searches = bool(areas(asker.actor))
    if find and searches:
        return True, _doors(find_households(asker.actor, find, most=MOST), asker)
    own = Household.objects.filter(pk=asker.actor.household or 0, closed_at=None)
    return searches, _doors(own.select_related("place"), asker)


def _doors(households: Iterable[Household], asker: Asker) -> list[Choice]:
    listed = list(households)
    names = homes_told_apart(listed, scope_of(asker.actor))
    return [Choice(str(home.pk), names[home.pk]) for home in listed]


def _offices(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    """The offices that serve the places above where it is about."""
    above = {pk for place in anchors(asker) for pk in place.ancestor_ids}
    serving = Post.objects.in_force().filter(role="department_staff").values("organization")
    found = Organization.objects.filter(closed_at=None, place__in=above, pk__in=serving).select_related(
        "place"
    )
    offices = list(found)
    places = {one.place_id: one.place for one in offices if one.place is not None}
    order, names = order_of(places.values()), told_apart(places.values(), scope_of(asker.actor))
    offices.sort(key=lambda one: (order.get(one.place_id or 0, 0), in_order(one.name)))
    return False, [Choice(str(one.pk), one.name, names.get(one.place_id or 0, "")) for one in offices]


def _organisations(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    """The organisations at the places around where it is about; those of a name, where one is looked for."""
    above = {pk for place in anchors(asker) for pk in place.ancestor_ids}
    found = Organization.objects.filter(closed_at=None).select_related("place")
    found = found.filter(name__icontains=find) if find else found.filter(place__in=above)
    listed = sorted(found[:MOST], key=lambda one: in_order(one.name))
    names = told_apart([one.place for one in listed if one.place is not None], scope_of(asker.actor))
    return True, [Choice(str(one.pk), one.name, names.get(one.place_id or 0, "")) for one in listed]


def _anybody(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    """Persons, then households, then organisations."""
    found = [(kind, _OFFERS[BY_KIND[kind]](asker, find)) for kind in BY_KIND]
    searches = any(may for _kind, (may, _offer) in found)
    return searches, [one for kind, (_may, offer) in found for one in _as_any(kind, offer)][:MOST]


def _matters(asker: Asker, find: str) -> tuple[bool, list[Choice]]:
    """Matters of the methods asked for, else of the same one. Those that ended are found only where no open one is."""
    of, beside = asker.of or (asker.method,), asker.matter or 0
    if find:
        return True, _titles(choosable.found_by(asker.actor, find, of=of, beside=beside, most=MOST), asker)
    return True, _titles(choosable.near(asker.actor, of=of, beside=beside), asker)


def _titles(matters: Iterable[Matter], asker: Asker) -> list[Choice]:
    """Each with where it is, in which stage, and since when: so that one can tell it from others called alike."""
    listed = list(matters)
    places = no_nearer(matter.origin for matter in listed)
    names = told_apart(places.values(), scope_of(asker.actor))
    return [
        Choice(
            str(one.pk),
            f"#{one.pk} {one.title}",
            " · ".join((names[places[one.origin_id].pk], _stage(one), moment(one.opened_at))),
        )
        for one in listed
    ]


def _stage(matter: Matter) -> str:
    return say(stage_label(compiled(bytes(matter.pin), matter.adoption_id), matter.stage, matter.end))


def _name_matters(ids: list[int], asker: Asker) -> list[Choice]:
    return _titles(choosable.named(asker.actor, ids), asker)


def _name_people(ids: list[int], asker: Asker) -> list[Choice]:
    """Chosen before; named only to those who may name them."""
    return _people(_nameable(asker, ids), asker)


def _name_organisations(ids: list[int], _asker: Asker) -> list[Choice]:
    return [Choice(str(one.pk), one.name) for one in Organization.objects.filter(pk__in=ids)]


def _name_households(ids: list[int], asker: Asker) -> list[Choice]:
    homes = Household.objects.filter(pk__in=ids).select_related("place")
    return _doors((home for home in homes if allowed(asker.actor, "person.name", home)), asker)


_OFFERS: dict[Thing, Callable[[Asker, str], tuple[bool, list[Choice]]]] = {
    Thing.PLACE: _places,
    Thing.PERSON: _persons,
    Thing.HOUSEHOLD: _households,
    Thing.OFFICE: _offices,
    Thing.ORGANISATION: _organisations,
    Thing.ANY: _anybody,
    Thing.MATTER: _matters,
}
_NAMES: dict[Thing, Callable[[list[int], Asker], list[Choice]]] = {
    Thing.PLACE: lambda ids, asker: place_choices(Place.objects.filter(pk__in=ids).defer("geometry"), asker),
    Thing.PERSON: _name_people,
    Thing.HOUSEHOLD: _name_households,
    Thing.OFFICE: _name_organisations,
    Thing.ORGANISATION: _name_organisations,
    Thing.MATTER: _name_matters,
}
