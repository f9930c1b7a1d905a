"""The worker (`shanzhi worker`): sweeps and sends, again and again, until it is told to stop.

Several may run at once. A signal (SIGTERM, SIGINT) lets the firing in hand finish and ends the loop; a kill
loses nothing, for every firing is one transaction.
"""

from __future__ import annotations

import logging
from datetime import datetime
from threading import Event, Thread
from time import monotonic

from django.db import Error, close_old_connections
from django.utils import timezone

from shanzhi.database.faults import is_passing
from shanzhi.ending import until_signal
from shanzhi.matters.ballots.ending import end_lives
from shanzhi.matters.ballots.heads import send_heads
from shanzhi.matters.clock.leaps import ClockLeapt
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.clock.triggers import open_upon
from shanzhi.matters.files.keeping import forget_unsent
from shanzhi.matters.imports import shelter
from shanzhi.matters.imports.working import keep_running
from shanzhi.matters.notices.channels import BadChannels
from shanzhi.matters.notices.sending import send_due
from shanzhi.matters.writing.handing_over import hand_over_lapsed, write_todays_names
from shanzhi.people.housekeeping import forget_lapsed

AT_ONCE = 500
"""Firings between two looks at the outbox."""
EVERY = 5.0
"""Seconds between two rounds when there is nothing to do."""
WHILE_LEAPT = 30.0
"""Seconds between two looks at a clock that has leapt."""
HOUSE_EVERY = 300.0
"""Seconds between two looks for what ran out meanwhile."""

log = logging.getLogger(__name__)


def work(*, stop: Event | None = None, every: float = EVERY, imports: bool = False) -> int:
    """Work until `stop` is set (default: until a signal comes). Returns how many firings there were.

    With `imports`, files handed in on pages are taken in beside it: a long one holds up nothing that is due.
    """
    ended = stop or until_signal()
    beside = Thread(target=keep_running, args=(ended,), name="imports")
    if imports:
        beside.start()
    firings, look_at = 0, 0.0
    while not ended.is_set():
        busy = False
        try:
            swept = tick(limit=AT_ONCE)
            firings += swept.firings
            busy = swept.firings >= AT_ONCE
            if monotonic() >= look_at:
                keep_house()
                look_at = monotonic() + HOUSE_EVERY
            send_due()
        except ClockLeapt as leapt:
            log.error("%s / %s", leapt.sentence.zh, leapt.sentence.en)
            ended.wait(WHILE_LEAPT)
        except Error as problem:
            if not is_passing(problem):
                raise
            log.exception("the database cannot be reached; trying again")
            close_old_connections()
        except BadChannels as problem:
            log.error("%s / %s", problem.sentence.zh, problem.sentence.en)
        if not busy:
            ended.wait(every)
    if imports:
        beside.join()
    return firings


def keep_house(now: datetime | None = None) -> None:
    """Hand over what lies with posts whose term ran out by `now`; clear away what has lapsed; send the values of boxes."""
    hand_over_lapsed(now)
    open_upon(now or timezone.now())
    write_todays_names(now)
    forget_lapsed()
    forget_unsent(now)
    shelter.forget_old(now)
    moment = now or timezone.now()
    send_heads(moment)
    end_lives(moment)
