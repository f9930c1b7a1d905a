"""Organisations (单位) with their licences, and what roles are called in a place.

There is one kind of organisation: an office of the district, a company, a shop, an owners' committee. Its people are those
who hold a post in it (`Post.organization`), with a function and a term; whoever does acts for it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Organization(models.Model):
    """An organisation and where it serves. `code` is its unified social credit code (GB 32100), `since` and `until` the
    term of a body that is elected (本届任期)."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("部门、站所")
        PARTY = "party", _("党组织")
        COMMITTEE = "committee", _("居（村）民委员会")
        OWNERS = "owners", _("业委会（物管会）")
        MEDIATION = "mediation", _("人民调解委员会")
        PROPERTY = "property", _("物业企业")
        UTILITY = "utility", _("水电气热等公共服务企业")
        SOCIAL = "social", _("社会组织")
        MERCHANT = "merchant", _("商户")
        UNIT = "unit", _("单位")

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.UNIT)
    place = models.ForeignKey(
        "places.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="organizations"
    )
    code = models.CharField(max_length=18, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=Q(closed_at__isnull=True),
                name="organization_once_per_place",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Licence(models.Model):
    """A licence, registration or certificate of an organisation (证照): what it is called, its number, until when it holds."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="licences")
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "until"], name="licence_of_organization")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class RoleLabel(models.Model):
    """What a role is called in a place and all below (红管家、邻长): the place's own word, until a place below says otherwise."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32)
    label = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "role"], name="role_label_once_per_place")]

    def __str__(self) -> str:
        return self.label
