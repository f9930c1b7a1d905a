"""Who may see figures: those whose post stands over the place they are about."""

from __future__ import annotations

from typing import Any

from shanzhi.engine.types import Actor
from shanzhi.method.roles import OVERSEES
from shanzhi.method.words import Sentence
from shanzhi.people.permission import action, covers, rule
from shanzhi.places.models import Place

action("report.see", Sentence("查看统计", "see reports"))


@rule("report.see", who=Sentence("当地和上级的责任岗位", "those whose post stands there or above"))
def over_the_place(actor: Actor, thing: Any) -> bool:
    """`thing` is the place the report is about."""
    return isinstance(thing, Place) and covers(actor, thing.ancestor_ids, OVERSEES)
