"""What a request asks of the database once, however many of its parts need it.

Only the thread that answers a request keeps anything, from its first moment to its last; a worker and a command ask each
time. Nothing is kept that was asked within a transaction, which may be taken back. Whoever changes what is kept says `forget`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.core.signals import request_finished, request_started
from django.db import connection

Answer = TypeVar("Answer")
_here = threading.local()


def once(what: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers; within a request, what it answered the first time."""
    kept: dict[Hashable, Any] | None = getattr(_here, "kept", None)
    if kept is None:
        return ask()
    if what in kept:
        known: Answer = kept[what]
        return known
    answer = ask()
    if not connection.in_atomic_block:
        kept[what] = answer
    return answer


def forget() -> None:
    """What was kept holds no longer: this request has changed it."""
    if getattr(_here, "kept", None) is not None:
        _here.kept = {}


def _begin(**_signal: object) -> None:
    _here.kept = {}


def _end(**_signal: object) -> None:
    _here.kept = None


request_started.connect(_begin, dispatch_uid="shanzhi.database.once")
request_finished.connect(_end, dispatch_uid="shanzhi.database.once")
