"""Taking in the rows of a table chunk by chunk: placed, replayed, written; what cannot be taken is told, row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime

from django.db import transaction
from django.db.models import F
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.imports import messages
from shanzhi.matters.imports.advancing import advance, has_news, in_hand
from shanzhi.matters.imports.drafts import Draft, Drafter, InFuture
from shanzhi.matters.imports.mapping import Mapping
from shanzhi.matters.imports.meanings import Meanings
from shanzhi.matters.imports.pins import Adopted, Pinned
from shanzhi.matters.imports.placing import Placer, RowPlace
from shanzhi.matters.imports.replay import Life, NotTaken
from shanzhi.matters.imports.table import Table
from shanzhi.matters.imports.writing import Batch, Taken, reserve_numbers, write_lives
from shanzhi.matters.lists.wording import act_label
from shanzhi.matters.models import Import, Matter
from shanzhi.matters.writing.unit import Busy, again
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.people.naming import nameable
from shanzhi.people.problems import BadInput
from shanzhi.people.sealing import digest
from shanzhi.tables.report import Progress, Rejected, Report

CHUNK = 500
"""Rows in one transaction, so that nobody waits long for an import."""
TRIES = 5


_Refused = list[tuple[Draft, Sentence]]


class Drafted(Struct):
    """The rows of a table as drafts; those that could not be read are in `rejected`, exact repetitions counted."""

    drafts: list[Draft]
    rejected: list[Rejected]
    repeated: int = 0
    ahead: int = 0
    """How many of the rejected tell of what lies in the future."""


def draft_rows(
    table: Table, mapping: Mapping, meanings: Meanings, now: datetime, progress: Progress | None = None
) -> Drafted:
    """Read every row. A number that stands twice is a repetition, or refused where the rows differ."""
    drafter = Drafter(table, mapping, meanings, now)
    found = Drafted([], [])
    first: dict[str, Draft] = {}
    for done, (number, cells) in enumerate(table.rows, 1):
        try:
            draft = drafter.draft(number, cells)
            twin = first.setdefault(draft.external, draft)
            if twin is draft:
                found.drafts.append(draft)
            elif twin.digest == draft.digest:
                found.repeated += 1
            else:
                raise BadInput(messages.TWICE.fill(number=draft.external))
        except BadInput as bad:
            found.ahead += isinstance(bad, InFuture)
            found.rejected.append(Rejected(table.file, number, cells, bad.sentence))
        if progress is not None and done % CHUNK == 0:
            progress(done, len(table.rows))
    return found


class Taker:
    """Takes drafts in for one import. `batch` is made with the first row that is written (None in a dry run)."""

    def __init__(
        self,
        *,
        actor: Actor,
        placer: Placer,
        adopted: Adopted,
        source: str,
        file: str,
        report: Report,
        now: datetime,
        begin: Callable[[], Import] | None,
    ) -> None:
        self.actor, self.placer, self.adopted, self.source, self.file = actor, placer, adopted, source, file
        self.report, self.now, self._begin = report, now, begin
        self.batch: Import | None = None
        self._spare: list[int] = []

    def take(self, drafts: Sequence[Draft], progress: Progress | None = None) -> None:
        """Take every draft that was not taken before."""
        done = 0
        for start in range(0, len(drafts), CHUNK):
            chunk = drafts[start : start + CHUNK]
            self._chunk(chunk)
            done += len(chunk)
            if progress is not None:
                progress(done, len(drafts))

    def _chunk(self, chunk: Sequence[Draft]) -> None:
        try:  # another import may be faster with one of these rows: then it is looked again which are new
            taken, news, refused = again(lambda: self._attempt(chunk), within=nullcontext, tries=TRIES)
        except Busy:
            raise BadInput(messages.CROWD) from None
        self.report.unchanged += len(chunk) - len(taken) - len(news) - len(refused)
        self.report.changed += self._take_on(news, refused)
        for one, _pinned in taken:
            self.report.added += 1
            self._note(one.draft)
        for draft, why in refused:
            self.report.rejected.append(Rejected(self.file, draft.number, draft.cells, why))

    def _attempt(
        self, chunk: Sequence[Draft]
    ) -> tuple[list[tuple[Taken, Pinned]], list[tuple[Draft, Matter]], _Refused]:
        """What was written, what came since to matters known before, what is refused."""
        fresh, news, refused = self._unknown(chunk)
        taken = self._lives(fresh, refused)
        self._write(taken)
        return taken, news, refused

    def _unknown(self, chunk: Sequence[Draft]) -> tuple[list[Draft], list[tuple[Draft, Matter]], _Refused]:
        """Those not taken before; those whose matter does not know their answer yet; those whose number is another's."""
        numbers = [draft.external for draft in chunk]
        rows = Matter.objects.filter(source=self.source, external__in=numbers, void=False)
        known = {row.external: row for row in rows.select_related("imported")}
        fresh: list[Draft] = []
        news: list[tuple[Draft, Matter]] = []
        refused: _Refused = []
        for draft in chunk:
            matter = known.get(draft.external)
            if matter is None:
                fresh.append(draft)
                continue
            told = getattr(matter, "imported", None)
            if told is not None and bytes(told.digest) != draft.digest:
                refused.append((draft, messages.OTHER.fill(number=draft.external, matter=matter.pk)))
            elif (pinned := self.adopted.for_place(matter.origin_id)) and has_news(
                draft, matter, pinned.replay.forms
            ):
                news.append((draft, matter))
        return fresh, news, refused

    def _take_on(self, news: list[tuple[Draft, Matter]], refused: _Refused) -> int:
        """Record the answers that came since; how many were."""
        done = 0
        for draft, matter in news:
            pinned = self.adopted.for_place(matter.origin_id)
            if pinned is None or in_hand(matter.pk):
                refused.append((draft, messages.IN_HAND.fill(matter=matter.pk)))
                continue
            answer = (
                None if self._begin is None else advance(draft, matter.pk, pinned.method, pinned.replay.forms)
            )
            if answer is not None:
                refused.append((draft, answer.why))
                continue
            done += 1
            self._note(draft)
        return done

    def _lives(self, fresh: list[Draft], refused: _Refused) -> list[tuple[Taken, Pinned]]:
        spots = self.placer.spots(fresh)
        people = _people(fresh, self.actor)
        lacking = len(fresh) - len(self._spare)
        if self._begin is not None and lacking > 0:
            self._spare += reserve_numbers(lacking)
        found = []
        for draft, spot in zip(fresh, spots, strict=True):
            number = self._spare[0] if self._spare else 0
            outcome = self._life(draft, spot, number, people.get(draft.external))
            if isinstance(outcome, Sentence):
                refused.append((draft, outcome))
                continue
            if spot.note is not None:
                draft.notes.append(spot.note)
            found.append((Taken(draft, outcome[0]), outcome[1]))
            del self._spare[:1]
        return found

    def _life(
        self, draft: Draft, spot: RowPlace, number: int, person: int | None
    ) -> tuple[Life, Pinned] | Sentence:
        pinned = self.adopted.for_place(spot.place)
        if pinned is None:
            return messages.NOT_ADOPTED_THERE
        before = list(draft.notes)
        try:
            life = pinned.replay.life(draft, number, spot.place, point=spot.point, person=person)
        except NotTaken as refused:
            draft.notes[:] = before
            label = act_label(pinned.method, None, refused.act)
            return messages.REFUSED.fill(act=label, why=refused.refusal.why)
        if person is not None and life.matter.opener is not None:
            draft.notes.append("known")
        return life, pinned

    def _write(self, taken: list[tuple[Taken, Pinned]]) -> None:
        if not taken or self._begin is None:
            return
        if self.batch is None:
            self.batch = self._begin()
        by_pin: dict[int, list[Taken]] = {}
        pins: dict[int, Pinned] = {}
        for one, pinned in taken:
            by_pin.setdefault(pinned.adoption, []).append(one)
            pins[pinned.adoption] = pinned
        with transaction.atomic():
            for adoption, lives in by_pin.items():
                pinned = pins[adoption]
                batch = Batch(self.batch.pk, self.source, pinned.method, adoption, pinned.pin)
                write_lives(lives, batch, self.now)
            Import.objects.filter(pk=self.batch.pk).update(taken=F("taken") + len(taken))

    def _note(self, draft: Draft) -> None:
        for name in dict.fromkeys(draft.notes):
            words = f" {draft.category}" if name == "unknown_category" else ""
            self.report.note(name, messages.NOTES[name], f"{draft.number}{words}")


def _people(drafts: Sequence[Draft], actor: Actor) -> dict[str, int]:
    """By the row's number: the one living person on record who has its telephone number, and no other name.

    Only a person for whom the importer may open a matter: any other is as if not on record.
    """
    phones = {draft.external: digest("phone", draft.phone) for draft in drafts if draft.phone}
    if not phones:
        return {}
    holders: dict[str, list[tuple[int, str]]] = {}
    people = Person.objects.filter(phone_digest__in=set(phones.values()), erased_at=None)
    for pk, name, held in people.values_list("pk", "name", "phone_digest"):
        holders.setdefault(held or "", []).append((pk, name))
    found = {}
    for draft in drafts:
        held_by = holders.get(phones.get(draft.external, ""), [])
        if len(held_by) == 1 and (not draft.author or draft.author == held_by[0][1]):
            found[draft.external] = held_by[0][0]
    theirs = nameable(actor, found.values(), speaking=True)
    return {external: person for external, person in found.items() if person in theirs}
