"""A method's questions as data: what to ask, what is known already, and the JSON Schema of the answers.

A face that shows these shows any method's any act. What the schema cannot say (a phone's digits, whether a person
exists) the engine still checks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from shanzhi.api.operation import Call
from shanzhi.engine.types import Actor
from shanzhi.matters.writing.ground import Ground
from shanzhi.method.duration import Duration
from shanzhi.method.model import Act, Field, Input, Option
from shanzhi.people.masks import mask


class Choice(Struct):
    """One option of a question: its code and its name, with what stands above it; `above` is that one's code, none at the
    top."""

    value: str
    label: str
    above: str | None = None


class Question(Struct):
    """One question of a form.

    `known` says that the system holds the answer, so that it need not be given; `held` shows it, masked where it is
    sensitive. `when` is the condition under which the question is asked, where it is not always. `items` are the
    questions of each item of a list.
    """

    name: str
    type: str
    label: str
    help: str | None
    optional: bool
    sensitive: bool
    known: bool
    held: str | None
    min: int | None
    max: int | None
    default: Any
    options: list[Choice]
    when: str | None
    items: list[Question]


class ActView(Struct):
    """Something that can be done now: its name for `act`, its questions, and the schema of `values`.

    `confirm` is what a person should be asked before. `origin` says whether the method wrote it, the stage's block
    brought it, or it is built in.
    """

    act: str
    label: str
    help: str | None
    confirm: str | None
    origin: str
    questions: list[Question]
    values: dict[str, Any]


def act_view(act: Act, call: Call, known: Mapping[str, str] | None = None) -> ActView:
    """One act for its caller."""
    return ActView(
        act.name,
        act.label.text(call.language),
        call.say(act.help),
        call.say(act.confirm),
        act.origin,
        questions(act.form, call, known),
        values_schema(act.form),
    )


def questions(form: tuple[Field, ...], call: Call, known: Mapping[str, str] | None = None) -> list[Question]:
    """The questions of a form in the caller's language."""
    return [_question(field, call, known or {}) for field in form]


def _question(field: Field, call: Call, known: Mapping[str, str]) -> Question:
    return Question(
        field.name,
        field.type,
        field.label.text(call.language),
        call.say(field.help),
        field.optional,
        field.sensitive,
        field.name in known,
        known.get(field.name),
        field.min,
        field.max,
        plain(field.default),
        choices(field.options, call),
        field.asked.source if field.asked is not None else None,
        questions(field.form, call),
    )


def choices(options: tuple[Option, ...], call: Call) -> list[Choice]:
    """The options of a question in the caller's language."""
    return [
        Choice(option.value, option.label.text(call.language), option.above or None) for option in options
    ]


def plain(value: Any) -> Any:
    """A default or a bound as JSON has it: a duration as its text."""
    return str(value) if isinstance(value, Duration) else value


def known_answers(form: tuple[Field, ...], actor: Actor, place: int, world: Ground) -> dict[str, str]:
    """What the system holds of the answers, as it may be shown: sensitive ones masked."""
    known: dict[str, str] = {}
    for field in form:
        held = world.fact(field.known, actor, place) if field.known is not None else None
        if held is not None:
            known[field.name] = mask(field.type, str(held)) if field.sensitive else str(held)
    return known


def values_schema(form: tuple[Field, ...]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a form's answers."""
    required = [
        f.name for f in form if not f.optional and f.default is None and f.known is None and f.asked is None
    ]
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: field_schema(field) for field in form},
        "additionalProperties": False,
    }
    if required:
        schema["required"] = required
    return schema


def input_schema(given: Input) -> dict[str, Any]:
    """The JSON Schema of one input of a method."""
    field = Field(given.name, given.type, given.label, given.at, options=given.options)
    schema = _KINDS.get(given.type, _text)(field)
    if given.type in ("integer", "money"):
        schema |= {
            name: bound
            for name, bound in (("minimum", given.min), ("maximum", given.max))
            if bound is not None
        }
    return {**schema, "default": plain(given.default)}


def field_schema(field: Field) -> dict[str, Any]:
    """The JSON Schema of one answer."""
    schema = _KINDS[field.type](field)
    schema["title"] = field.label.zh
    if field.default is not None:
        schema["default"] = plain(field.default)
    return schema


def _text(field: Field) -> dict[str, Any]:
    bounds = {"minLength": field.min, "maxLength": field.max}
    return {"type": "string", **{name: bound for name, bound in bounds.items() if bound is not None}}


def _integer(field: Field) -> dict[str, Any]:
    bounds = {"minimum": field.min, "maximum": field.max}
    return {"type": "integer", **{name: bound for name, bound in bounds.items() if bound is not None}}


def _number_of(field: Field) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1}


def _list_of(one: Callable[[Field], dict[str, Any]]) -> Callable[[Field], dict[str, Any]]:
    def several(field: Field) -> dict[str, Any]:
        bounds = {"minItems": field.min, "maxItems": field.max}
        kept = {name: bound for name, bound in bounds.items() if bound is not None}
        return {"type": "array", "items": one(field), **kept}

    return several


def _choice(field: Field) -> dict[str, Any]:
    return {"type": "string", "enum": [option.value for option in field.options]}


_KINDS: dict[str, Callable[[Field], dict[str, Any]]] = {
    "text": _text,
    "integer": _integer,
    "money": _integer,
    "boolean": lambda field: {"type": "boolean"},
    "date": lambda field: {"type": "string", "format": "date"},
    "time": lambda field: {"type": "string", "format": "date-time"},
    "duration": lambda field: {"type": "string"},
    "choice": _choice,
    "choices": _list_of(_choice),
    "table": lambda field: {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {"label": {"type": "string"}, "above": {"type": "string"}},
            "required": ["label"],
        },
    },
    "texts": _list_of(lambda field: {"type": "string"}),
    "phone": lambda field: {"type": "string"},
    "id_number": lambda field: {"type": "string"},
    "point": lambda field: {
        "type": "array",
        "prefixItems": [{"type": "number"}, {"type": "number"}],
        "minItems": 2,
        "maxItems": 2,
    },
    "place": _number_of,
    "person": _number_of,
    "household": _number_of,
    "office": _number_of,
    "matter": _number_of,
    "offices": _list_of(_number_of),
    "files": _list_of(lambda field: {"type": "string", "format": "uuid"}),
    "list": _list_of(lambda field: values_schema(field.form)),
}
