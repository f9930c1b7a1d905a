"""Session (会议): notice, agenda, attendance, speaking turns, minutes, quorum.

The speaking rules are those of 社区议事规则: ask for the floor, one speaker at a time, a fixed number of
minutes for each turn, turns in the order in which they were asked for unless the chair calls somebody by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks import agenda, floor
from shanzhi.engine.blocks.base import (
    MOST_NAMED,
    Ahead,
    Logic,
    Step,
    circle,
    neighbours,
    of_the_circle,
    once,
    setting_holds,
    setting_number,
)
from shanzhi.engine.blocks.simulated import Doing, Simulated
from shanzhi.engine.limits import due_after, moment
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import ROLL, fix, roll_named
from shanzhi.engine.texts import local
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.simulation.crowd import Crowd
    from shanzhi.engine.types import Matter
    from shanzhi.method.model import Act, Block, Stage

BEFORE = frozenset(
    (
        "agenda",
        "move_item",
        "drop_item",
        "publish_agenda",
        "ask_floor",
        "lower_hand",
        "ask_floor_for",
        "lower_hand_for",
    )
)
"""What may be done before the meeting begins."""


CAME = "@came"
"""In the tally: who is there for each elector, in the order in which they came."""


class Session(Logic):
    """The tally: `present` of the `roll` (`heads` says how many are there for each elector, and whoever
    else is there is among the `others`), when it `begins`, the agenda and since when it is `published` (and how
    many items then), the `item` that is taken (from 1; 0: none yet), who is `waiting` to speak, who is `speaking`
    since when, and who left or was marked present by mistake (`absent`).
    """

    def enter(self, d: Draft, block: Block) -> str | None:
        field = d.method.fields[block.settings["begins"]]
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
        topics = [item.zh for item in block.settings.get("agenda") or ()]
        topics += agenda.lines(d, block.settings.get("of"))
        d.tally = {
            **circle(d, block),
            "present": 0,
            "roll": 0,
            "others": 0,
            "begins": begins.isoformat(),
            "agenda": topics,
            "waiting": [],
        }
        d.count(speaking=None, item=0, turns=0, minutes=0, heads={})
        d.count(roll=fix(d, roll_named(d, block, block.settings["roll"]), neighbours(d)).count)
        d.count(turn=max(1, setting_number(d, block, "turn", floor.TURN)))
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        begins = datetime.fromisoformat(d.tally["begins"])
        zone = d.ctx.calendar.zone
        if act.name in ("attend", "leave", "attend_for", "absent"):
            # People come a little early; but nobody is present days before.
            early = d.at.astimezone(zone).date() < begins.astimezone(zone).date()
        else:
            early = act.name not in BEFORE and d.at < begins
        if early:
            raise refuse("not_begun", act.at, at=local(d, begins))
        if act.name in ("attend", "ask_floor"):
            of_the_circle(d, act.at)
        if act.name in _READY:
            _READY[act.name](d, act)

    def result(self, d: Draft, block: Block) -> dict[str, Any]:
        tally = d.tally
        return {
            "roll": tally[ROLL],
            "expected": tally["roll"],
            "present": tally["present"],
            "others": tally.get("others", 0),
            "turns": tally["turns"],
        }

    def yields(self, d: Draft, what: str) -> Any:
        """Of each elector who is there the first who came: so many persons as are counted, but that one may stand for several."""
        came: dict[str, list[int]] = d.tally.get(CAME, {})
        return sorted({there[0] for there in came.values()})[:MOST_NAMED] or None

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        return None  # when it begins is told by its date

    def over(self, d: Draft, block: Block) -> str | None:
        return None  # its chair closes it

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        quorum = block.settings.get("quorum") is not None
        return Ahead(acts=("held", "no_quorum") if quorum else ("held",))

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        return _ACTS[act.name](d, block, act)


def _may_attend(d: Draft, act: Act) -> None:
    if d.person not in d.tally.get("absent", ()):
        once(d, f"attend:{d.person}", act.at)


def _may_leave(d: Draft, act: Act) -> None:
    if not floor.present(d, d.person):
        raise refuse("not_present", act.at)


def _present(d: Draft, block: Block, act: Act) -> Step:
    person = d.person if act.name == "attend" else d.values["person"]
    absent: list[int] = d.tally.get("absent", [])
    slot = None
    if person in absent:
        d.count(absent=[one for one in absent if one != person])
    else:
        slot = once(d, f"attend:{person}", act.at)
    _count(d, person, 1)
    return Step({"person": person}, slot)


def _absent(d: Draft, block: Block, act: Act) -> Step:
    person = d.person if act.name == "leave" else d.values["person"]
    if not floor.present(d, person):
        raise refuse("not_present", act.at)
    waiting = [pair for pair in d.tally["waiting"] if pair[0] != person]
    d.count(absent=[*d.tally.get("absent", ()), person], waiting=waiting)
    _count(d, person, -1)
    return Step({"person": person})


def _count(d: Draft, person: int | None, by: int) -> None:
    """Count who came (1) or was not there after all (-1): an elector once, however many of a household come."""
    electors = d.ctx.electors(d.id, d.visit, person) if person is not None else ()
    if not electors:
        d.count(others=d.tally["others"] + by)
        return
    heads: dict[str, int] = {**d.tally["heads"]}
    for elector in electors:
        heads[elector.key] = heads.get(elector.key, 0) + by
    heads = {key: count for key, count in heads.items() if count > 0}
    d.count(heads=heads, present=len(heads))
    came: dict[str, list[int]] = {**d.tally.get(CAME, {})}
    for elector in electors:
        there = [one for one in came.get(elector.key, ()) if one != person]
        came[elector.key] = [*there, person] if by > 0 and person is not None else there
    d.count(**{CAME: {key: there for key, there in came.items() if there}})


def _minutes(d: Draft, block: Block, act: Act) -> Step:
    speaker = d.values.get("person")
    if speaker is not None and not floor.present(d, speaker):
        raise refuse("said_by_absent", act.at)
    d.count(minutes=d.tally["minutes"] + 1)
    return Step(d.values)


def _finish(d: Draft, block: Block, act: Act) -> Step:
    return Step(outcome="held" if setting_holds(d, block, "quorum", True) else "no_quorum")


_READY: dict[str, Callable[[Draft, Act], None]] = {
    **agenda.READY,
    **floor.READY,
    "attend": _may_attend,
    "leave": _may_leave,
}
_ACTS: dict[str, Callable[[Draft, Block, Act], Step]] = {
    **agenda.ACTS,
    **floor.ACTS,
    "attend": _present,
    "leave": _absent,
    "attend_for": _present,
    "absent": _absent,
    "minutes": _minutes,
    "finish": _finish,
}


def _begins(matter: Matter) -> datetime:
    return datetime.fromisoformat(matter.tally["begins"])


def _attends(crowd: Crowd, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
    """As many come as turn out, when it begins."""
    for actor in crowd.those(stage.acts["attend"].who, matter, ground):
        if crowd.chance.happens(crowd.load.turnout):
            yield max(_begins(matter), now), actor, "attend"


LOGIC = Session()
SIMULATED = Simulated(
    doings=_attends,
    desk_acts=frozenset(("finish",)),
    together=True,
    ready=lambda matter: _begins(matter) + timedelta(hours=1),
)
