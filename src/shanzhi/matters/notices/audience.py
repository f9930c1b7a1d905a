"""Who may be told of a matter at all: one answer for every notice, whatever composes it."""

from __future__ import annotations

from collections.abc import Iterable

from shanzhi.engine.sight import kept_from
from shanzhi.engine.types import Matter
from shanzhi.matters.models import KeptFrom
from shanzhi.method.model import Method


def withheld(method: Method, matter: Matter) -> frozenset[int]:
    """Whom a matter is kept from as a decision leaves it: those it is about, and those whom the matter it helps is about."""
    own = kept_from(method, matter)
    return own if matter.parent is None else own | withheld_of([matter.parent])


def withheld_of(matters: Iterable[int]) -> frozenset[int]:
    """Whom matters are kept from, as it is written."""
    return frozenset(KeptFrom.objects.filter(matter__in=list(matters)).values_list("person", flat=True))
