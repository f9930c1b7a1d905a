"""Which files somebody may have: what they sent, what hangs on a matter they see whole, what a sight shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from shanzhi.engine.types import Actor
from shanzhi.matters.files.keeping import NOT_YOURS, file_by_id
from shanzhi.matters.files.thumbnails import PICTURES
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import File, Matter
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field, Method
from shanzhi.people.permission import Administrator, Denied
from shanzhi.reading.matter import look, published_facts


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
        if str(found.pk) in files_among(seen.loaded.method, seen.facts()):
            return found
    elif not isinstance(actor, Administrator) and _published(actor, found):
        return found
    raise Denied(NOT_YOURS)


def own_files(actor: Actor, ids: Collection[UUID]) -> dict[UUID, File]:
    """Of some files those that somebody sent themselves."""
    return {file.pk: file for file in File.objects.filter(pk__in=ids, person=actor.person or 0)}


def pictures_among(ids: Collection[str]) -> set[str]:
    """Of some files those that are pictures. Whether their reader may have them was asked before."""
    if not ids:
        return set()
    return {str(pk) for pk in File.objects.filter(pk__in=ids, type__in=PICTURES).values_list("pk", flat=True)}


def _published(reader: Actor, file: File) -> bool:
    """Whether a file is among what its matter publishes to somebody, which mostly is everybody, signed in or not."""
    if file.matter_id is None:
        return False
    row = Matter.objects.filter(pk=file.matter_id, void=False).only("pin", "adoption").first()
    if row is None:
        return False
    return str(file.pk) in files_among(
        compiled(bytes(row.pin), row.adoption_id), published_facts(row.pk, reader)
    )


def files_among(method: Method, facts: Mapping[str, Any]) -> list[str]:
    """The files that some facts of a method name, in the order of its questions."""
    return [
        file
        for name, field in method.fields.items()
        if name in facts
        for file in files_of(field, facts[name])
    ]


def files_of(field: Field, value: Any) -> list[str]:
    """The files that an answer names."""
    if field.kind.points_to is Thing.FILE and isinstance(value, list):
        return [str(one) for one in value]
    if field.kind.rows and isinstance(value, list):
        return [file for item in value for one in field.form for file in files_of(one, item.get(one.name))]
    return []
