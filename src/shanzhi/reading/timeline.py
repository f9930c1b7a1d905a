"""The course of a matter, line by line: who in which role, when, what, and the answers given."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.matters.lists.naming import Names
from shanzhi.matters.lists.wording import act_label
from shanzhi.matters.models import Entry
from shanzhi.matters.writing.amending import AMENDED, RETRACTED
from shanzhi.matters.writing.publishing import KEPT
from shanzhi.method.model import Act, Field, Method
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.reading.course import CourseEntry, lines
from shanzhi.reading.facts import Fact, facts
from shanzhi.reading.matter import Seen
from shanzhi.reading.runs import NAMED, Folding, Run, doers, folded, runs, unsettled
from shanzhi.reading.words import say

MOST = 40
NEXT, FARTHEST = 400, 2_000
"""How many entries are read at a time after the first, and at most, to find lines of which one may stand for many."""

OF_PUBLISHING = frozenset({KEPT, AMENDED, RETRACTED})
"""Entries about what is public, which are no act of the method."""


class TimelineEntry(Struct):
    """One line. `role` and `name` are empty for what nobody did, of which `by` says how it came about; `stage` is where it
    was done, `to` the stage it led to, if it moved."""

    seq: int
    at: datetime
    act: Sentence
    role: str
    name: str
    to: str = ""
    facts: list[Fact] = []
    by: str = ""
    block: str = ""
    """The kind of the block that brought the act; empty for an act of the method, or one that every stage has."""
    stage: str = ""
    times: int = 1
    """How many entries this line stands for: a run of like ones, from position `first` at the time `began` on."""
    first: int = 0
    began: datetime | None = None
    people: int = 0
    """How many did what is in a run, of whom the latest are named."""

    @property
    def run(self) -> str:
        """The query of an address that opens a run."""
        return f"since={self.first - 1}&before={self.seq + 1}"


class Course(Struct):
    """Some lines, newest first, and where older ones begin (0: there are none)."""

    lines: list[TimelineEntry]
    older: int = 0


def course(
    it: Seen, *, before: int = 0, since: int = 0, most: int = MOST, folding: Folding = Folding.RUNS
) -> Course:
    """The lines of a matter's history, as its reader sees them, the latest `most`. `since` leaves out the earlier.

    What was said at the opening stands at the top of the page and is not repeated here.
    """
    method = it.loaded.method
    found, older = _found(it, before, since, most, folding)
    alone = [run[0] for run in found if len(run) == 1]
    forms = {one.row.seq: _said_at(method, one) for one in alone}
    pairs = [(field, one.values.get(field.name)) for one in alone for field in forms[one.row.seq]]
    people = [one.row.person_id for one in alone if one.named]
    people += [who for run in found if len(run) > 1 for who in doers(run)[:NAMED]]
    names = it.names(pairs, people=people)
    return Course(
        [
            _run(method, run, names) if len(run) > 1 else _line(it, run[0], forms[run[0].row.seq], names)
            for run in found
        ],
        older,
    )


def _found(it: Seen, before: int, since: int, most: int, folding: Folding) -> tuple[list[Run], int]:
    """The runs that the latest lines tell, and where older ones begin: as much of the history is read as they need."""
    method = it.loaded.method
    entries, older = lines(it, limit=most, before=before, since=since)
    while True:
        goes_on = bool(older) and folding is not Folding.NONE and len(entries) < max(most, FARTHEST)
        settled = len(entries) - (unsettled(entries) if goes_on else 0)
        found = runs(entries[:settled], lambda one: _says(method, one), folding)
        if len(found) > most or (older and len(found) == most):
            return found[:most], found[most - 1][-1].row.seq
        if not goes_on:
            return found, older
        more, older = lines(it, limit=NEXT, before=older, since=since)
        entries += more


def _said_at(method: Method, entry: CourseEntry) -> tuple[Field, ...]:
    return form_at(method, entry.row) if entry.row.act != "open" else ()


def _says(method: Method, entry: CourseEntry) -> bool:
    return any(entry.values.get(field.name) not in (None, "", []) for field in _said_at(method, entry))


def _run(method: Method, run: Run, names: Names) -> TimelineEntry:
    """The one line of many like entries."""
    latest, earliest, told = run[0].row, run[-1].row, folded(method, run, names)
    stage = method.stages.get(latest.stage or "")
    return TimelineEntry(
        seq=latest.seq,
        at=latest.at,
        act=told.acts,
        role="" if told.role in (None, "anyone") else say(role_name(told.role or "")),
        name=told.names,
        stage=say(stage.label) if stage is not None else "",
        block=_block(method, latest),
        times=len(run),
        first=earliest.seq,
        began=earliest.at,
        people=told.people,
    )


def _line(it: Seen, seen: CourseEntry, form: tuple[Field, ...], names: Names) -> TimelineEntry:
    method, row = it.loaded.method, seen.row
    alone = row.person_id is None
    stage, here = method.stages.get(row.to), method.stages.get(row.stage or "")
    return TimelineEntry(
        seq=row.seq,
        at=row.at,
        act=act_label(method, row.stage, row.act),
        role="" if alone or seen.role in (None, "anyone") else say(role_name(seen.role or "")),
        name=names.person(row.person_id) if seen.named else "",
        to=say(stage.label) if stage is not None and row.to != row.stage else "",
        stage=say(here.label) if here is not None else "",
        facts=facts(form, {**seen.values, **_corrected(method, seen.values)}, names),
        by=_by_itself(it, row) if alone else "",
        block=_block(method, row),
    )


def _by_itself(it: Seen, row: Entry) -> str:
    """How came about what nobody did: what a matter was opened by, that time was over, or that the method says so."""
    parent = it.loaded.record.matter.parent
    if row.act == "open":
        return _("由主办事项 #%(n)d 发起") % {"n": parent} if parent is not None else _("按工作法自动发起")
    stage = it.loaded.method.stages.get(row.stage or "")
    return _("到期自动") if stage is not None and row.act in stage.acts else _("自动")


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
