"""Matters that somebody may name in an answer: the one a report is merged into, the one something belongs to."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from shanzhi.engine.types import Actor
from shanzhi.matters.imports.queries import likely_duplicates
from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import seen_by
from shanzhi.reading.search import numbers

NEAR = 10


def found_by(reader: Actor, text: str, *, of: Collection[str], beside: int, most: int) -> list[Matter]:
    """Matters of some methods that a text finds, but for the one `beside`; ended ones only where no open one is."""
    found = _of(reader, of, beside).filter(pk__in=numbers(reader, text, limit=most + 1)).order_by("-pk")
    return list(found.filter(closed_at=None)[:most] or found[:most])


def near(reader: Actor, *, of: Collection[str], beside: int) -> list[Matter]:
    """Matters of some methods that seem to be the same as the one `beside`, then the latest open ones where it happened."""
    seen = _of(reader, of, beside)
    here = Matter.objects.filter(pk=beside).values("origin")
    alike = [twin.matter.pk for twin in likely_duplicates(beside, reader)]
    others = seen.filter(origin__in=here, closed_at=None).exclude(pk__in=alike)
    return [*seen.filter(pk__in=alike), *others.order_by("-pk")[:NEAR]]


def named(reader: Actor, ids: Collection[int]) -> list[Matter]:
    """Matters that were chosen before, as far as the reader may see them."""
    return list(seen_by(reader).filter(pk__in=ids).select_related("origin"))


def _of(reader: Actor, methods: Collection[str], beside: int) -> QuerySet[Matter]:
    return seen_by(reader).exclude(pk=beside).select_related("origin").filter(method__in=methods)
