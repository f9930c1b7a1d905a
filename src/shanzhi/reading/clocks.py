"""The time limits of a matter that span stages: those that run beside the time of the present one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Matter
from shanzhi.method.model import Method
from shanzhi.reading.words import deadline, say, until


class RunningClock(Struct):
    """A time limit that is not met yet: until when it runs, whether it stands still now, whether it is over."""

    label: str
    due: datetime
    paused: bool
    late: bool


def running_beside(method: Method, matter: Matter, now: datetime) -> list[RunningClock]:
    """Those that still run, the soonest first; the one by which the present stage goes is told as its own time."""
    stage = method.stages.get(matter.stage)
    own = stage.due.clock if stage is not None and stage.due is not None else None
    shown = (matter.due, matter.window)
    found = [
        RunningClock(say(method.clocks[name].label), one.due, one.paused is not None, one.due < now)
        for name, one in matter.clocks.items()
        if name in method.clocks and one.stopped is None and name != own and one.due not in shown
    ]
    return sorted(found, key=lambda one: one.due) if matter.closed is None else []


def clock_sentence(clock: RunningClock, now: datetime) -> str:
    """One in a sentence."""
    words = {"label": clock.label, "at": deadline(clock.due), "off": until(clock.due, now)}
    if clock.paused:
        return _("“%(label)s”现在停着不计，原定%(at)s。") % words
    if clock.late:
        return _("“%(label)s”应在%(at)s前，%(off)s。") % words
    return _("“%(label)s”到%(at)s，%(off)s。") % words
