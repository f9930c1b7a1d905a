"""Who is elected by which votes: worked out from the counts alone, never by the order in which candidates were entered.

More votes come first. Equals for too few places are not elected by this vote: they are left for another, or for lots. Who is
missing is voted for once more among those next in votes, with as many more candidates as the margin (差额) asks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shanzhi.method.blocks.choose import name_part, person_part

if TYPE_CHECKING:
    from shanzhi.method.model import Field


class Candidate(Struct, frozen=True):
    """One candidate as the paper has them: by number from 1, with the name printed on it, if there is one."""

    number: int
    name: str
    person: int | None
    line: dict[str, Any] | None


class Ranked(Struct, frozen=True):
    """What a count comes to, each by its place in the count: `tied` are equals for too few places, `left` those for another vote."""

    elected: tuple[int, ...]
    reserve: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    left: tuple[int, ...] = ()


def candidates_of(field: Field, value: Any) -> list[Candidate]:
    """The candidates that a fact names: persons, or lines of a list."""
    if not field.kind.rows:
        return [Candidate(n, "", person, None) for n, person in enumerate(value or (), 1)]
    who, name = person_part(field), name_part(field)
    return [
        Candidate(n, str(line.get(name) or "") if name else "", line.get(who) if who else None, line)
        for n, line in enumerate(value or (), 1)
    ]


def line_of(field: Field, name: str, person: int | None) -> dict[str, Any]:
    """The line of somebody whose name was written on the papers."""
    parts = {person_part(field): person, name_part(field): name}
    return {part: value for part, value in parts.items() if part is not None and value is not None}


def plain_name(name: str) -> str:
    """A name without what people write differently: full width, spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def rank(
    votes: Sequence[int], passes: Sequence[bool], *, places: int, reserves: int = 0, margin: int = 0
) -> Ranked:
    """Who is elected; `passes` says who met the condition. Whom nobody chose is not elected."""
    able = [one for one, heads in enumerate(votes) if heads > 0 and passes[one]]
    elected, after = _fill(votes, able, places)
    if after and len(elected) < places:
        return Ranked(tuple(elected), tied=tuple(after), left=tuple(after))
    if len(elected) == places:
        others = [one for one in able if one not in elected]
        return Ranked(tuple(elected), tuple(_fill(votes, others, reserves)[0]))
    others = [one for one in range(len(votes)) if one not in elected]
    left: list[int] = []
    for group in _groups(votes, others):
        if len(left) >= places - len(elected) + margin:
            break
        left += group
    return Ranked(tuple(elected), left=tuple(left))


def _fill(votes: Sequence[int], able: Sequence[int], places: int) -> tuple[list[int], list[int]]:
    """As many as there are places, in order of votes; and the equals of whom not all find one."""
    taken: list[int] = []
    for group in _groups(votes, able):
        if len(taken) == places:
            break
        if len(taken) + len(group) > places:
            return taken, group
        taken += group
    return taken, []


def _groups(votes: Sequence[int], those: Sequence[int]) -> Iterator[list[int]]:
    """Those with equal votes together, the most first."""
    ordered = sorted(those, key=lambda one: -votes[one])
    for _heads, group in groupby(ordered, key=lambda one: votes[one]):
        yield list(group)
