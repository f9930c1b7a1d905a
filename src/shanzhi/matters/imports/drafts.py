"""From a row to a draft: what the row tells, checked and cleaned, before any place or method is asked."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field

from shanzhi.matters.imports import messages
from shanzhi.matters.imports.headings import ELSEWHERE, FIELDS, SKIP, tells_who
from shanzhi.matters.imports.mapping import Mapping
from shanzhi.matters.imports.meanings import ACCEPTED, CLOSED, OPEN, Meanings
from shanzhi.matters.imports.table import Table
from shanzhi.people.problems import BadInput
from shanzhi.tables.cells import clean, one_line, unsafe
from shanzhi.tables.formulas import is_unsaid
from shanzhi.tables.handed_in import LOST_CELL, refuse_unsaid
from shanzhi.tables.moments import read_moment
from shanzhi.tables.numbers import is_lost, name_of
from shanzhi.tables.report import REASONS

MOST_CHARACTERS = 20_000
"""A longer cell is no text anybody wrote; most often a quote before it was left open."""
TOLERANCE = timedelta(days=1)
"""How far an office's clock may be ahead of ours."""
TIMES = ("opened", "accepted", "target", "answered", "rated")
LAST_MOMENT = frozenset({"target", "answered", "rated"})
TEXTS = ("subject", "detail", "answer", "comment")
PLACES = ("place", "district", "street", "community", "grid")


class InFuture(BadInput):
    """A row tells of what has not happened yet."""


class Draft(Struct):
    """What one row tells. Times are UTC; `texts` are the cleaned texts by field; `words` what choice columns mean;
    `where` the names of places by column (`PLACES`); `lon`/`lat` as the file has them; `extra` the cells of every
    column not kept elsewhere, `personal` those of them that tell who it is. `notes` name what was odd (`said.NOTES`)."""

    number: int
    cells: tuple[str, ...]
    external: str
    digest: bytes
    opened: datetime
    author: str = ""
    phone: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    times: dict[str, datetime] = field(default_factory=dict)
    category: str = ""
    address: str = ""
    where: dict[str, str] = field(default_factory=dict)
    lon: float | None = None
    lat: float | None = None
    extra: dict[str, str] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def answered(self) -> datetime | None:
        return self.times.get("answered")

    @property
    def accepted(self) -> bool:
        """Whether the row shows that somebody had taken it in hand."""
        return bool(self.times) or self.words.get("status") in (ACCEPTED, CLOSED)


