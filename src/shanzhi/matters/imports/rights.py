"""Who may import matters and take an import back."""

from __future__ import annotations

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people.permission import action, covers, rule
from shanzhi.places.models import Place

IMPORTS = frozenset({"street_staff", "district_staff"})

action("matter.import", Sentence("导入事项", "import matters"))


@rule("matter.import", who=Sentence("街道和区级工作人员", "street and district staff"))
def staff_there(actor: Actor, thing: object) -> bool:
    """`thing` is the place all rows lie in."""
    return isinstance(thing, Place) and covers(actor, thing.ancestor_ids, IMPORTS)
