"""One matter as one reader sees it: which facts, whose names, where, what was made public of it.

*Whole*: parties, desk and the line of duty see every fact (sensitive ones masked), names, messages and files. Everybody
else sees the facts of the sights that are theirs now (`visible` in the method's file), and what is published; the place
no nearer than its building; nobody's name. Who took part sees besides what they gave. Nothing else is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.named import is_one_of, named
from shanzhi.engine.sight import masked, sights_now, unnamed_persons
from shanzhi.engine.types import Actor, Matter
from shanzhi.matters.lists.naming import Names, Pair
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Matter as MatterRow
from shanzhi.matters.rights.access import LOOKING_ON, PARTY
from shanzhi.matters.writing import store
from shanzhi.matters.writing.ground import Ground
from shanzhi.matters.writing.participation import own_parts
from shanzhi.matters.writing.store import Loaded
from shanzhi.method.blocks import kind_of
from shanzhi.method.model import Field, Method, Sight
from shanzhi.method.sights import shows
from shanzhi.reading.published import public_of
from shanzhi.reading.relation import standing


class Seen(Struct):
    """A matter as one reader sees it.

    `reasons` say why (`reading.relation`); `sights` are those of the method that are the reader's now; `published` the
    facts made public, as they were then; `own` the history positions of what the reader gave and did not take back;
    `unnamed` the persons in it of whom nobody but themselves may know now who they are (`sensitive` in `people`).
    """

    loaded: Loaded
    who: Actor
    reasons: frozenset[str]
    sights: tuple[Sight, ...] = ()
    published: dict[str, Any] = {}
    own: frozenset[int] = frozenset()
    unnamed: frozenset[int] = frozenset()

    @property
    def number(self) -> int:
        return self.loaded.record.matter.id

    @property
    def whole(self) -> bool:
        """Whether the reader is a party, or answers for it."""
        return not self.reasons.isdisjoint(PARTY)

    @property
    def looks_on(self) -> bool:
        """Whether the reader sees heading, stage and course; who only took part sees their own alone."""
        return self.whole or not self.reasons.isdisjoint(LOOKING_ON)

    @property
    def opener(self) -> int | None:
        """Who opened it, for its parties unless nobody may know; whoever looks on learns of nobody, not even by a number or a
        first character."""
        opener = self.loaded.record.matter.opener
        return opener if self.whole and opener not in self.unnamed else None

    @property
    def opener_unnamed(self) -> bool:
        """Whether nobody may know who opened it."""
        return self.loaded.record.matter.opener in self.unnamed

    def names(self, pairs: Iterable[Pair] = (), *, people: Iterable[int | None] = ()) -> Names:
        """What the numbers in answers stand for, as far as the reader may know."""
        return Names(pairs, people=people, whole=self.whole, unnamed=self.unnamed)

    def as_now(self, form: Iterable[Field]) -> list[Field]:
        """Questions as the reader has their answers now: those whose condition to be masked does not hold lie open."""
        method, matter = self.loaded.method, self.loaded.record.matter
        return [
            replace(one, sensitive=False) if one.masked and not masked(method, matter, one) else one
            for one in form
        ]

    @property
    def heading(self) -> str:
        """What it is called for this reader."""
        method, title = self.loaded.method, self.loaded.record.title
        return title if self.looks_on else method.title.zh

    def shows(self, field: Field) -> bool:
        """Whether the reader sees the present answer to a question."""
        if field.working:
            return False
        return (
            self.whole or any(shows(sight, field) for sight in self.sights) or field.name in self._put_to_them
        )

    @property
    def _put_to_them(self) -> tuple[str, ...]:
        """The facts that are put to those whom the present block asks: what is voted on is told to whoever enters votes, what is
        signed to whoever signs."""
        stage = self.loaded.method.stages.get(self.loaded.record.matter.stage)
        block = stage.block if stage is not None and "asked" in self.reasons else None
        if block is None:
            return ()
        kind, found = kind_of(block), block.settings.get
        motion = found(kind.put) if kind.put is not None else None
        laid = found(kind.lays_before) if kind.lays_before is not None else None
        return (*(() if motion is None else (motion,)), *(laid or ()))

    def facts(self) -> dict[str, Any]:
        """The facts the reader sees, by name: present ones, and published ones as they were published."""
        method, data = self.loaded.method, self.loaded.record.matter.data
        found = {
            name: data[name] for name, field in method.fields.items() if name in data and self.shows(field)
        }
        if self.whole:
            return found
        public = {name: value for name, value in self.published.items() if name in method.fields}
        return {**public, **found}


def look(actor: Actor, number: int, now: datetime | None = None) -> Seen | None:
    """A matter for one who may see something of it; None for everybody else, as if it did not exist."""
    loaded = store.read(number, now or timezone.now())
    if loaded is None or loaded.void:
        return None
    reasons = standing(actor, number, loaded.ground)
    return seen_as(actor, loaded, reasons) if reasons else None


def seen_as(actor: Actor, loaded: Loaded, reasons: frozenset[str]) -> Seen:
    """A matter that was read, as somebody with these reasons sees it."""
    number = loaded.record.matter.id
    hidden = unnamed_persons(loaded.ground, loaded.method, loaded.record.matter) - {actor.person}
    gave = actor.person if "participant" in reasons else None
    own = frozenset(own_parts(number, gave)) if gave is not None else frozenset()
    if not reasons.isdisjoint(PARTY):
        return Seen(loaded, actor, reasons, own=own, unnamed=hidden)
    return Seen(loaded, actor, reasons, _sights(actor, loaded), published_facts(number, actor), own, hidden)


def _sights(actor: Actor, loaded: Loaded) -> tuple[Sight, ...]:
    return sights_of(actor, loaded.method, loaded.record.matter, loaded.ground)


def sights_of(actor: Actor, method: Method, matter: Matter, world: Ground) -> tuple[Sight, ...]:
    """The sights that are an actor's now: everybody's, those of who lives in the community, those of posts over it."""
    if not method.visible:
        return ()
    way = set(world.path(matter.origin))
    lives_here = any(place in way and world.level(place) == "community" for place in actor.home)
    over = {*way, *world.path(matter.place)}
    roles = {role for role, place in actor.posts if place in over}
    return tuple(
        sight
        for sight in sights_now(method, matter)
        if sight.public
        or (sight.place and lives_here)
        or sight.roles & roles
        or any(is_one_of(actor, named(method, matter.data, name)) for name in sight.people)
    )


def shown_of_many(actor: Actor, world: Ground, rows: Iterable[MatterRow]) -> dict[int, dict[str, Any]]:
    """For matters of which an actor is no party: the facts that each shows them. One query for all that is published."""
    listed = list(rows)
    public = public_of((row.pk for row in listed), actor)
    found = {}
    for row in listed:
        method = compiled(bytes(row.pin), row.adoption_id)
        matter = Matter(
            row.pk, row.method, row.seq, row.visit, row.stage, row.place_id, row.origin_id, None, row.opened_at,
            data=row.data, visits=row.state.get("visits", {}),
        )  # fmt: skip
        sights = sights_of(actor, method, matter, world)
        shown = public[row.pk].facts if row.pk in public else {}
        facts = {name: value for name, value in shown.items() if name in method.fields}
        for name, value in row.data.items():
            field = method.fields.get(name)
            if field is not None and any(shows(sight, field) for sight in sights):
                facts[name] = value
        found[row.pk] = facts
    return found


def published_facts(matter: int, reader: Actor, at: datetime | None = None) -> dict[str, Any]:
    """The facts that a matter publishes to somebody now; later publications replace earlier ones."""
    public = public_of([matter], reader, at).get(matter)
    return public.facts if public is not None else {}
