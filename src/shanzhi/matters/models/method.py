"""Methods as files that were taken in, and who adopted them with which inputs (工作法、采用、参数)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shanzhi.database.columns import JsonText


class Method(models.Model):
    """One version of one method: its text, never changed. `hash` covers its content, not comments, layout or English.

    `english` is what stood beside the file, by path and text: it may be replaced by better English.
    """

    slug = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    hash = models.CharField(max_length=64, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    text = models.TextField()
    english = JsonText(default=dict)
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "version"], name="method_version_once")]

    def __str__(self) -> str:
        return f"{self.title_zh} v{self.version}"


class Adoption(models.Model):
    """A place uses a method with these inputs from `since` until `until` (None: still).

    A change of inputs or version ends the row and makes a new one, so what a matter was opened under stays
    readable for ever; `pin` is the digest of both (`methods.pin_of`). It holds for everything below the place, unless a place below adopted the method itself.
    """

    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="adoptions")
    slug = models.CharField(max_length=64)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="adoptions")
    inputs = JsonText(default=dict)
    pin = models.BinaryField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by = models.BigIntegerField(null=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "slug"], condition=Q(until__isnull=True), name="adoption_once_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} @ {self.place_id}"


class InputRequest(models.Model):
    """A place asks for inputs that a level above sets (`level`: the highest of them); answered once.

    `inputs` are the values asked for, as they are typed into an adoption.
    """

    slug = models.CharField(max_length=64)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    inputs = JsonText(default=dict)
    level = models.CharField(max_length=16)
    reason = models.CharField(max_length=500)
    by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(default=False)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "slug"], condition=Q(decided_at__isnull=True), name="input_request_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} @ {self.place_id}"
