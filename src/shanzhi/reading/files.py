"""Which files somebody may have: what they sent, what hangs on a matter they see whole, what a sight shows them.

A file of a sensitive answer is in no list, and has no name and no small picture, for anybody but who sent it. It is opened
(`opened`) by who has the matter in hand, after a look at that answer, and each opening is recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from shanzhi.engine.sight import masked
from shanzhi.engine.types import Actor
from shanzhi.matters.files.keeping import NOT_YOURS, file_by_id
from shanzhi.matters.files.sensitive_files import sensitive_files
from shanzhi.matters.files.thumbnails import PICTURES
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import File, Matter
from shanzhi.matters.rights.unmasking import open_sensitive_file
from shanzhi.matters.writing import store
from shanzhi.method.attached import bears_files, files_of
from shanzhi.method.model import Method
from shanzhi.people.permission import Administrator, Denied
from shanzhi.reading.matter import Seen, look, published_facts


def opened(actor: Actor, file: str) -> tuple[File, bool]:
    """A file for one who opens it, and whether that was recorded, as of a file of a sensitive answer.

    Raises `Denied`; of one who has its matter in hand and did not yet look at the answer, `LookFirst`.
    """
    found = file_by_id(file)
    number = found.matter_id if found is not None else None
    if found is None or number is None or _sent(actor, found) or str(found.pk) not in withheld([number]):
        return file_for(actor, file), False
    open_sensitive_file(actor=actor, file=found)
    return found, True


def file_for(actor: Actor, file: str) -> File:
    """A file for one who may have it without further ado. Raises `Denied`, the same where there is none."""
    found = file_by_id(file)
    if found is None:
        raise Denied(NOT_YOURS)
    if _sent(actor, found):
        return found
    seen = look(actor, found.matter_id) if found.matter_id is not None else None
    if seen is not None:
        if seen.whole:
            may = str(found.pk) not in withheld([seen.number])
        else:
            may = str(found.pk) in files_among(seen.loaded.method, seen.facts())
        if may:
            return found
    elif not isinstance(actor, Administrator) and _published(actor, found):
        return found
    raise Denied(NOT_YOURS)


def files_on(it: Seen) -> list[File]:
    """What hangs on a matter, the earliest first, for those who see the whole."""
    if not it.whole:
        return []
    there = list(File.objects.filter(matter=it.number).order_by("at", "pk"))
    apart = withheld([it.number]) if there else set()
    return [file for file in there if _sent(it.who, file) or str(file.pk) not in apart]


def withheld(matters: Collection[int]) -> set[str]:
    """Of the files of some matters those of sensitive answers, as far as these are masked now."""
    found = sensitive_files(matters)
    if not found:
        return found
    of = set(File.objects.filter(pk__in=found).values_list("matter", flat=True))
    return found.difference(*(_lying_open(number) for number in of if number is not None))


def _lying_open(number: int) -> list[str]:
    """The files of those sensitive answers that are masked on a condition which does not hold."""
    row = Matter.objects.only("pin", "adoption").get(pk=number)
    method = compiled(bytes(row.pin), row.adoption_id)
    asked = [field for field in method.fields.values() if field.masked is not None and bears_files(field)]
    loaded = store.read(number, timezone.now()) if asked else None
    if loaded is None:
        return []
    matter = loaded.record.matter
    shown = [field for field in asked if not masked(method, matter, field)]
    return [file for field in shown for file in files_of(field, matter.data.get(field.name))]


def _sent(actor: Actor, file: File) -> bool:
    return actor.person is not None and file.person_id == actor.person


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
