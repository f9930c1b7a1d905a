"""Between a row of the matter table and the engine's `Matter`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.blocks.base import ASKED
from shanzhi.engine.former import todays
from shanzhi.engine.rolls import ROLL
from shanzhi.engine.sight import audience, hides_opener
from shanzhi.engine.types import Clock, Desk, Matter, Urged
from shanzhi.matters.models.matter import NEVER
from shanzhi.method.blocks import kind_of
from shanzhi.method.build_sights import title_fields
from shanzhi.method.kept import Kept
from shanzhi.method.model import Method, Stage
from shanzhi.method.results import in_words
from shanzhi.method.roles import today
from shanzhi.method.words import PLACEHOLDER
from shanzhi.people.sealing import seal, unseal

CHANGING = (
    "stage", "visit", "seq", "place_id", "title", "desk_role", "desk_place_id", "desk_office_id",
    "desk_person_id", "due_at", "provisional", "late", "entered_at", "expected_at", "wakes_at", "closed_at",
    "end", "open_to", "visible", "shown_to", "urged_until", "returned", "unnamed", "data", "state", "sealed", "head", "adoption_id", "pin",
)  # fmt: skip
"""The columns a decision may change, in the order in which they are read and written."""
LASTING = (
    "id", "method", "origin_id", "opener_id", "opened_at", "parent_id", "parent_visit",
    "parent_index", "lon", "lat", "source", "external", "batch",
)  # fmt: skip
"""The columns that opening sets for good."""
NEEDED = tuple(
    name
    for name in LASTING + CHANGING
    if name
    not in (
        "lon",
        "lat",
        "source",
        "external",
        "batch",
        "expected_at",
        "wakes_at",
        "open_to",
        "shown_to",
        "urged_until",
        "returned",
        "unnamed",
    )
)
"""The columns that a decision and its writing need."""


class State(Struct, omit_defaults=True):
    """What the engine keeps between two commands that no list or index needs."""

    window: datetime | None = None
    remind: datetime | None = None
    tally: dict[str, Any] = {}
    clocks: dict[str, Clock] = {}
    handlers: dict[str, Desk] = {}
    visits: dict[str, int] = {}
    urged: Urged | None = None
    returned: bool = False
    once: tuple[str, ...] = ()
    opening: str = ""


class Record(Struct):
    """A matter as it was read: the engine's view of it, and what the store needs to write it back.

    `secret` holds the sensitive facts that lie in `sealed`; `watchers` are the persons told of its steps.
    """

    matter: Matter
    adoption: int
    pin: bytes
    title: str
    visible: str
    head: bytes
    sealed: bytes | None = None
    secret: dict[str, Any] = {}
    watched: bool = False
    index: int | None = None


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_decode_state = msgspec.json.Decoder(State).decode


def context_of(matter: int) -> str:
    """What the sealed facts of a matter are bound to."""
    return f"matter:{matter}"


def entry_context(matter: int, seq: int) -> str:
    """What the sealed values of an entry are bound to."""
    return f"entry:{matter}:{seq}"


def moment(value: Any) -> datetime | None:
    """A time as either back end returns it, as an aware one."""
    if value is None:
        return None
    at: datetime = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def record_of(row: Sequence[Any]) -> Record:
    """The record of a row with the columns NEEDED and `watched`."""
    (
        id_, slug, origin, opener, opened, parent, parent_visit, index,
        stage, visit, seq, place, title, role, desk_place, office, person, due, provisional, late, entered,
        closed, end, visible, data_text, state_text, sealed, head, adoption, pin, watched,
    ) = row  # fmt: skip
    state = _decode_state(state_text)
    data = _decode(data_text)
    secret: dict[str, Any] = {}
    if sealed is not None:
        sealed = bytes(sealed)
        secret = unseal(sealed, context_of(id_))
        data.update(secret)
    matter = Matter(
        id_, slug, seq, visit, stage, place, origin, opener, moment(opened),  # type: ignore[arg-type]
        Desk(today(role), desk_place, office, person) if role else None,
        moment(entered), moment(due), bool(provisional), state.window, state.remind, bool(late),
        data, todays(state.tally), state.clocks, _handlers(state.handlers), state.visits, parent, parent_visit,
        moment(closed), end or None, state.urged, state.returned, state.once, state.opening,
    )  # fmt: skip
    return Record(
        matter, adoption, bytes(pin), title, visible, bytes(head), sealed, secret, bool(watched), index
    )


def _handlers(kept: dict[str, Desk]) -> dict[str, Desk]:
    """Who acted, in roles by today's names: what is written next is written so."""
    if all(today(desk.role) == desk.role for desk in kept.values()):
        return kept
    return {name: replace(desk, role=today(desk.role)) for name, desk in kept.items()}


