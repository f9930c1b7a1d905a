"""The case (案由): what a matter is about and what was said of it last, to stand beside whatever is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from shanzhi.matters.imports.queries import likely_duplicates
from shanzhi.matters.search.nearby import nearly_same
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field
from shanzhi.people.permission import allowed
from shanzhi.places.queries import full_name
from shanzhi.reading.facts import Fact, facts
from shanzhi.reading.lists import by_number, last_parts_of
from shanzhi.reading.matter import Seen, look
from shanzhi.reading.parts import Part, parts_told
from shanzhi.reading.places import places_seen
from shanzhi.reading.timeline import TimelineEntry, course
from shanzhi.reading.urging import Urging, urging
from shanzhi.web.blocks.publicity import Objection, objections

MOST_TOLD = 3
"""How many of the last things said stand beside a form."""


class Same(Struct):
    """A matter that may be the same as this one, offered to its desk: how alike, in percent."""

    number: int
    title: str
    percent: int


class Case(Struct):
    """What a matter is about. `said` are the latest lines of its course that say something, newest first; `main` the
    matter (主办) that this one helps, `parts` those that help it in its last joint handling, as far as its reader may see them."""

    number: int
    title: str
    origin: str
    facts: list[Fact]
    opened: datetime
    opener: str = ""
    own: bool = False
    may_look: bool = False
    said: list[TimelineEntry] = []
    objections: list[Objection] = []
    twins: list[Same] = []
    urged: Urging | None = None
    returned: bool = False
    parts: list[Part] = []
    main: Case | None = None


def case_of(it: Seen) -> Case:
    """What the matter is about, as far as its reader may see it; with what it is a part of or helps."""
    case = _alone(it)
    parent = it.loaded.record.matter.parent
    main = look(it.who, parent) if parent is not None and it.looks_on else None
    case.main = _alone(main) if main is not None and main.looks_on else None
    return case


def _alone(it: Seen) -> Case:
    record, told = it.loaded.record, it.facts()
    state = record.matter
    shown = [f for f in it.as_now(_asked_first(it)) if told.get(f.name) not in (None, record.title)]
    names = it.names([(f, told[f.name]) for f in shown], people=[it.opener])
    return Case(
        number=it.number,
        title=it.heading,
        origin=full_name(places_seen(it, [state.origin])[state.origin]) if it.looks_on else "",
        facts=facts(shown, told, names),
        opened=state.opened,
        opener=names.person(state.opener) if it.opener is not None or it.opener_unnamed else "",
        own=state.opener == it.who.person,
        urged=urging(it),
        returned=state.returned and it.whole,
        may_look=it.whole and allowed(it.who, "matter.see_sensitive", it.number),
    )


def _asked_first(it: Seen) -> list[Field]:
    """What stands at the top: what the opening asked and what is worked out (but that something is not so, which nobody
    asked); for who looks on also what is shown besides."""
    method, data = it.loaded.method, it.loaded.record.matter.data
    first = {field.name: field for field in (*method.form, *method.computed)}
    others = [] if it.whole else [f for name, f in method.fields.items() if name not in first]
    idle = {field.name for field in method.computed if data.get(field.name) is False}
    return [field for field in (*first.values(), *others) if field.name not in idle]


def case_for(it: Seen, pointed: Mapping[str, str]) -> Case:
    """The case beside a form: with what was said last, and the objection that is answered if one is `pointed` at."""
    case = case_of(it)
    lines = course(it).lines
    case.said = [line for line in lines if line.facts and not _of_many(line)][:MOST_TOLD]
    case.twins = same_as(it)
    case.parts = parts_told(it, last_parts_of(it.who, it.number))
    if "objection" in pointed:
        found = objections(it, it.loaded.record.matter.visit)
        case.objections = [one for one in found if str(one.number) == pointed["objection"]]
    return case


def _of_many(line: TimelineEntry) -> bool:
    """Whether many have their say there: what one of them chose or said in turn is no ground for what a desk does next."""
    return bool(line.block) and BLOCKS[line.block].of_many


def same_as(it: Seen) -> list[Same]:
    """What may be the same, for a desk whose stage can merge: pairs an import found, then open ones near by that say it alike."""
    state, method = it.loaded.record.matter, it.loaded.method
    acts = method.stages[state.stage].acts.values() if not it.reasons.isdisjoint({"desk", "line"}) else ()
    if not any(field.kind.points_to is Thing.MATTER for act in acts for field in act.form):
        return []
    row = by_number([it.number])[it.number]
    text = f"{row.title}{state.data.get('detail', '')}"[:400]
    point = (row.lon, row.lat) if row.lon is not None and row.lat is not None else None
    near = nearly_same(
        it.who, method=method.id, place=row.origin, text=text, point=point, limit=MOST_TOLD + 1
    )
    found = {one.matter.pk: Same(one.matter.pk, one.matter.title, one.percent) for one in near}
    for twin in likely_duplicates(it.number, it.who):
        found.setdefault(twin.matter.pk, Same(twin.matter.pk, twin.matter.title, twin.percent))
    found.pop(it.number, None)
    return sorted(found.values(), key=lambda one: (-one.percent, -one.number))[:MOST_TOLD]
