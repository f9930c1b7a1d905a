"""Session (会议): notice, agenda, attendance, speaking turns, minutes, quorum.

The speaking rules are those of 社区议事规则: ask for the floor, one speaker at a time, a fixed number of
minutes for each turn, turns in the order in which they were asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Logic, Step, once, setting_holds, setting_number
from shanzhi.engine.limits import due_after, moment
from shanzhi.engine.refusals import refuse
from shanzhi.engine.texts import local
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block

MAX_AGENDA = 50
MAX_WAITING = 200
TURN = 3
"""Minutes of a speaking turn where the method says nothing (社区议事规则)."""


class Session(Logic):
    """The tally: `attended` of `expected`, when it `begins`, the agenda, who waits to speak and who speaks."""

    def enter(self, d: Draft, block: Block) -> str | None:
        field = d.method.fields[block.settings["at"]]
        value = d.data.get(field.name)
        if value is None:
            raise refuse("date_missing", block.at, field=field.label)
        begins = moment(d, value)
        notice = block.settings.get("notice")
        if notice is not None:
            earliest = due_after(d, d.at, notice, block.at).at
            if begins < earliest:
                label = Sentence(notice.label("zh"), notice.label("en"))
                raise refuse("notice_too_short", block.at, notice=label, earliest=local(d, earliest))
        ends = due_after(d, begins, block.settings["lasts"], block.at)
        d.due, d.provisional = ends.at, ends.provisional
        agenda = [item.zh for item in block.settings.get("agenda") or ()]
        d.tally = {
            "attended": 0,
            "expected": 0,
            "begins": begins.isoformat(),
            "agenda": agenda,
            "waiting": [],
        }
        d.count(speaking=None, turns=0, minutes=0, expected=setting_number(d, block, "expected", 0))
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        begins = datetime.fromisoformat(d.tally["begins"])
        zone = d.ctx.calendar.zone
        if act.name in ("attend", "attend_for"):
            # People come a little early; but nobody is present days before.
            early = d.at.astimezone(zone).date() < begins.astimezone(zone).date()
        else:
            early = act.name != "agenda" and d.at < begins
        if early:
            raise refuse("not_begun", act.at, at=local(d, begins))
        if act.name == "attend":
            once(d, f"attend:{d.actor.person}", act.at)
        elif act.name == "ask_floor":
            self._may_ask(d, act)
        elif act.name == "give_floor":
            if d.tally["speaking"] is not None:
                raise refuse("speaking", act.at)
            if not d.tally["waiting"]:
                raise refuse("no_speaker", act.at)
        elif act.name == "end_turn" and d.tally["speaking"] is None:
            raise refuse("no_speaker", act.at)
        elif act.name == "agenda" and len(d.tally["agenda"]) >= MAX_AGENDA:
            raise refuse("full", act.at, most=MAX_AGENDA)

    def _may_ask(self, d: Draft, act: Act) -> None:
        waiting: list[list[Any]] = d.tally["waiting"]
        if not d.ctx.taken(d.matter.id, d.visit, f"attend:{d.actor.person}"):
            raise refuse("not_present", act.at)
        if any(person == d.actor.person for person, _ in waiting):
            raise refuse("already", act.at)
        if len(waiting) >= MAX_WAITING:
            raise refuse("full", act.at, most=MAX_WAITING)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        return _ACTS[act.name](d, block, act)


def _agenda(d: Draft, block: Block, act: Act) -> Step:
    d.count(agenda=[*d.tally["agenda"], d.values["topic"]])
    return Step(d.values)


def _present(d: Draft, block: Block, act: Act) -> Step:
    person = d.actor.person if act.name == "attend" else d.values["person"]
    slot = once(d, f"attend:{person}", act.at)
    d.count(attended=d.tally["attended"] + 1)
    return Step({"person": person}, slot)


def _ask_floor(d: Draft, block: Block, act: Act) -> Step:
    d.count(waiting=[*d.tally["waiting"], [d.actor.person, d.values["topic"]]])
    return Step(d.values)


def _give_floor(d: Draft, block: Block, act: Act) -> Step:
    (person, topic), *waiting = d.tally["waiting"]
    ends = d.at + timedelta(minutes=block.settings.get("turn", TURN))
    d.count(waiting=waiting, speaking={"person": person, "topic": topic, "until": ends.isoformat()})
    return Step({"person": person, "topic": topic})


def _end_turn(d: Draft, block: Block, act: Act) -> Step:
    speaking = d.tally["speaking"]
    d.count(speaking=None, turns=d.tally["turns"] + 1)
    return Step({"person": speaking["person"], "topic": speaking["topic"]})


def _minutes(d: Draft, block: Block, act: Act) -> Step:
    d.count(minutes=d.tally["minutes"] + 1)
    return Step(d.values)


def _finish(d: Draft, block: Block, act: Act) -> Step:
    return Step(outcome="held" if setting_holds(d, block, "quorum", True) else "no_quorum")


_ACTS: dict[str, Callable[[Draft, Block, Act], Step]] = {
    "agenda": _agenda,
    "attend": _present,
    "attend_for": _present,
    "ask_floor": _ask_floor,
    "give_floor": _give_floor,
    "end_turn": _end_turn,
    "minutes": _minutes,
    "finish": _finish,
}
LOGIC = Session()
