"""The effects of a secret ballot, each in the transaction of its decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shanzhi.matters.ballots.box import close_box, keep_opening, put_in, strike
from shanzhi.matters.ballots.keys import deal_key
from shanzhi.matters.models import RollLine
from shanzhi.matters.notices.telling import tell
from shanzhi.matters.writing.follow_ups import EffectContext
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person

VOTED_FOR = Sentence(
    "“{title}”：{name}已替您投票，回执在事项页面。",
    "“{title}”: {name} has voted for you; the receipt is on its page",
)


def carry_out_ballot(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Carry out one effect. Raises `BadBallot`, which undoes the act."""
    _KINDS[values["kind"]](carrier, carrier.decision.entries[0].visit, values)


def _deal(carrier: EffectContext, visit: int, values: dict[str, Any]) -> None:
    lines = RollLine.objects.filter(roll__uses__matter=carrier.matter, roll__uses__visit=values["visit"])
    roll = list(lines.order_by("key").values_list("key", "area").distinct())
    asked = values["question"] or carrier.title
    deal_key(carrier.matter, values["visit"], carrier.at, {**values, "question": asked}, roll)


def _box(carrier: EffectContext, visit: int, values: dict[str, Any]) -> None:
    put_in(carrier.matter, visit, values)
    first = carrier.decision.entries[0]
    if first.act == "vote_for" and not carrier.told:
        carrier.told = True
        slots = [(e.slot or "").removeprefix("vote:") for e in carrier.decision.entries]
        lines = RollLine.objects.filter(
            roll__uses__matter=carrier.matter, roll__uses__visit=visit, key__in=slots, person__isnull=False
        )
        name = Person.objects.filter(pk=first.person or 0).values_list("name", flat=True).first() or ""
        text = VOTED_FOR.fill(title=carrier.title, name=name)
        persons = [person for person in lines.values_list("person", flat=True) if person is not None]
        tell(persons, text, kind="told", matter=carrier.matter, at=carrier.at)


def _close(carrier: EffectContext, visit: int, values: dict[str, Any]) -> None:
    close_box(carrier.matter, visit, carrier.at, values["paper"])


def _strike(carrier: EffectContext, visit: int, values: dict[str, Any]) -> None:
    strike(carrier.matter, visit, carrier.at)


def _open(carrier: EffectContext, visit: int, values: dict[str, Any]) -> None:
    keep_opening(carrier.matter, visit, carrier.at, values.get("bulletin"))


def _drawn(carrier: EffectContext, visit: int, values: dict[str, Any]) -> None:
    """Who drew a paper stands in the history; the closing reads it there."""


_KINDS: dict[str, Callable[[Any, int, dict[str, Any]], None]] = {
    "deal_key": _deal,
    "box": _box,
    "close_box": _close,
    "strike": _strike,
    "open_box": _open,
    "draw": _drawn,
}
