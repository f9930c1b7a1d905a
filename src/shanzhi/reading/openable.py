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
from shanzhi.places.models import Place


class Openable(Struct, frozen=True):
    """One method a person can open, and the place of theirs at which it is adopted."""

    adoption: Adoption
    method: Method
    place: Place

    @property
    def label(self) -> Sentence:
        """What asks a person to open one."""
        return self.method.opening.label or self.method.title


def places_of(actor: Actor) -> list[Place]:
    """Where a person serves, deepest first, then where they live."""
    served = {place for _role, place in actor.posts}
    ids = {*served, *actor.home[-1:]}
    found = list(Place.objects.filter(pk__in=ids, closed_at=None).defer("geometry"))
    return sorted(found, key=lambda place: (place.pk not in served, -place.depth, place.path))


def openable(actor: Actor, places: Iterable[Place] | None = None) -> list[Openable]:
    """The methods a person can open, each at the first of their places where that holds; first adopted, first shown."""
    world = ground()
    found: dict[str, Openable] = {}
    for place in places_of(actor) if places is None else places:
        for adoption, method in adopted_methods(place):
            if adoption.slug not in found and may_open(actor, method, place, world):
                found[adoption.slug] = Openable(adoption, method, place)
    return sorted(found.values(), key=lambda one: one.adoption.pk)


def may_open(actor: Actor, method: Method, place: Place, world: Ground) -> bool:
    """Whether the method lets this person open one there; what the form must hold is another matter."""
    command = Command("", "open", timezone.now(), actor)
    answer = open_matter(method, command, place.pk, world)
    return not isinstance(answer, Refusal) or answer.code not in ("not_yours", "no_such_place", "outdated")
