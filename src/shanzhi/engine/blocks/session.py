"""Session (会议): notice, agenda, attendance, speaking turns, minutes, quorum.

The speaking rules are those of 社区议事规则: ask for the floor, one speaker at a time, a fixed number of
minutes for each turn, turns in the order in which they were asked for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Logic, Step, once, setting_holds, setting_number
from shanzhi.engine.limits import moment
from shanzhi.engine.refusals import refuse
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block

MAX_AGENDA = 50


class Session(Logic):
    def enter(self, d: Draft, block: Block) -> str | None:
        field = block.settings["at"]
        value = d.data.get(field)
        if value is None:
            raise refuse("date_missing", block.at, field=d.method.fields[field].label)
        begins = moment(d, value)
        notice = block.settings.get("notice")
        if notice is not None:
            earliest = d.ctx.calendar.add(d.at, notice).at
            if begins < earliest:
                shown = _local(d, earliest)
                label = Sentence(notice.label("zh"), notice.label("en"))
                raise refuse("notice_too_short", block.at, notice=label, earliest=shown)
        d.due = d.ctx.calendar.add(begins, block.settings["lasts"]).at
        agenda = [item.zh for item in block.settings.get("agenda") or ()]
        d.tally = {"attended": 0, "expected": 0, "begins": begins.isoformat(), "agenda": agenda, "waiting": []}
        d.count(speaking=None, turns=0, minutes=0)
        d.count(expected=setting_number(d, block, "expected", 0))
        return None

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        step: Step = getattr(self, f"_{act.name}")(d, block, act)
        return step

    def _agenda(self, d: Draft, block: Block, act: Act) -> Step:
        agenda: list[str] = d.tally["agenda"]
        d.count(agenda=[*agenda, d.values["topic"]][:MAX_AGENDA])
        return Step(d.values)

    def _attend(self, d: Draft, block: Block, act: Act) -> Step:
        return self._present(d, act, d.actor.person)

    def _attend_for(self, d: Draft, block: Block, act: Act) -> Step:
        return self._present(d, act, d.values["person"])

    def _present(self, d: Draft, act: Act, person: int | None) -> Step:
        slot = once(d, f"attend:{person}", act.at)
        d.count(attended=d.tally["attended"] + 1)
        return Step({**d.values, "person": person}, slot)

    def _ask_floor(self, d: Draft, block: Block, act: Act) -> Step:
        self._begun(d, act)
        if not d.ctx.taken(d.matter.id, d.visit, f"attend:{d.actor.person}"):
            raise refuse("not_present", act.at)
        waiting: list[list[Any]] = d.tally["waiting"]
        if any(person == d.actor.person for person, _ in waiting):
            raise refuse("already", act.at)
        d.count(waiting=[*waiting, [d.actor.person, d.values["topic"]]])
        return Step(d.values)

    def _give_floor(self, d: Draft, block: Block, act: Act) -> Step:
        self._begun(d, act)
        if d.tally["speaking"] is not None:
            raise refuse("speaking", act.at)
        waiting: list[list[Any]] = d.tally["waiting"]
        if not waiting:
            raise refuse("no_speaker", act.at)
        person, topic = waiting[0]
        ends = d.at + timedelta(minutes=block.settings.get("turn", 3))
        d.count(waiting=waiting[1:], speaking={"person": person, "topic": topic, "until": ends.isoformat()})
        return Step({"person": person, "topic": topic})

    def _end_turn(self, d: Draft, block: Block, act: Act) -> Step:
        speaking = d.tally["speaking"]
        if speaking is None:
            raise refuse("no_speaker", act.at)
        d.count(speaking=None, turns=d.tally["turns"] + 1)
        return Step({"person": speaking["person"], "topic": speaking["topic"]})

    def _minutes(self, d: Draft, block: Block, act: Act) -> Step:
        self._begun(d, act)
        d.count(minutes=d.tally["minutes"] + 1)
        return Step(d.values)

    def _finish(self, d: Draft, block: Block, act: Act) -> Step:
        self._begun(d, act)
        return Step(outcome="held" if setting_holds(d, block, "quorum", True) else "no_quorum")

    def _begun(self, d: Draft, act: Act) -> None:
        begins = datetime.fromisoformat(d.tally["begins"])
        if d.at < begins:
            raise refuse("not_begun", act.at, at=_local(d, begins))


def _local(d: Draft, at: datetime) -> str:
    return at.astimezone(d.ctx.calendar.zone).strftime("%Y-%m-%d %H:%M")


LOGIC = Session()
