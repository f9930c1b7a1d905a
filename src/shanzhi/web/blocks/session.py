"""Meeting (会议) on screen: agenda, who is there, who speaks and how long yet, who waits; from what is recorded.

The end of a turn is a time the server keeps, so a page loaded again, or another screen, goes on where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.who import role_in
from shanzhi.matters.models import Entry
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.model import Act, Block
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.people.telling import lives_at
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.bars import Bar
from shanzhi.web.blocks.base import BlockFace, Finished, Page, Screen
from shanzhi.web.blocks.plan import published
from shanzhi.web.blocks.present import block_of, draft_of, serves, stated, thresholds_of, who_may
from shanzhi.web.blocks.thresholds import Threshold


class Item(Struct):
    """One item of the agenda: `state` is `done`, `now` or empty; `late` if it came after the agenda was published."""

    number: int
    topic: str
    state: str = ""
    late: bool = False


class Speaker(Struct):
    """Who speaks or waits. `left` are the seconds that remain, negative when the time is over."""

    person: int
    name: str
    topic: str
    there: bool = True
    left: int = 0
    minutes: int = 0
    over: bool = False


class Meeting(Struct):
    """One meeting as it stands this moment."""

    begins: datetime
    begun: bool
    items: list[Item]
    item: Item | None
    following: Item | None
    published: bool
    attended: int
    expected: int
    quorum: list[Threshold]
    speaker: Speaker | None
    hands: list[Speaker]
    turns: int


def meeting_of(it: Seen, block: Block, *, names: bool) -> Meeting:
    """The meeting. `names` of those who wait are for the chair; who speaks is heard by everybody in the room."""
    matter, now = it.loaded.record.matter, it.loaded.ground.now
    tally = matter.tally
    begins = datetime.fromisoformat(tally["begins"])
    speaking, waiting = tally.get("speaking"), tally.get("waiting") or []
    people = [speaking["person"]] if speaking else []
    if names:
        people += [person for person, _topic in waiting]
    known = dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    here = set(there(it, [person for person, _topic in waiting])) if names else set()
    items = _items(tally)
    number = tally.get("item", 0)
    return Meeting(
        begins=begins,
        begun=now >= begins,
        items=items,
        item=items[number - 1] if 0 < number <= len(items) else None,
        following=items[number] if number < len(items) else None,
        published=bool(tally.get("published")),
        attended=tally["present"],
        expected=tally.get("roll") or 0,
        quorum=quorum_of(it, block, tally),
        speaker=_speaker(speaking, known, now) if speaking else None,
        hands=[Speaker(person, known.get(person, ""), topic, person in here) for person, topic in waiting],
        turns=tally.get("turns", 0),
    )


def present(it: Seen) -> Block | None:
    """The meeting that runs now, if one does."""
    block = block_of(it)
    return block if block is not None and block.kind == FACE.kind else None


def quorum_of(it: Seen, block: Block, tally: Mapping[str, Any]) -> list[Threshold]:
    """How many must be there, in words, against who is."""
    data = it.loaded.record.matter.data
    return thresholds_of(it.loaded.method, stated(block), counted(block), tally, data)


def _items(tally: dict[str, Any]) -> list[Item]:
    number, settled = tally.get("item", 0), tally.get("settled")
    return [
        Item(
            n,
            topic,
            "now" if n == number else "done" if n < number else "",
            settled is not None and n > settled,
        )
        for n, topic in enumerate(tally.get("agenda") or (), 1)
    ]


def _speaker(speaking: dict[str, Any], known: dict[int, str], now: datetime) -> Speaker:
    until = datetime.fromisoformat(speaking["until"])
    since = datetime.fromisoformat(speaking.get("since") or speaking["until"])
    left = int((until - now).total_seconds())
    return Speaker(
        speaking["person"],
        known.get(speaking["person"], ""),
        speaking["topic"],
        left=left,
        minutes=max(int((until - since).total_seconds() // 60), 1),
        over=left <= 0,
    )


def there(it: Seen, people: list[int]) -> list[int]:
    """Those of them who are marked present."""
    matter = it.loaded.record.matter
    absent = set(matter.tally.get("absent") or ())
    slots = {f"attend:{person}": person for person in people if person not in absent}
    found = Entry.objects.filter(matter=matter.id, visit=matter.visit, slot__in=slots).values_list(
        "slot", flat=True
    )
    return [slots[slot] for slot in found if slot is not None]


def all_there(it: Seen) -> list[int]:
    """All who are marked present, the latest first."""
    matter = it.loaded.record.matter
    absent = set(matter.tally.get("absent") or ())
    slots = (
        Entry.objects.filter(matter=matter.id, visit=matter.visit, slot__startswith="attend:")
        .order_by("-seq")
        .values_list("slot", flat=True)
    )
    people = [int(slot.partition(":")[2]) for slot in slots if slot is not None]
    return [person for person in people if person not in absent]


def doors_of(people: list[int]) -> dict[int, str]:
    """Where each of them lives, as it is written at the door."""
    return lives_at(Person.objects.filter(pk__in=people).select_related("household__place", "home"))


def keeps(it: Seen) -> bool:
    """Whether the reader keeps the record of the meeting: its chair, and its clerks."""
    stage = it.loaded.method.stages[it.loaded.record.matter.stage]
    return role_in(draft_of(it), stage.acts["minutes"].who) is not None


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """The meeting for somebody in the room, or who wants to come."""
    matter = it.loaded.record.matter
    me = it.who.person
    waiting = [person for person, _topic in matter.tally.get("waiting") or ()]
    speaking = matter.tally.get("speaking") or {}
    stage = it.loaded.method.stages[matter.stage]
    return {
        "meeting": meeting_of(it, block, names=False),
        "plan": published(it),
        "chairs": serves(it),
        "keeps": keeps(it),
        "attend": acts.get("attend"),
        "ask": acts.get("ask_floor"),
        "lower": acts.get("lower_hand"),
        "here": bool(me is not None and there(it, [me])),
        "before_me": waiting.index(me) if me in waiting else None,
        "my_turn": me is not None and speaking.get("person") == me,
        "who": who_may(stage.acts.get("attend")),
    }


def on_screen(it: Seen, block: Block) -> dict[str, Any]:
    """The present item, who speaks and how many wait; no other names."""
    return {"meeting": meeting_of(it, block, names=False)}


def finished(block: Block, tally: Mapping[str, Any], whole: bool) -> Finished:
    """Who came, of those who should have."""
    attended = tally.get("present", 0)
    return Finished([Bar(_("到场"), attended, tally.get("roll") or attended)])


def counted(block: Block) -> dict[str, str]:
    """Words for who is there."""
    return {"present": _("到场人数"), "roll": _("应到人数")}


FACE = BlockFace(
    kind="session",
    template="web/blocks/session.html",
    running=running,
    own=frozenset(BLOCKS["session"].act_names),
    leads=True,
    comes_for=("attend",),
    screen=Screen("web/blocks/session_screen.html", on_screen),
    pages={},
    offers=None,
    finished=finished,
    page=Page("minutes", Sentence("会议记录", "Minutes")),
    minuted=False,
    needs=stated,
    counted=counted,
)
