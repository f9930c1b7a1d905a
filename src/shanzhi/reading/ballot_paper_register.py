"""The register of ballot papers (表决票发放、送达、回收登记册): who got which, how and when, and when it came back.

For those who register papers there, by post or desk; never for whoever only takes part. It says that somebody voted on
paper, never what.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.blocks.paper_votes import plain_number
from shanzhi.engine.draft import Draft
from shanzhi.engine.types import Command
from shanzhi.engine.who import as_clerk
from shanzhi.matters.models import Entry, RollLine
from shanzhi.method.blocks.paper_acts import TOLD_WAYS, WITH_THE_VOTE
from shanzhi.method.model import Act
from shanzhi.method.words import Sentence
from shanzhi.people.models import Household, Person
from shanzhi.people.telling import homes_told_apart
from shanzhi.reading.matter import Seen

ACTS = ("hand_out", "paper", "void_paper")
WAY_NAMES = {way.value: way.label for way in TOLD_WAYS}


class BallotPaper(Struct):
    """One paper: `back_at` is when its vote was entered; `void_at` when a second person took it back, and why."""

    number: str
    elector: int | None
    name: str
    doors: list[str]
    area: int
    way: Sentence
    on: str
    taker: str
    out_at: datetime
    out_by: str
    back_at: datetime | None = None
    back_by: str = ""
    void_at: datetime | None = None
    void_by: str = ""
    why: str = ""
    proxy: str = ""
    letter: str = ""


def may_read(seen: Seen, visit: int | None = None) -> bool:
    """Whether the reader registers papers in this visit's ballot, or did before it was over."""
    act, loaded = _act(seen, visit), seen.loaded
    if act is None:
        return False
    d = Draft(
        loaded.method,
        loaded.record.matter,
        Command("", "", loaded.ground.now, seen.who),
        loaded.ground,
        loaded.ground.now,
    )
    return as_clerk(d, act.who)


def visits(seen: Seen) -> list[int]:
    """The visits in which papers were registered, the latest first."""
    found = Entry.objects.filter(matter=seen.number, act__in=ACTS).values_list("visit", flat=True)
    return sorted(set(found), reverse=True)


def papers(seen: Seen, visit: int | None = None) -> list[BallotPaper]:
    """The papers of a visit (default: the latest with any), in the order in which they went out."""
    chosen = visit if visit is not None else next(iter(visits(seen)), None)
    if chosen is None:
        return []
    rows = list(Entry.objects.filter(matter=seen.number, visit=chosen, act__in=ACTS).order_by("seq"))
    people = {row.person_id for row in rows} | {row.values.get("elector") for row in rows}
    names = dict(Person.objects.filter(pk__in=[p for p in people if p]).values_list("pk", "name"))
    doors = _doors(seen.number, chosen, {key for row in rows for key in row.values.get("keys", ())})
    found: list[BallotPaper] = []
    standing: dict[str, BallotPaper] = {}
    for row in rows:
        number, by = plain_number(str(row.values.get("number", ""))), names.get(row.person_id or 0, "")
        if row.act == "hand_out":
            paper = _handed_out(row.values, row.at, by, names, doors)
            found.append(paper)
            standing[number] = paper
        elif number in standing and row.act == "paper":
            if standing[number].void_at is not None:  # a vote taken back leaves the paper with its elector
                again = replace(
                    standing[number],
                    back_at=None,
                    back_by="",
                    void_at=None,
                    void_by="",
                    why="",
                    proxy="",
                    letter="",
                )
                standing[number] = again
                found.append(again)
            standing[number].back_at, standing[number].back_by = row.at, by
            standing[number].proxy = str(row.values.get("proxy") or "")
            standing[number].letter = str(row.values.get("letter") or "")
        elif number in standing and row.act == "void_paper":
            paper = standing[number]
            if paper.void_at is None:
                paper.void_at, paper.void_by, paper.why = row.at, by, str(row.values.get("reason", ""))
            if (row.slot or "").startswith("back:paper:"):
                del standing[number]
    return found


def _handed_out(
    values: dict[str, Any],
    at: datetime,
    by: str,
    names: dict[int, str],
    doors: dict[str, tuple[int, list[str]]],
) -> BallotPaper:
    keys = list(values.get("keys", ()))
    elector = values.get("elector")
    return BallotPaper(
        str(values.get("number", "")),
        elector,
        names.get(elector or 0, ""),
        [door for key in keys for door in doors.get(key, (0, []))[1]],
        sum(doors.get(key, (0, []))[0] for key in keys),
        WAY_NAMES.get(str(values.get("way", "")), WAY_NAMES[WITH_THE_VOTE]),
        str(values.get("on") or ""),
        str(values.get("taker") or ""),
        at,
        by,
    )


def _doors(matter: int, visit: int, keys: set[str]) -> dict[str, tuple[int, list[str]]]:
    """The area and the doors that electors stand for; of a person, their household's."""
    lines = RollLine.objects.filter(roll__uses__matter=matter, roll__uses__visit=visit, key__in=keys)
    found = {key: (area, list(flats)) for key, area, flats in lines.values_list("key", "area", "flats")}
    homes = {key: int(key.partition(":")[2]) for key in keys if key.startswith("household:")}
    persons = {key: int(key.partition(":")[2]) for key in keys if key.startswith("person:")}
    lived = dict(Person.objects.filter(pk__in=persons.values()).values_list("pk", "household"))
    wanted = (
        {flat for _area, flats in found.values() for flat in flats}
        | set(homes.values())
        | set(lived.values())
    )
    rows = Household.objects.filter(pk__in=[one for one in wanted if one]).select_related("place")
    called = homes_told_apart(rows)
    told: dict[str, tuple[int, list[str]]] = {}
    for key, (area, flats) in found.items():
        own = flats or [homes.get(key) or lived.get(persons.get(key, 0))]
        told[key] = (area, [called[one] for one in own if one in called])
    return told


def _act(seen: Seen, visit: int | None) -> Act | None:
    """The act by which papers are registered in the stage of a visit."""
    matter, stages = seen.loaded.record.matter, seen.loaded.method.stages
    name: str | None = matter.stage
    if visit is not None and visit != matter.visit:
        first = Entry.objects.filter(matter=matter.id, visit=visit, act__in=ACTS).first()
        name = first.stage if first is not None else None
    stage = stages.get(name or "")
    return stage.acts.get("hand_out") if stage is not None else None
