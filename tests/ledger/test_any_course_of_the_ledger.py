"""Whatever is moved, in whatever order: against a plain model of single tokens nothing is minted, lost or spent twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shanzhi.engine.accounts import HELD, NAMED, Account
from shanzhi.engine.memory_ledger import MemoryLedger
from shanzhi.ledger import booking, queries
from shanzhi.ledger.booking import Movement, Outdated
from shanzhi.ledger.expiring import expire
from shanzhi.ledger.models import Account as Row
from shanzhi.ledger.verifying import ledger_faults
from shanzhi.method.ledger import NamedAccount, Unit
from shanzhi.method.words import Sentence

pytestmark = pytest.mark.django_db
NEVER = datetime.max.replace(tzinfo=UTC)
BOOKS = count(1)
WORD = {"zh": "试", "en": "try"}
AMOUNTS = st.integers(1, 9)
LABEL = Sentence("积分", "Points")


class Course(RuleBasedStateMachine):
    """The store and the ledger in memory side by side; the model keeps each point as a token with its date."""

    def __init__(self) -> None:
        super().__init__()
        self.unit = Unit(
            "points", f"course{next(BOOKS)}", LABEL, holders=("household", "organisation"),
            accounts={"issued": NamedAccount(LABEL, may_owe=True), "budget": NamedAccount(LABEL)},
        )  # fmt: skip
        self.book = self.unit.book
        self.issued, self.budget = (Account(self.book, NAMED, 1, name) for name in ("issued", "budget"))
        self.homes = [Account(self.book, "household", n) for n in (1, 2)]
        self.shop = Account(self.book, "organisation", 1)
        self.tokens: dict[Account, Counter[datetime]] = {}
        self.holds: dict[int, Account] = {}
        self.settled: dict[int, tuple[Account, Account, list[datetime], datetime]] = {}
        self.back: set[int] = set()
        self.memory = MemoryLedger()
        self.same: dict[int | None, int] = {}
        self.now = datetime(2026, 3, 2, tzinfo=UTC)
        self.number = count(1)
        self.issued_in_all = 0

    def has(self, account: Account) -> Counter[datetime]:
        return self.tokens.setdefault(account, Counter())

    def spendable(self, account: Account) -> int:
        return sum(n for at, n in self.has(account).items() if not account.of_people or at > self.now)

    def take(self, account: Account, amount: int) -> list[datetime]:
        """The oldest tokens that have not run out."""
        there = sorted(self.has(account).elements())
        taken = [at for at in there if not account.of_people or at > self.now][:amount]
        self.tokens[account] -= Counter(taken)
        return taken

    def move(self, kind, giver, taker, amount, expires=None, reverses=None) -> int | None:
        n = next(self.number)
        one = Movement(
            unit=self.unit, kind=kind, giver=giver, taker=taker, amount=amount, reason=WORD, at=self.now,
            cause=f"{self.book}:{n}", owing=giver == self.issued, place=1, expires=expires, matter=1, seq=n,
            reverses=reverses,
        )  # fmt: skip
        if giver != self.issued and self.spendable(giver) < amount:
            with pytest.raises(Outdated):
                booking.book(one)
            with pytest.raises(ValueError, match="lacks"):
                self.memory.book(
                    1, kind, {"giver": giver, "taker": taker, "amount": amount, "owing": False}, self.now
                )
            return None
        number = booking.book(one)
        assert booking.book(one) == number  # a repetition is harmless
        values = {
            "giver": giver, "taker": taker, "amount": amount, "owing": giver == self.issued, "expires": expires,
            "reverses": self.same.get(reverses),
        }  # fmt: skip
        self.memory.book(1, kind, values, self.now)
        self.same[number] = len(self.memory.entries)
        return number

    @rule(amount=st.integers(1, 40))
    def decide_a_budget(self, amount):
        self.move("transfer", self.issued, self.budget, amount)
        self.has(self.budget)[NEVER] += amount
        self.issued_in_all += amount

    @rule(amount=AMOUNTS, who=st.integers(0, 1), days=st.integers(1, 20))
    def award(self, amount, who, days):
        expires, home = self.now + timedelta(days=days), self.homes[who]
        number = self.move("transfer", self.budget, home, amount, expires)
        if number is not None:
            self.settled[number] = (self.budget, home, self.take(self.budget, amount), self.now)
            self.has(home)[expires] += amount

    @rule(amount=AMOUNTS, who=st.integers(0, 1))
    def reserve(self, amount, who):
        matter = next(self.number)
        held = Account(self.book, HELD, matter)
        if self.move("reserve", self.homes[who], held, amount) is not None:
            self.has(held).update(self.take(self.homes[who], amount))
            self.holds[matter] = self.homes[who]

    @precondition(lambda self: self.holds)
    @rule(amount=AMOUNTS, which=st.integers(0, 99))
    def settle(self, amount, which):
        matter = sorted(self.holds)[which % len(self.holds)]
        held = Account(self.book, HELD, matter)
        number = self.move("settle", held, self.shop, amount)
        if number is not None:
            paid = self.take(held, amount)
            self.settled[number] = (self.holds[matter], self.shop, paid, self.now)
            self.has(self.shop)[NEVER] += amount

    @precondition(lambda self: self.holds)
    @rule(which=st.integers(0, 99))
    def release(self, which):
        matter = sorted(self.holds)[which % len(self.holds)]
        held = Account(self.book, HELD, matter)
        rest = self.spendable(held)
        if rest and self.move("release", held, self.holds[matter], rest) is not None:
            self.has(self.holds[matter]).update(self.take(held, rest))
        del self.holds[matter]

    @precondition(lambda self: self.settled.keys() - self.back)
    @rule(which=st.integers(0, 99))
    def take_back(self, which):
        open_ones = sorted(self.settled.keys() - self.back)
        number = open_ones[which % len(open_ones)]
        giver, taker, paid, at = self.settled[number]
        if self.move("reverse", taker, giver, len(paid), reverses=number) is not None:
            self.take(taker, len(paid))
            later = [one if one == NEVER else one + (self.now - at) for one in paid]
            self.has(giver).update(later if giver.of_people else [NEVER] * len(paid))
            self.back.add(number)

    @rule(days=st.integers(1, 12))
    def time_passes(self, days):
        self.now += timedelta(days=days)

    @rule()
    def the_clock_looks(self):
        expire(self.now)
        self.memory.expire(self.now)
        for home in self.homes:
            for at in [one for one in self.has(home) if one <= self.now]:
                del self.tokens[home][at]

    @invariant()
    def what_may_be_spent_is_what_there_is(self):
        for account in (*self.homes, self.shop, self.budget):
            assert queries.free(account, self.now) == self.spendable(account)
            assert self.memory.free(account, self.now) == self.spendable(account)

    @invariant()
    def nothing_is_minted(self):
        balances = dict(Row.objects.filter(book=self.book).values_list("pk", "balance"))
        assert sum(balances.values()) == 0
        assert queries.free(self.issued, self.now) == -self.issued_in_all

    def teardown(self):
        assert [fault for fault in ledger_faults() if "rests on no entry" not in fault[2].en] == []


def test_any_course_of_the_ledger():
    run_state_machine_as_test(
        Course,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
