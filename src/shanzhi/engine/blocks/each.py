"""Each (联审、会签): those who are asked are fixed when it opens; each answers once, for itself, in any order.

A person, a household, an organisation or a post is one of those asked. A post that changes hands later stays asked:
whoever holds it then answers; while it is vacant the next above stands in, as with a desk. Who is named in person
answers in person, whatever they hold by then.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from shanzhi.engine.barring import barred
from shanzhi.engine.blocks.base import ASKED, HAD_THEIR_SAY, Ahead, Logic, Step, within_window
from shanzhi.engine.blocks.digests import digest_of
from shanzhi.engine.blocks.each_seats import (
    MOST_ASKED,
    Seat,
    crowd_answers,
    fits,
    made_answers,
    role_of,
    seats_of,
)
from shanzhi.engine.blocks.simulated import Simulated
from shanzhi.engine.conditions import number
from shanzhi.engine.refusals import refuse
from shanzhi.method.blocks.each_settings import ALL, ANY
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block

SEATS = "@seats"
"""In the tally: all who are asked, in the order of the method."""
GIVEN = "@given"
"""In the tally: what each answered, by whom, and whether on paper."""
NEEDED = "@needs"
TEXT = "@text"
"""In the tally: the digest of the facts they answer on; it stands in each answer, so that it is known what was signed."""
REMINDED = "@reminded"
SILENT = "@silent"
"""In the tally: for how many silence counted as an answer."""


class Each(Logic):
    """The tally: how many are `asked`, have `answered`, are in favour (`passed`), and how many gave each answer."""

    def enter(self, d: Draft, block: Block) -> str | None:
        s = block.settings
        seats = seats_of(d, s["of"], s.get("at"), barred(d, s.get("not")), block.at)
        if not seats:
            raise refuse("nobody_asked", block.at)
        if len(seats) > MOST_ASKED:
            raise refuse("full", block.at, most=MOST_ASKED)
        counted = {option.value: 0 for option in s["options"]}
        d.tally = {
            "asked": len(seats),
            "answered": 0,
            "passed": 0,
            **counted,
            SEATS: seats,
            ASKED: seats,
            GIVEN: {},
            HAD_THEIR_SAY: [],
        }
        needed = self._needed(d, block)
        if needed > len(seats):
            raise refuse("too_few_asked", block.at, count=len(seats), needs=needed)
        d.count(**{NEEDED: needed})
        if s.get("shows"):
            d.count(**{TEXT: digest_of({name: d.data.get(name) for name in s["shows"]})})
        d.effect("notify", to=[Seat(one).told for one in seats], text=_PLEASE, titled=True)
        return None

    def _needed(self, d: Draft, block: Block) -> int:
        needs = block.settings["needs"]
        if needs == ALL:
            return int(d.tally["asked"])
        return 1 if needs == ANY else max(1, number(d, needs, block.at))

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        within_window(d, act.at)
        if act.name == "remind_asked":
            last = d.tally.get(REMINDED)
            if last is not None and _day(d, datetime.fromisoformat(last)) == _day(d, d.at):
                raise refuse("reminded", act.at)
        elif act.name == "countersign":
            self._own(d, block, act)

    def _own(self, d: Draft, block: Block, act: Act) -> list[str]:
        """Those for whom the actor may answer now; refuses who is not asked, or has answered. They act as who they are there."""
        theirs = [one for one in d.tally[SEATS] if fits(d, Seat(one))]
        if not theirs:
            raise refuse("not_asked", act.at)
        open_ = [one for one in theirs if one in d.tally[ASKED]]
        if not open_:
            raise refuse("already", act.at)
        if d.person in d.tally[HAD_THEIR_SAY]:
            raise refuse("one_for_one", act.at)
        d.role = role_of(d, Seat(open_[0]))
        return open_

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        if act.name == "remind_asked":
            d.count(**{REMINDED: d.at.isoformat()})
            waiting = d.tally[ASKED]
            d.effect("notify", to=[Seat(one).told for one in waiting], text=_STILL, titled=True)
            return Step({"waiting": len(waiting)})
        on_paper = act.name == "countersign_for"
        key = self._whose(d, block, act, on_paper)
        choice = d.values["choice"]
        in_favour = choice in block.settings["passes"]
        if not in_favour and block.settings.get("reasons", "must") == "must" and not d.values.get("reason"):
            raise refuse("form", act.at, fields={"reason": _WHY}, count=1, detail=_WHY)
        seat = d.tally[SEATS].index(key) + 1
        by = Seat(key).person if on_paper else d.person
        kept: dict[str, Any] = {"choice": choice, "by": by}
        if on_paper:
            kept["paper"] = True
        if "lines" in (block.settings.get("result") or {}).values():
            guarded = {field.name for field in act.form if field.sensitive}
            said = {
                name: v for name, v in d.values.items() if name not in ("choice", "seat", "files", *guarded)
            }
            kept["said"] = said
        d.count(
            answered=d.tally["answered"] + 1,
            passed=d.tally["passed"] + in_favour,
            **{choice: d.tally[choice] + 1, ASKED: [one for one in d.tally[ASKED] if one != key]},
            **{GIVEN: {**d.tally[GIVEN], key: kept}},
        )
        if by is not None and not block.settings.get("several"):
            d.count(**{HAD_THEIR_SAY: [*d.tally[HAD_THEIR_SAY], by]})
        values = {**d.values, "seat": seat}
        if on_paper and by is not None:
            values["person"] = by
        if TEXT in d.tally:
            values["text"] = d.tally[TEXT]
        return Step(values, slot=f"sign:{key}", outcome=self._decided(d))

    def _whose(self, d: Draft, block: Block, act: Act, on_paper: bool) -> str:
        """For whom an answer is: the one it names, else the first for whom the actor may answer."""
        open_: list[str] = d.tally[ASKED] if on_paper else self._own(d, block, act)
        wanted = d.values.get("seat")
        if wanted is None:
            return str(open_[0])
        seats: list[str] = d.tally[SEATS]
        if not 1 <= wanted <= len(seats):
            raise refuse("no_such_seat", act.at, number=wanted, most=len(seats))
        key: str = seats[wanted - 1]
        if key not in d.tally[ASKED]:
            raise refuse("already", act.at)
        if key not in open_:
            raise refuse("not_asked", act.at)
        if not on_paper:
            d.role = role_of(d, Seat(key))
        elif d.person is not None and fits(d, Seat(key)):
            raise refuse("own_paper", act.at)
        return key

    def _decided(self, d: Draft) -> str | None:
        """The outcome as soon as nothing that is still to come can change it."""
        passed, needed = d.tally["passed"], d.tally[NEEDED]
        if passed >= needed:
            return "agreed"
        return "refused" if passed + len(d.tally[ASKED]) < needed else None

    def over(self, d: Draft, block: Block) -> str | None:
        silent = block.settings.get("silent")
        if silent is None:
            return "late"
        left = len(d.tally[ASKED])
        counted = left if silent in block.settings["passes"] else 0
        d.count(passed=d.tally["passed"] + counted, **{SILENT: left, silent: d.tally[silent] + left})
        return "agreed" if d.tally["passed"] >= d.tally[NEEDED] else "refused"

    def result(self, d: Draft, block: Block) -> dict[str, Any]:
        options = block.settings["options"]
        found = {
            "asked": d.tally["asked"],
            "answered": d.tally["answered"],
            "answers": [{"label": one.label.zh, "count": d.tally[one.value]} for one in options],
        }
        return {**found, "silent": d.tally[SILENT]} if d.tally.get(SILENT) else found

    def yields(self, d: Draft, what: str) -> Any:
        """A line for each who was asked: who, the answer in words, the reason, and what else it said."""
        block = d.method.stages[d.stage].block
        options = block.settings["options"] if block is not None else ()
        labels = {one.value: one.label.zh for one in options}
        lines = []
        for key in d.tally[SEATS]:
            given = d.tally[GIVEN].get(key, {})
            line = {**given.get("said", {}), "who": Seat(key).tag or _person(given.get("by"))}
            line["post"] = role_name(role).zh if (role := Seat(key).role) else None
            line["answer"] = labels.get(given.get("choice"), _NONE.zh)
            lines.append(line)
        parts = _parts(d)
        return [{n: v for n, v in line.items() if n in parts and v not in (None, "")} for line in lines]

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        said = Sentence(
            "请了 {n} 方各自答复，已答 {a} 方。", "{n} are asked for their answer, {a} have given it."
        )
        return said.fill(n=tally["asked"], a=tally["answered"]) if tally else None

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        clock = ("late",) if block.settings.get("silent") is None else ("agreed", "refused")
        return Ahead(acts=("agreed", "refused"), clock=clock)


def _parts(d: Draft) -> set[str]:
    """What the lines of the list hold that keeps its result."""
    block = d.method.stages[d.stage].block
    kept = (block.settings.get("result") or {}) if block is not None else {}
    return {
        part.name for name, what in kept.items() if what == "lines" for part in d.method.fields[name].form
    }


def _person(number: Any) -> str | None:
    return f"person:{number}" if number is not None else None


def _day(d: Draft, at: datetime) -> Any:
    return at.astimezone(d.ctx.calendar.zone).date()


_WHY = Sentence("不同意的，请写明理由。", "Say why, where you are not in favour.")
_NONE = Sentence("没有答复", "no answer")
_PLEASE = {
    "zh": "“{title}”请您答复；什么时候答都行，到期前就好。",
    "en": "“{title}” asks for your answer; any time before its date will do.",
}
_STILL = {
    "zh": "“{title}”还等着您的答复。有困难的，请告诉经办人，也可以签在纸上由他们代录。",
    "en": "“{title}” still awaits your answer. If that is difficult, tell the desk; you may sign on paper too, and they enter it.",
}

LOGIC = Each()
SIMULATED = Simulated(doings=crowd_answers, desk_acts=frozenset(), together=False, answers=made_answers)
