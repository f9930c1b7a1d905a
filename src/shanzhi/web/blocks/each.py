"""Joint answer (会签) on screen: who has answered and who has not yet, in the order of the method; one button for one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.blocks.base import ASKED
from shanzhi.engine.blocks.each import SEATS
from shanzhi.engine.blocks.each_seats import Seat, fits
from shanzhi.engine.types import Matter
from shanzhi.matters.lists.naming import Attached, Names
from shanzhi.matters.models import Entry
from shanzhi.method.blocks.each import KIND
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Act, Block, Method, Option
from shanzhi.method.people import BY_KIND
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.reading.facts import facts
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.bars import Bar
from shanzhi.web.blocks.base import BlockFace, Finished, needs_nothing
from shanzhi.web.blocks.present import draft_of, until_besides
from shanzhi.web.words import say


class Row(Struct):
    """One of those asked, as the reader may know them: the answer and its reason are for those who see the whole."""

    number: int
    label: str
    own: bool = False
    answered: datetime | None = None
    answer: str = ""
    reason: str = ""
    paper: bool = False
    by: str = ""
    files: list[Attached] = []


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """Everybody who is asked, and how far it is."""
    matter, method = it.loaded.record.matter, it.loaded.method
    shown = [method.fields[name] for name in block.settings.get("shows") or () if name in method.fields]
    read = {field.name: matter.data.get(field.name) for field in shown if it.shows(field)}
    names = it.names([(field, read.get(field.name)) for field in shown])
    found = rows(it, block)
    return {
        "rows": found if it.whole else [one for one in found if one.own],
        "whole": it.whole,
        "asked": matter.tally["asked"],
        "answered": matter.tally["answered"],
        "mine": next((one for one in found if one.own and one.answered is not None), None),
        "facts": facts([field for field in shown if field.name in read], read, names) if not it.whole else [],
        "until": until_besides(matter),
        "answer": acts.get("countersign"),
        "enter": acts.get("countersign_for"),
        "remind": acts.get("remind_asked") if matter.tally[ASKED] else None,
    }


def rows(it: Seen, block: Block) -> list[Row]:
    """Those asked, in the order of the method."""
    matter, draft = it.loaded.record.matter, draft_of(it)
    entries: dict[int, Entry] = {}
    own = ("countersign", "countersign_for")
    for row in Entry.objects.filter(matter=it.number, visit=matter.visit, act__in=own):
        entries[int(row.values.get("seat") or 0)] = row
    seats = [Seat(key) for key in matter.tally[SEATS]]
    options = {option.value: option.label for option in block.settings["options"]}
    paper = [f for act in own for f in _form(it, act) if f.name == "files"]
    names = it.names(
        [(field, row.values.get("files")) for row in entries.values() for field in paper],
        people=[one.person for one in seats] + [row.person_id for row in entries.values()],
    )
    called = labels(seats, whole=it.whole, unnamed=it.unnamed)
    found = []
    for number, seat in enumerate(seats, 1):
        line = Row(number, called[seat.key], own=fits(draft, seat))
        given = entries.get(number)
        if given is not None:
            line.answered = given.at
            line.paper = given.act == "countersign_for"
            if it.whole or line.own:
                line.answer = say(options.get(str(given.values.get("choice")), Sentence("", "")))
                line.reason = str(given.values.get("reason") or "")
            if it.whole:
                line.by = names.person(given.person_id) if line.paper or seat.person is None else ""
                line.files = [f for f in map(names.file, given.values.get("files") or ()) if f is not None]
        found.append(line)
    return found


def _form(it: Seen, act: str) -> tuple[Any, ...]:
    chosen = it.loaded.method.stages[it.loaded.record.matter.stage].acts.get(act)
    return chosen.form if chosen is not None else ()


def labels(seats: list[Seat], *, whole: bool, unnamed: frozenset[int] = frozenset()) -> dict[str, str]:
    """What each of those asked is called: by name, masked for who does not see the whole; a post by its role and place."""
    things = [(BY_KIND[one.kind], one.number) for one in seats if one.kind in BY_KIND]
    things += [(Thing.PLACE, one.place) for one in seats if one.role]
    names = Names((), things=things, whole=whole, unnamed=unnamed)
    return {
        one.key: (
            f"{names.name(Thing.PLACE, one.place)} {say(role_name(one.role))}"
            if one.role
            else names.name(BY_KIND[one.kind], one.number)
        )
        for one in seats
    }


def offers(method: Method, matter: Matter, block: Block, act: Act) -> dict[str, tuple[Option, ...]]:
    """Of whom an answer on paper can be entered: those who have not answered."""
    if act.name != "countersign_for" or SEATS not in matter.tally:
        return {}
    seats = [Seat(key) for key in matter.tally[SEATS]]
    called = labels(seats, whole=True)
    waiting = [(n, one) for n, one in enumerate(seats, 1) if one.key in matter.tally[ASKED]]
    return {"seat": tuple(Option(str(n), Sentence(called[one.key], called[one.key])) for n, one in waiting)}


def finished(block: Block, tally: Mapping[str, Any], whole: bool) -> Finished:
    """How many gave each answer; what a single one answered is told by the course, to those who see the whole."""
    asked = int(tally.get("asked", 0))
    bars = [Bar(say(one.label), int(tally.get(one.value, 0)), asked) for one in block.settings["options"]]
    if not whole:
        return Finished([Bar(_("已答复"), int(tally.get("answered", 0)), asked)])
    silent = asked - int(tally.get("answered", 0))
    return Finished([*bars, Bar(_("没有答复"), silent, asked)] if silent else bars)


def counted(block: Block) -> dict[str, str]:
    """Words for those asked and their answers."""
    return {name: say(words) for name, words in KIND.count_words(block.settings).items()}


FACE = BlockFace(
    kind="each",
    template="web/blocks/each.html",
    running=running,
    own=frozenset({"countersign", "countersign_for", "remind_asked"}),
    leads=True,
    comes_for=("countersign",),
    screen=None,
    pages={},
    offers=offers,
    finished=finished,
    page=None,
    minuted=False,
    needs=needs_nothing,
    counted=counted,
)
