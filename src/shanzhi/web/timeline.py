"""The course of a matter, line by line: who in which role, when, what, and the answers given."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.matters.access import PRIVATE_ACTS
from shanzhi.matters.models import Entry
from shanzhi.matters.naming import Names
from shanzhi.matters.wording import act_label
from shanzhi.method.model import Act, Field, Method
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.web.facts import Fact, facts
from shanzhi.web.words import say

MOST = 40
NAMED = 3
"""How many of those who did the same are named."""
GATHERING = frozenset(
    {"endorse", "unendorse", "vote", "attend", "respond", "ask_floor", "lower_hand", "watch"}
)
"""What many do at once."""
VOTES = frozenset({"vote", "vote_for", "paper"})
"""Acts that say what was chosen only where the ballot is open; who took part in a secret one is told by number alone."""


class Line(Struct):
    """One line. `role` and `name` are empty for the clock; `to` is the stage it led to, if it moved."""

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


class Course(Struct):
    """Some lines, newest first, and where older ones begin (0: there are none)."""

    lines: list[Line]
    older: int = 0


def course(method: Method, matter: int, *, whole: bool, before: int = 0, since: int = 0) -> Course:
    """The lines of a matter's history for one who sees the `whole` or only looks on. `since` leaves out the earlier.

    What was said at the opening stands at the top of the page and is not repeated here.
    """
    entries = Entry.objects.filter(matter=matter, seq__gt=since).defer("sealed", "hash", "seal", "after")
    if before:
        entries = entries.filter(seq__lt=before)
    rows = list(entries.order_by("-seq")[: MOST + 1])
    older = rows[MOST - 1].seq if len(rows) > MOST else 0
    shown = [row for row in rows[:MOST] if whole or row.act not in PRIVATE_ACTS]
    forms = {row.seq: form_at(method, row) if row.act != "open" else () for row in shown}
    pairs = (
        [(field, row.values.get(field.name)) for row in shown for field in forms[row.seq]] if whole else []
    )
    names = Names(pairs, people=[row.person_id for row in shown], whole=whole)
    return Course(
        _gathered([(row.act, _line(method, row, forms[row.seq], names, whole)) for row in shown]), older
    )


def _gathered(lines: list[tuple[str, Line]]) -> list[Line]:
    """Many who did the same thing, one after the other and with nothing to say, are one line."""
    found: list[tuple[str, Line]] = []
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


def _alike(before: tuple[str, Line], act: str, line: Line) -> bool:
    last = before[1]
    quiet = not (line.facts or last.facts or line.to or last.to)
    return quiet and act == before[0] and act in GATHERING and line.role == last.role


def _line(method: Method, row: Entry, form: tuple[Field, ...], names: Names, whole: bool) -> Line:
    system = row.person_id is None
    stage = method.stages.get(row.to)
    values = row.values if whole else {}
    return Line(
        seq=row.seq,
        at=row.at,
        act=act_label(method, row.stage, row.act),
        role="" if system or row.role in (None, "anyone") else say(role_name(row.role or "")),
        name=names.person(row.person_id) if whole and not _secret(row) else "",
        to=say(stage.label) if stage is not None and row.to != row.stage else "",
        facts=facts(form, {**values, **_corrected(method, values)}, names),
        system=system,
    )


def _secret(row: Entry) -> bool:
    return row.act in VOTES and "choice" not in row.values


def form_at(method: Method, row: Entry) -> tuple[Field, ...]:
    """The questions an entry answers."""
    stage = method.stages.get(row.stage or "")
    act: Act | None = stage.acts.get(row.act) if stage is not None else None
    if act is None:
        return ()
    if row.act == "correct" and act.origin == "builtin":
        return _correction(method, row, act)
    return tuple(field for field in act.form if not field.sensitive)


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
        *reason,
    )


def _corrected(method: Method, values: dict[str, object]) -> dict[str, object]:
    field = method.fields.get(str(values.get("field", "")))
    return {"field": say(field.label)} if field is not None and "after" in values else {}
