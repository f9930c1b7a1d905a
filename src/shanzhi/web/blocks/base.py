"""What there is to see of a kind of block: one `BlockFace`, written whole in the kind's own module.

A part without a default is one that every kind says something of, be it None or nothing: left out, the program does not
start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from shanzhi.engine.types import Matter
from shanzhi.method.model import Act, Block, Method, Option
from shanzhi.method.words import Sentence
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.bars import Answers, Bar


class Finished(Struct):
    """What a block that is over came to; `exact` if what there was of each threshold may be told to onlookers too."""

    bars: list[Bar]
    answers: list[Answers] = []
    exact: bool = True


class Page(Struct, frozen=True):
    """A page that tells more of a block that is over: the name of its address, and what it is called."""

    view: str
    label: Sentence


class ActPage(Struct, frozen=True):
    """A page of its own on which an act is asked for: the name of its address; and whether what was typed for it on another page
    may be shown once more where the block keeps what people choose secret."""

    view: str
    again: bool = False


class Screen(Struct, frozen=True):
    """What the page on the wall of a room shows of it while it runs."""

    template: str
    shown: Callable[[Seen, Block], dict[str, Any]]


class BlockFace(Struct, frozen=True, kw_only=True):
    """How one kind of block looks.

    While it runs, `running` is what the matter's page shows of it, to a reader who may do these acts, in `template` (both
    None where it shows nothing of its own); `own` are its acts that stand there, and not among the others; it `leads`
    where the stage is about the block, and what else its desk may do comes second. `screen` is for the wall of a room. `pages` are
    those of its acts that have one of their own, and `offers` the choices there are where an act asks for a key or a number.

    Once it is over, `finished` is what it came to, to a reader who sees the whole or not (None: no result is told), `page`
    one that tells more, and `minuted` whether its result stands in the minutes of a meeting held before.

    `needs` are the conditions that say what must be reached, in the method's own text, and `counted` the words for what
    they speak of. `comes_for` are the acts for which people open the page: the way to them stands at its top.
    """

    kind: str
    template: str | None
    running: Callable[[Seen, Block, dict[str, Act]], dict[str, Any]] | None
    own: frozenset[str]
    leads: bool
    screen: Screen | None
    pages: dict[str, ActPage]
    offers: Callable[[Method, Matter, Block, Act], dict[str, tuple[Option, ...]]] | None
    finished: Callable[[Block, Mapping[str, Any], bool], Finished] | None
    page: Page | None
    minuted: bool
    needs: Callable[[Block], list[str]]
    counted: Callable[[Block], dict[str, str]]
    comes_for: tuple[str, ...] = ()


def needs_nothing(block: Block) -> list[str]:
    """Of a kind that is over without a condition."""
    return []


def counts_nothing(block: Block) -> dict[str, str]:
    """Of a kind of which no condition speaks."""
    return {}
