"""What is asked for an administrator's account: nothing is done to one by a single person (三权分立; GB/T 22239)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.people.models.access import Account
from shanzhi.people.models.ground import Person


class AccountRequest(models.Model):
    """Asked by a security administrator (`by`), confirmed or refused by an audit administrator (`decided_by`).

    `account` is the one it is about; None while an account to be opened (`username`, `kind`, `person`) is not there.
    It can be decided until `until`; from then on it has lapsed. A first password waits for who asked until it is
    drawn (`drawn_at`). `told_at`: when the holder was shown it.
    """

    class Act(models.TextChoices):
        OPEN = "open", _("开账号")
        PASSWORD = "password", _("重置密码")
        CLOSE = "close", _("关闭")
        UNLOCK = "unlock", _("解除锁定")
        SECOND_FACTOR = "second-factor", _("重置双因素")

    act = models.CharField(max_length=16, choices=Act.choices)
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    username = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=16, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    decided_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)
    drawn_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.act} {self.username}"
