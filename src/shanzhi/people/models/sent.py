"""Requests of programs that came with a key of their own, so that one sent again is done once."""

from __future__ import annotations

from django.db import models

from shanzhi.people.models.access import Account


class SentRequest(models.Model):
    """One request that was carried out: digests of its key and of what it asked, and the answer, sealed.

    `answer` is None where the answer holds what is told once (a password), and after a person was erased.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.BinaryField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="request_once_by_its_key")]
