"""The ledger in memory: for examples, simulation and tests; and which amounts are spent first, for every ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shanzhi.engine.accounts import HELD, Account, Moved
from shanzhi.method.ledger import Unit

if TYPE_CHECKING:
    from shanzhi.method.model import Method

MOVES = frozenset({"transfer", "reserve", "settle", "release", "reverse"})
NEVER_OVER = datetime.min.replace(tzinfo=UTC)
"""As of when what is held is looked at: nothing of it runs out while it is."""
Portion = tuple[datetime | None, int]
"""A part of an amount, and when it runs out (None: never)."""


def oldest_first(lots: Mapping[datetime, int], amount: int, at: datetime) -> list[Portion]:
    """Of what an amount is made up that is spent: what runs out first goes first; what ran out is not spent."""
    found: list[Portion] = []
    for expires in sorted(lots):
        taken = min(lots[expires], amount) if expires > at else 0
        if taken:
            found.append((expires, taken))
            amount -= taken
    return [*found, (None, amount)] if amount else found


def given_back(portions: Iterable[Portion], paid: datetime, at: datetime) -> list[Portion]:
    """What is taken back has the time left that it had when it was paid."""
    return [(expires if expires is None else expires + (at - paid), amount) for expires, amount in portions]


def kept_on(
    portions: list[Portion], kind: str, taker: Account, expires: datetime | None, amount: int
) -> list[Portion]:
    """Of what an amount is made up where it comes in: what is held keeps its dates, what is given gets one."""
    if kind in ("reserve", "release") or (kind == "reverse" and taker.of_people):
        return portions
    return [(expires if taker.of_people else None, amount)]  # fmt: skip


class _Entry(Struct, frozen=True):
    number: int
    kind: str
    giver: Account
    taker: Account
    amount: int
    matter: int | None
    at: datetime
    portions: list[Portion]
    reverses: int | None = None


class MemoryLedger:
    """Accounts, and every movement there was. `methods` are those that may keep a unit, by id."""

    def __init__(self, methods: Mapping[str, Method] | None = None) -> None:
        self.methods: Mapping[str, Method] = methods or {}
        self.balances: dict[Account, int] = {}
        self.lots: dict[Account, dict[datetime, int]] = {}
        self.sources: dict[Account, Account] = {}
        self.entries: list[_Entry] = []

    def unit(self, keeper: str, name: str, place: int) -> Unit | None:
        method = self.methods.get(keeper)
        return method.ledger.get(name) if method is not None else None

    def free(self, account: Account, at: datetime) -> int:
        lots = self.lots.get(account, {}) if account.of_people else {}
        gone = sum(left for expires, left in lots.items() if expires <= at)
        return self.balances.get(account, 0) - gone

    def received(self, account: Account, since: datetime, until: datetime) -> int:
        total = 0
        for one in self.entries:
            if (
                since <= one.at < until
                and one.kind == "transfer"
                and one.taker == account
                and one.giver.kind == "named"
            ):
                total += one.amount
                total -= one.amount if any(other.reverses == one.number for other in self.entries) else 0
        return total  # fmt: skip

    def source(self, held: Account) -> Account | None:
        return self.sources.get(held)

    def moved(self, matter: int, book: str) -> tuple[Moved, ...]:
        back = {one.reverses for one in self.entries}
        return tuple(
            Moved(one.number, one.giver, one.taker, one.amount)
            for one in reversed(self.entries)
            if (one.matter, one.giver.book) == (matter, book)
            and one.kind in ("transfer", "settle")
            and one.number not in back
        )

    def book(self, matter: int | None, kind: str, values: Mapping[str, Any], at: datetime) -> None:
        """Write one movement down. Raises ValueError for one that no ledger takes."""
        giver, taker, amount = values["giver"], values["taker"], values["amount"]
        if amount <= 0 or (not values["owing"] and self.free(giver, at) < amount):
            raise ValueError(f"the ledger lacks {amount} of {giver}")
        reverses = values.get("reverses")
        former = next((one for one in self.entries if one.number == reverses), None)
        portions = oldest_first(self.lots.get(giver, {}), amount, at if giver.of_people else NEVER_OVER)
        if former is not None:
            came = given_back(former.portions, former.at, at)
        else:
            came = kept_on(portions, kind, taker, values.get("expires"), amount)
        self._change(giver, portions, -1)
        self._change(taker, came if taker.of_people or taker.kind == HELD else [(None, amount)], 1)
        if kind == "reserve":
            self.sources[taker] = giver
        number = len(self.entries) + 1
        self.entries.append(_Entry(number, kind, giver, taker, amount, matter, at, portions, reverses))

    def expire(self, now: datetime) -> int:
        """Take what has run out from persons and households; how many entries that made."""
        made = 0
        for account, lots in list(self.lots.items()):
            for expires in sorted(
                one for one, left in lots.items() if one <= now and left and account.of_people
            ):
                amount = lots[expires]
                gone = Account(account.book, "expired", 0)
                self._change(account, [(expires, amount)], -1)
                self._change(gone, [(None, amount)], 1)
                number = len(self.entries) + 1
                self.entries.append(
                    _Entry(number, "expire", account, gone, amount, None, expires, [(expires, amount)])
                )
                made += 1
        return made

    def _change(self, account: Account, portions: list[Portion], sign: int) -> None:
        self.balances[account] = self.balances.get(account, 0) + sign * sum(amount for _, amount in portions)
        lots = self.lots.setdefault(account, {})
        for expires, amount in portions:
            if expires is not None:
                lots[expires] = lots.get(expires, 0) + sign * amount
