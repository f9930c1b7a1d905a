"""What this reader may see of registers: which there are, which entries, which of their fields; one answer for every face.

Who sees what is decided by `matters.rights.registers`. What is sensitive is masked, and whole for a purpose; each look is
recorded (PIPL art. 6, 51).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.lists.naming import Names
from shanzhi.matters.rights.registers import (
    Kept,
    by_post,
    fields_seen,
    in_sight,
    kept_as,
    kept_of,
    own_tags,
    registers_kept,
)
from shanzhi.method.field_types import Thing
from shanzhi.method.fields import Field
from shanzhi.method.people import BY_KIND
from shanzhi.method.registers import LIFE, PER
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people.models import Household, Organization, Person
from shanzhi.people.permission import Administrator, Denied, allowed, require
from shanzhi.people.privacy import log_unmasking
from shanzhi.people.problems import BadInput
from shanzhi.people.purposes import stated
from shanzhi.people.sealing import unseal_if_readable
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, scope_of
from shanzhi.reading.facts import Fact, facts
from shanzhi.registers.actions import line_context, secrets_of
from shanzhi.registers.models import RegisterEntry
from shanzhi.registers.queries import entries_of, standing

NO_PURPOSE = Sentence("请写明查看的用途", "state the purpose of the look")
NO_FIELD = Sentence("这一条里没有“{field}”", "this entry holds no “{field}”")
SIZE = 30
MOST_FOUND = 2_000
"""The most people, households and others whose names a search goes by."""


class ListedEntry(Struct):
    """An entry in a list: its number, whose it is, where, since and until when, and the fields its reader sees."""

    number: int
    name: str
    place: str
    state: str
    since: datetime | None
    until: datetime | None
    facts: list[Fact]

    @property
    def stands(self) -> bool:
        """Whether it stands now."""
        return self.state == "standing" and (self.until is None or self.until > timezone.now())


class Lived(Struct):
    """One line of an entry's life as its reader sees it; `matter` is told where they may open it."""

    seq: int
    event: Sentence
    at: datetime
    by: Sentence | None
    matter: int | None
    until: datetime | None
    why: str
    facts: list[Fact]


class SeenEntry(Struct):
    """An entry with its life. `own` says that it is the reader's; `looks` that they may see what is masked."""

    entry: RegisterEntry
    kept: Kept
    listed: ListedEntry
    own: bool
    looks: bool
    life: list[Lived]


# -- lists -----------------------------------------------------------------------------------------------
def entries(kept: Kept, actor: Actor, *, q: str = "", former: bool = False) -> QuerySet[RegisterEntry]:
    """The entries of a register that an actor sees, the newest first: those that stand, or those that do not any more."""
    register = kept.register
    found = RegisterEntry.objects.filter(
        in_sight(kept, actor), method=register.keeper, register=register.name
    )
    found = found.exclude(standing()) if former else found.filter(standing())
    if q.strip():
        found = found.filter(number__in=_called(PER[register.per].tag, q.strip()))
    return found.select_related("place").defer("place__geometry").order_by("-pk")


def _called(tag: str, q: str) -> list[int]:
    """The numbers of those of a kind whose name holds a text."""
    model = {
        Thing.PERSON.value: Person,
        Thing.HOUSEHOLD.value: Household,
        Thing.ORGANISATION.value: Organization,
        Thing.PLACE.value: Place,
    }[tag]
    return list(model.objects.filter(name__icontains=q).values_list("pk", flat=True)[:MOST_FOUND])  # type: ignore[attr-defined]


def page_of(
    kept: Kept,
    actor: Actor,
    *,
    q: str = "",
    former: bool = False,
    after: int | None = None,
    limit: int = SIZE,
) -> tuple[list[ListedEntry], int | None]:
    """One page of entries, behind the entry `after`; and where the next begins."""
    found = entries(kept, actor, q=q, former=former)
    if after is not None:
        found = found.filter(pk__lt=after)
    some = list(found[: limit + 1])
    more = some[limit - 1].pk if len(some) > limit else None
    return listed(kept, actor, some[:limit]), more


def listed(kept: Kept, actor: Actor, some: Iterable[RegisterEntry]) -> list[ListedEntry]:
    """Entries as lists show them; full names for whose they are and for posts, else masked ones."""
    rows = list(some)
    seen = {row.pk: fields_seen(kept, actor, row) for row in rows}
    values = {row.pk: {**row.data, **(secrets_of(row) if row.sealed else {})} for row in rows}
    pairs = [(field, values[row.pk].get(name)) for row in rows for name, field in seen[row.pk].items()]
    things = [(_thing(row.kind), row.number) for row in rows]
    plain, whole = Names(pairs, things=things, whole=False), Names(pairs, things=things)
    own, scope = own_tags(actor), scope_of(actor)
    return [
        ListedEntry(
            row.pk,
            (names := whole if row.whose in own or by_post(kept, actor, row) else plain).name(
                _thing(row.kind), row.number
            ),
            place_name(row.place, scope),
            row.state,
            row.since,
            row.until,
            facts(seen[row.pk].values(), values[row.pk], names, masked=True),
        )
        for row in rows
    ]


