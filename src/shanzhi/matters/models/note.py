"""What desks say among themselves of a matter (内部留言): beside its history, which its parties read."""

from __future__ import annotations

from django.db import models

from shanzhi.database.columns import pointer


class DeskNote(models.Model):
    """One note: who wrote it, in which role at which place, and when. Never changed; emptied when the person whose
    matter it was has their data erased. `command` makes sending it again harmless."""

    matter = pointer("matters.Matter")
    person = pointer("people.Person")
    role = models.CharField(max_length=32)
    place = pointer("places.Place")
    text = models.TextField()
    at = models.DateTimeField()
    command = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "person", "command"], name="desk_note_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at:%Y-%m-%d}"
