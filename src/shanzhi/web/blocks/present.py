"""A block as one reader meets it: its settings, what it has collected, who the reader is to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shanzhi.engine.draft import Draft
from shanzhi.engine.rolls import ROLL
from shanzhi.engine.types import Command, Matter
from shanzhi.engine.who import role_in
from shanzhi.method.blocks import kind_of
from shanzhi.method.cel import Program
from shanzhi.method.model import DESK, Act, Block, Method
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.thresholds import Threshold, thresholds
from shanzhi.web.words import say


def block_of(it: Seen) -> Block | None:
    """The block of the present stage, while it collects."""
    matter = it.loaded.record.matter
    return it.loaded.method.stages[matter.stage].block if matter.closed is None else None


def draft_of(it: Seen) -> Draft:
    """The matter as the engine would look at it for this reader."""
    loaded, now = it.loaded, it.loaded.ground.now
    matter = loaded.record.matter
    return Draft(loaded.method, matter, Command("", "", now, it.who), loaded.ground, now)


def serves(it: Seen) -> bool:
    """Whether the reader is at the desk of the present stage."""
    return it.loaded.record.matter.closed is None and role_in(draft_of(it), DESK) is not None


def until_besides(matter: Matter) -> datetime | None:
    """When a block's time is over, where that is not the date with which the page begins (`standing_of`)."""
    return None if matter.due in (None, matter.window) else matter.window


def who_may(act: Act | None) -> str:
    """Whom an act is open to, by the names of their roles."""
    return _("、").join(say(word) for word in (act.who.words() if act is not None else ()))


def roll_of(block: Block, tally: Mapping[str, Any]) -> str:
    """By what a block counts: person, household, owner."""
    return str(tally.get(ROLL) or block.settings["roll"])


def roll_said(block: Block, tally: Mapping[str, Any]) -> str:
    """Whom a block asks, by its roll."""
    return {
        "person": _("年满十八周岁的居民"),
        "household": _("各户"),
        "owner": _("业主"),
        "representative": _("居民代表"),
        "member": _("成员"),
        "people": _("名单上的人"),
    }.get(roll_of(block, tally), "")


def stated(block: Block) -> list[str]:
    """The conditions that say what must be reached, in the method's own text."""
    programs = [block.settings.get(setting) for setting in kind_of(block).thresholds or ()]
    return [program.source for program in programs if isinstance(program, Program)]


def thresholds_of(
    method: Method,
    needs: Iterable[str],
    counted: Mapping[str, str],
    tally: Mapping[str, Any],
    data: Mapping[str, Any],
) -> list[Threshold]:
    """What a block `needs`, in words, against what it counted; `counted` are the words for that."""
    values = {
        **{method.fields[n].path: v for n, v in data.items() if n in method.fields},
        **{f"inputs.{n}": v for n, v in method.values.items()},
        **tally,
    }
    names = {field.path: say(field.label) for field in method.fields.values()}
    names |= {f"inputs.{field.name}": say(field.label) for field in method.inputs.values()} | dict(counted)
    found = [one for source in needs for one in thresholds(source, names, values)]
    by_area = bool(tally.get("electors_area", 1))
    return [one for one in found if by_area or not one.area]
