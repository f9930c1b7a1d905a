"""Inputs that a level above sets: asked for by a place, answered by that level; and what other inputs would move."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from shanzhi.api.faults import Fault, not_found
from shanzhi.api.methods import Slug
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message, Number
from shanzhi.api.refs import PlaceRef, place_at, place_ref
from shanzhi.api.subjects import methods
from shanzhi.insight.moved import moved
from shanzhi.matters.methods import input_requests
from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import method_of, with_inputs
from shanzhi.matters.models import InputRequest
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require

NOT_ADOPTED = Sentence("那里没有采用这个工作法。", "That place has not adopted the method.")


class InputsAt(Message):
    """Inputs of a method at a place, over those in force there."""

    place: Number
    method: Slug
    inputs: dict[str, Any]


class InputsAsked(Message):
    """The inputs asked for, and why; those that the asker may set themselves are left aside."""

    place: Number
    method: Slug
    inputs: dict[str, Any]
    reason: Annotated[str, Meta(min_length=1, max_length=500)]


class InputsAnswer(Message):
    """A word to who asked; a refusal needs one."""

    answer: Annotated[str, Meta(max_length=500)] = ""


class MovedMatters(Struct):
    """So many (`count`) of the last year's matters (`of`) would have landed at level `now` instead of `was`."""

    was: str
    now: str
    count: int
    of: int
    words: str


class InputsEffect(Struct):
    """What other inputs would have moved in the last year; empty where the method sends nothing elsewhere by them."""

    moved: list[MovedMatters]


class InputRequestView(Struct):
    """A request. `level` answers it; `granted` is null while it waits."""

    id: int
    method: str
    place: PlaceRef
    inputs: dict[str, Any]
    level: str
    reason: str
    asked_at: datetime
    granted: bool | None
    answer: str
    decided_at: datetime | None


class InputRequestList(Struct):
    """Those of the caller's places and below, the latest first."""

    requests: list[InputRequestView]


@operation(
    methods,
    "POST",
    "/adoptions/effect",
    Sentence("看改参数会移动多少事项", "What other inputs would move"),
    body=InputsAt,
    answer=InputsEffect,
    refuses=[404],
)
def inputs_effect(call: Call) -> InputsEffect:
    """Nothing is kept. For who adopts there."""
    place = place_at(call.body.place)
    require(call.actor, "method.adopt", place)
    base = adoption_at(call.body.method, place)
    if base is None:
        raise Fault(404, "not_adopted", NOT_ADOPTED)
    after = with_inputs(base.method, {**base.inputs, **call.body.inputs})
    found = moved(method_of(base), after, place)
    return InputsEffect([MovedMatters(m.was, m.now, m.count, m.of, call.say(m.words) or "") for m in found])


@operation(
    methods,
    "GET",
    "/input-requests",
    Sentence("参数的申请", "What was asked for inputs"),
    answer=InputRequestList,
)
def list_input_requests(call: Call) -> InputRequestList:
    """For those who adopt methods; nobody else has any."""
    return InputRequestList([_view(one) for one in input_requests.theirs(call.actor)[:200]])


@operation(
    methods,
    "POST",
    "/input-requests",
    Sentence("向上级申请改参数", "Ask for inputs that a level above sets"),
    body=InputsAsked,
    answer=InputRequestView,
    status=201,
    scope="act",
    refuses=[404],
)
def ask_for_inputs(call: Call) -> InputRequestView:
    """The level above is told."""
    body: InputsAsked = call.body
    place = place_at(body.place)
    asked = input_requests.ask_for_inputs(
        actor=call.actor, method=body.method, place=place, inputs=body.inputs, reason=body.reason
    )
    return _view(asked)


@operation(
    methods,
    "POST",
    "/input-requests/{int:number}/grant",
    Sentence("同意参数的申请", "Grant what was asked for inputs"),
    body=InputsAnswer,
    answer=InputRequestView,
    scope="act",
    refuses=[404],
)
def grant_inputs(call: Call, number: int) -> InputRequestView:
    """By the level that sets them, never by who asked; in force at once."""
    return _answered(call, number, grant=True)


@operation(
    methods,
    "POST",
    "/input-requests/{int:number}/refuse",
    Sentence("不同意参数的申请", "Refuse what was asked for inputs"),
    body=InputsAnswer,
    answer=InputRequestView,
    scope="act",
    refuses=[404],
)
def refuse_inputs(call: Call, number: int) -> InputRequestView:
    """By the level that sets them, with the reason; nothing changes."""
    return _answered(call, number, grant=False)


def _answered(call: Call, number: int, *, grant: bool) -> InputRequestView:
    asked = input_requests.theirs(call.actor).filter(pk=number).first()
    if asked is None:
        raise not_found()
    input_requests.answer_inputs(actor=call.actor, asked=asked, grant=grant, answer=call.body.answer)
    return _view(asked)


def _view(one: InputRequest) -> InputRequestView:
    granted = one.granted if one.decided_at is not None else None
    return InputRequestView(
        one.pk, one.slug, place_ref(one.place), one.inputs, one.level, one.reason, one.asked_at, granted,
        one.answer, one.decided_at,
    )  # fmt: skip
