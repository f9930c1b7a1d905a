"""Files that come with a form: taken in at once, so that they survive a mistake in another answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from shanzhi.engine.types import Actor
from shanzhi.matters.files.keeping import TOO_LARGE, forget_where, keep_file, most_bytes
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.reading.files import own_files
from shanzhi.web.forms.questions import UploadedFile

WHERE = ".where"
"""What is added to a question's name for the box that leaves place and time in its photos."""
NAMED = Sentence("“{name}”：{why}。", "“{name}”: {why}.")


def take_uploads(
    actor: Actor, form: tuple[Field, ...], files: MultiValueDict[str, Any], data: QueryDict
) -> dict[str, Sentence]:
    """Keep the files sent with a form and add their ids to its answers. Returns what was wrong, by field name.

    Photos keep where and when they were taken only while the box beside them is ticked.
    """
    wrong: dict[str, Sentence] = {}
    for field in form:
        if field.kind.points_to is Thing.FILE and field.name + WHERE not in data:
            forget_where(actor, data.getlist(field.name))
    for name in _asked_for(form, files):
        for upload in files.getlist(name):
            try:
                if upload.size > most_bytes():
                    raise BadInput(TOO_LARGE.fill(most=most_bytes() // (1024 * 1024)))
                where = f"{name}{WHERE}" in data
                kept = keep_file(actor=actor, name=upload.name, content=upload.read(), keep_where=where)
            except BadInput as problem:
                wrong[name.partition(".")[0]] = NAMED.fill(name=upload.name, why=problem.sentence)
            else:
                data.appendlist(name, str(kept.pk))
    return wrong


def _asked_for(form: tuple[Field, ...], files: MultiValueDict[str, Any]) -> Iterator[str]:
    """The names under which files came that the form asks for, those in lines of lists included."""
    for name in files:
        first, _, rest = name.partition(".")
        field = next((f for f in form if f.name == first), None)
        if field is not None and field.kind.rows:
            field = next((f for f in field.form if f.name == rest.partition(".")[2]), None)
        if field is not None and field.kind.points_to is Thing.FILE:
            yield name


def kept_files(actor: Actor, ids: list[str]) -> list[UploadedFile]:
    """The files behind ids that are this person's own, in the order of the ids."""
    known = [number for number in map(_uuid, ids) if number is not None]
    found = own_files(actor, known)
    return [
        UploadedFile(
            str(pk), found[pk].name, found[pk].size, found[pk].type.startswith("image/"), found[pk].cleaned
        )
        for pk in dict.fromkeys(known)
        if pk in found
    ]


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
