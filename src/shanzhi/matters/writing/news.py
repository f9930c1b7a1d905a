"""What happened since somebody last looked, for the one whose act came too late."""

from __future__ import annotations

from msgspec.structs import replace

from shanzhi.engine.types import Command, Refusal
from shanzhi.matters.lists.wording import act_label, role_label
from shanzhi.matters.models import Entry
from shanzhi.matters.writing import store
from shanzhi.matters.writing.messages import MESSAGES
from shanzhi.method.words import Sentence, moment

MOST = 3


def news_since(answer: Refusal, matter: int, command: Command) -> Refusal:
    """The refusal `stale`, with the newest entries since in it; for one who may see the matter."""
    if command.seq is None:
        return answer
    loaded = store.read(matter, command.at)
    if loaded is None:
        return answer
    since = Entry.objects.filter(matter=matter, seq__gt=command.seq).order_by("-seq")[:MOST]
    zone = loaded.ground.calendar.zone
    parts = [
        Sentence("{at} {who}{act}", "{at} {who} {act}").fill(
            at=moment(entry.at.astimezone(zone), command.at.astimezone(zone)),
            who=role_label(entry.role),
            act=act_label(loaded.method, entry.stage, entry.act),
        )
        for entry in reversed(since)
    ]
    news = Sentence("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))
    return replace(answer, why=MESSAGES["stale"].fill(news=news))
