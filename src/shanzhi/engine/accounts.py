"""Accounts of the ledger as a decision sees them: whose they are, and what is free to spend.

The context answers what stands in the books at one moment; what the decision itself has moved so far is added here, so
that it stays a pure function. A balance that a condition or a text has read is noted: where it has changed by the time
the decision is written, nothing is written and it is decided anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Actor
from shanzhi.method.ledger import ACCOUNT, HOLDERS, Unit
from shanzhi.method.people import PREFIX, parts, tags
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.rules import Rule

NAMED, HELD = "named", "held"
"""Kinds of accounts besides those of people: a place's by its name, what a matter has reserved."""
OF_PEOPLE = frozenset({"person", "household"})
"""Whose amounts run out."""


class Account(Struct, frozen=True):
    """One account: of which unit (`household-points.points`), and whose. `owner` is the number of a person, household or
    organisation, of the place of a `named` one, of the matter that `held` an amount."""

    book: str
    kind: str
    owner: int
    name: str = ""

    @property
    def of_people(self) -> bool:
        """Whether what lies there runs out: a person's or a household's."""
        return self.kind in OF_PEOPLE


class Moved(Struct, frozen=True):
    """One movement that stands and may be taken back: from whom into whose account."""

    number: int
    giver: Account
    taker: Account
    amount: int


class Books(Protocol):
    """What a decision may ask of the ledger. Each answer is as of one moment, without side effects."""

    def unit(self, keeper: str, name: str, place: int) -> Unit | None:
        """A unit as its keeper has it for a place; None where that method is not adopted there, or lacks it."""
        ...

    def free(self, account: Account, at: datetime) -> int:
        """What may be spent: the balance without what has run out by then. 0 where there is no account."""
        ...

    def received(self, account: Account, since: datetime, until: datetime) -> int:
        """What an account was given in a time by transfers, less what of them was taken back."""
        ...

    def source(self, held: Account) -> Account | None:
        """From whose account an amount is held."""
        ...

    def moved(self, matter: int, book: str) -> tuple[Moved, ...]:
        """What a matter moved and was not taken back, the latest first."""
        ...


class NoBooks:
    """A ledger in which nothing stands."""

    def unit(self, keeper: str, name: str, place: int) -> Unit | None:
        return None

    def free(self, account: Account, at: datetime) -> int:
        return 0

    def received(self, account: Account, since: datetime, until: datetime) -> int:
        return 0

    def source(self, held: Account) -> Account | None:
        return None

    def moved(self, matter: int, book: str) -> tuple[Moved, ...]:
        return ()


class Booked(Struct, frozen=True):
    """What a decision has moved so far: by account, what was given in which time, and whose is held."""

    moved: Mapping[Account, int] = {}
    given: Mapping[tuple[Account, datetime], int] = {}
    sources: Mapping[Account, Account] = {}

    def with_move(self, giver: Account, taker: Account, amount: int) -> Booked:
        moved = dict(self.moved)
        moved[giver] = moved.get(giver, 0) - amount
        moved[taker] = moved.get(taker, 0) + amount
        return Booked(moved, self.given, self.sources)

    def with_given(self, taker: Account, since: datetime, amount: int) -> Booked:
        given = dict(self.given)
        given[taker, since] = given.get((taker, since), 0) + amount
        return Booked(self.moved, given, self.sources)

    def with_source(self, held: Account, source: Account) -> Booked:
        return Booked(self.moved, self.given, {**self.sources, held: source})


NOTHING_BOOKED = Booked()


def unit_of(d: Draft, name: str, at: Rule | None = None) -> Unit:
    """A unit with the rules of its keeper. Refuses where that is not adopted, or does not let this method use it."""
    own = d.method.ledger[name]
    if own.kept_by is None:
        return own
    kept = d.ctx.books.unit(own.kept_by, name, d.origin)
    if kept is None or kept.kept_by is not None:
        raise refuse("no_ledger", at, keeper=own.kept_by, unit=name)
    if d.method.id not in kept.used_by:
        raise refuse("not_its_ledger", at, method=d.method.title, unit=kept.label)
    return kept


def held_by(d: Draft, unit: Unit) -> Account:
    """The account of what this matter has reserved."""
    return Account(unit.book, HELD, d.id)


def accounts_of(d: Draft, unit: Unit, word: str, at: Rule) -> list[Account]:
    """The accounts that a word means; none where nobody is named. Refuses for one who may have none."""
    if word.startswith(ACCOUNT):
        name = word.removeprefix(ACCOUNT)
        if name not in unit.accounts:
            raise refuse("no_such_account", at, name=name, unit=unit.label)
        return [Account(unit.book, NAMED, book_place(d), name)]
    found = []
    for tag in _tags(d, word):
        account = account_of(d, unit, tag)
        if account is None:
            holders = [HOLDERS[kind] for kind in unit.holders]
            said = Sentence("、".join(one.zh for one in holders), ", ".join(one.en for one in holders))
            raise refuse("no_account", at, unit=unit.label, holders=said)
        found.append(account)
    return found


def book_place(d: Draft) -> int:
    """Where the named accounts lie: the community of the matter; above communities, where it lies itself."""
    from shanzhi.engine.where import lift

    return lift(d.ctx, d.origin, "community")


def account_of(d: Draft, unit: Unit, tag: str) -> Account | None:
    """The account of one who is named (`person:5`): their own, or their household's where persons have none."""
    kind, number = parts(tag)
    if kind in unit.holders:
        return Account(unit.book, kind, number)
    if kind == "person" and "household" in unit.holders:
        household = d.ctx.fact("actor.household", Actor(number), d.origin)
        return Account(unit.book, "household", household) if household is not None else None
    return None


def _tags(d: Draft, word: str) -> Iterable[str]:
    from shanzhi.engine.named import named, of_line

    if word.startswith("line."):
        return of_line(d, word)
    if word.startswith(PREFIX):
        return named(d.method, d.data, word.removeprefix(PREFIX))
    person = by_part(d, word)
    return () if person is None else (f"person:{person}",)


def by_part(d: Draft, part: str) -> int | None:
    """Who is meant by their part in the matter; whoever took what they asked for themselves is nobody."""
    if part != "holder":
        return d.opener if part == "opener" else d.person
    holder = d.handlers.get("@holder")
    return holder.person if holder and holder.person != d.opener else None


def free(d: Draft, account: Account) -> int:
    """What is free to spend now, with what this decision has moved."""
    return d.ctx.books.free(account, d.at) + d.booked.moved.get(account, 0)


def looked(d: Draft, name: str, word: str) -> int:
    """A balance as a condition or a text reads it; noted, so that the decision is written only while it holds."""
    unit = unit_of(d, name)
    account = _read(d, unit, word)
    if account is None:
        return 0
    stands = d.ctx.books.free(account, d.at)
    d.looks = {**d.looks, account: stands}
    return stands + d.booked.moved.get(account, 0)


def _read(d: Draft, unit: Unit, word: str) -> Account | None:
    scope, _, name = word.rpartition(".")
    if word in unit.accounts:
        return Account(unit.book, NAMED, book_place(d), word)
    if word == "actor.household":
        number = d.actor.household
        return Account(unit.book, "household", number) if number is not None else None
    if word == "actor.person":
        tag = f"person:{d.person}" if d.person is not None else ""
    elif scope == "people":
        value = d.values[name] if name in d.values else d.data.get(name)
        tag = next(iter(tags(d.method.fields[name], value)), "")
    else:
        tag = next(iter(_tags(d, word)), "")
    return account_of(d, unit, tag) if tag else None
