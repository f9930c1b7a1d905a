"""Merging what is nearly surely the same, where whoever imports asked for it: by the method's own act."""

from __future__ import annotations

from datetime import datetime

from shanzhi.matters.imports.alike import Alike
from shanzhi.matters.imports.replay import DESK
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Matter
from shanzhi.matters.writing import actions
from shanzhi.matters.writing.actions import Done
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Act, Method


def merge_alike(found: list[Alike], above: int, now: datetime) -> int:
    """Merge the later matter of each pair at least so alike into the earlier, if both are open; how many were."""
    into: dict[int, int] = {}
    for pair in sorted(found, key=lambda pair: (pair.matter, -pair.percent)):
        if pair.percent < above or pair.matter in into:
            continue
        target = into.get(pair.like, pair.like)
        if target != pair.matter and _merge(pair.matter, target, now):
            into[pair.matter] = target
    return len(into)


def _merge(matter: int, target: int, now: datetime) -> bool:
    rows = Matter.objects.filter(pk__in=(matter, target), closed_at=None, void=False)
    known = {row.pk: row for row in rows.only("pk", "pin", "adoption", "stage")}
    if len(known) < 2:
        return False
    row = known[matter]
    act = merging_act(compiled(bytes(row.pin), row.adoption_id), row.stage)
    if act is None:
        return False
    values = {act.form[0].name: target}
    answer = actions.act(actor=DESK, matter=matter, act=act.name, values=values, at=now, vouched=[target])
    return isinstance(answer, Done)


def merging_act(method: Method, stage: str) -> Act | None:
    """The act of a stage that links a matter to another as its duplicate and asks for nothing else."""
    for act in method.stages[stage].acts.values():
        asks = len(act.form) == 1 and act.form[0].kind.points_to is Thing.MATTER
        if asks and any(rule.kind == "link" and rule.values.get("as") == "duplicate" for rule in act.effects):
            return act
    return None
