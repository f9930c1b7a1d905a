"""Which questions of a form apply now, and which answers the system holds already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shanzhi.engine.conditions import holds
from shanzhi.engine.context import Context
from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.types import Actor, Command, Matter
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field, Method
from shanzhi.people.masks import mask
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, scope_of
from shanzhi.web.forms.sheet import Asked


def asked_in(method: Method, matter: Matter, actor: Actor, world: Context, at: datetime) -> Asked:
    """Tells of each question whether it applies, as the engine will; one that cannot be told yet is asked."""
    draft = Draft(method, matter, Command("", "", at, actor), world, at)

    def asked(field: Field, before: dict[str, Any]) -> bool:
        if field.asked is None:
            return True
        draft.values = before
        try:
            return holds(draft, field.asked, field.at)
        except Refuse:
            return True

    return asked


def empty_matter(method: Method, actor: Actor, place: int, at: datetime) -> Matter:
    """What a matter is before it is opened."""
    return Matter(0, method.hash, 0, 0, method.opening.stage, place, place, actor.person, at)


def known_answers(form: tuple[Field, ...], actor: Actor, place: int, world: Context) -> dict[str, str]:
    """What the system holds of the answers, as it may be shown: sensitive ones masked."""
    known: dict[str, str] = {}
    for field in form:
        held = world.fact(field.known, actor, place) if field.known is not None else None
        if isinstance(held, int) and field.kind.points_to is Thing.PLACE:
            known[field.name] = _place(held, actor)
        elif held is not None and (field.kind.written or field.kind.sensitive):
            text = str(held)
            known[field.name] = mask(field.type, text) if field.sensitive else text
    return known


def _place(number: int, actor: Actor) -> str:
    return place_name(Place.objects.defer("geometry").get(pk=number), scope_of(actor))
