"""The matrix: every matter of the scene, everybody in it, every face, held against the table. Each look is a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from unittest.mock import patch

from shanzhi.matters.rights import access
from shanzhi.reading import matter as reading
from tests.reading import sight_faces as faces
from tests.reading.sight_table import Allowed, Standing, allowed, facts, openings
from tests.reading.sight_town import PARTS, PRIVATE, PUBLIC, Marked, Scene


@dataclass
class Found:
    """How many cells were looked at, and what was wrong: (face, method, stage, who, what)."""

    cells: int = 0
    holes: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def tells(self, what: str) -> bool:
        """Whether a hole tells of this."""
        return any(what in told for *_where, told in self.holes)


def run(
    scene: Scene,
    matters: list[Marked] | None = None,
    *,
    one: bool = True,
    many: bool = True,
    until: str | None = None,
) -> Found:
    """Look at everything. What somebody is to a matter is asked once, for all its faces.

    `one`, `many`: at the faces that show one matter, at those that show many; at the latter only if a hole that tells
    of `until` was not found before.
    """
    standing, reasons = reading.standing, access.reasons
    once, ways = cache(lambda who, number: standing(who, number)), cache(lambda who: reasons(who))
    with (
        patch.object(reading, "standing", lambda who, number, _world=None: once(who, number)),
        patch.object(access, "reasons", lambda who, _world=None: ways(who)),
    ):
        some = scene.matters if matters is None else matters
        found = Found()
        if one:
            _each(scene, found, some)
        if many and not (until is not None and found.tells(until)):
            _all(scene, found, some)
        return found


def _table(scene: Scene, some: list[Marked]) -> dict[int, dict[str, tuple[Standing, Allowed]]]:
    return {
        m.number: {who.name: (who, allowed(m.method, m.stage, who)) for who in scene.standings(m)}
        for m in some
    }


def _each(scene: Scene, found: Found, some: list[Marked]) -> None:
    for matter, row in zip(some, _table(scene, some).values(), strict=True):
        for who, may in row.values():
            _one(scene, found, matter, who, may)


def _all(scene: Scene, found: Found, some: list[Marked]) -> None:
    table = _table(scene, some)
    for name in scene.actors.keys() - {*PARTS[2:]}:
        _many(scene, found, some, name, {m.number: table[m.number].get(name) for m in some})


def _hole(found: Found, face: str, matter: Marked, who: str, what: str) -> None:
    found.holes.append((face, matter.method, matter.stage, who, what))


def _one(scene: Scene, found: Found, matter: Marked, who: Standing, may: Allowed) -> None:
    """The faces of one matter."""
    looks = {"page": faces.page, "sheet": faces.sheet, "api": faces.api, "entries": faces.entries}
    for face, look in looks.items():
        if who.name == "anonymous" and face != "page":
            continue
        found.cells += 1
        text = look(scene, who.name, matter)
        if (text is not None) != may.sees:
            _hole(found, face, matter, who.name, "there is one" if text is not None else "nothing")
        elif text is not None:
            _text(scene, found, face, matter, who, may, text)
    if who.name != "anonymous":
        found.cells += 1
        text = faces.notes(scene, who.name, matter)
        if (text is not None and matter.note in text) != who.works:
            _hole(found, "notes", matter, who.name, "a note between desks")
    for fact in matter.files:
        found.cells += 1
        if faces.file(scene, who.name, matter, fact) != _has(matter, fact, who, may):
            _hole(found, "file", matter, who.name, fact)


def _has(matter: Marked, fact: str, who: Standing, may: Allowed) -> bool:
    """Whether somebody has the file of a fact: who sent it, and whoever may see the fact."""
    whole = may.whole and not facts(matter.method)[fact].get("sensitive")
    return whole or who.name == "filer" or fact in may.facts


def _text(
    scene: Scene, found: Found, face: str, matter: Marked, who: Standing, may: Allowed, text: str
) -> None:
    """What a face of one matter says, and does not."""
    every = facts(matter.method)
    for fact, mark in matter.marks.items():
        there = mark in text
        if every[fact].get("sensitive"):
            if there and not (fact in matter.files and who.name == "filer"):
                _hole(found, face, matter, who.name, f"sensitive {fact}")
        elif there and fact not in may.facts:
            _hole(found, face, matter, who.name, fact)
        elif not there and fact in may.facts and _must_show(face, matter, fact, may):
            _hole(found, face, matter, who.name, f"no {fact}")
    if not may.whole:
        hidden = {
            scene.door,
            matter.message,
            *(scene.people[n].name for n in ("about", "filer", "named", *PARTS)),
        }
        own = scene.people[who.name].name if who.name in scene.people else ""
        for mark in hidden - {own, ""}:
            if mark in text:
                _hole(found, face, matter, who.name, mark)
    elif scene.people["vote"].name in text:
        _hole(found, face, matter, who.name, "a voter")
    if (matter.note in text) != (who.works and face == "page"):
        _hole(found, face, matter, who.name, "a note between desks")
    for part, mark in matter.own.items():
        if mark in text and not (may.whole or part == who.name):
            _hole(found, face, matter, who.name, f"what {part} said")


def _must_show(face: str, matter: Marked, fact: str, may: Allowed) -> bool:
    """Whether a face of this kind has room for the fact: the page shows parties later answers in its course."""
    if face == "entries" or facts(matter.method)[fact]["type"] in ("files", "list"):
        return False
    asked = any(fact in one.get("asks", ()) for one in openings(matter.method))
    return face == "api" or asked or not may.whole


EVERYBODYS = ("publication", "wall")
"""Faces that show what was made public to everybody, whoever asks."""


def _many(
    scene: Scene,
    found: Found,
    some: list[Marked],
    name: str,
    rows: dict[int, tuple[Standing, Allowed] | None],
) -> None:
    """The faces that show many at once."""
    texts = {
        "list": faces.listed(scene, name),
        "inbox": faces.inbox(scene, name),
        "notice": faces.told(scene, name),
        "publication": faces.public(scene, name),
        "board": faces.board(scene, name),
        "wall": faces.wall(scene, name),
        "open311": faces.open311(scene, name),
        "search by open words": faces.found_by_page(scene, name, PUBLIC),
        "search by guarded words": faces.found_by_page(scene, name, PRIVATE),
    }
    if name != "anonymous":
        texts["api list"] = faces.listed_by_api(scene, name)
        texts["api search by open words"] = faces.found_by_api(scene, name, PUBLIC)
        texts["api search by guarded words"] = faces.found_by_api(scene, name, PRIVATE)
    _photos(scene, found, some, name, rows)
    for face, text in texts.items():
        numbers = {int(n) for n in re.findall(r'(?:#|"number":|number=|\')(\d+)', text)}
        for matter in some:
            row = rows[matter.number]
            if row is None:
                continue
            who, may = row
            found.cells += 1
            listed = matter.number in numbers
            guarded = {
                f for f, spec in facts(matter.method).items() if spec.get("private") or spec.get("sensitive")
            }
            if face not in ("notice", *EVERYBODYS) and listed and not (may.whole or may.looks_on):
                _hole(found, face, matter, name, "listed")
            if "guarded" in face and listed and not may.whole:
                _hole(found, face, matter, name, "found by what is guarded")
            if face in ("list", "api list", "board") and not listed and (may.whole or may.looks_on):
                _hole(found, face, matter, name, "not listed")
            if matter.note in text:
                _hole(found, face, matter, name, "a note between desks")
            for fact, mark in matter.marks.items():
                unsaid = face not in EVERYBODYS and fact not in may.facts
                if mark in text and (unsaid or (fact in guarded and not may.whole)):
                    _hole(found, face, matter, name, fact)
            if not (may.whole or who.nobody) and scene.door in text and not _whole_anywhere(rows):
                _hole(found, face, matter, name, "the door")


def _photos(
    scene: Scene,
    found: Found,
    some: list[Marked],
    name: str,
    rows: dict[int, tuple[Standing, Allowed] | None],
) -> None:
    """Photos in lists: those of facts that one sees, and no other."""
    shown = faces.photos(scene, name)
    for matter in some:
        row = rows[matter.number]
        if row is None:
            continue
        found.cells += 1
        who, may = row
        for fact, file in matter.files.items():
            there = file in shown.get(matter.number, ())
            has = _has(matter, fact, who, may) and (may.whole or fact in may.facts)
            if there and not has:
                _hole(found, "photos", matter, who.name, fact)
            if not there and has and not who.nobody:
                _hole(found, "photos", matter, who.name, f"no {fact}")


def _whole_anywhere(rows: dict[int, tuple[Standing, Allowed] | None]) -> bool:
    return any(row is not None and row[1].whole for row in rows.values())
