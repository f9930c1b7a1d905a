"""The JSON Schema (2020-12) of answers, for whoever fills in a form over the API.

What a schema cannot say (a phone's digits, whether a person exists) the engine still checks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shanzhi.method.duration import Duration

if TYPE_CHECKING:
    from shanzhi.method.fields import Field, Input

Schema = dict[str, Any]
Described = Callable[["Field"], Schema]


def values_schema(form: tuple[Field, ...]) -> Schema:
    """The schema of a form's answers."""
    required = [
        f.name for f in form if not f.optional and f.default is None and f.known is None and f.asked is None
    ]
    schema: Schema = {
        "type": "object",
        "properties": {field.name: field_schema(field) for field in form},
        "additionalProperties": False,
    }
    if required:
        schema["required"] = required
    return schema


def field_schema(field: Field) -> Schema:
    """The schema of one answer."""
    schema = {**field.kind.schema(field), "title": field.label.zh}
    if field.default is not None:
        schema["default"] = as_json(field.default)
    return schema


def input_schema(given: Input) -> Schema:
    """The schema of one input of a method."""
    default = as_json(given.default)
    return {**_unset(given), "default": default}


def _unset(given: Input) -> Schema:
    """The schema of an input without its default; of a table, with its columns."""
    from shanzhi.method.fields import Field

    low, high = (given.min, given.max) if given.kind.counted else (None, None)
    field = Field(given.name, given.type, given.label, given.at, options=given.options, min=low, max=high)
    schema = given.kind.schema(field)
    if given.form:
        row = schema["additionalProperties"]
        own = {one.name: one for one in given.form if one.name != "label"}
        row["properties"] |= {name: {**_unset(one), "title": one.label.zh} for name, one in own.items()}
        row["required"] = ["label", *(name for name, one in own.items() if not one.optional)]
    return schema


def as_json(value: Any) -> Any:
    """A default or a bound as JSON has it: a duration as its text, in the rows of a table too."""
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    return str(value) if isinstance(value, Duration) else value


def text(field: Field) -> Schema:
    """A text within its bounds."""
    return {"type": "string", **_bounds(field, "minLength", "maxLength")}


def whole(field: Field) -> Schema:
    """A whole number within its bounds."""
    return {"type": "integer", **_bounds(field, "minimum", "maximum")}


def boolean(field: Field) -> Schema:
    """Yes or no."""
    return {"type": "boolean"}


def number(field: Field) -> Schema:
    """The number of something that the installation holds."""
    return {"type": "integer", "minimum": 1}


def option(field: Field) -> Schema:
    """The code of one of the options."""
    return {"type": "string", "enum": [option.value for option in field.options]}


def point(field: Field) -> Schema:
    """Longitude and latitude."""
    return {
        "type": "array",
        "prefixItems": [{"type": "number"}, {"type": "number"}],
        "minItems": 2,
        "maxItems": 2,
    }


def table(field: Field) -> Schema:
    """Rows by their code: a name, and the code that stands above."""
    row = {
        "type": "object",
        "properties": {"label": {"type": "string"}, "above": {"type": "string"}},
        "required": ["label"],
    }
    return {"type": "object", "additionalProperties": row}


def rows(field: Field) -> Schema:
    """The lines of a list, each answers to a form of its own."""
    return several(lambda field: values_schema(field.form))(field)


def string(format_: str | None = None) -> Described:
    """A text without bounds, of a format that JSON Schema knows."""
    return lambda field: {"type": "string", **({"format": format_} if format_ is not None else {})}


def several(one: Described) -> Described:
    """As many of one kind as the field allows."""
    return lambda field: {"type": "array", "items": one(field), **_bounds(field, "minItems", "maxItems")}


def _bounds(field: Field, least: str, most: str) -> Schema:
    return {name: bound for name, bound in ((least, field.min), (most, field.max)) if bound is not None}
