"""What a person can open, and where: the methods adopted where they live or serve, of those the ones open to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.decide import open_matter
from shanzhi.engine.types import Actor, Command, Refusal
from shanzhi.matters.methods.adopting import adopted_methods
from shanzhi.matters.models import Adoption
from shanzhi.matters.writing.ground import Ground, ground
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence
from shanzhi.people.queries import communities_owned_in
from shanzhi.places.models import Place


class Openable(Struct, frozen=True):
    """One way in that a person has, and the place of theirs at which its method is adopted. `method` is what it is by that
    way in: it asks what that opening asks; `one_of_several` says that there are others."""

    adoption: Adoption
    method: Method
    place: Place
    one_of_several: bool = False

    @property
    def label(self) -> Sentence:
        """What asks a person to open one."""
        return self.method.opening.label or self.method.title

    @property
    def way(self) -> str:
        """What the way in is called in the file."""
        return self.method.opening.name

    @property
    def help(self) -> Sentence | None:
        """What is said below its name: of the way in; of the method only where there is no other."""
        return self.method.opening.help or (None if self.one_of_several else self.method.summary)


def places_of(actor: Actor) -> list[Place]:
    """Where a person serves, deepest first, then where they live, then the communities where they own a flat besides."""
    served = {place for _role, place in actor.posts}
    ids = {*served, *actor.home[-1:]}
    found = list(Place.objects.filter(pk__in=ids, closed_at=None).defer("geometry"))
    mine = sorted(found, key=lambda place: (place.pk not in served, -place.depth, place.path))
    owned = communities_owned_in(actor.person) if actor.person is not None else []
    near = {pk for place in mine for pk in place.ancestor_ids}
    return [*mine, *(place for place in owned if place.pk not in near)]


def openable(actor: Actor, places: Iterable[Place] | None = None) -> list[Openable]:
    """The ways in that a person has, those of a method all at the first of their places where there is one; first adopted,
    first shown, in the order of the file."""
    world = ground()
    found: dict[str, list[Openable]] = {}
    for place in places_of(actor) if places is None else places:
        for adoption, method in adopted_methods(place):
            if adoption.slug not in found and (ways := ways_in(actor, method, place, world)):
                found[adoption.slug] = [
                    Openable(adoption, method.through(way), place, len(method.openings) > 1) for way in ways
                ]
    return sorted((one for ways in found.values() for one in ways), key=lambda one: one.adoption.pk)


def ways_in(actor: Actor, method: Method, place: Place, world: Ground) -> list[str]:
    """By which openings this person may open one there; what the form must hold is another matter."""
    command, found = Command("", "open", timezone.now(), actor), []
    for name in method.openings:
        answer = open_matter(method, command, place.pk, world, opening=name)
        if not isinstance(answer, Refusal) or answer.code not in ("not_yours", "no_such_place", "outdated"):
            found.append(name)
    return found


def may_open(actor: Actor, method: Method, place: Place, world: Ground) -> bool:
    """Whether the method lets this person open one there."""
    return bool(ways_in(actor, method, place, world))
