"""The case (案由): what a matter is about and what was said of it last, to stand beside whatever is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from shanzhi.matters.access import shown_to_onlookers
from shanzhi.matters.naming import Names
from shanzhi.people.permission import allowed
from shanzhi.places.models import Place
from shanzhi.places.queries import full_name
from shanzhi.web.blocks.publicity import Objection, objections
from shanzhi.web.facts import Fact, facts
from shanzhi.web.timeline import Line, course

if TYPE_CHECKING:
    from shanzhi.web.views.matters import Seen

SAID = 3
"""How many of the last things said stand beside a form."""


class Case(Struct):
    """What a matter is about. `said` are the latest lines of its course that say something, newest first."""

    number: int
    origin: str
    facts: list[Fact]
    opened: datetime
    opener: str = ""
    own: bool = False
    may_look: bool = False
    said: list[Line] = []
    objections: list[Objection] = []


def case_of(it: Seen) -> Case:
    """What the matter is about, as far as its reader may see it."""
    record, method = it.loaded.record, it.loaded.method
    state = record.matter
    pairs = [(field, state.data.get(field.name)) for field in method.form]
    names = Names(pairs, people=[state.opener], whole=it.whole)
    shown = [
        field
        for field in method.form
        if state.data.get(field.name) != record.title and (it.whole or shown_to_onlookers(field))
    ]
    return Case(
        number=it.number,
        origin=full_name(Place.objects.get(pk=state.origin)),
        facts=facts(shown, state.data, names),
        opened=state.opened,
        opener=names.person(state.opener) if state.opener is not None else "",
        own=state.opener == it.who.person,
        may_look=it.whole and allowed(it.who, "matter.see_sensitive", it.number),
    )


def case_for(it: Seen, pointed: Mapping[str, str]) -> Case:
    """The case beside a form: with what was said last, and the objection that is answered if one is `pointed` at."""
    case = case_of(it)
    lines = course(it.loaded.method, it.number, whole=it.whole).lines
    case.said = [line for line in lines if line.facts][:SAID]
    if "objection" in pointed:
        found = objections(it, it.loaded.record.matter.visit)
        case.objections = [one for one in found if str(one.number) == pointed["objection"]]
    return case
