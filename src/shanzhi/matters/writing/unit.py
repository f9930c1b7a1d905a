"""One attempt to write, and when it is made again: the one rule for everything that writes of matters.

An attempt reads, decides and writes, whole or not at all. Somebody who was faster shows in three ways: the history
position that was read has moved (`Lost`), a row is there that may be there once (the database's uniqueness: a slot, a
command, a number of another system), or two transactions stood in each other's way (`is_crossed`). Then it may have been
done before; else it is made again on what stands now, and after TRIES whoever asks is told to wait (`Busy`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

from shanzhi.database.faults import is_crossed
from shanzhi.database.wire import on_postgresql
from shanzhi.engine.types import Refusal
from shanzhi.matters.writing.messages import MESSAGES
from shanzhi.people.problems import BadInput

TRIES = 20
"""How often it is tried before somebody is asked to wait."""
AT_ONCE = 4
"""So many times it is tried again without a pause: most often one other was faster, once."""
PAUSE = 0.002
"""Seconds of the first pause; each after it is twice as long, up to sixteen times, and shortened by chance."""
Came = TypeVar("Came")


class Lost(Exception):
    """Somebody else moved the matter between reading and writing. Nothing was written."""


class Refused(Exception):
    """An attempt is undone because something that follows from it is refused."""

    def __init__(self, answer: Refusal) -> None:
        super().__init__(answer.code)
        self.answer = answer


class Busy(BadInput):
    """Others always were faster. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(MESSAGES["busy"])


@contextmanager
def unit() -> Iterator[None]:
    """Around reading, deciding and writing: on SQLite the one write lock; on PostgreSQL nothing by itself.

    On PostgreSQL a write is one statement, and a lost race is seen by the history position; inside a caller's
    transaction it is guarded by a savepoint, so that a refused write leaves that transaction whole.
    """
    if on_postgresql() and not connection.in_atomic_block:
        yield
    else:
        with transaction.atomic():
            yield


def again(
    attempt: Callable[[], Came],
    *,
    before: Callable[[], Came | None] = lambda: None,
    within: Callable[[], AbstractContextManager[None]] = unit,
    tries: int = TRIES,
) -> Came:
    """What an attempt came to that nobody overtook; or what `before` says it came to when it was done before.

    Each runs within what `within` makes (`transaction.atomic` where it writes more than one statement without one of its
    own). Raises `Busy`; what the attempt raises otherwise comes through, and it is undone.
    """
    for n in range(tries):
        try:
            with within():
                return attempt()
        except Lost:
            pass
        except IntegrityError:
            if (known := before()) is not None:
                return known
        except OperationalError as problem:
            if not is_crossed(problem):
                raise
        _pause(n)
    raise Busy


def again_inside(attempt: Callable[[], Came]) -> Came:
    """The same for a part of an attempt, inside its transaction: only what was lost is made again here, on what stands now.

    All else undoes the whole. Raises `Busy`.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return attempt()
        except Lost:
            continue
    raise Busy


def _pause(n: int) -> None:
    """Let the others through; never while a caller's transaction holds what they wait for."""
    if n >= AT_ONCE and not connection.in_atomic_block:
        time.sleep(PAUSE * 2 ** min(n - AT_ONCE, 4) * random.uniform(0.5, 1))  # noqa: S311 (no secret)
