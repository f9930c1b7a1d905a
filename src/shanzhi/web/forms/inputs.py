"""The input of each type of question: how it stands on the page, and how what was typed into it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from msgspec import Struct

from shanzhi.method.field_types import FIELD_TYPES
from shanzhi.method.model import Field
from shanzhi.method.money import YUAN, says_yuan
from shanzhi.method.rooms import for_every
from shanzhi.method.trees import is_tree
from shanzhi.web.numbers import is_number

MOST_ROWS = 100
FEW = 5
"""Up to so many choices stand side by side; more go into a list to pull down."""
SCALE = 7
"""Up to so many numbers are shown as a scale."""
LONG = 150
"""Texts that may be longer than this get several lines."""

Read = Callable[[Field, QueryDict, str], Any]


class Control(Struct, frozen=True):
    """One input: `template` tells which of `web/fields/` it is, `html` is the type of a single line.

    An optional question of a kind that `waits` may be folded away; what shows or places a thing stands in the open.
    """

    template: Callable[[Field], str]
    read: Read
    html: str = "text"
    waits: bool = False


def read_answers(form: tuple[Field, ...], data: QueryDict, prefix: str = "") -> dict[str, Any]:
    """What was typed, as the engine takes it: by field name, still unchecked; what was not asked is not looked at.

    The inputs of a list's items are named `list.0.item`; items left wholly empty are left out. A duration (an
    input of a method has that type) comes as a number and a unit; an amount of money in yuan.
    """
    return {field.name: CONTROLS[field.type].read(field, data, prefix + field.name) for field in form}


def read_rows(field: Field, data: QueryDict, name: str) -> list[dict[str, Any]]:
    """The items of a list as they stand in the form, empty ones included."""
    count = data.get(f"{name}.count", "0")
    rows = min(int(count), MOST_ROWS) if is_number(count) else 0
    return [read_answers(field.form, data, f"{name}.{row}.") for row in range(rows)]


def with_unit(typed: str) -> str:
    """An amount as typed, with the unit that stands beside its input: forms ask for yuan."""
    return f"{typed} {YUAN}" if typed.strip() and not says_yuan(typed) else typed


def without_unit(given: str) -> str:
    """An amount as it was typed before `with_unit`."""
    return given.rstrip().removesuffix(YUAN).rstrip() if says_yuan(given) else given


def defaults(form: tuple[Field, ...]) -> dict[str, Any]:
    """The answers a form begins with."""
    return {field.name: field.default for field in form if field.default is not None}


def steps(field: Field) -> range | None:
    """The numbers to choose from, where they are few: a scale of one to five."""
    least, most = field.min, field.max
    if not field.kind.counted or field.kind.amount or not isinstance(least, int) or not isinstance(most, int):
        return None
    return range(least, most + 1) if most - least < SCALE else None


def is_long(field: Field) -> bool:
    """Whether a text gets several lines."""
    return field.kind.written and (field.max or 1000) > LONG


def _plain(field: Field, data: QueryDict, name: str) -> Any:
    return data.get(name, "")


def _money(field: Field, data: QueryDict, name: str) -> Any:
    return with_unit(data.get(name, ""))


def _several(field: Field, data: QueryDict, name: str) -> Any:
    return [value for value in data.getlist(name) if value]


def _duration(field: Field, data: QueryDict, name: str) -> Any:
    parts = (data.get(f"{name}.amount", "").strip(), data.get(f"{name}.unit", ""))
    return " ".join(parts) if parts[0] else ""


def _lines(field: Field, data: QueryDict, name: str) -> Any:
    return [row for row in read_rows(field, data, name) if any(row.values())]


def _table(field: Field, data: QueryDict, name: str) -> Any:
    """A table's rows one by one where the form has them so, else as a text."""
    return _lines(field, data, name) if f"{name}.count" in data else data.get(name, "")


def _always(template: str) -> Callable[[Field], str]:
    return lambda field: template


def _choice(field: Field) -> str:
    if is_tree(field.options):
        return "tree"
    return "select" if len(field.options) > FEW else "choice"


CONTROLS: dict[str, Control] = for_every(
    FIELD_TYPES,
    {
        "text": Control(lambda field: "long" if is_long(field) else "line", _plain, waits=True),
        "words": Control(_always("line"), _plain),
        "integer": Control(lambda field: "scale" if steps(field) else "number", _plain, waits=True),
        "boolean": Control(_always("boolean"), _plain),
        "money": Control(_always("money"), _money),
        "duration": Control(_always("duration"), _duration),
        "date": Control(_always("line"), _plain, html="date", waits=True),
        "time": Control(_always("line"), _plain, html="datetime-local"),
        "choice": Control(_choice, _plain, waits=True),
        "choices": Control(
            lambda field: "trees" if is_tree(field.options) else "choices", _several, waits=True
        ),
        "texts": Control(_always("long"), _plain),
        "roles": Control(_always("choices"), _several),
        "table": Control(lambda field: "table" if field.form else "lines", _table),
        "phone": Control(_always("line"), _plain, html="tel", waits=True),
        "id_number": Control(_always("line"), _plain),
        "point": Control(_always("point"), _plain),
        "place": Control(_always("pick"), _plain),
        "person": Control(_always("pick"), _plain, waits=True),
        "household": Control(_always("pick"), _plain, waits=True),
        "office": Control(_always("pick"), _plain, waits=True),
        "organisation": Control(_always("pick"), _plain, waits=True),
        "one": Control(_always("pick"), _plain, waits=True),
        "people": Control(_always("pick"), _several, waits=True),
        "offices": Control(_always("choices"), _several),
        "matter": Control(_always("pick"), _plain),
        "files": Control(_always("files"), _several),
        "list": Control(_always("list"), _lines),
    },
    "how a question stands on a page",
)
