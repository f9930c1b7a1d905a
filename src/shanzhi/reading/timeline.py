"""The course of a matter, line by line: who in which role, when, what, and the answers given."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.matters.lists.naming import Names
from shanzhi.matters.lists.wording import act_label
from shanzhi.matters.models import Entry
from shanzhi.matters.writing.amending import AMENDED, RETRACTED
from shanzhi.matters.writing.publishing import KEPT
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.model import Act, Field, Method
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.reading.course import CourseEntry, lines
from shanzhi.reading.facts import Fact, facts
from shanzhi.reading.matter import Seen
from shanzhi.reading.words import say

MOST = 40
NAMED = 3
"""How many of those who did the same are named."""
_OF_MANY = [kind for kind in BLOCKS.values() if kind.of_many]
GATHERING = frozenset(
    {"watch", *(act for kind in _OF_MANY for act in (*kind.takes_part, *kind.taken_back.values()))}
)
"""What many do at once."""

OF_PUBLISHING = frozenset({KEPT, AMENDED, RETRACTED})
"""Entries about what is public, which are no act of the method."""


class TimelineEntry(Struct):
    """One line. `role` and `name` are empty for the clock; `stage` is where it was done, `to`
    the stage it led to, if it moved."""

    seq: int
    at: datetime
    act: Sentence
    role: str
    name: str
    to: str = ""
    facts: list[Fact] = []
    system: bool = False
    times: int = 1
    """How many people did the same one after the other, of whom only the latest are named."""
    block: str = ""
    """The kind of the block that brought the act; empty for an act of the method, or one that every stage has."""
    stage: str = ""


class Course(Struct):
    """Some lines, newest first, and where older ones begin (0: there are none)."""

    lines: list[TimelineEntry]
    older: int = 0


def course(it: Seen, *, before: int = 0, since: int = 0, most: int = MOST) -> Course:
    """The lines of a matter's history, as its reader sees them, the latest `most`. `since` leaves out the earlier.

    What was said at the opening stands at the top of the page and is not repeated here.
    """
    method = it.loaded.method
    shown, older = lines(it, limit=most, before=before, since=since)
    forms = {one.row.seq: form_at(method, one.row) if one.row.act != "open" else () for one in shown}
    pairs = [(field, one.values.get(field.name)) for one in shown for field in forms[one.row.seq]]
    names = it.names(pairs, people=[one.row.person_id for one in shown if one.named])
    found = [(one.row.act, _line(method, one, forms[one.row.seq], names)) for one in shown]
    return Course(_gathered(found), older)


def _gathered(lines: list[tuple[str, TimelineEntry]]) -> list[TimelineEntry]:
    """Many who did the same thing, one after the other and with nothing to say, are one line."""
    found: list[tuple[str, TimelineEntry]] = []
    for act, line in lines:
        before = found[-1] if found else None
        if before is None or not _alike(before, act, line):
            found.append((act, line))
            continue
        last = before[1]
        last.times += 1
        if line.name and last.times <= NAMED:
            last.name += "、" + line.name
    return [line for _act, line in found]


def _alike(before: tuple[str, TimelineEntry], act: str, line: TimelineEntry) -> bool:
    last = before[1]
    quiet = not (line.facts or last.facts or line.to or last.to)
    return quiet and act == before[0] and act in GATHERING and line.role == last.role


def _line(method: Method, seen: CourseEntry, form: tuple[Field, ...], names: Names) -> TimelineEntry:
    row = seen.row
    system = row.person_id is None
    stage, here = method.stages.get(row.to), method.stages.get(row.stage or "")
    return TimelineEntry(
        seq=row.seq,
        at=row.at,
        act=act_label(method, row.stage, row.act),
        role="" if system or seen.role in (None, "anyone") else say(role_name(seen.role or "")),
        name=names.person(row.person_id) if seen.named else "",
        to=say(stage.label) if stage is not None and row.to != row.stage else "",
        stage=say(here.label) if here is not None else "",
        facts=facts(form, {**seen.values, **_corrected(method, seen.values)}, names),
        system=system,
        block=_block(method, row),
    )


def _block(method: Method, row: Entry) -> str:
    stage = method.stages.get(row.stage or "")
    act = stage.acts.get(row.act) if stage is not None else None
    if stage is None or stage.block is None or act is None or act.origin != "block":
        return ""
    return stage.block.kind


def form_at(method: Method, row: Entry) -> tuple[Field, ...]:
    """What an entry says: the questions it answers, the list it adds to, what the act records besides."""
    stage = method.stages.get(row.stage or "")
    act: Act | None = stage.acts.get(row.act) if stage is not None else None
    if act is None:
        return _of_publishing(method) if row.act in OF_PUBLISHING else ()
    if row.act == "correct" and act.origin == "builtin":
        return _correction(method, row, act)
    return tuple(field for field in act.says if not field.sensitive)


def _of_publishing(method: Method) -> tuple[Field, ...]:
    """What the entries of publishing say: the pieces that stay, and why."""
    at = method.opening.at
    text = Field("text", "text", Sentence("内容", "Text"), at)
    return (
        Field("pieces", "list", Sentence("保留公开的", "What stays public"), at, form=(text,)),
        Field("reason", "text", Sentence("理由", "Why"), at),
    )


def _correction(method: Method, row: Entry, act: Act) -> tuple[Field, ...]:
    """A correction is read as the field it corrects, before and after."""
    field = method.fields.get(str(row.values.get("field", "")))
    reason = tuple(f for f in act.form if f.name == "reason")
    if field is None:
        return reason
    return (
        Field("field", "text", Sentence("更正", "Corrected"), field.at),
        replace(field, name="before", label=Sentence("原为", "Before")),
        replace(field, name="after", label=Sentence("改为", "After")),
        Field("was", "time", Sentence("时限原为", "Due before"), field.at),
        Field("due", "time", Sentence("时限改为", "Due now"), field.at),
        *reason,
    )


def _corrected(method: Method, values: dict[str, object]) -> dict[str, object]:
    field = method.fields.get(str(values.get("field", "")))
    return {"field": say(field.label)} if field is not None and "after" in values else {}
