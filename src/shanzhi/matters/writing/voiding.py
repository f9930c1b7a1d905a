"""Making matters void that were entered by mistake, such as an import undone. They stay in the records, and count nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from msgspec.structs import replace

from shanzhi.engine.types import Actor, Command, Decision, Entry, Refusal
from shanzhi.ledger.booking import let_go
from shanzhi.matters.models import Entry as EntryRow
from shanzhi.matters.models import Matter
from shanzhi.matters.writing import store
from shanzhi.matters.writing.follow_ups import Change, Written
from shanzhi.matters.writing.path import settle
from shanzhi.method.words import Sentence
from shanzhi.people.permission import action, covers, require, rule
from shanzhi.people.problems import BadInput

action("matter.void", Sentence("作废误录的事项", "make matters void that were entered by mistake"))


@rule("matter.void", who=Sentence("街道和区级工作人员", "street and district staff"))
def staff_over_all(actor: Actor, thing: object) -> bool:
    """`thing` is the way from the top to where the matter happened."""
    return isinstance(thing, tuple) and covers(actor, thing, {"street_staff", "district_staff"})


def void_matters(*, actor: Actor, matters: Iterable[int], reason: str, at: datetime | None = None) -> int:
    """Make matters void, each as an act in its history; how many were not void before.

    What was sealed in them is destroyed. An import's numbers are free again, so that it can be run anew.
    """
    now = at or timezone.now()
    return sum(_void(actor, matter, reason.strip()[:200], now) for matter in matters)


def _void(actor: Actor, number: int, reason: str, now: datetime) -> bool:
    command = Command("", "void", now, actor)

    def decide(loaded: store.Loaded) -> Decision:
        matter = loaded.record.matter
        require(actor, "matter.void", loaded.ground.path(matter.origin))
        at = max(now, matter.entered or matter.opened)
        entry = Entry(
            matter.seq + 1, matter.visit, "void", at, actor.person, None, matter.place, matter.stage, matter.stage,
            {"reason": reason},
        )  # fmt: skip
        after = replace(
            matter, seq=entry.seq, desk=None, due=None, window=None, remind=None, closed=at, end="void",
            data={name: value for name, value in matter.data.items() if name not in loaded.record.secret},
        )  # fmt: skip
        return Decision(after, (entry,))

    def then(written: Written) -> None:
        Matter.objects.filter(pk=number).update(void=True)
        let_go(matter=number, seq=written.decision.matter.seq, at=now)
        EntryRow.objects.filter(matter=number, sealed__isnull=False).update(sealed=None)

    answer = settle(Change(number, command, decide, then), now)
    if isinstance(answer, Refusal):
        raise BadInput(answer.why)
    return answer is not None
