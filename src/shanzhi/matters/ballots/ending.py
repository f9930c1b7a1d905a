"""The end of a ballot's life: once objections are over, what could open a ballot is deleted.

Sealed shares, the codes' salts and, unless the district keeps them, the sealed ballots go; question, roll, chain, closing,
openings, claims and result stay. From then on not even whoever has the cards opens anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from django.db import connection, transaction
from django.db.models import Min

from shanzhi.matters.models import BallotKey, BoxOpening, ElectorCode, Entry, Matter, SealedBallot
from shanzhi.method.secret_limits import KEPT_DAYS
from shanzhi.people import audit
from shanzhi.people.erasure import overwrite_deleted


def end_lives(now: datetime) -> int:
    """Delete what is over by now, each ballot in its own transaction and in the audit. Returns how many ended."""
    ended = 0
    for key in BallotKey.objects.filter(shares__isnull=False).order_by("pk"):
        over = over_since(key)
        if over is not None and over + timedelta(days=key.question.get("kept_days", KEPT_DAYS)) <= now:
            ended += _end(key.pk, now)
    return ended


def over_since(key: BallotKey) -> datetime | None:
    """Since when nothing more happens to a ballot: opened, given up, or its matter closed; None while it runs."""
    at = {"matter": key.matter_id, "visit": key.visit}
    opened = BoxOpening.objects.filter(**at).values_list("at", flat=True).first()
    if opened is not None:
        return opened
    matter = Matter.objects.get(pk=key.matter_id)
    if matter.visit > key.visit:
        later = Entry.objects.filter(matter=key.matter_id, visit__gt=key.visit).aggregate(first=Min("at"))
        found: datetime | None = later["first"]
        return found or matter.closed_at
    return matter.closed_at


def _end(pk: int, now: datetime) -> bool:
    overwrite_deleted()
    with transaction.atomic():
        key = BallotKey.objects.select_for_update().filter(pk=pk, shares__isnull=False).first()
        if key is None:
            return False
        at = {"matter": key.matter_id, "visit": key.visit}
        kept = bool(key.question.get("keeps_ballots", False))
        BallotKey.objects.filter(pk=pk).update(shares=None)
        ElectorCode.objects.filter(**at).update(salt=None)
        if not kept:
            SealedBallot.objects.filter(**at).update(ballot=None)
            for opening in BoxOpening.objects.filter(**at):
                BoxOpening.objects.filter(**at).update(bulletin=_without_ballots(opening.bulletin))
        audit.record("ballot.end_of_life", detail={**at, "kept": kept}, at=now)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True


def _without_ballots(bulletin: str) -> str:
    """The bulletin with neither ballots nor roll: question, key, closing, openings, claims, result."""
    whole = msgspec.json.decode(bulletin)
    return msgspec.json.encode(
        {name: one for name, one in whole.items() if name not in ("ballots", "roll")}
    ).decode()
