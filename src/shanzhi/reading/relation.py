"""What somebody is to a matter, by the reasons that count: desk, line of duty, opener …, or one who only looks on.

The conditions are those of `matters.rights.access`, which lists use too; here they are asked of one matter, each apart.
"""

from __future__ import annotations

from django.db.models import BooleanField, Case, Value, When

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import LOOKING_ON, PARTY, reasons
from shanzhi.matters.writing.ground import Ground
from shanzhi.matters.writing.participation import own_parts
from shanzhi.people.permission import Administrator

ALL = frozenset({*PARTY, *LOOKING_ON})


def standing(actor: Actor, matter: int, world: Ground | None = None) -> frozenset[str]:
    """The reasons why an actor sees a matter: of PARTY (they see it whole), of LOOKING_ON, and `participant` for who
    gave something to it. Empty for one who sees nothing of it, and of a void matter."""
    if actor is SYSTEM:
        return frozenset(PARTY)
    if isinstance(actor, Administrator):
        return frozenset()
    ways = reasons(actor, world)
    asked = {f"is_{name}": _whether(condition) for name, condition in ways.items()}
    row = Matter.objects.filter(pk=matter, void=False).annotate(**asked).values(*asked).first()
    if row is None:
        return frozenset()
    found = {name.removeprefix("is_") for name, holds in row.items() if holds}
    if actor.person is not None and own_parts(matter, actor.person):
        found.add("participant")
    return frozenset(found)


def _whether(condition: object) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
