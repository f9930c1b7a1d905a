"""Writing registers: one way, whoever does it. The entry, and the line of its life that says what happened, together or not at all.

The entry's row is locked first; where two enter the same one at once, the store's uniqueness says which of them was first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from msgspec import Struct

from shanzhi.method.registers import CHANGED, ENDED, ENTERED, LEFT, REFUSED, RENEWED
from shanzhi.people.sealing import seal, unseal_if_readable
from shanzhi.registers.chain import ROOT, line_hash, new_salt, seal_digest, state_digest
from shanzhi.registers.models import RegisterEntry, RegisterLine

STATE = RegisterEntry.State


class Moved(Exception):
    """The entry stands otherwise than was thought: somebody was faster. Nothing was written."""


class By(Struct, frozen=True):
    """Who writes an entry, and through which line of which matter (None: none, as an import or the clock)."""

    person: int | None = None
    role: str | None = None
    matter: int | None = None
    seq: int | None = None


class Whose(Struct, frozen=True):
    """Which entry: of which register of which method, and whose."""

    method: str
    register: str
    kind: str
    number: int


def entry_context(entry: int) -> str:
    """What the sealed fields of an entry are bound to."""
    return f"register:{entry}"


def line_context(entry: int, seq: int) -> str:
    """What the sealed values of a line are bound to."""
    return f"register:{entry}:{seq}"


def secrets_of(entry: RegisterEntry) -> dict[str, Any]:
    """The sensitive fields of an entry, for the program's own use."""
    return unseal_if_readable(entry.sealed, entry_context(entry.pk))


def stands(entry: RegisterEntry, at: datetime) -> bool:
    """Whether an entry stands at a moment."""
    return entry.state == STATE.STANDING and (entry.until is None or entry.until > at)


def write_entry(
    whose: Whose,
    *,
    event: str,
    at: datetime,
    by: By,
    place: int,
    fields: Mapping[str, Any] | None = None,
    sensitive: frozenset[str] = frozenset(),
    until: datetime | None = None,
    why: str = "",
) -> RegisterEntry:
    """Let something happen to an entry, and write its line. In the caller's transaction.

    `place` is where it stands when it is entered; `sensitive` names the fields that are sealed. Raises `Moved` where the entry
    does not stand as the event needs it: entering one that stands, changing, renewing or leaving one that does not.
    """
    with transaction.atomic():
        entry = _locked(whose)
        standing = entry is not None and stands(entry, at)
        if (event == ENTERED and standing) or (event in (RENEWED, CHANGED, LEFT) and not standing):
            raise Moved
        if entry is None:
            try:
                with transaction.atomic():
                    entry = RegisterEntry.objects.create(
                        method=whose.method, register=whose.register, kind=whose.kind, number=whose.number,
                        place_id=place, state=STATE.REFUSED, seq=0, head=ROOT,
                    )  # fmt: skip
            except IntegrityError as crossed:
                raise Moved from crossed
        _happen(entry, event, at, standing, place, until)
        given = dict(fields or {})
        hidden = {name: value for name, value in given.items() if name in sensitive}
        _take(entry, event, given, hidden)
        entry.matter_id = by.matter
        _append(entry, event, at, by, {k: v for k, v in given.items() if k not in hidden}, hidden, until, why)
    return entry


def _locked(whose: Whose) -> RegisterEntry | None:
    found = RegisterEntry.objects.select_for_update().filter(
        method=whose.method, register=whose.register, kind=whose.kind, number=whose.number
    )
    return found.first()


def _happen(
    entry: RegisterEntry, event: str, at: datetime, standing: bool, place: int, until: datetime | None
) -> None:
    """The state that an event leaves."""
    if event == ENTERED:
        entry.state, entry.since, entry.until, entry.place_id = STATE.STANDING, at, until, place
        entry.data, entry.sealed = {}, None
    elif event == RENEWED:
        entry.until = until
    elif event == LEFT:
        entry.state, entry.until = STATE.LEFT, at
    elif event == ENDED:
        entry.state = STATE.ENDED
    elif event == REFUSED and not standing and entry.state != STATE.ENDED:
        entry.state = STATE.LEFT if entry.since is not None else STATE.REFUSED


def _take(entry: RegisterEntry, event: str, given: dict[str, Any], hidden: dict[str, Any]) -> None:
    """The fields that it now has; None takes one away."""
    if event in (LEFT, REFUSED, ENDED):
        return
    plain = {**entry.data, **{k: v for k, v in given.items() if k not in hidden}}
    entry.data = {name: value for name, value in plain.items() if value not in (None, "")}
    if hidden:
        kept = {**secrets_of(entry), **hidden}
        kept = {name: value for name, value in kept.items() if value not in (None, "")}
        entry.sealed = seal(kept, entry_context(entry.pk)) if kept else None


def _append(
    entry: RegisterEntry,
    event: str,
    at: datetime,
    by: By,
    values: dict[str, Any],
    hidden: dict[str, Any],
    until: datetime | None,
    why: str,
) -> None:
    """The line, chained to the one before and to the entry that it leaves."""
    seq = entry.seq + 1
    seal_, sealed = None, None
    if hidden:
        salt = new_salt()
        seal_ = seal_digest(salt, hidden)
        sealed = seal({"salt": salt, "values": hidden}, line_context(entry.pk, seq))
    after = digest_of(entry)
    head = line_hash(
        bytes(entry.head), entry=entry.pk, seq=seq, event=event, at=at, person=by.person, role=by.role,
        matter=by.matter, matter_seq=by.seq, until=until, values=values, why=why, seal=seal_, after=after,
    )  # fmt: skip
    RegisterLine.objects.create(
        entry=entry, seq=seq, event=event, at=at, person_id=by.person, role=by.role, matter_id=by.matter,
        matter_seq=by.seq, until=until, values=values, why=why, seal=seal_, after=after, hash=head, sealed=sealed,
    )  # fmt: skip
    entry.seq, entry.head = seq, head
    entry.save()


def digest_of(entry: RegisterEntry) -> bytes:
    """The digest of an entry as it stands."""
    return state_digest(
        method=entry.method, register=entry.register, kind=entry.kind, number=entry.number, place=entry.place_id,
        state=entry.state, since=entry.since, until=entry.until, data=entry.data, matter=entry.matter_id,
    )  # fmt: skip
