"""Under which adoption each row is replayed: the nearest at its place or above, with its version and inputs."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shanzhi.matters.imports.answers import Forms
from shanzhi.matters.imports.mapping import Mapping
from shanzhi.matters.imports.meanings import Meanings
from shanzhi.matters.imports.replay import Replay
from shanzhi.matters.methods.compiled import usable
from shanzhi.matters.models import Adoption
from shanzhi.matters.writing.ground import Ground
from shanzhi.method.model import Method


class Pinned(Struct, frozen=True):
    """A method as one place adopted it, with the replay of rows through it."""

    adoption: int
    pin: bytes
    method: Method
    replay: Replay


class Adopted:
    """The adoptions of a method in force, by place; each with its replay, made when it is first needed."""

    def __init__(self, slug: str, mapping: Mapping, ground: Ground, now: datetime) -> None:
        found = Adoption.objects.filter(slug=slug, until=None).select_related("method")
        self._at = {adoption.place_id: adoption for adoption in found}
        self._made: dict[int, Pinned] = {}
        self.mapping, self.ground, self.now = mapping, ground, now

    def for_place(self, place: int) -> Pinned | None:
        """The nearest adoption at a place or above it."""
        adoption = next((self._at[p] for p in reversed(self.ground.path(place)) if p in self._at), None)
        if adoption is None:
            return None
        if adoption.pk not in self._made:
            self._made[adoption.pk] = self._pinned(adoption)
        return self._made[adoption.pk]

    def _pinned(self, adoption: Adoption) -> Pinned:
        method = usable(adoption)
        forms = Forms(method, self.mapping.acts, Meanings({}))
        replay = Replay(method, forms, self.ground, self.now, always=self.mapping.accept == "always")
        return Pinned(adoption.pk, bytes(adoption.pin), method, replay)
