"""Minutes (会议记录) that write themselves: who was there, each item, each turn, what was noted, what came of it.

Everything in them is a line of the history. What the secretary notes is added under its item; nothing is rewritten.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct

from shanzhi.engine.former import todays
from shanzhi.matters.lists.naming import Attached, Names
from shanzhi.matters.models import Entry
from shanzhi.method.blocks import OUTCOME_NAMES
from shanzhi.method.model import Block, Field
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.results import BlockResult, results_of
from shanzhi.web.blocks.session import FACE, quorum_of
from shanzhi.web.blocks.thresholds import Threshold
from shanzhi.web.words import say


class MinutesLine(Struct):
    """One line under an item: a turn (`seconds` long) or a note (its `text`). `by` is who entered it for the one who
    spoke, where that was somebody else."""

    at: datetime
    name: str
    text: str
    turn: bool = False
    seconds: int = 0
    topic: str = ""
    by: str = ""


class Section(Struct):
    """One item of the agenda with what was said to it; the first may have none, for what came before."""

    number: int
    topic: str
    at: datetime | None = None
    lines: list[MinutesLine] = []


class Added(Struct):
    """What whoever chaired added afterwards: a signed copy, a note."""

    at: datetime
    name: str
    text: str
    files: list[Attached]


class Minutes(Struct):
    """The minutes of one meeting. `people` are the names of those present, for those who may know them."""

    visit: int
    stage: str
    begins: datetime | None
    chairs: list[str]
    clerks: list[str]
    attended: int
    expected: int
    people: list[str]
    quorum: list[Threshold]
    sections: list[Section]
    running: bool
    ended: datetime | None
    outcome: str
    later: list[BlockResult]
    added: list[Added] = []


def visits(it: Seen) -> list[tuple[int, str]]:
    """The meetings of a matter: their visit and stage, the latest first."""
    stages = [s.name for s in it.loaded.method.stages.values() if s.block and s.block.kind == FACE.kind]
    rows = Entry.objects.filter(matter=it.number, stage__in=stages, act__in=HELD)
    found = {visit: stage or "" for visit, stage in rows.order_by("seq").values_list("visit", "stage")}
    matter = it.loaded.record.matter
    if matter.stage in stages and matter.closed is None:
        found[matter.visit] = matter.stage
    return sorted(found.items(), reverse=True)


HELD = ("attend", "attend_for", "next_item", "give_floor", "minutes", "held", "no_quorum", "finish")
BY_CHAIR = ("next_item", "give_floor", "end_turn", "finish")
BY_CLERK = ("minutes",)


def minutes_of(it: Seen, visit: int, stage: str) -> Minutes:
    """The minutes of one meeting, from its lines of history."""
    method, matter = it.loaded.method, it.loaded.record.matter
    block = method.stages[stage].block
    assert block is not None
    rows = list(
        Entry.objects.filter(matter=it.number, visit=visit, stage=stage)
        .order_by("seq")
        .defer("sealed", "hash", "seal", "after")
    )
    running = visit == matter.visit and matter.closed is None
    end = next((row for row in rows if row.note == "outcome"), None)
    tally: dict[str, Any] = matter.tally if running else todays(end.values.get("tally") or {} if end else {})
    there = _there(rows)
    speakers = [row.values.get("person") for row in rows if row.act in ("give_floor", "minutes")]
    names = it.names(people=[*there, *speakers, *(row.person_id for row in rows)])
    begins = tally.get("begins")
    return Minutes(
        visit=visit,
        stage=say(method.stages[stage].label),
        begins=datetime.fromisoformat(begins) if begins else None,
        chairs=_named(rows, BY_CHAIR, names),
        clerks=_named(rows, BY_CLERK, names, BY_CHAIR),
        attended=tally.get("present", len(there)),
        expected=tally.get("roll") or 0,
        people=[names.person(person) for person in there] if it.whole else [],
        quorum=quorum_of(it, block, tally),
        sections=_sections(rows, _agenda(rows, block, tally), names),
        running=running,
        ended=end.at if end else None,
        outcome=say(OUTCOME_NAMES.get(end.act)) if end else "",
        added=_added(it, end, rows) if end is not None and it.whole else [],
        later=[r for r in results_of(it) if end is not None and r.seq > end.seq and r.minuted][::-1],
    )


def _added(it: Seen, end: Entry, rows: list[Entry]) -> list[Added]:
    """Files and notes that the chairs added once the meeting was over."""
    chairs = {row.person_id for row in rows if row.act in BY_CHAIR and row.person_id is not None}
    found = list(Entry.objects.filter(matter=it.number, seq__gt=end.seq, act="attach", person__in=chairs))
    field = Field("files", "files", Sentence("附件", "Files"), it.loaded.method.opening.at)
    pairs = [(field, row.values.get("files")) for row in found]
    names = Names(pairs, people=[row.person_id for row in found])
    return [
        Added(
            row.at,
            names.person(row.person_id),
            str(row.values.get("text") or ""),
            [file for file in map(names.file, row.values.get("files") or ()) if file is not None],
        )
        for row in found
    ]


def _there(rows: list[Entry]) -> list[int]:
    there: dict[int, None] = {}
    for row in rows:
        person = row.values.get("person")
        if row.act in ("attend", "attend_for") and person is not None:
            there[person] = None
        elif row.act in ("absent", "leave"):
            there.pop(person or 0, None)
    return list(there)


def _named(rows: list[Entry], acts: Collection[str], names: Names, but: Collection[str] = ()) -> list[str]:
    """Who took one of these acts, by name and role; none of those who took one of the others."""
    others = {row.person_id for row in rows if row.act in but}
    found = {
        row.person_id: row.role
        for row in rows
        if row.act in acts and row.person_id is not None and row.person_id not in others
    }
    return [
        f"{names.person(person)}（{say(role_name(role))}）" if role else names.person(person)
        for person, role in found.items()
    ]


def _agenda(rows: list[Entry], block: Block, tally: dict[str, Any]) -> list[str]:
    """The agenda as it was in the end."""
    if "agenda" in tally:
        return list(tally["agenda"])
    topics = [say(item) for item in block.settings.get("agenda") or ()]
    for row in rows:
        if row.act == "publish_agenda":
            topics = list(row.values.get("agenda") or ())
        elif row.act == "agenda":
            topics.append(str(row.values.get("topic", "")))
    return topics


def _sections(rows: list[Entry], agenda: list[str], names: Names) -> list[Section]:
    first = Section(0, "", lines=[])
    sections = [Section(n, topic, lines=[]) for n, topic in enumerate(agenda, 1)]
    by_number = {section.number: section for section in sections}
    by_topic = {section.topic: section for section in sections}
    now, turn = first, None
    entered: dict[int, str] = {}
    for row in rows:
        topic = str(row.values.get("topic") or "")
        if row.act == "next_item":
            number = int(row.values.get("item") or 0)
            if number not in by_number:
                by_number[number] = Section(number, topic, lines=[])
                sections.append(by_number[number])
            now = by_number[number]
            now.at = now.at or row.at
        elif row.act == "ask_floor_for":
            entered[row.values.get("person") or 0] = names.person(row.person_id)
        elif row.act == "give_floor":
            other = topic if topic != now.topic else ""
            speaker = row.values.get("person")
            by = entered.pop(speaker or 0, "")
            turn = MinutesLine(row.at, names.person(speaker), "", turn=True, topic=other, by=by)
            now.lines.append(turn)
        elif row.act == "end_turn" and turn is not None:
            turn.seconds = int((row.at - turn.at).total_seconds())
            turn = None
        elif row.act == "minutes":
            section = by_topic.get(topic, now)
            other = topic if topic != section.topic else ""
            section.lines.append(_note(row, names, other))
    return [first, *sections] if first.lines else sections


def _note(row: Entry, names: Names, topic: str) -> MinutesLine:
    """A note of the secretary's, or what somebody in the room said, noted for them."""
    writer, speaker = names.person(row.person_id), row.values.get("person")
    text = str(row.values.get("text", ""))
    if speaker is None:
        return MinutesLine(row.at, writer, text, topic=topic)
    return MinutesLine(row.at, names.person(speaker), text, topic=topic, by=writer)
