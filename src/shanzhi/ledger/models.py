"""The ledger (积分账): what is counted, accounts, and movements from one account to another, chained and never changed.

All balances of a unit come to nothing together; none but an account that `may_owe` is ever below zero: the database
itself refuses it. A balance is what the movements come to, kept beside them, and `shanzhi verify` adds them up again.
Money is recorded here, never moved. Points belong to residents and households; staff are never ranked by them
(国办函〔2026〕12号).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanzhi.database.columns import JsonText


class Unit(models.Model):
    """One unit as it was last used: kept by a method, under `book` (`household-points.points`)."""

    book = models.CharField(max_length=130, primary_key=True)
    counts = models.CharField(max_length=8)
    label_zh = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)


class Account(models.Model):
    """One account: a person's, a household's, an organisation's, a place's by its name, or what a matter holds.

    `place` is the community in which it was opened. `balance` is what came in less what went out, `seq` how many
    movements there were, `head` the hash of the last. What is held knows its `source`.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("个人")
        HOUSEHOLD = "household", _("家庭")
        ORGANISATION = "organisation", _("单位")
        NAMED = "named", _("本地账户")
        HELD = "held", _("锁定")
        EXPIRED = "expired", _("已失效")

    book = models.CharField(max_length=130)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    owner = models.BigIntegerField()
    name = models.CharField(max_length=60, blank=True)
    label_zh = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)
    place = models.BigIntegerField(null=True)
    may_owe = models.BooleanField(default=False)
    balance = models.BigIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=b"")
    source = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="held")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "kind", "owner", "name"], name="ledger_account_once"),
            models.CheckConstraint(
                condition=Q(may_owe=True) | Q(balance__gte=0), name="ledger_never_negative"
            ),
        ]
        indexes = [models.Index(fields=["kind", "owner"], name="ledger_account_of")]

    def __str__(self) -> str:
        return f"{self.book} {self.kind} {self.owner} {self.name}".strip()


class Transfer(models.Model):
    """One movement of `amount` (more than none) from account `debit` to account `credit`; never changed.

    `portions` say of what it was made up by when it runs out, `came` the same as it came in (both [[microseconds or null,
    amount]]). It is the `debit_seq`-th movement of the one account and the `credit_seq`-th of the other, which then
    stood at `debit_after` and `credit_after`; each account's chain covers it. It rests on entry `seq` of a `matter`, but
    for what ran out. `cause` makes a repetition harmless. `reverses` is the movement that it takes back, at most once.
    The chain covers a salted digest of the reason, which may be erased.
    """

    class Kind(models.TextChoices):
        TRANSFER = "transfer", _("转账")
        RESERVE = "reserve", _("锁定")
        SETTLE = "settle", _("兑换")
        RELEASE = "release", _("解锁")
        REVERSE = "reverse", _("冲正")
        EXPIRE = "expire", _("到期失效")

    book = models.CharField(max_length=130)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="paid")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="received")
    amount = models.BigIntegerField()
    portions = JsonText()
    came = JsonText()
    debit_seq = models.PositiveIntegerField()
    credit_seq = models.PositiveIntegerField()
    debit_after = models.BigIntegerField()
    credit_after = models.BigIntegerField()
    debit_hash = models.BinaryField()
    credit_hash = models.BinaryField()
    reason_zh = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300)
    salt = models.CharField(max_length=32)
    seal = models.BinaryField()
    matter = models.BigIntegerField(null=True)
    seq = models.PositiveIntegerField(null=True)
    cause = models.CharField(max_length=160, unique=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_more_than_none"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="ledger_moves"),
        ]
        indexes = [
            models.Index(fields=["credit", "at"], name="ledger_came"),
            models.Index(fields=["debit", "at"], name="ledger_went"),
            models.Index(fields=["matter"], name="ledger_of_matter"),
        ]


class Lot(models.Model):
    """What of an account runs out at one moment, as much as is left of it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lots")
    expires = models.DateTimeField()
    remaining = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "expires"], name="ledger_lot_once"),
            models.CheckConstraint(condition=Q(remaining__gte=0), name="ledger_lot_not_negative"),
        ]
        indexes = [
            models.Index(fields=["expires"], condition=Q(remaining__gt=0), name="ledger_lot_due"),
        ]
