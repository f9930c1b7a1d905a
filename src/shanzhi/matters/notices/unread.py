"""What is still news to a person: one line a matter, and gone when what it asked for is done.

That something came to a desk is told by the inbox, which lists it anyway; a notice of it goes out by the
channels alone. What asks for something (a reminder, that a date has passed, that it is one's turn) is over once
the matter has moved on, whoever did it. What tells something stays until it is read.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Max, Q, QuerySet

from shanzhi.matters.models import Notice

TO_INBOX = "arrived"
"""It came to a desk of the person's."""
YOUR_TURN = "yours"
"""It came back to the one who opened it, who may have no inbox."""
ASKING = (YOUR_TURN, "remind", "overdue", "urged")
"""Kinds that ask for something in the stage in which the matter stood then."""


def unread(person: int | None) -> QuerySet[Notice]:
    """A person's notices that are news to them: of each matter the latest alone."""
    return _latest(_new(person))


def told(person: int | None) -> QuerySet[Notice]:
    """What a person was told, new or not: of each matter the latest alone."""
    return _latest(Notice.objects.filter(person=person or 0).exclude(kind=TO_INBOX))


def count_unread(person: int | None) -> int:
    """How many lines of news a person has."""
    counted = _new(person).aggregate(
        matters=Count("matter", distinct=True), others=Count("pk", filter=Q(matter=None))
    )
    return int(counted["matters"] + counted["others"])


def just_arrived(person: int | None, matters: Iterable[int]) -> set[int]:
    """Of these matters, those that came to a desk of the person's and that they have not looked at since."""
    if person is None:
        return set()
    here = Notice.objects.filter(person=person, read_at=None, kind=TO_INBOX, matter__in=list(matters))
    return set(here.values_list("matter", flat=True))


def _latest(found: QuerySet[Notice]) -> QuerySet[Notice]:
    latest = found.exclude(matter=None).values("matter").annotate(last=Max("pk")).values("last")
    return found.filter(Q(matter=None) | Q(pk__in=latest)).order_by("-pk")


def _new(person: int | None) -> QuerySet[Notice]:
    asks = Q(kind__in=ASKING)
    holds = Q(matter__closed_at=None, matter__entered_at__lte=F("at"))
    return Notice.objects.filter(~asks | holds, person=person or 0, read_at=None).exclude(kind=TO_INBOX)
