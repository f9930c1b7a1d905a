"""Files that come with a form: taken in at once, so that they survive a mistake in another answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from shanzhi.engine.types import Actor
from shanzhi.matters.files import TOO_LARGE, keep_file, most_bytes
from shanzhi.matters.models import File
from shanzhi.method.model import Field
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.web.forms.questions import Kept

NAMED = Sentence("“{name}”：{why}。", "“{name}”: {why}.")


def take_uploads(
    actor: Actor, form: tuple[Field, ...], files: MultiValueDict[str, Any], data: QueryDict
) -> dict[str, Sentence]:
    """Keep the files sent with a form and add their ids to its answers. Returns what was wrong, by field name."""
    wrong: dict[str, Sentence] = {}
    for name in _asked_for(form, files):
        for upload in files.getlist(name):
            try:
                if upload.size > most_bytes():
                    raise BadInput(TOO_LARGE.fill(most=most_bytes() // (1024 * 1024)))
                kept = keep_file(actor=actor, name=upload.name, content=upload.read())
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
        if field is not None and field.type == "list":
            field = next((f for f in field.form if f.name == rest.partition(".")[2]), None)
        if field is not None and field.type == "files":
            yield name


def kept_files(actor: Actor, ids: list[str]) -> list[Kept]:
    """The files behind ids that are this person's own, in the order of the ids."""
    known = [number for number in map(_uuid, ids) if number is not None]
    found = {f.pk: f for f in File.objects.filter(pk__in=known, person=actor.person or 0)}
    return [
        Kept(str(pk), found[pk].name, found[pk].size, found[pk].type.startswith("image/"))
        for pk in dict.fromkeys(known)
        if pk in found
    ]


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
