"""What proves once, and for a few minutes, that somebody reads what is sent to a contact of theirs."""

from __future__ import annotations

from django.db import models

from shanzhi.people.models.access import Account


class OneTime(models.Model):
    """A link and a code sent to an account's contact. Neither is kept: `key` and `code` are digests.

    `account` is None where nobody of that name can be reached: asking and trying then go on as for anybody. `name` and
    `address` are digests, for the limits; `about` of the contact that is to be verified.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        CONTACT = "contact"

    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    address = models.CharField(max_length=64, blank=True)
    about = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(db_index=True)
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["name", "made_at"], name="one_time_name")]
