"""What a post above asked of a matter's desk (督办), as its parties read it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shanzhi.matters.lists.wording import role_label
from shanzhi.matters.models import Entry
from shanzhi.method.words import Sentence
from shanzhi.reading.matter import Seen


class Urging(Struct):
    """What a post above asked of the desk: its words, in which role, and until when it wants an answer."""

    text: str
    role: Sentence
    until: datetime


def urging(it: Seen) -> Urging | None:
    """What a post above asked and still waits for, for those who see the whole."""
    asked = it.loaded.record.matter.urged
    if asked is None or not it.whole:
        return None
    entry = Entry.objects.filter(matter=it.number, seq=asked.seq).first()
    if entry is None:
        return None
    return Urging(str(entry.values.get("text", "")), role_label(entry.role), asked.until)
