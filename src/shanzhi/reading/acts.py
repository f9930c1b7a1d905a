"""What a reader can do with a matter now, as every face offers it."""

from __future__ import annotations

from shanzhi.engine.decide import available
from shanzhi.matters.models import Watch
from shanzhi.method.model import Act
from shanzhi.reading.matter import Seen


def acts_of(it: Seen) -> list[Act]:
    """The acts open to the reader; following is not offered to those who are told anyway, nor its end to others."""
    matter, world = it.loaded.record.matter, it.loaded.ground
    acts = available(it.loaded.method, matter, it.who, world, world.now)
    follows = Watch.objects.filter(matter=it.number, person=it.who.person).exists()
    idle = {"watch"} if follows or matter.opener == it.who.person else set()
    idle |= set() if follows else {"unwatch"}
    return [act for act in acts if act.name not in idle]
