"""A block as one reader meets it: its settings, what it has collected, who the reader is to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.draft import Draft
from shanzhi.engine.types import Command, Matter
from shanzhi.engine.who import role_in
from shanzhi.method.blocks.options import DEFAULT_OPTIONS
from shanzhi.method.model import DESK, Act, Block, Method, Option
from shanzhi.method.roles import role_name
from shanzhi.web.blocks.thresholds import Threshold, thresholds
from shanzhi.web.words import say

if TYPE_CHECKING:
    from shanzhi.reading.matter import Seen


class Face(Struct):
    """What a block shows on its matter's page: a template with what it needs, and the acts that stand there.

    `leads` where the stage is about the block, and what else its desk may do (改期) comes second.
    """

    template: str
    shown: dict[str, Any]
    own: frozenset[str] = frozenset()
    leads: bool = True


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


def roll_of(block: Block, tally: Mapping[str, Any]) -> str:
    """By what a ballot counts: person, household, owner."""
    return str(tally.get("roll") or block.settings["electors"])


def is_secret(block: Block, tally: Mapping[str, Any]) -> bool:
    """Whether nobody may learn what somebody voted."""
    return bool(tally["secret"] if "secret" in tally else block.settings.get("secret"))


def options_of(block: Block) -> tuple[Option, ...]:
    """The choices of a ballot."""
    return tuple(block.settings.get("options") or DEFAULT_OPTIONS)


def until_besides(matter: Matter) -> datetime | None:
    """When a block's time is over, where that is not the date with which the page begins (`standing_of`)."""
    return None if matter.due in (None, matter.window) else matter.window


def who_may(act: Act | None) -> str:
    """Whom an act is open to, by the names of their roles."""
    return _("、").join(say(role_name(name)) for name in (act.who.names if act is not None else ()))


def conditions(
    method: Method, block: Block, settings: Iterable[str], tally: Mapping[str, Any], data: Mapping[str, Any]
) -> list[Threshold]:
    """The thresholds of a block in words, against what was counted."""
    found: list[Threshold] = []
    values = {
        **{f"data.{n}": v for n, v in data.items()},
        **{f"inputs.{n}": v for n, v in method.values.items()},
        **tally,
    }
    for setting in settings:
        program = block.settings.get(setting)
        source = getattr(program, "source", None)
        if setting == "enough" and source is not None:
            source = f"answers >= ({source})"
        if source is not None:
            found += thresholds(source, counted_names(method, block), values)
    by_area = bool(tally.get("electors_area", 1))
    return [one for one in found if by_area or not one.area]


def counted_names(method: Method, block: Block) -> dict[str, str]:
    """Words for what a block counts."""
    names = {f"data.{name}": say(field.label) for name, field in method.fields.items()}
    names |= {f"inputs.{field.name}": say(field.label) for field in method.inputs.values()}
    names |= {
        "electors": _("有表决权总数"),
        "voted": _("参加表决数"),
        "electors_area": _("有表决权的总面积"),
        "voted_area": _("参加表决的面积"),
        "attended": _("到场人数"),
        "expected": _("应到人数"),
        "answers": _("评议份数"),
        "supporters": _("支持数"),
        "threshold": _("需要的支持数"),
    }
    if block.kind == "ballot":
        for option in options_of(block):
            names[option.value] = _("“%(option)s”票数") % {"option": say(option.label)}
            names[f"{option.value}_area"] = _("“%(option)s”面积") % {"option": say(option.label)}
    for question in block.settings.get("questions") or ():
        label = say(question.label)
        names[f"sum_{question.name}"] = _("“%(q)s”的总和") % {"q": label}
        names[f"n_{question.name}_true"] = _("“%(q)s”答“是”的份数") % {"q": label}
        for option in question.options:
            words = {"q": label, "a": say(option.label)}
            names[f"n_{question.name}_{option.value}"] = _("“%(q)s”答“%(a)s”的份数") % words
    return names