class Columns(Struct):
    """The values of the columns CHANGING, but for what follows `state`, and what must be sealed."""

    values: tuple[Any, ...]
    data: str
    state: str
    sensitive: dict[str, Any]


def columns_of(method: Method, matter: Matter, title: str) -> Columns:
    """The columns of a matter's next state; sensitive facts apart."""
    names = sensitive_fields(method)
    sensitive = {name: matter.data[name] for name in names if name in matter.data} if names else {}
    plain = {k: v for k, v in matter.data.items() if k not in sensitive} if sensitive else matter.data
    state = State(
        matter.window, matter.remind, matter.tally, matter.clocks, matter.handlers, matter.visits,
        matter.urged, matter.returned, matter.once, matter.opening,
    )  # fmt: skip
    data_text, state_text = _encode(plain).decode(), _encode(state).decode()
    desk = matter.desk
    values = (
        matter.stage, matter.visit, matter.seq, matter.place, title,
        desk.role if desk else "", desk.place if desk else None, desk.office if desk else None,
        desk.person if desk else None,
        matter.due, matter.provisional, matter.late, matter.entered or matter.opened,
        (matter.due or matter.window or NEVER) if matter.closed is None else NEVER,
        matter.wakes, matter.closed, matter.end or "", open_to(method, matter) if desk is not None else "",
        *audience(method, matter), matter.urged.until if matter.urged is not None else None, matter.returned,
        hides_opener(method, matter), data_text, state_text,
    )  # fmt: skip
    return Columns(values, data_text, state_text, sensitive)


def sealed_facts(record: Record | None, matter: Matter, sensitive: dict[str, Any]) -> bytes | None:
    """The sealed facts of the next state; the old bytes where nothing sensitive changed."""
    if not sensitive:
        return None
    if record is not None and record.secret == sensitive:
        return record.sealed
    return seal(sensitive, context_of(matter.id))


def sensitive_fields(method: Method) -> tuple[str, ...]:
    """The names of a method's sensitive facts."""
    return _facts_about(method)[0]


CLERKS = "clerks"
"""In `open_to`: before the roles that only enter what others give."""
BELOW = "below:"
"""In `open_to`: before a role whose posts below where the matter stands are asked too."""


def open_to(method: Method, matter: Matter) -> str:
    """The roles and pseudo-roles that the stage's block asks to act, between blanks; empty without such a block.

    A block that keeps to a roll asks those on it, wherever they live by now, and those who sit in; after `CLERKS` stand those
    who enter what others give: they see it, and are not invited to take part. One in which nobody of the roll acts here (a
    show of hands, an official result) asks those who enter what came of it.
    """
    stage = method.stages.get(matter.stage)
    if ASKED in matter.tally:
        return _one_by_one(stage, matter.tally[ASKED])
    if ROLL in matter.tally and by_themselves(stage):
        return _by_the_roll(stage)
    return _facts_about(method)[3].get(matter.stage, "")


NAMED = "named"
"""In `open_to`: those whom the block asks by name, each of whom has a row of `Named`."""


