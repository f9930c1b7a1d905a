"""Adopting methods: which place uses which version with which inputs, and moving running matters along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from msgspec import Meta, Struct

from shanzhi.api.faults import Fault, not_found
from shanzhi.api.methods import Slug, Version
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message, Number
from shanzhi.api.refs import PlaceRef, place_at, place_refs
from shanzhi.api.subjects import methods
from shanzhi.engine.types import Refusal
from shanzhi.matters.methods import adopting, upgrading
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Adoption
from shanzhi.matters.models import Method as Taken
from shanzhi.method.answer_schema import as_json
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.places.telling import order_of
from shanzhi.reading.library import library_method

ENDED = Sentence(
    "这次采用已经结束；请看现在有效的采用。", "That adoption has ended; look at the one in force."
)


class AdoptionView(Struct):
    """A place uses a method with these inputs. `set` are those it set itself, `values` all in force."""

    id: int
    method: str
    title: str
    version: int
    newest: int
    place: PlaceRef
    since: datetime
    until: datetime | None
    set: dict[str, Any]
    values: dict[str, Any]


class AdoptionList(Struct):
    """Adoptions, the nearest place first."""

    adoptions: list[AdoptionView]


class AdoptedAt(Message):
    """In force at a place: its own adoptions and those from above. With `below`, those of the places below as well."""

    place: Number
    below: bool = False


class NewAdoption(Message):
    """A place adopts a method: by name (the newest version, or a `version`), or with the `text` of its file."""

    place: Number
    method: Slug | None = None
    version: Version | None = None
    text: Annotated[str, Meta(max_length=400_000)] | None = None
    inputs: dict[str, Any] = {}


class NewInputs(Message):
    """Inputs to change; the others stay as they are."""

    inputs: dict[str, Any]


class Upgrade(Message):
    """How to move running matters: a stage the new version lacks must be mapped to one it has."""

    mapping: dict[str, str] = {}
    dry_run: bool = False


class Moved(Struct):
    """The running matters of one stage, and where they go; `to` is null while it is not mapped."""

    stage: str
    count: int
    to: str | None
    anew: bool


class Held(Struct):
    """Matters of a stage whose open block keeps its rules: `rules` are those that the new version would change."""

    stage: str
    matters: list[int]
    rules: list[str]


class Upgraded(Struct):
    """What an upgrade does, or did: `done` matters were moved. Nothing is moved while a stage is `lacking` or matters are `held`."""

    moves: list[Moved]
    lacking: list[str]
    done: int
    held: list[Held] = []


NO_METHOD = Sentence(
    "请写 method（代号）或 text（文件全文）。", "Give `method` (its name) or `text` (its file)."
)


@operation(
    methods,
    "GET",
    "/adoptions",
    Sentence("某地采用的工作法", "List adoptions"),
    query=AdoptedAt,
    answer=AdoptionList,
    scope=None,
    refuses=[404],
)
def list_adoptions(call: Call) -> AdoptionList:
    """Public: what rules hold where one lives."""
    place = place_at(call.query.place)
    found = _all().filter(until=None)
    if call.query.below:
        chosen = _in_order(found.filter(place__path__begins=place.path))[:500]
    else:
        chosen = list(found.filter(place__in=place.ancestor_ids).order_by("-place__depth", "slug"))
    refs = place_refs(adoption.place for adoption in chosen)
    return AdoptionList([_view(adoption, call, refs) for adoption in chosen])


@operation(
    methods,
    "POST",
    "/adoptions",
    Sentence("采用工作法", "Adopt a method"),
    about=Sentence(
        "由街道和区为本级及以下采用；新发起的事项从此按它办。",
        "By streets and districts, for their own place and below; matters opened from now on go by it.",
    ),
    body=NewAdoption,
    answer=AdoptionView,
    status=201,
    scope="act",
    refuses=[404],
    examples={"appeal": {"place": 2, "method": "appeal", "inputs": {"verify": False}}},
)
def adopt_method(call: Call) -> AdoptionView:
    """Takes the file in first where it is not here yet."""
    body: NewAdoption = call.body
    place = place_at(body.place)
    require(call.actor, "method.adopt", place)
    method = _taken(call, body)
    adopted = adopting.adopt(actor=call.actor, method=method, place=place, inputs=body.inputs)
    return _view(_all().get(pk=adopted.pk), call)


def _taken(call: Call, body: NewAdoption) -> Taken:
    """The method to adopt, taken in from a text or from the library where need be."""
    if body.text is not None:
        return adopting.add_method(text=body.text, by=call.actor.person)
    if body.method is None:
        raise Fault(422, "no_method", NO_METHOD)
    found = library_method(body.method, body.version)
    if found is None:
        raise not_found()
    if found.taken is not None:
        return found.taken
    return adopting.add_method(text=found.text, name=body.method, by=call.actor.person)


@operation(
    methods,
    "GET",
    "/adoptions/{int:number}",
    Sentence("看一次采用", "Read an adoption"),
    answer=AdoptionView,
    scope=None,
    refuses=[404],
)
def get_adoption(call: Call, number: int) -> AdoptionView:
    """Ended ones too: matters go on by them."""
    return _view(adoption_of(number), call)


@operation(
    methods,
    "PATCH",
    "/adoptions/{int:number}",
    Sentence("修改参数", "Change inputs"),
    body=NewInputs,
    answer=AdoptionView,
    scope="act",
    refuses=[404, 409],
)
def set_inputs(call: Call, number: int) -> AdoptionView:
    """Makes a new adoption that takes over; running matters keep theirs."""
    before = _in_force(call, number)
    made = adopting.set_inputs(
        actor=call.actor, method=before.slug, place=before.place, inputs=call.body.inputs
    )
    return _view(_all().get(pk=made.pk), call)


@operation(
    methods,
    "DELETE",
    "/adoptions/{int:number}",
    Sentence("不再采用", "End an adoption"),
    answer=AdoptionView,
    scope="act",
    refuses=[404, 409],
)
def end_adoption(call: Call, number: int) -> AdoptionView:
    """Nothing new is opened under it; running matters go on to their end."""
    before = _in_force(call, number)
    adopting.end_adoption(actor=call.actor, method=before.slug, place=before.place)
    return _view(adoption_of(number), call)


@operation(
    methods,
    "POST",
    "/adoptions/{int:number}/upgrade",
    Sentence("让在办事项改用这次采用的版本", "Move running matters to this adoption"),
    body=Upgrade,
    answer=Upgraded,
    scope="act",
    refuses=[404, 409],
)
def upgrade_matters(call: Call, number: int) -> Upgraded | Refusal:
    """An act in each one's history; refused while a live stage has nowhere to go, or an open block would change its rules."""
    to = _in_force(call, number)
    plan = upgrading.plan_upgrade(to=to, mapping=call.body.mapping)
    moves = [Moved(m.stage, m.count, m.to, m.anew) for m in plan.moves]
    if call.body.dry_run:
        held = [Held(h.stage, list(h.matters), [call.say(r) or "" for r in h.rules]) for h in plan.held]
        return Upgraded(moves, plan.lacking, 0, held)
    done = upgrading.upgrade_matters(actor=call.actor, to=to, mapping=call.body.mapping)
    return done if isinstance(done, Refusal) else Upgraded(moves, plan.lacking, done)


