"""Draw (抽签): the entries are fixed and their digest is in the history before the seed can be; then both say what is drawn."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Ahead, Logic, Step, setting_number, within_window
from shanzhi.engine.blocks.digests import digest_of
from shanzhi.engine.blocks.lots import draw_lots, key_of
from shanzhi.engine.blocks.simulated import Simulated, nobody
from shanzhi.engine.limits import moment
from shanzhi.engine.refusals import refuse
from shanzhi.engine.texts import local
from shanzhi.method.blocks.draw import COMMITTED, DICE, REST
from shanzhi.method.people import tags
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Matter
    from shanzhi.method.model import Act, Block, Stage

FIXED = "entries_fixed"
"""The line of history that holds the entries as they are drawn from."""
BEGINS, FIRST, SEALED, TOLD = "@begins", "@seed", "@sealed", "@told"
SEED, DRAWN = "@numbers", "@drawn"
MOST_ENTRIES = 20_000
FEWEST_DICE = 12
"""Twelve dice have thirty-one bits: nobody can throw them again until they fit."""
FEWEST_SEALED = 2


class Draw(Logic):
    """The tally: how many `entries`, `places`, `reserves`, the `digest` of the entries, and once it is drawn its `key`."""

    def enter(self, d: Draft, block: Block) -> str | None:
        s = block.settings
        field, value = d.method.fields[s["of"]], d.data.get(s["of"]) or []
        if not value:
            raise refuse("nothing_to_do", block.at, field=field.label)
        if len(value) > MOST_ENTRIES:
            raise refuse("full", block.at, most=MOST_ENTRIES)
        at = d.data.get(s["begins"])
        if at is None:
            raise refuse("date_missing", block.at, field=d.method.fields[s["begins"]].label)
        begins = moment(d, at)
        if begins <= d.at:
            raise refuse("seed_is_past", block.at, at=local(d, begins))
        if d.window is not None and begins >= d.window:
            raise refuse("seed_too_late", block.at, at=local(d, begins), until=local(d, d.window))
        shown = s.get("shown")
        entries = [str(line.get(shown) or n) if shown else str(n) for n, line in enumerate(value, 1)]
        digest = digest_of(entries)
        d.tally = {"entries": len(entries), BEGINS: begins.isoformat(), "digest": digest}
        places = max(1, setting_number(d, block, "places", 1))
        reserves = max(0, setting_number(d, block, "reserves", 0))
        d.count(places=places, reserves=reserves)
        told = {"entries": entries, "digest": digest, "places": places, "reserves": reserves}
        whose = value if field.kind.rows else tags(field, value)
        d.note(FIXED, {**told, "record": digest_of(whose), "begins": begins.isoformat()})
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        within_window(d, act.at)
        begins = datetime.fromisoformat(d.tally[BEGINS])
        if act.name == "commit":
            if d.at >= begins:
                raise refuse("window_over", act.at, until=local(d, begins))
            if str(d.person) in d.tally.get(SEALED, {}):
                raise refuse("already", act.at)
        elif d.at < begins:
            raise refuse("seed_not_there", act.at, at=local(d, begins))
        elif act.name == "reveal":
            if str(d.person) not in d.tally.get(SEALED, {}):
                raise refuse("nothing_sealed", act.at)
            if str(d.person) in d.tally.get(TOLD, {}):
                raise refuse("already", act.at)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        if act.name == "commit":
            sealed = d.values["sealed"].lower()
            if re.fullmatch("[0-9a-f]{64}", sealed) is None:
                raise refuse("form", act.at, fields={"sealed": _HEX}, count=1, detail=_HEX)
            d.count(**{SEALED: {**d.tally.get(SEALED, {}), str(d.person): sealed}})
            return Step({"sealed": sealed}, slot=f"commit:person:{d.person}")
        if act.name == "reveal":
            return self._revealed(d, act)
        numbers = _numbers(d, block, act)
        first: dict[str, Any] | None = d.tally.get(FIRST)
        if first is None or first["by"] == d.person:
            d.count(**{FIRST: {"by": d.person, "numbers": numbers}})
            return Step(d.values)
        if first["numbers"] != numbers:
            raise refuse("seeds_differ", act.at)
        return Step(d.values, outcome=_draw(d, numbers))

    def _revealed(self, d: Draft, act: Act) -> Step:
        secret, person = d.values["secret"], str(d.person)
        if hashlib.sha256(secret.encode()).hexdigest() != d.tally[SEALED][person]:
            raise refuse("not_what_was_sealed", act.at)
        d.count(**{TOLD: {**d.tally.get(TOLD, {}), person: secret}})
        enough = len(d.tally[SEALED]) >= FEWEST_SEALED and len(d.tally[TOLD]) == len(d.tally[SEALED])
        outcome = _draw(d, _of_words(d)) if enough else None
        return Step(d.values, slot=f"reveal:person:{person}", outcome=outcome)

    def over(self, d: Draft, block: Block) -> str | None:
        rest = block.settings["source"] == COMMITTED and block.settings.get("unrevealed") == REST
        if rest and len(d.tally.get(TOLD, {})) >= FEWEST_SEALED:
            return _draw(d, _of_words(d))
        return "undrawn"

    def result(self, d: Draft, block: Block) -> dict[str, Any]:
        drawn, reserve = _parted(d)
        return {"entries": d.tally["entries"], "drawn": drawn, "reserve": reserve}

    def yields(self, d: Draft, what: str) -> Any:
        block = d.method.stages[d.stage].block
        entries = d.data.get(block.settings["of"]) or [] if block is not None else []
        drawn, reserve = _parted(d)
        return [entries[n - 1] for n in (drawn if what == "drawn" else reserve)] or None

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        return Sentence(
            "名单已定，等种子产生后抽签。", "The entries are fixed; it is drawn once the seed is there."
        )

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        return Ahead(acts=("drawn",), clock=("undrawn",))

    def public(self, tally: dict[str, Any]) -> dict[str, Any]:
        """The numbers too, from which anybody draws again."""
        return {
            **super().public(tally),
            **{name.strip("@"): tally[name] for name in (SEED, DRAWN) if name in tally},
        }


def _draw(d: Draft, sources: list[list[int]]) -> str:
    """Draw the places and those who stand in, and keep by what."""
    key = key_of(sources)
    many = d.tally["places"] + d.tally["reserves"]
    d.count(
        **{
            SEED: [sorted(one) for one in sources],
            "key": key,
            DRAWN: draw_lots(key, d.tally["entries"], many),
        }
    )
    return "drawn"


def _parted(d: Draft) -> tuple[list[int], list[int]]:
    drawn: list[int] = d.tally.get(DRAWN, [])
    places = d.tally["places"]
    return drawn[:places], drawn[places:]


def _of_words(d: Draft) -> list[list[int]]:
    """A number for each of those who told their words, in the order in which they sealed them."""
    told = d.tally[TOLD]
    words = [told[person] for person in d.tally[SEALED] if person in told]
    return [[int(hashlib.sha256(one.encode()).hexdigest(), 16)] for one in words]


def _numbers(d: Draft, block: Block, act: Act) -> list[list[int]]:
    """What was thrown (each die for itself, in order) or published (each group from the least)."""
    text = d.values["numbers"]
    if re.fullmatch(r"[0-9０-９\s,，、/]+", text) is None:
        raise refuse("form", act.at, fields={"numbers": _DIGITS}, count=1, detail=_DIGITS)
    groups = [[int(n) for n in re.findall(r"\d+", part)] for part in text.split("/")]
    if block.settings["source"] == DICE:
        dice = [n for group in groups for n in group]
        if len(dice) < FEWEST_DICE or not all(1 <= n <= 6 for n in dice):
            raise refuse("form", act.at, fields={"numbers": _DICE}, count=1, detail=_DICE)
        return [[n] for n in dice]
    if not all(groups):
        raise refuse("form", act.at, fields={"numbers": _DIGITS}, count=1, detail=_DIGITS)
    return [sorted(group) for group in groups]


_HEX = Sentence("要 64 位十六进制数字。", "It has 64 hexadecimal digits.")
_DIGITS = Sentence(
    "只写数字，用空格分开；几组之间用 /。", "Digits alone, parted by blanks; groups parted by /."
)
_DICE = Sentence(
    "至少掷 12 颗，每颗 1 到 6，用空格分开。", "Throw at least 12 dice, each from 1 to 6, parted by blanks."
)


def _seeds(stage: Stage, act: str, matter: Matter, made: dict[str, Any]) -> dict[str, Any]:
    """A throw that both tellers read alike."""
    return {"numbers": "1 2 3 4 5 6 1 2 3 4 5 6"} if act == "enter_seed" else made


LOGIC = Draw()
SIMULATED = Simulated(
    doings=nobody,
    desk_acts=frozenset(("enter_seed",)),
    together=False,
    answers=_seeds,
    ready=lambda matter: datetime.fromisoformat(matter.tally[BEGINS]),
)
