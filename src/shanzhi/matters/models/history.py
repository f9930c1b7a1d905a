"""History (记录): append-only, each entry chained to the one before by its hash. Triggers refuse any change.

`matters.history.chain` says what the hash covers; `matters.history.verify` recomputes it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shanzhi.database.columns import JsonText, pointer


class Entry(models.Model):
    """One line of a matter's history.

    Stands in stage `stage` (None for the opening) and leads to `to`. `slot` is what happens once per visit (a
    vote, a signature); `command` what makes a repeated request harmless, and `sent` a keyed digest of what came with it,
    which the chain does not cover and erasing empties. Sensitive values are in `sealed`,
    and `seal` is the salted digest of them that the chain covers: erasing empties `sealed`, and the chain
    still holds. `after` is the digest of the matter's state that this entry (the last of its decision) left.
    """

    pk = models.CompositePrimaryKey("matter_id", "seq")
    matter = pointer("matters.Matter", related="entries")
    seq = models.PositiveIntegerField()
    visit = models.PositiveIntegerField()
    act = models.CharField(max_length=64)
    at = models.DateTimeField()
    person = pointer("people.Person", null=True)
    role = models.CharField(max_length=32, null=True)
    place = pointer("places.Place", null=True)
    stage = models.CharField(max_length=64, null=True)
    to = models.CharField(max_length=64)
    values = JsonText(default=dict)
    note = models.TextField(null=True)
    slot = models.CharField(max_length=160, null=True)
    command = models.CharField(max_length=64, null=True)
    seal = models.BinaryField(null=True)
    after = models.BinaryField(null=True)
    hash = models.BinaryField()
    sealed = models.BinaryField(null=True)
    sent = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "visit", "slot"], condition=Q(slot__isnull=False), name="entry_slot_once"
            ),
            models.UniqueConstraint(
                fields=["person", "command"], condition=Q(command__isnull=False), name="entry_command_once"
            ),
        ]
        ordering = ["matter", "seq"]
