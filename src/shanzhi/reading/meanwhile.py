"""What a survey (评议) or a ballot tells before it closes: how many took part, and to each of them what they said themselves.

Who rates the work of a desk would not say what they think if the desk read it by name while it still can ask back;
and nobody is led by what the others answered. Once it has closed, its parties see the answers as they were given.
"""

from __future__ import annotations

from datetime import datetime

from shanzhi.matters.models import Entry
from shanzhi.method.blocks import kind_of
from shanzhi.method.blocks.base import Meanwhile
from shanzhi.method.model import Method
from shanzhi.reading.matter import Seen


def undisclosed(method: Method, visit: int, closed: datetime | None, row: Entry) -> bool:
    """Whether an entry of a matter, which stands at this visit, is an answer that nobody is told before the block is over."""
    if row.visit != visit or closed is not None:
        return False
    limits = _limits(method, row.stage or "")
    return limits is not None and row.act in limits.acts


def tally_seen(seen: Seen) -> dict[str, int]:
    """The counts of the present block that its reader sees, by name; of a running survey how many answered.

    Of a ballot onlookers see how many voted: by a count that grows, and by exact areas, each vote could be told.
    """
    matter = seen.loaded.record.matter
    if not seen.looks_on:
        return {}
    shown = {
        name: value for name, value in matter.tally.items() if type(value) is int and not name.startswith("@")
    }
    limits = _limits(seen.loaded.method, matter.stage) if matter.closed is None else None
    if limits is not None and (limits.whole or not seen.whole):
        return {name: value for name, value in shown.items() if name in limits.counts}
    return shown


def _limits(method: Method, name: str) -> Meanwhile | None:
    stage = method.stages.get(name)
    return kind_of(stage.block).meanwhile if stage is not None and stage.block is not None else None
