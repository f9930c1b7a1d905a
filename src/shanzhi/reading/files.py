"""Which files somebody may have: what they sent, what hangs on a matter they see whole, what a sight shows them."""

from __future__ import annotations

from typing import Any

from shanzhi.engine.types import Actor
from shanzhi.matters.files import NOT_YOURS, file_by_id
from shanzhi.matters.models import File
from shanzhi.method.model import Field
from shanzhi.people.permission import Denied
from shanzhi.reading.matter import look


def file_for(actor: Actor, file: str) -> File:
    """A file for one who may have it. Raises `Denied`, the same where there is none."""
    found = file_by_id(file)
    if found is None:
        raise Denied(NOT_YOURS)
    if actor.person is not None and found.person_id == actor.person:
        return found
    seen = look(actor, found.matter_id) if found.matter_id is not None else None
    if seen is not None:
        if seen.whole:
            return found
        fields = seen.loaded.method.fields
        if any(str(found.pk) in files_of(fields[name], value) for name, value in seen.facts().items()):
            return found
    raise Denied(NOT_YOURS)


def files_of(field: Field, value: Any) -> list[str]:
    """The files that an answer names."""
    if field.type == "files" and isinstance(value, list):
        return [str(one) for one in value]
    if field.type == "list" and isinstance(value, list):
        return [file for item in value for one in field.form for file in files_of(one, item.get(one.name))]
    return []
