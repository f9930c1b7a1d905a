"""When voting is over and the votes are not counted yet: until when that is waited for, and what may be told of so few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from shanzhi.engine.blocks.base import setting_number
from shanzhi.engine.limits import due_after
from shanzhi.method.duration import Duration
from shanzhi.method.secret_limits import SETTINGS, Limits

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Block

VOTING, COUNTING = "voting", "counting"
COUNT_WITHIN, GIVE_UP_AFTER = Duration(3, "workdays"), Duration(15, "workdays")


def limits_of(d: Draft, block: Block) -> Limits:
    """What may be told from how many votes on: while a vote runs those with which it began, else as the method sets them."""
    kept = d.tally.get("@limits")
    if kept is not None:
        return msgspec.convert(kept, Limits)
    usual = Limits()
    return Limits(
        **{name: setting_number(d, block, key, getattr(usual, name)) for key, name in SETTINGS.items()}
    )


def set_last_day(d: Draft, block: Block) -> None:
    """The desk's time begins: due, and the last date after which the count is given up."""
    due = due_after(d, d.at, block.settings.get("count_within") or COUNT_WITHIN, block.at)
    last = due_after(d, d.at, block.settings.get("give_up_after") or GIVE_UP_AFTER, block.at)
    d.due, d.window, d.late = due.at, max(due.at, last.at), False
    d.provisional = due.provisional
