"""What every block answers, with the defaults of a block that collects nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shanzhi.engine.conditions import holds, number
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import ROLL, electors_of, on_the_roll
from shanzhi.engine.texts import local
from shanzhi.engine.where import ground, lift
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block
    from shanzhi.method.rules import Rule

BLOCKED = "@blocked"
"""In the tally: how often the clock could not lead on. Until it can, nothing more is collected."""


MOST_NAMED = 5_000
"""So many persons a result names at most, in the order of their numbers; what counts is the count."""


ASKED = "@asked"
"""In the tally: those whom the block asks one by one and who have yet to act, each as one text (`person:5`, `post:mediator:12`)."""
HAD_THEIR_SAY = "@said"
"""In the tally beside it: the persons who have acted there and are asked no more, for whomever else they could act."""


CIRCLE = "@place"
"""In the tally: whose people the block is for, where the method names a place for it."""


class Step(Struct, frozen=True):
    """What an act of a block comes to.

    `values` go into the history, `slot` marks what may happen once in this visit, `outcome` ends the block. `more`
    are further slots of the same act: each is a line of history of its own, with `each` of these values, else the same.
    """

    values: dict[str, Any] = {}
    slot: str | None = None
    outcome: str | None = None
    more: tuple[str, ...] = ()
    each: tuple[dict[str, Any], ...] = ()


class Ahead(Struct, frozen=True):
    """What may come of a running block: by what people do (`acts`), and when its time is over (`clock`), as outcomes; and what
    the clock does then (`then`), in words, where there is more to it than the outcome."""

    acts: tuple[str, ...] = ()
    clock: tuple[str, ...] = ()
    then: Sentence | None = None


class Logic:
    """One kind of block. What raises `NotImplementedError` here every kind says for itself (`shanzhi.engine.blocks.load`)."""

    def enter(self, d: Draft, block: Block) -> str | None:
        """Begin: set the tally; the window, if it has one, is set. An outcome here ends the block at once."""
        raise NotImplementedError

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        """Refuse one of the block's acts for what stands in its way whatever the answers to its form."""

    def sealed(self, d: Draft, block: Block, act: Act) -> bool:
        """Whether the act comes with values of another kind than its form asks people for, made before it is decided."""
        return False

    asks_facts = False
    """Whether what its acts ask are facts of the matter; else they are an entry of the block's own."""

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        """One of the block's own acts, its answers already checked (in `d.values`)."""
        raise NotImplementedError(act.name)

    def over(self, d: Draft, block: Block) -> str | None:
        """The window has ended: the outcome, or None when the block must still wait for someone."""
        raise NotImplementedError

    def leave(self, d: Draft, block: Block) -> None:
        """The matter goes on from its stage, by an outcome or past the block: what it waited for is let go."""

    def joined(self, d: Draft, block: Block, index: int, end: str) -> str | None:
        """A child matter closed."""
        raise refuse("no_such_child", block.at)

    def result(self, d: Draft, block: Block) -> dict[str, Any]:
        """What the block came to, as the record keeps it: what may be told of it, in numbers; its kind says it in words."""
        return {}

    def yields(self, d: Draft, what: str) -> Any:
        """What else of its result can be kept as a fact; None where there is nothing of it."""
        raise NotImplementedError(what)

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        """What everybody is asked while it runs, in words; None where nobody is."""
        raise NotImplementedError

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        """What may come of it as it stands; of its outcomes those are `known` that lead somewhere."""
        raise NotImplementedError

    def public(self, tally: dict[str, Any]) -> dict[str, Any]:
        """The part of the tally that is told when the block is over: numbers and words, never who."""
        return {n: v for n, v in tally.items() if isinstance(v, int | str) and not n.startswith("@")}


def circle(d: Draft, block: Block) -> dict[str, int]:
    """What the tally keeps of whose people the block is for; refuses a place outside of where the matter concerns."""
    field = block.settings.get("within")
    value = d.data.get(field) if field is not None else None
    if field is None or value is None:
        return {}
    if ground(d) not in d.ctx.path(value):
        raise refuse("not_within", block.at, field=d.method.fields[field].label)
    return {CIRCLE: value}


def whose(d: Draft) -> int:
    """The place whose people the present block is for."""
    place: int | None = d.tally.get(CIRCLE)
    return ground(d) if place is None else place


def neighbours(d: Draft) -> int:
    """The place whose neighbours a block asks that is open to residents: the one it names, or else the community."""
    place: int | None = d.tally.get(CIRCLE)
    return lift(d.ctx, ground(d), "community") if place is None else place


def of_the_circle(d: Draft, rule: Rule) -> None:
    """Refuse a resident who lives outside of the place that the block is for and is not on its roll; posts are looked at
    elsewhere."""
    circled = d.role == "resident" and CIRCLE in d.tally
    if circled and d.tally[CIRCLE] not in d.actor.home and not on_the_roll(d):
        raise refuse("not_elector", rule)


def within_window(d: Draft, rule: Rule, ended: datetime | None = None) -> None:
    """Refuse what comes after the window's end, even if the clock has not yet been looked at.

    `ended` is when it ended, if the block goes on without a window.
    """
    if ended is None and BLOCKED in d.tally:
        ended = d.due or d.window
    if ended is None and d.window is not None and d.at >= d.window:
        ended = d.window
    if ended is not None:
        raise refuse("window_over", rule, until=local(d, ended))


def once(d: Draft, slot: str, rule: Rule) -> str:
    """The slot, if it is still free in this visit."""
    if d.ctx.taken(d.id, d.visit, slot):
        raise refuse("already", rule)
    return slot


def unit_key(d: Draft, rule: Rule, person: int | None = None) -> str:
    """What counts once: the person (who acts, if no other is named); by a roll, whom the person counts as there."""
    whose = d.person if person is None else person
    if ROLL in d.tally:
        return electors_of(d, whose, rule)[0].key
    return f"person:{whose}"


def setting_holds(d: Draft, block: Block, name: str, default: bool) -> bool:
    """A block's condition, or `default` where the method states none."""
    program = block.settings.get(name)
    return default if program is None else holds(d, program, block.at)


def setting_number(d: Draft, block: Block, name: str, default: int) -> int:
    """A block's number, or `default` where the method states none."""
    program = block.settings.get(name)
    return default if program is None else number(d, program, block.at)
