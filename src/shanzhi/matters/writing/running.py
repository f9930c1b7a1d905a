"""Running an act to its end: once, whole, and not overtaken; and saying what it came to.

Lost races are run again; a command that was carried out before gives its first answer again; a refusal tells no
stranger anything.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Command, Entry, Matter, Refusal
from shanzhi.matters.rights.access import may_see, saw
from shanzhi.matters.writing import store
from shanzhi.matters.writing.follow_ups import Change, MatterToOpen, Written
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.news import news_since
from shanzhi.matters.writing.path import attempt
from shanzhi.matters.writing.repeats import first_answer, imported_before
from shanzhi.matters.writing.store import Loaded
from shanzhi.matters.writing.unit import Busy, Refused, again

HERE = store.Origin()
"""A matter opened by a person in this system."""


class Done(Struct, frozen=True):
    """What an act came to: the matter as it stands now, and the entries the act appended.

    `repeated` says that the command had been carried out before, and nothing happened now.
    """

    matter: Matter
    adoption: int
    title: str
    entries: tuple[Entry, ...] = ()
    repeated: bool = False


def run(
    asked: Change | MatterToOpen, now: datetime, matter: int | None, known: Loaded | None = None
) -> Done | Refusal:
    """Do what somebody asks until it is not overtaken; a command that was carried out before gives its first answer.

    `known` is the matter as it was read already: the first attempt decides on that, each other reads it again.
    """
    read = [known]
    command = asked.command
    source, external = (
        (asked.origin.source, asked.origin.external) if isinstance(asked, MatterToOpen) else ("", None)
    )

    def before() -> Done | Refusal | None:
        repeated = first_answer(command, matter) or imported_before(source, external)
        return None if repeated is None else _again(repeated)

    try:
        answer = again(lambda: _done(attempt(asked, now, read.pop() if read else None)), before=before)
    except Refused as refused:
        answer = refused.answer
    except Busy:
        return refusal("busy")
    if isinstance(answer, Refusal):
        repeated = first_answer(command, matter)
        if repeated is not None:
            return _again(repeated)
        if matter is not None:
            return fit_for(answer, matter, command)
    return answer


def _done(written: Written | Refusal | None) -> Done | Refusal:
    assert written is not None
    if isinstance(written, Refusal):
        return written
    decision = written.decision
    return Done(decision.matter, written.adoption, written.title, decision.entries)


def fit_for(answer: Refusal, matter: int, command: Command) -> Refusal:
    """A refusal as the one who asked may have it: who does not see the matter learns nothing of it."""
    if not (may_see(command.actor, matter) if answer.code != "void" else saw(command.actor, matter)):
        return refusal("no_such_matter", number=matter)
    return news_since(answer, matter, command) if answer.code == "stale" else answer


def _again(repeated: Refusal | tuple[int, tuple[Entry, ...]]) -> Done | Refusal:
    """The answer to a command that was carried out before: the matter as it stands now."""
    if isinstance(repeated, Refusal):
        return repeated
    number, entries = repeated
    loaded = store.read(number, timezone.now())
    if loaded is None:
        return refusal("no_such_matter", number=number)
    record = loaded.record
    return Done(record.matter, record.adoption, record.title, entries, repeated=True)


def improper(command_id: str | None, at: datetime | None) -> Refusal | None:
    """What is wrong with a command before anything is read: its id, or a time without a zone."""
    if command_id is not None and not (0 < len(command_id) <= 64 and command_id.isprintable()):
        return refusal("bad_command")
    if at is not None and at.tzinfo is None:
        return refusal("bad_at")
    return None
