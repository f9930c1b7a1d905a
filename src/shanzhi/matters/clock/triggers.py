"""What opens matters by itself: events of registers, ends of terms, stages that matters reached (`open: {x: {upon: …}}`).

A sweep looks for what happened since the last one, however long ago that was, and opens each matter in a transaction of its own
together with its *cause*, which is unique in the store: an event opens once, whoever sweeps, and also after a crash half-way. What
cannot be opened now is tried again at the next sweep; the others do not wait for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from msgspec import Struct

from shanzhi.engine.types import SYSTEM, Refusal
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Adoption, Entry
from shanzhi.matters.writing.actions import open_matter
from shanzhi.method.model import Method, Opening
from shanzhi.method.registers import ENDED
from shanzhi.method.upon import POST, REGISTER, STAGE, TERM
from shanzhi.people.models import Post
from shanzhi.places.models import Place
from shanzhi.registers.actions import By, Moved, Whose, write_entry
from shanzhi.registers.models import Cause, RegisterEntry, RegisterLine, SweepMark

OVERLAP = timedelta(days=1)
"""So far back a sweep looks behind the one before: what was being written then shows by now."""
NOTHING_TO_DO = "not_upon"
MOST = 500
"""The most of one kind that one sweep takes up; the rest waits for the next."""

log = logging.getLogger(__name__)


class Happened(Struct, frozen=True):
    """One event: what tells it from all others, whose it was, where, when; until when a term runs, what changed, by which matter."""

    key: str
    of: str | None
    place: int
    at: datetime
    until: datetime | None = None
    changed: tuple[str, ...] = ()
    matter: int | None = None

    def told(self) -> dict[str, Any]:
        """As conditions have it."""
        return {
            "of": self.of,
            "at": self.at,
            "until": self.until,
            "changed": list(self.changed),
            "matter": self.matter,
        }


class Listening(Struct, frozen=True):
    """An adopted way in that waits for events: since when, and where."""

    method: Method
    opening: Opening
    place: Place
    since: datetime


class Opened(Struct):
    """What a sweep came to: matters opened, entries whose time was over, and why others could not be opened."""

    matters: int = 0
    ended: int = 0
    faults: dict[str, str] = {}


def open_upon(now: datetime) -> Opened:
    """End the entries whose time is over, and open what is to be opened."""
    done = Opened(faults={})
    done.ended = end_entries(now)
    for one in listening():
        _sweep(one, now, done)
    return done


def end_entries(now: datetime) -> int:
    """Write into the life of each entry whose time is over that it ended, when it did."""
    over = RegisterEntry.objects.filter(state=RegisterEntry.State.STANDING, until__lte=now)
    ended = 0
    for entry in over.order_by("until", "pk")[:MOST]:
        whose = Whose(entry.method, entry.register, entry.kind, entry.number)
        try:
            write_entry(whose, event=ENDED, at=entry.until or now, by=By(), place=entry.place_id)
            ended += 1
        except Moved:
            continue  # renewed meanwhile
    return ended


def listening() -> list[Listening]:
    """Every adopted way in that waits for events."""
    rows = Adoption.objects.filter(until=None).values_list("pin", "pk", "place", "since")
    found = []
    for pin, pk, place, since in rows:
        method = compiled(bytes(pin), pk)
        for opening in method.openings.values():
            if opening.upon is not None and method.outdated is None:
                found.append(Listening(method, opening, Place.objects.defer("geometry").get(pk=place), since))
    return found


def _sweep(one: Listening, now: datetime, done: Opened) -> None:
    name = f"{one.method.id}.{one.opening.name}"
    mark = SweepMark.objects.filter(name=name, place=one.place).first()
    since = mark.at - OVERLAP if mark is not None else one.since
    reached = now
    for happened in _fresh(name, one, since, now):
        if _nearer(one, happened.place):
            continue
        why = _open(name, one, happened, now)
        if why is None:
            done.matters += 1
        elif why:
            done.faults[f"{name}:{happened.key}"] = why
            reached = min(reached, happened.at)
    SweepMark.objects.update_or_create(name=name, place=one.place, defaults={"at": max(reached, one.since)})


def _fresh(name: str, one: Listening, since: datetime, now: datetime) -> list[Happened]:
    """What happened and opened nothing yet."""
    upon = one.opening.upon
    assert upon is not None
    found = list(_FOUND[upon.kind](one, since, now))
    keys = {f"{name}:{happened.key}": happened for happened in found}
    known = set(Cause.objects.filter(key__in=keys).values_list("key", flat=True))
    return [happened for key, happened in keys.items() if key not in known][:MOST]


def _nearer(one: Listening, place: int) -> bool:
    """Whether the method is adopted nearer to where it happened: that adoption opens it."""
    path = Place.objects.defer("geometry").get(pk=place).ancestor_ids
    nearest = Adoption.objects.filter(slug=one.method.id, place__in=path, until=None).order_by(
        "-place__depth"
    )
    return nearest.values_list("place", flat=True).first() != one.place.pk


def _open(name: str, one: Listening, happened: Happened, now: datetime) -> str | None:
    """Open a matter upon an event, once. None when it was; empty where there was nothing to do; else why it could not be."""
    try:
        with transaction.atomic():
            cause, new = Cause.objects.get_or_create(key=f"{name}:{happened.key}", defaults={"at": now})
            if not new:
                return ""  # another sweep was faster
            answer = open_matter(
                actor=SYSTEM,
                method=one.method.id,
                place=happened.place,
                way=one.opening.name,
                at=min(happened.at, now),
                event=happened.told(),
            )
            if not isinstance(answer, Refusal):
                Cause.objects.filter(pk=cause.pk).update(matter=answer.matter.id)
                return None
            if answer.code == NOTHING_TO_DO:
                return ""
            raise _Undone(answer)
    except _Undone as undone:
        log.error("%s was not opened upon %s: %s", name, happened.key, undone.answer.why.en)
        return undone.answer.why.en


class _Undone(Exception):
    def __init__(self, answer: Refusal) -> None:
        super().__init__(answer.code)
        self.answer = answer


# -- what happened -----------------------------------------------------------------------------------------
def _of_register(one: Listening, since: datetime, now: datetime) -> Iterator[Happened]:
    upon = one.opening.upon
    assert upon is not None
    if not _may_hear(one, upon.keeper, upon.name):
        return
    lines = RegisterLine.objects.filter(
        entry__method=upon.keeper, entry__register=upon.name, event=upon.event, at__gt=since, at__lte=now,
        entry__place__path__begins=one.place.path,
    )  # fmt: skip
    for line in lines.select_related("entry").order_by("at", "entry_id", "seq"):
        yield Happened(
            f"{line.entry_id}:{line.seq}", line.entry.whose, line.entry.place_id, line.at,
            line.until, tuple(sorted(line.values)), line.matter_id,
        )  # fmt: skip


def _of_terms(one: Listening, since: datetime, now: datetime) -> Iterator[Happened]:
    upon = one.opening.upon
    assert upon is not None
    if not _may_hear(one, upon.keeper, upon.name):
        return
    ahead = _ahead(one)
    entries = RegisterEntry.objects.filter(
        method=upon.keeper, register=upon.name, state__in=("standing", "ended"), until__gt=one.since,
        until__lte=now + ahead, place__path__begins=one.place.path,
    )  # fmt: skip
    for entry in entries.order_by("until", "pk"):
        if entry.until is not None:
            yield Happened(
                f"{entry.pk}:{_moment(entry.until)}", entry.whose, entry.place_id,
                max(entry.until - ahead, one.since), entry.until, matter=entry.matter_id,
            )  # fmt: skip


def _of_posts(one: Listening, since: datetime, now: datetime) -> Iterator[Happened]:
    upon = one.opening.upon
    assert upon is not None
    ahead = _ahead(one)
    posts = Post.objects.filter(
        role=upon.name, until__gt=one.since, until__lte=now + ahead, ended_at=None,
        place__path__begins=one.place.path,
    )  # fmt: skip
    for post in posts.order_by("until", "pk"):
        if post.until is not None:
            yield Happened(
                f"post{post.pk}:{_moment(post.until)}", f"person:{post.person_id}", post.place_id,
                max(post.until - ahead, one.since), post.until,
            )  # fmt: skip


def _of_stages(one: Listening, since: datetime, now: datetime) -> Iterator[Happened]:
    upon = one.opening.upon
    assert upon is not None
    entries = Entry.objects.filter(
        matter__method=upon.keeper, matter__void=False, to=upon.name, at__gt=since, at__lte=now,
        matter__origin__path__begins=one.place.path,
    )  # fmt: skip
    running = Q(matter__closed_at=None) | Q(matter__closed_at__gt=since)
    entries = entries.filter(running).filter(Q(stage=None) | ~Q(stage=F("to")))
    for entry in entries.select_related("matter").order_by("at", "matter_id", "seq"):
        source = compiled(bytes(entry.matter.pin), entry.matter.adoption_id)
        if one.method.id == source.id or one.method.id in source.heard_by:
            yield Happened(
                f"{entry.matter_id}:{entry.seq}",
                None,
                entry.matter.origin_id,
                entry.at,
                matter=entry.matter_id,
            )


def _may_hear(one: Listening, keeper: str, register: str) -> bool:
    """Whether the keeper of a register lets a method use it where it is adopted."""
    if keeper == one.method.id:
        return True
    from shanzhi.matters.rights.registers import kept_as

    kept = kept_as(keeper, register, one.place)
    return kept is not None and one.method.id in kept.register.used_by


def _ahead(one: Listening) -> timedelta:
    upon = one.opening.upon
    return (
        timedelta(minutes=upon.before.rough_minutes)
        if upon is not None and upon.before is not None
        else timedelta()
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%S")


_FOUND: dict[str, Any] = {REGISTER: _of_register, TERM: _of_terms, POST: _of_posts, STAGE: _of_stages}
