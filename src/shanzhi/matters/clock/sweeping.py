"""The timed sweep (`shanzhi tick`): carries out what has come due, whoever may be looking.

Each firing is a transaction of its own, and its event time is when it was due, however late the sweep comes.
A matter is claimed before it is decided, so several workers share the work, and what is killed half-way has
changed nothing. A matter that cannot be moved on is noted as a fault and tried again later, less and less
often; the others do not wait for it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from msgspec import Struct

from shanzhi.database.faults import is_passing
from shanzhi.database.wire import fetch
from shanzhi.engine.decide import decide
from shanzhi.engine.types import SYSTEM, Command, Decision, Refusal
from shanzhi.ledger.expiring import expire
from shanzhi.matters.clock.leaps import check_clock
from shanzhi.matters.models import Fault
from shanzhi.matters.writing import store
from shanzhi.matters.writing.follow_ups import Change
from shanzhi.matters.writing.path import settle

BATCH = 200
MOST_FIRINGS = 200
"""How often one matter may fire in one sweep: far more than any method needs, so that none turns for ever."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(days=1)
DUE = """SELECT m.id, f.failures FROM matters_matter m LEFT JOIN matters_fault f ON f.matter_id = m.id
 WHERE m.wakes_at <= %s AND (f.next_at IS NULL OR f.next_at <= %s) ORDER BY m.wakes_at, m.id LIMIT %s"""

log = logging.getLogger(__name__)


class Swept(Struct):
    """What one sweep did: how many firings, on how many matters, which could not be moved on (and why), and how many amounts
    of the ledger ran out."""

    firings: int = 0
    matters: int = 0
    faults: dict[int, str] = {}
    expired: int = 0


class Stuck(Exception):
    """The method gives no answer to what came due."""


def tick(*, now: datetime | None = None, limit: int | None = None) -> Swept:
    """Carry out everything that was due by `now` (default: this moment), at most `limit` firings.

    Raises `ClockLeapt` where this moment cannot be trusted; nothing was done then.
    """
    moment = now or check_clock()
    swept = Swept(faults={})
    passed: set[int] = set()
    while limit is None or swept.firings < limit:
        due = [row for row in fetch(DUE, (moment, moment, BATCH + len(passed))) if row[0] not in passed]
        if not due:
            break
        for matter, failures in due:
            left = None if limit is None else limit - swept.firings
            if left is not None and left <= 0:
                return swept
            passed.add(matter)
            _sweep_one(matter, failures or 0, moment, swept, left)
    swept.expired = expire(moment)
    return swept


def _sweep_one(matter: int, failures: int, now: datetime, swept: Swept, left: int | None) -> None:
    """Fire one matter until nothing of it is due. Its faults stay its own; a lost database does not."""
    fired = 0
    most = MOST_FIRINGS if left is None else min(left, MOST_FIRINGS)
    try:
        while fired < most and fire(matter, now):
            fired += 1
        if fired == MOST_FIRINGS:
            raise Stuck(f"it came due {fired} times in one sweep")
    except Exception as fault:
        if is_passing(fault):
            raise
        swept.faults[matter] = _note(matter, failures + 1, fault, now)
    else:
        if failures:
            Fault.objects.filter(matter=matter).delete()
    swept.firings += fired
    swept.matters += bool(fired)


def fire(matter: int, now: datetime) -> bool:
    """One firing of one matter in its own transaction. False if nothing of it is due, or another has it in hand."""
    command = Command("", "due", now, SYSTEM)

    def fall_due(loaded: store.Loaded) -> Decision | Refusal | None:
        answer = decide(loaded.method, loaded.record.matter, command, loaded.ground)
        if isinstance(answer, Refusal) and answer.code in ("nothing_due", "closed"):
            return None
        return answer

    answer = settle(Change(matter, command, fall_due, claim=True), now)
    if isinstance(answer, Refusal):
        where = f" ({answer.rule}, line {answer.line})" if answer.rule else ""
        raise Stuck(f"{answer.code}: {answer.why.en}{where}")
    return answer is not None


def _note(matter: int, failures: int, fault: Exception, now: datetime) -> str:
    """Keep what was wrong and when to try again; returns it in one line."""
    what = f"{type(fault).__name__}: {fault}".replace("\n", " ")[:1000]
    pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 20), LONGEST_PAUSE)
    log.error("matter %s could not be moved on: %s", matter, what, exc_info=fault)
    Fault.objects.update_or_create(
        matter_id=matter,
        defaults={"failures": failures, "what": what, "last_at": now, "next_at": now + pause},
    )
    return what
