"""What was typed into a form, as the engine takes it: by field name, still unchecked."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from shanzhi.method.model import Field
from shanzhi.method.money import YUAN, says_yuan
from shanzhi.web.numbers import is_number

SEVERAL = frozenset({"choices", "files", "offices"})
"""Types whose answer is a list of plain values."""
MOST_ROWS = 100


def read_answers(form: tuple[Field, ...], data: QueryDict, prefix: str = "") -> dict[str, Any]:
    """The answers in `data` to the questions of `form`; what was not asked is not looked at.

    The inputs of a list's items are named `list.0.item`; items left wholly empty are left out. A duration (an
    input of a method has that type) comes as a number and a unit; an amount of money in yuan.
    """
    return {field.name: _read(field, data, prefix + field.name) for field in form}


def read_rows(field: Field, data: QueryDict, name: str) -> list[dict[str, Any]]:
    """The items of a list as they stand in the form, empty ones included."""
    count = data.get(f"{name}.count", "0")
    rows = min(int(count), MOST_ROWS) if is_number(count) else 0
    return [read_answers(field.form, data, f"{name}.{row}.") for row in range(rows)]


def _read(field: Field, data: QueryDict, name: str) -> Any:
    if field.type == "list":
        return [row for row in read_rows(field, data, name) if any(row.values())]
    if field.type == "duration":
        parts = (data.get(f"{name}.amount", "").strip(), data.get(f"{name}.unit", ""))
        return " ".join(parts) if parts[0] else ""
    if field.type in SEVERAL:
        return [value for value in data.getlist(name) if value]
    typed = data.get(name, "")
    return with_unit(typed) if field.type == "money" else typed


def with_unit(typed: str) -> str:
    """An amount as typed, with the unit that stands beside its input: forms ask for yuan."""
    return f"{typed} {YUAN}" if typed.strip() and not says_yuan(typed) else typed


def without_unit(given: str) -> str:
    """An amount as it was typed before `with_unit`."""
    return given.rstrip().removesuffix(YUAN).rstrip() if says_yuan(given) else given


def defaults(form: tuple[Field, ...]) -> dict[str, Any]:
    """The answers a form begins with."""
    return {field.name: field.default for field in form if field.default is not None}
