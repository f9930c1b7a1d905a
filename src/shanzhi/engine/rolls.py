"""Who counts in a block (名册): fixed when it opens, so that the denominator and those who may take part are one list.

Who moves, buys, sells, is born or dies meanwhile is on the next roll. The store keeps the list; the tally names its
kind alone. Sources: 民法典 278; 法释〔2009〕7 号 8–9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.types import Elector
from shanzhi.method import people
from shanzhi.method.rolls import roll_kind
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Roll
    from shanzhi.method.model import Block
    from shanzhi.method.rules import Rule

ROLL: Final = "@roll"
"""In the tally: the kind of roll that the block keeps to (`person`, `household`, `owner`)."""
LIST: Final = "@list"
"""In the tally: the digest of that roll, so that the history's chain covers who was on it."""
PERSONS: Final = "people"
"""The kind of a roll of persons whom the matter names; each counts once, and has no area."""
SHARED: Final = Sentence(
    "同一户或同一套房的人已经投过，先投的算数，不必重复。",
    "Somebody of the same household or flat has done this already; the first counts.",
)


def roll_named(d: Draft, block: Block, named: str) -> str:
    """The roll a method names, or the one that the matter's fact behind an @ chose."""
    if (fact := people.named(named)) is not None:
        return _of_people(d, block, fact)
    if not named.startswith("@"):
        return named
    chosen = d.data.get(named[1:])
    if chosen is None:
        raise refuse("roll_missing", block.at, field=d.method.fields[named[1:]].label)
    return roll_kind(str(chosen))


def _of_people(d: Draft, block: Block, name: str) -> str:
    """Those whom a fact names: the persons themselves, or the members of a body."""
    field, value = d.method.fields[name], d.data.get(name)
    if field.kind.several:
        return f"{PERSONS}:{name}"
    if not value:
        raise refuse("roll_missing", block.at, field=field.label)
    return f"member:{value}"


def fix(d: Draft, electors: str, place: int) -> Roll:
    """Fix who counts in the block that opens now; the store keeps the list with this decision."""
    kind, _, whose = electors.partition(":")
    if kind == PERSONS:
        electors, roll = kind, d.ctx.roll_of(tuple(d.data.get(whose) or ()), place)
    else:
        roll = d.ctx.roll(electors, place)
    d.count(**{ROLL: kind})
    if roll.digest:
        d.count(**{LIST: roll.digest})
    d.effect("roll", electors=electors, place=place, visit=d.visit, roll=roll)
    return roll


def electors_of(d: Draft, person: int | None, rule: Rule) -> tuple[Elector, ...]:
    """What a person counts as by the fixed roll; refuses who is not on it."""
    found = d.ctx.electors(d.id, d.visit, person) if person is not None else ()
    if not found:
        raise refuse("not_elector", rule)
    return found


def on_the_roll(d: Draft) -> bool:
    """Whether whoever acts is on the roll of the present block, wherever they live by now."""
    person = d.person
    return ROLL in d.tally and person is not None and bool(d.ctx.electors(d.id, d.visit, person))


def free_slot(d: Draft, slot: str) -> str | None:
    """The slot under which something may be done now, or None where it stands as done."""
    free, standing = _slots(d, slot)
    return None if standing is not None else free


def standing_slot(d: Draft, slot: str) -> str | None:
    """The slot under which something stands as done, and by which it can be taken back; None where it does not."""
    return _slots(d, slot)[1]


def _slots(d: Draft, slot: str) -> tuple[str, str | None]:
    """What was done and taken back leaves its slot used, and `back:` of it: then the next is free (`…~1`)."""
    matter, visit, n, free = d.id, d.visit, 0, slot
    while d.ctx.taken(matter, visit, free):
        if not d.ctx.taken(matter, visit, f"back:{free}"):
            return free, free
        n += 1
        free = f"{slot}~{n}"
    return free, None


def done_already(elector: Elector, rule: Rule) -> Refuse:
    """That an elector has been counted; of several who share the vote, that the first of them counts."""
    refused = refuse("already", rule)
    if len(elector.persons) > 1:
        return Refuse(replace(refused.refusal, why=SHARED))
    return refused


def by_owner(
    homes: Iterable[tuple[int, int, tuple[int, ...], int | None]],
    standing_for: Mapping[int, tuple[int, ...]] | None = None,
) -> list[Elector]:
    """The owners of homes (number, area, whose, whose as developer), as heads in the sense of 法释〔2009〕7 号 9.

    Whoever owns several is one head with their area together; those who own one together are one head, whoever of
    them votes; what a developer has not sold or handed over is one head, for which vote those who stand for it. A home
    whose owner is not known is a head for which nobody votes.
    """
    heads: dict[tuple[str, tuple[int, ...]], list[tuple[int, int]]] = {}
    for home, area, owners, developer in homes:
        whose = tuple(sorted(set(owners)))
        if whose:
            head = ("owner" if len(whose) == 1 else "flat", whose)
        else:
            head = ("nobody", (home,)) if developer is None else ("developer", (developer,))
        heads.setdefault(head, []).append((home, area))
    found = []
    for (kind, whose), flats in heads.items():
        numbers = tuple([home for home, _ in flats])
        persons = whose if kind in ("owner", "flat") else ()
        if kind == "developer" and standing_for is not None:
            persons = standing_for.get(whose[0], ())
        key = f"{kind}:{whose[0]}" if kind in ("owner", "developer") else f"flat:{min(numbers)}"
        found.append(Elector(key, sum([area for _, area in flats]), persons, numbers))
    return found
