"""The roll (名册): who counts in a block, fixed when it opens.

Rows are written once by `matters.writing.rolls` and change no more, but for a person who is erased: the elector stays, so that
the denominator does, and nobody is named. Blocks that opened on the same register share one list.
"""

from __future__ import annotations

from django.db import models

from shanzhi.database.columns import JsonText, pointer


class Roll(models.Model):
    """One list of electors of a place: of `kind` person, household or owner, told from others by its `digest`.

    `posts` and `places` are the editions of the register, and `day` the date, at which it was last found to be so.
    """

    kind = models.CharField(max_length=48)
    place = pointer("places.Place")
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    area = models.PositiveBigIntegerField(default=0)
    posts = models.BigIntegerField()
    places = models.BigIntegerField()
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "place", "digest"], name="roll_once")]


class RollLine(models.Model):
    """That a person may vote for an elector; `person` is None where nobody may, or who might was erased.

    `key` is what counts once; `area` in hundredths of a square metre, the same on each line of a key; `flats` the
    homes whose area it is. `leaf` is the application's digest of the line as it was written, so that a line that differs is
    found, also after a person was erased from it.
    """

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, db_index=False, related_name="lines")
    key = models.CharField(max_length=40)
    area = models.PositiveBigIntegerField(default=0)
    flats = JsonText(default=list)
    person = pointer("people.Person", null=True)
    leaf = models.BinaryField(max_length=32, default=b"")

    class Meta:
        indexes = [
            models.Index(fields=["roll", "key"], name="rollline_key"),
            models.Index(
                fields=["person", "roll"], name="rollline_person", condition=models.Q(person__isnull=False)
            ),
        ]


class RollUse(models.Model):
    """By which roll a matter's block is held, in which visit of it."""

    matter = pointer("matters.Matter", related="rolls")
    visit = models.PositiveIntegerField()
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "visit"], name="roll_of_a_visit")]
