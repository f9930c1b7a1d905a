"""Which questions of a form apply now, and which answers the system holds already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from shanzhi.engine.asking import applies
from shanzhi.engine.context import Context
from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.registers import known_fact
from shanzhi.engine.types import Actor, Command, Matter
from shanzhi.matters.lists.naming import Names
from shanzhi.method.build_people import speaks_for
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field, Method
from shanzhi.method.people import held as as_held
from shanzhi.method.registers import PREFIX
from shanzhi.people.masks import HIDDEN, mask
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, scope_of
from shanzhi.reading.matter import Seen

Asked = Callable[[Field, dict[str, Any], dict[str, Any] | None], bool]


def asked_in(method: Method, matter: Matter, actor: Actor, world: Context, at: datetime) -> Asked:
    """Tells of each question whether it applies, as the engine will; one that cannot be told yet is asked."""
    draft = Draft(method, matter, Command("", "", at, actor), world, at)

    def asked(field: Field, before: dict[str, Any], line: dict[str, Any] | None = None) -> bool:
        if field.asked is None:
            return True
        try:
            return applies(draft, field, before, line)
        except Refuse:
            return True

    return asked


def empty_matter(method: Method, actor: Actor, place: int, at: datetime) -> Matter:
    """What a matter is before it is opened."""
    return Matter(0, method.hash, 0, 0, method.opening.stage, place, place, actor.person, at)


def known_answers(
    form: tuple[Field, ...],
    actor: Actor,
    place: int,
    world: Context,
    *,
    opener: int | None = None,
    whole: bool = False,
) -> dict[str, str]:
    """What the system holds of the answers, and would put in itself, as whoever acts may be shown it: sensitive ones masked.

    Whom it is opened for is asked although it is its opener if nobody else is named. `opener` is whose the matter is, where that is another: of them nothing is shown but to one who sees the matter `whole`.
    """
    known: dict[str, str] = {}
    for field in form:
        if field.known is None or speaks_for((field,)) is not None:
            continue
        others = field.known.startswith(("opener.", PREFIX)) and opener not in (None, actor.person)
        held = as_held(field, known_fact(world, field.known, Actor(opener) if others else actor, place))
        if held is not None:
            known[field.name] = HIDDEN if others and not whole else _shown(field, held, actor)
    return known


def known_in(it: Seen, form: tuple[Field, ...]) -> dict[str, str]:
    """What the system holds of the answers to questions of a matter that is open."""
    matter = it.loaded.record.matter
    return known_answers(
        form,
        it.who,
        matter.origin,
        it.loaded.ground,
        opener=matter.opener,
        whole=it.whole and not it.opener_unnamed,
    )


def _shown(field: Field, held: Any, actor: Actor) -> str:
    if field.kind.points_to is Thing.PLACE:
        return place_name(Place.objects.defer("geometry").get(pk=held), scope_of(actor))
    thing = field.kind.points_to
    text = str(held) if thing is None else Names([(field, held)]).name(thing, held)
    return mask(field.type, text) if field.sensitive else text
