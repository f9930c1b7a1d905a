"""Registers (名册) over the API: which there are, their entries, one with its life, a look at what is sensitive."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message
from shanzhi.api.subjects import people
from shanzhi.method.words import Sentence
from shanzhi.reading.facts import Fact
from shanzhi.reading.registers import (
    ListedEntry,
    entry_seen,
    kept_by_name,
    own_entries,
    page_of,
    registers_seen,
    reveal,
)


class RegisterView(Struct):
    """A register: the method that keeps it, its name there, what it is called, what it has one entry for, how many stand."""

    method: str
    name: str
    label: str
    per: str
    standing: int | None


class RegisterList(Struct):
    """The registers of which the caller sees entries."""

    registers: list[RegisterView]


class RegisterField(Struct):
    """A field of an entry in words; `hidden` where it is masked."""

    name: str
    label: str
    text: str
    hidden: bool


class RegisterEntryView(Struct):
    """An entry: whose it is and where, since and until when it stands, and what the caller sees of it."""

    id: int
    name: str
    place: str
    state: str
    since: datetime | None
    until: datetime | None
    fields: list[RegisterField]


class RegisterPage(Struct):
    """A page of entries; `next` is what to send as `after` for the following one (null: this is the last)."""

    entries: list[RegisterEntryView]
    next: int | None


class OwnRegisterEntry(Struct):
    """Where the caller stands."""

    register: RegisterView
    entry: RegisterEntryView


class OwnRegisterEntries(Struct):
    """The caller's own entries, those of the household and of the organisations they act for."""

    entries: list[OwnRegisterEntry]


class RegisterLifeLine(Struct):
    """One thing that happened to an entry; `matter` where the caller may open it."""

    seq: int
    event: str
    at: datetime
    by: str | None
    matter: int | None
    until: datetime | None
    why: str
    fields: list[RegisterField]


class RegisterEntryRecord(Struct):
    """An entry with its life, the latest first."""

    register: RegisterView
    entry: RegisterEntryView
    own: bool
    life: list[RegisterLifeLine]


class RegisterQuery(Message):
    """`q`: a part of the name; `former`: those that stand no longer; `after`: the `next` of the page before."""

    q: Annotated[str, Meta(max_length=60)] = ""
    former: bool = False
    after: Annotated[int, Meta(ge=1)] | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 30


class RegisterLook(Message):
    """Which sensitive fields, and what for; your purpose is recorded with your name."""

    fields: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(min_length=1, max_length=20)]
    purpose: Annotated[str, Meta(max_length=120)] = ""


class RegisterRevealed(Struct):
    """Sensitive fields, whole."""

    values: dict[str, Any]


def _register(call: Call, kept: Any, standing: int | None = None) -> RegisterView:
    register = kept.register
    return RegisterView(
        register.keeper, register.name, call.say(register.label) or "", register.per, standing
    )


def _fields(call: Call, facts: list[Fact]) -> list[RegisterField]:
    return [
        RegisterField(
            one.name,
            one.label if isinstance(one.label, str) else call.say(one.label) or "",
            one.text,
            one.hidden,
        )
        for one in facts
    ]


def _entry(call: Call, one: ListedEntry) -> RegisterEntryView:
    return RegisterEntryView(
        one.number, one.name, one.place, one.state, one.since, one.until, _fields(call, one.facts)
    )


@operation(people, "GET", "/registers", Sentence("名册", "Registers"), answer=RegisterList)
def list_registers(call: Call) -> RegisterList:
    """Those of which the caller sees entries of others."""
    return RegisterList([_register(call, kept, count) for kept, count in registers_seen(call.actor)])


@operation(
    people, "GET", "/registers/mine", Sentence("我在哪些名册里", "Where I stand"), answer=OwnRegisterEntries
)
def list_own_entries(call: Call) -> OwnRegisterEntries:
    """Whether they stand or not, the newest first."""
    return OwnRegisterEntries(
        [OwnRegisterEntry(_register(call, kept), _entry(call, one)) for kept, one in own_entries(call.actor)]
    )


@operation(
    people,
    "GET",
    "/registers/entries/{int:number}",
    Sentence("名册里的一条", "An entry of a register"),
    answer=RegisterEntryRecord,
    refuses=[404],
)
def get_entry(call: Call, number: int) -> RegisterEntryRecord:
    """With its life, as far as the caller sees it."""
    seen = entry_seen(call.actor, number)
    life = [
        RegisterLifeLine(
            line.seq, call.say(line.event) or "", line.at, call.say(line.by), line.matter, line.until, line.why,
            _fields(call, line.facts),
        )
        for line in seen.life
    ]  # fmt: skip
    return RegisterEntryRecord(_register(call, seen.kept), _entry(call, seen.listed), seen.own, life)


@operation(
    people,
    "GET",
    "/registers/{slug:method}/{slug:name}",
    Sentence("名册里的条目", "Entries of a register"),
    query=RegisterQuery,
    answer=RegisterPage,
    refuses=[404],
)
def list_entries(call: Call, method: str, name: str) -> RegisterPage:
    """Those that the caller sees, the newest first."""
    kept = kept_by_name(call.actor, method, name)
    if kept is None:
        raise not_found()
    query = call.query
    rows, more = page_of(
        kept, call.actor, q=query.q, former=query.former, after=query.after, limit=query.limit
    )
    return RegisterPage([_entry(call, one) for one in rows], more)


@operation(
    people,
    "POST",
    "/registers/entries/{int:number}/looks",
    Sentence("查看名册里的敏感信息（记录在案）", "See what is sensitive in an entry (recorded)"),
    again="harmless",
    body=RegisterLook,
    answer=RegisterRevealed,
    scope="act",
    refuses=[404],
    examples={"phone": {"fields": ["phone"], "purpose": "上门前电话联系"}},
)
def look_at_entry(call: Call, number: int) -> RegisterRevealed:
    """For those to whom the register shows it; each look is recorded, refused ones too."""
    purpose = call.body.purpose
    return RegisterRevealed(
        {field: reveal(call.actor, number, field, purpose=purpose)[1] for field in call.body.fields}
    )
