"""The files that answers name, themselves or in the lines of a list."""

from __future__ import annotations

from typing import Any

from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field


def bears_files(field: Field) -> bool:
    """Whether the answers to a question hold files."""
    return field.kind.points_to is Thing.FILE or any(bears_files(part) for part in field.form)


def files_of(field: Field, value: Any) -> list[str]:
    """The files that an answer names."""
    if field.kind.points_to is Thing.FILE and isinstance(value, list):
        return [str(one) for one in value]
    if field.kind.rows and isinstance(value, list):
        return [file for item in value for one in field.form for file in files_of(one, item.get(one.name))]
    return []
