"""Registers (名册): one entry for each of whom a list is kept, and the append-only life of each.

An entry is whose it is, in which register of which method: unique in the store, so that two who enter the same one at once end
as one. What it says now stands in the entry; each thing that happened to it is a line of its life, chained by its hash to the one
before and to the entry that it left, as a matter's history is. Nothing of a life is ever changed; of what is sensitive the chain
covers a salted digest, so that it can be erased.
"""

from __future__ import annotations

from django.db import models

from shanzhi.database.columns import JsonText, pointer


class RegisterEntry(models.Model):
    """One entry. `method` keeps the `register`; it is `kind` `number`'s (`person` 5), and stands where `place` says.

    `data` are its plain fields, `sealed` those that are sensitive; `since` and `until` say how long it stands, `state` whether it
    does. `matter` is the one that wrote it last; `head` the hash of the last line of its life, which is number `seq`.
    """

    class State(models.TextChoices):
        STANDING = "standing"
        LEFT = "left"
        REFUSED = "refused"
        ENDED = "ended"

    method = models.CharField(max_length=64)
    register = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    number = models.BigIntegerField()
    place = pointer("places.Place")
    state = models.CharField(max_length=12, choices=State.choices)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    data = JsonText(default=dict)
    sealed = models.BinaryField(null=True)
    matter = pointer("matters.Matter", null=True)
    seq = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["method", "register", "kind", "number"], name="registerentry_once"
            )
        ]
        indexes = [
            models.Index(fields=["method", "register", "state", "place"], name="registerentry_listed"),
            models.Index(fields=["kind", "number"], name="registerentry_whose"),
            models.Index(
                fields=["until"],
                condition=models.Q(state="standing", until__isnull=False),
                name="registerentry_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method}.{self.register} {self.kind}:{self.number}"

    @property
    def whose(self) -> str:
        """Whose it is, as one text."""
        return f"{self.kind}:{self.number}"


class RegisterLine(models.Model):
    """One thing that happened to an entry: `event`, by whom, through which line of which matter, what it changed and why.

    `values` are the plain fields it changed, `sealed` the sensitive ones with their salt, `seal` the digest of these that the chain
    covers; `after` the digest of the entry as it left it.
    """

    pk = models.CompositePrimaryKey("entry_id", "seq")
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, db_index=False, related_name="life")
    seq = models.PositiveIntegerField()
    event = models.CharField(max_length=16)
    at = models.DateTimeField()
    person = pointer("people.Person", null=True)
    role = models.CharField(max_length=32, null=True)
    matter = pointer("matters.Matter", null=True)
    matter_seq = models.PositiveIntegerField(null=True)
    until = models.DateTimeField(null=True)
    values = JsonText(default=dict)
    why = models.TextField(blank=True)
    seal = models.BinaryField(null=True)
    after = models.BinaryField()
    hash = models.BinaryField()
    sealed = models.BinaryField(null=True)

    class Meta:
        ordering = ["entry", "seq"]


class Cause(models.Model):
    """What opened a matter by itself: unique, so that an event opens once. `matter` is None where there was nothing to open."""

    key = models.CharField(max_length=240, unique=True)
    matter = pointer("matters.Matter", null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class SweepMark(models.Model):
    """Up to when events were looked for, for one way in as one place adopted it."""

    name = models.CharField(max_length=140)
    place = pointer("places.Place")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "place"], name="sweepmark_once")]

    def __str__(self) -> str:
        return self.name
