"""Who may change the place tree now, and how caches learn that it changed."""

from __future__ import annotations

import secrets

from shanzhi.database.once import forget
from shanzhi.places.models import Edition


def lock_tree(*, names: bool = False, shapes: bool = False) -> None:
    """Take the tree's lock until the transaction ends, and mark names or shapes as changed.

    Call it first in every transaction that writes places. The marks are random, not counted up: what a
    transaction saw before it was rolled back can then never pass for what a later one wrote.
    """
    forget()
    Edition.objects.get_or_create(pk=1)
    marks = {}
    if names:
        marks["names"] = secrets.randbits(62) | 1
    if shapes:
        marks["shapes"] = secrets.randbits(62) | 1
    if marks:
        Edition.objects.filter(pk=1).update(**marks)
    else:
        Edition.objects.select_for_update().get(pk=1)


def names_mark() -> int:
    """The mark of the present names; 0 when nothing was ever marked, and then nothing may be cached."""
    return Edition.objects.filter(pk=1).values_list("names", flat=True).first() or 0


def shapes_mark() -> int:
    """The mark of the present shapes; 0 when nothing was ever marked, and then nothing may be cached."""
    return Edition.objects.filter(pk=1).values_list("shapes", flat=True).first() or 0