class Drafter:
    """Drafts the rows of one table. `now` is the moment of the import."""

    def __init__(self, table: Table, mapping: Mapping, meanings: Meanings, now: datetime) -> None:
        self.mapping, self.meanings, self.now = mapping, meanings, now
        self.zone, self.since_1904 = mapping.time_zone, table.since_1904
        self.headings = table.headings
        used: dict[str, list[int]] = {}
        rest: list[int] = []
        personal: list[int] = []
        for at, heading in enumerate(table.headings):
            what = mapping.columns.get(heading, SKIP)
            if what != SKIP:
                used.setdefault(what, []).append(at)
            if what in ELSEWHERE:
                continue
            if heading not in REASONS:
                (personal if tells_who(heading) else rest).append(at)
        self.used = [(what, tuple(columns), FIELDS[what].join) for what, columns in used.items()]
        self.rest, self.personal = tuple(rest), tuple(personal)
        self.column = {what: table.headings[columns[0]] for what, columns in used.items()}

    def draft(self, number: int, cells: tuple[str, ...]) -> Draft:
        """The draft of a row. Raises `BadInput` with what is wrong with it."""
        told = self._told(cells)
        draft = Draft(number, cells, "", b"", self.now)
        self._texts(draft, told)
        self._times(draft, told)
        self._words(draft, told)
        self._where(draft, told)
        draft.author, draft.phone = told.get("author", ""), name_of(told.get("phone", ""))
        category = one_line(told.get("category", ""))
        draft.category = self.meanings.of("category", category) or category
        draft.extra = self._others(cells, self.rest)
        self._closing(draft, told)
        self._identify(draft, told.get("external", ""))
        draft.personal = self._others(cells, self.personal)
        return draft

    def _told(self, cells: tuple[str, ...]) -> dict[str, str]:
        """What the row tells by field; several columns of one field joined, fixed values where it says nothing."""
        count = len(cells)
        if count > len(self.headings) and any(cells[len(self.headings) :]):
            raise BadInput(messages.MORE_CELLS.fill(count=count, columns=len(self.headings)))
        told: dict[str, str] = {}
        for what, columns, join in self.used:
            parts = [unsafe(cells[at]) for at in columns if at < count and cells[at]]
            for part in parts:
                refuse_unsaid(self.column[what], part)
            if any(map(is_lost, parts)):
                if what == "external":
                    raise BadInput(LOST_CELL.fill(column=self.column[what], cell=parts[0]))
                parts = [part for part in parts if not is_lost(part)]
            if parts:
                told[what] = parts[0] if join is None or len(parts) == 1 else join.join(parts)
        for what, value in self.mapping.fixed.items():
            told.setdefault(what, value)
        return told

    def _others(self, cells: tuple[str, ...], columns: tuple[int, ...]) -> dict[str, str]:
        return {
            self.headings[at]: unsafe(cells[at])
            for at in columns
            if at < len(cells) and cells[at] and not is_lost(cells[at]) and not is_unsaid(cells[at])
        }

    def _texts(self, draft: Draft, told: dict[str, str]) -> None:
        for what in TEXTS:
            text = told.get(what)
            if not text:
                continue
            if len(text) > MOST_CHARACTERS:
                raise BadInput(
                    messages.CELL_LONG.fill(
                        column=self.column.get(what, what), count=len(text), most=MOST_CHARACTERS
                    )
                )
            cleaned = one_line(text) if what == "subject" else clean(text)
            if cleaned:
                draft.texts[what] = cleaned
        if "subject" not in draft.texts and "detail" not in draft.texts:
            raise BadInput(messages.NOTHING)

    def _times(self, draft: Draft, told: dict[str, str]) -> None:
        for what in TIMES:
            text = told.get(what)
            if not text:
                continue
            try:
                read = read_moment(
                    text,
                    self.zone,
                    order=self.mapping.dates,
                    end_of_day=what in LAST_MOMENT,
                    since_1904=self.since_1904,
                )
            except BadInput as bad:
                raise BadInput(
                    messages.CELL_BAD.fill(column=self.column.get(what, what), why=bad.sentence)
                ) from None
            at = read.at
            if read.ends_day:
                draft.notes.append("midnight")
            if what != "target" and at > self.now:
                if at > self.now + TOLERANCE:
                    raise InFuture(messages.IN_FUTURE.fill(column=self.column.get(what, what), at=text[:40]))
                at = self.now
            draft.times[what] = at
        opened = draft.times.pop("opened", None)
        if opened is None:
            opened = draft.times.get("accepted")
            if opened is None:
                opened = self.now
                draft.notes.append("no_time")
        draft.opened = opened
        target = draft.times.get("target")
        if target is not None and target < opened:
            draft.notes.append("target_first")

    def _words(self, draft: Draft, told: dict[str, str]) -> None:
        for what in ("status", "urgency", "stars", "contacted", "solved"):
            text = told.get(what)
            if not text:
                continue
            meant = self.meanings.of(what, text)
            if meant is None:
                draft.notes.append("unknown_word")
            else:
                draft.words[what] = meant

    def _where(self, draft: Draft, told: dict[str, str]) -> None:
        draft.where = {what: one_line(told[what]) for what in PLACES if told.get(what)}
        draft.address = one_line(told.get("address", ""))
        lon, lat = told.get("lon"), told.get("lat")
        if told.get("point") and not (lon and lat):
            lon, _, lat = told["point"].replace("，", ",").replace(" ", ",").partition(",")
        if not lon or not lat:
            return
        try:
            draft.lon, draft.lat = float(lon), float(lat.strip(","))
        except ValueError:
            draft.notes.append("bad_point")

    def _closing(self, draft: Draft, told: dict[str, str]) -> None:
        """An answer has its time, and a closed row an answer. A status that says open is believed: what stands in the
        answer's columns then is a remark, kept beside the matter."""
        text, at, status = draft.texts.get("answer"), draft.answered, draft.words.get("status")
        if at is None and status == CLOSED:
            column = self.column.get("answered", FIELDS["answered"].label)
            raise BadInput(messages.NO_CLOSING.fill(status=told["status"], column=column))
        if status in (OPEN, ACCEPTED) or (at is None and told.get("status") and status is None):
            if text or at is not None:
                draft.notes.append("remark")
                self._aside(draft, told)
            return
        if at is None and text:
            draft.times["answered"] = self.now
            draft.notes.append("no_answer_time")
        if at is not None and at < draft.opened:
            draft.notes.append("clamped")
            draft.times["answered"] = draft.opened
        if at is not None and not text:
            draft.notes.append("no_answer_text")

    def _aside(self, draft: Draft, told: dict[str, str]) -> None:
        """Keep what the answer's columns say beside the matter, as no answer."""
        draft.texts.pop("answer", None)
        draft.times.pop("answered", None)
        for what in ("answer", "answered"):
            if what in told:
                draft.extra[str(self.column.get(what, what))] = told[what]

    def _identify(self, draft: Draft, external: str) -> None:
        """The row's number in its own system, else one made of its contents; and the digest of the contents."""
        told: Any = (draft.texts.get("subject", ""), draft.texts.get("detail", ""), draft.opened.isoformat())
        if "no_time" in draft.notes:
            told = told[:2]
        draft.digest = hashlib.sha256("\0".join(told).encode()).digest()[:16]
        external = name_of(one_line(external))
        if len(external) > 64:
            raise BadInput(messages.LONG_ID.fill(count=len(external)))
        where = "\0".join((draft.address, *draft.where.values(), draft.author))
        made = hashlib.sha256(draft.digest + where.encode()).hexdigest()[:40]
        draft.external = external or f"row:{made}"
