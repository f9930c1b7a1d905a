"""The floor of a meeting (发言): asked for, given to one at a time for so many minutes, given back (社区议事规则).

Whoever has no phone at hand raises a hand in the room: the chair asks for the floor in their name, and they wait in
the same line. History says by whom each was entered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shanzhi.engine.blocks.base import Step
from shanzhi.engine.refusals import refuse

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block

MAX_WAITING = 200
TURN = 3
"""Minutes of a speaking turn where the method says nothing (社区议事规则)."""


def present(d: Draft, person: int | None) -> bool:
    """Whether somebody was marked present, and not struck off again."""
    return person not in d.tally.get("absent", ()) and d.ctx.taken(d.id, d.visit, f"attend:{person}")


def _waits(d: Draft, person: int | None) -> bool:
    return any(one == person for one, _ in d.tally["waiting"])


def _may_ask(d: Draft, act: Act) -> None:
    if _waits(d, d.person):
        raise refuse("already", act.at)
    if _begun(d) and not present(d, d.person):
        raise refuse("not_present", act.at)
    _has_room(d, act)


def _begun(d: Draft) -> bool:
    """One may ask for the floor beforehand; once the meeting has begun it is for those who are there."""
    return d.at >= datetime.fromisoformat(d.tally["begins"])


def _has_room(d: Draft, act: Act) -> None:
    if len(d.tally["waiting"]) >= MAX_WAITING:
        raise refuse("full", act.at, most=MAX_WAITING)


def _may_lower(d: Draft, act: Act) -> None:
    if not _waits(d, d.person):
        raise refuse("not_waiting", act.at)


def _may_give(d: Draft, act: Act) -> None:
    if d.tally["speaking"] is not None:
        raise refuse("speaking", act.at)
    if not d.tally["waiting"]:
        raise refuse("no_speaker", act.at)


def _may_end(d: Draft, act: Act) -> None:
    if d.tally["speaking"] is None:
        raise refuse("no_speaker", act.at)


def _ask_floor(d: Draft, block: Block, act: Act) -> Step:
    topic = _queue(d, d.person)
    return Step({"topic": topic} if topic else {})


def _ask_floor_for(d: Draft, block: Block, act: Act) -> Step:
    person = d.values["person"]
    if _waits(d, person) or (d.tally["speaking"] or {}).get("person") == person:
        raise refuse("already", act.at)
    if _begun(d) and not present(d, person):
        raise refuse("not_there", act.at)
    topic = _queue(d, person)
    return Step({"person": person, **({"topic": topic} if topic else {})})


def _queue(d: Draft, person: int | None) -> str:
    """Put somebody at the end of the line; returns what they want to speak to: as they say, else the present item."""
    topic, item = d.values.get("topic"), d.tally.get("item", 0)
    if not topic:
        topic = d.tally["agenda"][item - 1] if item else ""
    d.count(waiting=[*d.tally["waiting"], [person, topic]])
    return str(topic)


def _lower_hand(d: Draft, block: Block, act: Act) -> Step:
    _step_out(d, d.person)
    return Step()


def _lower_hand_for(d: Draft, block: Block, act: Act) -> Step:
    person = d.values["person"]
    if not _waits(d, person):
        raise refuse("not_waiting", act.at)
    _step_out(d, person)
    return Step({"person": person})


def _step_out(d: Draft, person: int | None) -> None:
    d.count(waiting=[pair for pair in d.tally["waiting"] if pair[0] != person])


def _give_floor(d: Draft, block: Block, act: Act) -> Step:
    wanted, waiting = d.values.get("person"), d.tally["waiting"]
    called = [pair for pair in waiting if wanted in (None, pair[0])]
    if not called:
        raise refuse("not_waiting", act.at)
    # The chair is neutral: nobody gives the floor to themselves; another takes the chair meanwhile.
    called = [pair for pair in called if pair[0] != d.person]
    if not called:
        raise refuse("chair_neutral", act.at)
    # Who asked beforehand and did not come is passed over, and keeps the place.
    chosen = next((pair for pair in called if present(d, pair[0])), None)
    if chosen is None:
        raise refuse("not_there", act.at)
    person, topic = chosen
    ends = d.at + timedelta(minutes=d.tally.get("turn", TURN))
    speaking = {"person": person, "topic": topic, "since": d.at.isoformat(), "until": ends.isoformat()}
    d.count(waiting=[pair for pair in waiting if pair is not chosen], speaking=speaking)
    return Step({"person": person, "topic": topic})


def _end_turn(d: Draft, block: Block, act: Act) -> Step:
    speaking = d.tally["speaking"]
    d.count(speaking=None, turns=d.tally["turns"] + 1)
    return Step({"person": speaking["person"], "topic": speaking["topic"]})


READY: dict[str, Callable[[Draft, Act], None]] = {
    "ask_floor": _may_ask,
    "lower_hand": _may_lower,
    "ask_floor_for": _has_room,
    "give_floor": _may_give,
    "end_turn": _may_end,
}
ACTS: dict[str, Callable[[Draft, Block, Act], Step]] = {
    "ask_floor": _ask_floor,
    "lower_hand": _lower_hand,
    "ask_floor_for": _ask_floor_for,
    "lower_hand_for": _lower_hand_for,
    "give_floor": _give_floor,
    "end_turn": _end_turn,
}
