"""Balances in examples: what is given before, and what must be so; people, offices and named accounts called by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shanzhi.engine.accounts import NAMED, Account
from shanzhi.engine.example_people import ExamplePeople, Miscast
from shanzhi.engine.where import lift
from shanzhi.engine.world import OFFICES
from shanzhi.method.ledger import Unit
from shanzhi.method.model import Method
from shanzhi.method.shape import shown
from shanzhi.method.words import Sentence, either, hint

OUTSIDE = "outside"
"""Where an example's given balances come from, so that all still come to nothing together."""


class ExampleLedger:
    """The accounts of one method as its examples call them: `resident`, `office1`, `budget`; of several units `hours.resident`."""

    def __init__(self, method: Method, cast: ExamplePeople, place: int) -> None:
        self.method = method
        self.cast = cast
        self.books = cast.world.books
        self.community = lift(cast.world, place, "community")

    def give(self, balances: Mapping[str, Any]) -> None:
        """What there is before an example begins."""
        for name, amount in balances.items():
            account = self.account(name)
            if not isinstance(amount, int) or isinstance(amount, bool) or amount < 0:
                raise Miscast(_AMOUNT.fill(name=shown(name)))
            self.books.balances[account] = self.books.balances.get(account, 0) + amount
            outside = Account(account.book, OUTSIDE, 0)
            self.books.balances[outside] = self.books.balances.get(outside, 0) - amount

    def free(self, name: str, at: datetime) -> int:
        """What somebody may spend."""
        return self.books.free(self.account(name), at)

    def account(self, name: str) -> Account:
        """The account that an example means."""
        first, dot, rest = str(name).partition(".")
        unit = self._unit(first if dot else None)
        whose = rest if dot else first
        if whose in unit.accounts:
            return Account(unit.book, NAMED, self.community, whose)
        if whose in OFFICES:
            return Account(unit.book, "organisation", OFFICES[whose])
        actor = self.cast.actor(whose.removeprefix("household:"))
        if "person" in unit.holders and not whose.startswith("household:") and actor.person is not None:
            return Account(unit.book, "person", actor.person)
        if "household" in unit.holders and actor.household is not None:
            return Account(unit.book, "household", actor.household)
        raise Miscast(_NO_ACCOUNT.fill(name=shown(name), hint=hint(whose, unit.accounts)))

    def _unit(self, name: str | None) -> Unit:
        units = self.method.ledger
        if name is None and len(units) != 1:
            raise Miscast(_WHICH.fill(units=either(units)))
        own = units.get(name) if name is not None else next(iter(units.values()))
        if own is None:
            raise Miscast(_WHICH.fill(units=either(units)))
        kept = own if own.kept_by is None else self.books.unit(own.kept_by, own.name, self.community)
        if kept is None:
            raise Miscast(_NO_KEEPER.fill(keeper=shown(own.kept_by)))
        return kept


_WHICH = Sentence(
    "请写明哪个单位，如 points.resident；这里有：{units}。",
    "Say of which unit, as in points.resident; there are: {units}.",
)
_NO_KEEPER = Sentence(
    "保管这本账的“{keeper}”不在手边；请放在同一文件夹，或放进库里。",
    "“{keeper}”, which keeps this ledger, is not at hand; put it into the same folder, or into the library.",
)
_NO_ACCOUNT = Sentence("“{name}”没有账户。{hint}", "“{name}” has no account. {hint}")
_AMOUNT = Sentence(
    "“{name}”的余额应为 0 以上的整数。", "The balance of “{name}” must be a whole number, 0 or more."
)
