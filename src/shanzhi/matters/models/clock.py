"""What a machine's clock said when the sweep last trusted it."""

from __future__ import annotations

from django.db import models


class ClockMark(models.Model):
    """One run of one machine (`run`: its boot): the time of day, and the seconds on the clock that only goes forward."""

    run = models.CharField(max_length=64, primary_key=True)
    wall = models.DateTimeField()
    ticks = models.FloatField()
