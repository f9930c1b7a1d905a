"""Telling people something beside the notices of a decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shanzhi.matters.models import Notice, NoticeChannel
from shanzhi.matters.notices.audience import withheld_of
from shanzhi.matters.notices.compose import LONGEST
from shanzhi.method.words import Sentence


def tell(people: Iterable[int], text: Sentence, *, kind: str, matter: int | None, at: datetime) -> None:
    """One notice for each person; it waits to be sent outside where the person has a channel.

    Nobody is told of a matter that is kept from them.
    """
    kept = withheld_of([matter]) if matter is not None else frozenset()
    told = [person for person in dict.fromkeys(people) if person not in kept]
    reached = set(NoticeChannel.objects.filter(person__in=told).values_list("person", flat=True))
    Notice.objects.bulk_create(
        Notice(
            person_id=person,
            matter_id=matter,
            kind=kind,
            zh=text.zh[:LONGEST],
            en=text.en[:LONGEST],
            at=at,
            send_at=at if person in reached else None,
        )
        for person in told
    )
