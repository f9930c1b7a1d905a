"""Changes of the register that no method reviewed (登记变更): who, what, why; shown to the level above."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.people.models.ground import Household, Person
from shanzhi.places.models import Place


class Correction(models.Model):
    """One post given or ended, or one flat given other owners, on a page or over the API. Rows are only added."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("登记任职")
        ENDED = "ended", _("结束任期")
        OWNERS = "owners", _("变更业主")

    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["place", "-at"], name="correction_place")]