def _all() -> QuerySet[Adoption]:
    return Adoption.objects.select_related("method", "place").defer("place__geometry")


def adoption_of(number: int) -> Adoption:
    """The adoption of this number. Raises the 404 fault."""
    found = _all().filter(pk=number).first()
    if found is None:
        raise not_found()
    return found


def _in_force(call: Call, number: int) -> Adoption:
    """An adoption that the caller may change and that has not ended."""
    found = adoption_of(number)
    require(call.actor, "method.adopt", found.place)
    if found.until is not None:
        raise Fault(409, "ended", ENDED)
    return found


def _in_order(adoptions: Iterable[Adoption]) -> list[Adoption]:
    listed = list(adoptions)
    order = order_of(adoption.place for adoption in listed)
    return sorted(listed, key=lambda adoption: (order[adoption.place_id], adoption.slug))


def _view(adoption: Adoption, call: Call, refs: Mapping[int, PlaceRef] | None = None) -> AdoptionView:
    method = method_of(adoption)
    newest = Taken.objects.filter(slug=adoption.slug).order_by("-version").values_list("version", flat=True)
    return AdoptionView(
        adoption.pk,
        adoption.slug,
        method.title.text(call.language),
        method.version,
        newest[0],
        (refs or place_refs([adoption.place]))[adoption.place_id],
        adoption.since,
        adoption.until,
        adoption.inputs,
        {name: as_json(value) for name, value in method.values.items()},
    )