def _one_by_one(stage: Stage | None, waiting: list[str]) -> str:
    """Whom a block asks each by themselves: the posts that have yet to act, those it names, and the clerks behind."""
    posts = sorted({key.split(":")[1] for key in waiting if key.startswith("post:")})
    named = [NAMED] if any(not key.startswith("post:") for key in waiting) else []
    clerks = stage.block.settings.get("clerks") if stage is not None and stage.block is not None else None
    behind = [name for name in (clerks.names if clerks is not None else ()) if name not in posts]
    return f" {' '.join([*named, *posts, *([CLERKS, *behind] if behind else [])])} "


def by_themselves(stage: Stage | None) -> bool:
    """Whether those on the roll take part themselves."""
    if stage is None or stage.block is None:
        return True
    own = [stage.acts[name] for name in kind_of(stage.block).takes_part if name in stage.acts]
    return any(act.who.anyone or kind_of(stage.block).meeting for act in own)


def _by_the_roll(stage: Stage | None) -> str:
    """Whom a block asks that keeps to a roll: those on it, who sits in, and the clerks behind."""
    settings = stage.block.settings if stage is not None and stage.block is not None else {}
    acting = _asked(stage).split() if stage is not None else []
    sitting, clerks, tellers = (
        [] if who is None else who.names for who in map(settings.get, ("others", "clerks", "tellers"))
    )
    there = [name for name in acting if name in sitting]
    entering = [name for name in acting if name in (*clerks, *tellers) or name.startswith(BELOW)]
    behind = [name for name in entering if name not in there]
    return f" {' '.join(['roll', *there, *([CLERKS, *behind] if behind else [])])} "


def title_of(method: Method, data: dict[str, Any]) -> str:
    """What a matter is called in lists: its method's heading, else its `subject`, `title` or first text that is not
    guarded, else its method's title."""
    if method.heading is not None:
        filled = PLACEHOLDER.sub(lambda found: _in_words(method, data, found[1]), method.heading.zh)
        return " ".join(filled.split())[:120] or method.title.zh[:120]
    field = _facts_about(method)[1]
    text = in_words(data.get(field)) if field is not None else None
    return " ".join(str(text).split())[:120] if text else method.title.zh[:120]


def _in_words(method: Method, data: dict[str, Any], name: str) -> str:
    """A fact as a heading says it; nothing where there is none."""
    value = in_words(data.get(name))
    if value is None:
        return ""
    labels = {option.value: option.label.zh for option in method.fields[name].options}
    chosen = value if isinstance(value, list) else [value]
    return "、".join(labels.get(one, str(one)) for one in chosen)


def point_of(method: Method, data: dict[str, Any]) -> tuple[float | None, float | None]:
    """Longitude and latitude where the opening form gives a point that is not sensitive."""
    field = _facts_about(method)[2]
    point = data.get(field) if field is not None else None
    return (point[0], point[1]) if point else (None, None)


_Known = tuple[tuple[str, ...], str | None, str | None, dict[str, str]]
_about: Kept[int, tuple[Method, _Known]] = Kept(1024)


def _facts_about(method: Method) -> _Known:
    """Its sensitive facts, its title's and point's fields, whom its stages ask; worked out once for a compiled method."""
    known = _about.get(id(method))
    if known is not None and known[0] is method:
        return known[1]
    sensitive = tuple(name for name, field in method.fields.items() if field.sensitive)
    title = next(iter(title_fields(method.form)), None)
    point = next((f.name for f in method.form if f.kind.spot and not f.sensitive), None)
    asked = {stage.name: roles for stage in method.stages.values() if (roles := _asked(stage))}
    found: _Known = (sensitive, title, point, asked)
    return _about.keep(id(method), (method, found))[1]


def _asked(stage: Stage) -> str:
    names = {n for act in stage.acts.values() if act.origin == "block" for n in act.who.names}
    acts = [act for act in stage.acts.values() if act.origin == "block" and act.who.below]
    names |= {f"{BELOW}{role}" for act in acts for role in act.who.roles}
    asked = sorted(names - {"desk", "opener", "holder", "system"})
    return f" {' '.join(asked)} " if asked else ""
