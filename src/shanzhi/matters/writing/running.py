"""Running an act to its end: once, whole, and not overtaken; and saying what it came to.

An attempt reads, decides and writes. Lost races are run again; a command that was carried out before gives its
first answer again; a refusal tells no stranger anything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Command, Decision, Entry, Matter, Refusal
from shanzhi.matters.rights.access import may_see, saw
from shanzhi.matters.writing import store
from shanzhi.matters.writing.effects import EffectContext, Refused, carry_out
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.news import news_since
from shanzhi.matters.writing.repeats import first_answer, imported_before
from shanzhi.method.model import Method

HERE = store.Origin()
"""A matter opened by a person in this system."""
TRIES = 20
"""How often a lost race is run again before the person is asked to wait."""
CROSSED = ("40001", "40P01")
"""PostgreSQL's codes for two transactions that stood in each other's way (serialization, deadlock)."""


class Done(Struct, frozen=True):
    """What an act came to: the matter as it stands now, and the entries the act appended.

    `repeated` says that the command had been carried out before, and nothing happened now.
    """

    matter: Matter
    adoption: int
    title: str
    entries: tuple[Entry, ...] = ()
    repeated: bool = False


def write_with(
    write: Callable[[], str],
    effects: tuple[Any, ...],
    decision: Decision,
    method: Method,
    command: Command,
    now: datetime,
    index: int | None = None,
) -> str:
    """Write a decision; with effects of more than notices, in one transaction with them."""
    if not effects:
        return write()
    with transaction.atomic():
        title = write()
        carry_out(EffectContext(decision, method, title, command.actor, now, index), effects)
    return title


def run(
    attempt: Callable[[], Done | Refusal], command: Command, matter: int | None, origin: store.Origin = HERE
) -> Done | Refusal:
    """Run an attempt until it is not overtaken; a command that was carried out before gives its first answer."""
    for _ in range(TRIES):
        try:
            with store.unit():
                answer = attempt()
        except store.Lost:
            continue
        except Refused as refused:
            answer = refused.answer
        except IntegrityError:
            repeated = first_answer(command, matter) or imported_before(origin.source, origin.external)
            if repeated is not None:
                return _again(repeated)
            continue
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in CROSSED:
                raise
            continue
        if isinstance(answer, Refusal):
            repeated = first_answer(command, matter)
            if repeated is not None:
                return _again(repeated)
            if matter is not None:
                return fit_for(answer, matter, command)
        return answer
    return refusal("busy")


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
