"""A reading of very many matters that took long: kept for a while, for everybody, in every process."""

from __future__ import annotations

from django.db import models


class Reading(models.Model):
    """What `key` came to as of `at`, as the reader packed it. `took` says how many seconds it cost.

    Nothing is lost with a row: it is read anew. `claimed_at` is when somebody set out to do so.
    """

    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()
    took = models.FloatField()
    content = models.BinaryField()
    claimed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key