def _thing(kind: str) -> Thing:
    return BY_KIND.get(kind, Thing.PLACE)


def own_entries(actor: Actor) -> list[tuple[Kept, ListedEntry]]:
    """In which registers an actor is, or was; the newest first."""
    found = []
    for entry in entries_of(own_tags(actor)).select_related("place").defer("place__geometry").order_by("-pk"):
        kept = kept_as(entry.method, entry.register, entry.place)
        if kept is not None:
            found.append((kept, listed(kept, actor, [entry])[0]))
    return found


def registers_seen(actor: Actor) -> list[tuple[Kept, int]]:
    """The registers of which an actor sees entries of others, and how many stand there."""
    found = []
    for kept in registers_kept():
        count = entries(kept, actor).count()
        if count or _might_see(kept, actor):
            found.append((kept, count))
    return found


def kept_by_name(actor: Actor, method: str, name: str) -> Kept | None:
    """A register by its keeper and its name; None for who sees nothing of it, as for one that is not there."""
    kept = next(
        (one for one in registers_kept() if (one.method.id, one.register.name) == (method, name)), None
    )
    if kept is None or not (_might_see(kept, actor) or entries(kept, actor).exists()):
        return None
    return kept


def _might_see(kept: Kept, actor: Actor) -> bool:
    held = {role for role, _place in actor.posts}
    return any(shown.roles & held for shown in kept.register.visible) and not isinstance(actor, Administrator)


# -- one entry -------------------------------------------------------------------------------------------
def entry_seen(actor: Actor, number: int) -> SeenEntry:
    """An entry with its life, as far as its reader sees it. Raises `Denied` where they do not, or where there is none."""
    entry = RegisterEntry.objects.select_related("place").filter(pk=number).first()
    kept = kept_of(entry)
    if entry is None or kept is None:
        raise Denied(Sentence("没有这一条", "there is no such entry"))
    require(actor, "register.see", entry)
    seen, own = fields_seen(kept, actor, entry), entry.whose in own_tags(actor)
    (shown,) = listed(kept, actor, [entry])
    whole = own or by_post(kept, actor, entry)
    return SeenEntry(
        entry,
        kept,
        shown,
        own,
        allowed(actor, "register.see_sensitive", entry),
        _life(actor, entry, seen, whole),
    )


def _life(actor: Actor, entry: RegisterEntry, seen: dict[str, Field], whole: bool) -> list[Lived]:
    """The life of an entry, the latest first. Who only looks on is not told of refusals, reasons and matters."""
    lines = list(entry.life.order_by("-seq"))
    values = {line.seq: {**line.values, **_sealed_of(line)} for line in lines}
    names = Names(
        [(field, one.get(name)) for one in values.values() for name, field in seen.items()], whole=whole
    )
    numbers = [line.matter_id for line in lines if line.matter_id is not None]
    open_to = (
        {number for number in set(numbers) if allowed(actor, "matter.see", number)} if numbers else set()
    )
    return [
        Lived(
            line.seq,
            LIFE[line.event],
            line.at,
            role_name(line.role) if line.role and whole else None,
            line.matter_id if line.matter_id in open_to else None,
            line.until,
            line.why if whole else "",
            facts(seen.values(), values[line.seq], names),
        )
        for line in lines
    ]


def _sealed_of(line: Any) -> dict[str, Any]:
    found: dict[str, Any] = unseal_if_readable(line.sealed, line_context(line.entry_id, line.seq)).get(
        "values", {}
    )
    return found


def reveal(
    actor: Actor, number: int, field: str, *, purpose: str = "", at: datetime | None = None
) -> tuple[SeenEntry, Any]:
    """A sensitive field of an entry, whole; recorded, unless it is the asker's own.

    Raises `Denied` for who may not (recorded too), `BadInput` without a purpose or such a field.
    """
    seen = entry_seen(actor, number)
    now = at or timezone.now()
    subject = seen.entry.number if seen.entry.kind == "person" else 0
    said = ""
    if not seen.own:
        if not purpose.strip():
            raise BadInput(NO_PURPOSE)
        try:
            require(actor, "register.see_sensitive", seen.entry)
            if field not in fields_seen(seen.kept, actor, seen.entry):
                raise Denied(Sentence("这一项不给您看", "this field is not for you"), seen=True)
        except Denied:
            log_unmasking(actor, subject, [field], purpose, result="denied", at=now)
            raise
        said = stated(purpose)
    secret = secrets_of(seen.entry)
    if field not in secret:
        raise BadInput(NO_FIELD.fill(field=field))
    if not seen.own:
        log_unmasking(actor, subject, [field], said, at=now)
    return seen, secret[field]
