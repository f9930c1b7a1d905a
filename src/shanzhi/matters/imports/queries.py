"""What is asked of imports afterwards: which there were, what a matter came from, and what seems to be the same."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.imports.contexts import row_context
from shanzhi.matters.models import Import, ImportedRow, Likeness, Matter
from shanzhi.matters.rights.access import seen_by
from shanzhi.people.masks import mask
from shanzhi.people.sealing import unseal_if_readable


class Twin(Struct, frozen=True):
    """A matter that seems to be the same as another: its row, how alike in percent, whether of one author."""

    matter: Matter
    percent: int
    same_author: bool


class Source(Struct, frozen=True):
    """What a matter was made from: file, row, the number there, columns without a place in the method, and the author
    as someone who may not know who it is sees it."""

    file: str
    row: int
    external: str
    extra: dict[str, str]
    author: str


def imports() -> QuerySet[Import]:
    """Every import, the latest first."""
    return Import.objects.select_related("place").order_by("-pk")


def likely_duplicates(matter: int, actor: Actor) -> list[Twin]:
    """The matters that seem to be the same as this one (可能重复) and that the actor may see, the likest first."""
    pairs = Likeness.objects.filter(Q(matter=matter) | Q(like=matter)).order_by("-percent", "pk")
    others = {(p.like_id if p.matter_id == matter else p.matter_id): p for p in pairs}
    seen = seen_by(actor).filter(pk__in=others).in_bulk()
    return [Twin(seen[pk], pair.percent, pair.same_author) for pk, pair in others.items() if pk in seen]


def source_of(matter: int) -> Source | None:
    """What a matter was made from; None if it was opened here."""
    fields = ("batch__file", "number", "matter__external", "extra", "sealed")
    row = ImportedRow.objects.filter(pk=matter).values_list(*fields).first()
    if row is None:
        return None
    file, number, external, extra, sealed = row
    author = str(unseal_if_readable(sealed, row_context(matter)).get("author", ""))
    return Source(file, number, external or "", extra, mask("name", author))


def pairs_of(batch: int) -> QuerySet[Likeness]:
    """The pairs an import found, the likest first; for the list that is written beside the file."""
    return (
        Likeness.objects.filter(Q(matter__batch=batch) | Q(like__batch=batch))
        .select_related("matter", "like")
        .annotate(later=F("matter__opened_at"))
        .order_by("-percent", "matter")
    )
