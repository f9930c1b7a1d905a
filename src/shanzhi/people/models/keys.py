"""Which keys the records of this database were made with."""

from __future__ import annotations

from django.db import models


class KeyPrint(models.Model):
    """The fingerprint of a key: it tells whether a key file is the one, and nothing of the key.

    `retired_at`: nothing here is sealed with it any more, so its file may be away.
    """

    name = models.CharField(max_length=32, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
