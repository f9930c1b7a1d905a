"""What a person is asked to take part in: votes, meetings, opinions that are open to them and that they have not given."""

from __future__ import annotations

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.lists import queries
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.rights.access import on_desk
from shanzhi.web.lists import MatterRow, rows, with_names

LOOKED_AT = 30
TAKES_PART = frozenset({"vote", "endorse", "respond", "object", "attend", "claim"})
"""The acts of blocks by which somebody takes part, once."""


class Asked(Struct):
    """One matter, and what it asks."""

    row: MatterRow
    what: str


def asked_of(actor: Actor, most: int = 5) -> list[Asked]:
    """The soonest to end first; what one did already is left out, and what lies on one's own desk anyway."""
    found = list(with_names(queries.open_for(actor).exclude(on_desk(actor)))[:LOOKED_AT])
    done = set(
        Entry.objects.filter(
            matter__in=[m.pk for m in found], person=actor.person, act__in=TAKES_PART
        ).values_list("matter", "visit")
    )
    open_ = [m for m in found if (m.pk, m.visit) not in done and m.opener_id != actor.person][:most]
    return [Asked(row, _what(matter)) for row, matter in zip(rows(open_, reader=actor), open_, strict=True)]


def _what(matter: Matter) -> str:
    stage = compiled(bytes(matter.pin), matter.adoption_id).stages.get(matter.stage)
    kind = stage.block.kind if stage is not None and stage.block is not None else ""
    return {
        "ballot": _("请您表决"),
        "session": _("开会、活动"),
        "endorse": _("请您支持"),
        "survey": _("请您评一评"),
        "publicity": _("正在公示"),
        "claim": _("有人求助"),
        "gather": _("正在征集"),
    }.get(kind, _("请您参与"))
