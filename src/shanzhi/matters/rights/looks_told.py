"""What a look at personal data saw, in words: the titles of the register, and what a method calls the facts of its matters."""

from __future__ import annotations

from collections.abc import Iterable

from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Matter
from shanzhi.method.words import Sentence
from shanzhi.people.models import Look
from shanzhi.people.portable import FACT_TITLES

OTHER = Sentence("其他信息", "other data")


def facts_seen(looks: Iterable[Look]) -> dict[int, list[Sentence]]:
    """What each look saw, by its number: never a code, which says nothing to whose data it was."""
    found = list(looks)
    numbers = {look.detail.get("matter") for look in found} - {None}
    matters = {
        row.pk: compiled(bytes(row.pin), row.adoption_id).fields
        for row in Matter.objects.filter(pk__in=numbers).only("pin", "adoption_id")
    }
    told: dict[int, list[Sentence]] = {}
    for look in found:
        labels = {name: field.label for name, field in matters.get(look.detail.get("matter"), {}).items()}
        titles = labels or FACT_TITLES
        told[look.seq] = [titles.get(name, OTHER) for name in look.detail.get("fields", ())]
    return told
