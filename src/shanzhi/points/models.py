"""The ledger of points (积分账): every entry moves points from one account to another, so the sum is always zero.

Points belong to residents and households; staff are never ranked by them (国办函〔2026〕12号).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """One account: a person's, a household's, or a budget (the side that issues points) of a place and method."""

    class Kind(models.TextChoices):
        PERSON = "person", _("个人")
        HOUSEHOLD = "household", _("家庭")
        BUDGET = "budget", _("发放账户")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    owner = models.BigIntegerField()
    purpose = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "owner", "purpose"], name="account_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner} {self.purpose}".strip()


class PointEntry(models.Model):
    """One movement of `points` (more than none) from account `debit` to account `credit`; never changed.

    It rests on entry `seq` of a matter; `n` tells several of one entry apart, and makes a repetition harmless.
    """

    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="paid")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="received")
    points = models.PositiveIntegerField()
    reason_zh = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    matter = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    n = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq", "n"], name="points_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="points_more_than_none"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="points_move"),
        ]
