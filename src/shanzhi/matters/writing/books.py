"""The ledger as decisions ask it (`engine.accounts.Books`), and as their effects write it.

What a decision was judged by is judged again while the accounts are held. Where it no longer holds, the attempt is lost
and made again on what stands then; the decision then says what is missing, or leads where the method says.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from shanzhi.engine.accounts import NAMED, Account, Moved
from shanzhi.engine.memory_ledger import MOVES
from shanzhi.engine.types import Effect
from shanzhi.ledger import booking, queries
from shanzhi.ledger.booking import Movement, Outdated, movement
from shanzhi.matters.writing.unit import Lost
from shanzhi.method.ledger import NamedAccount, Unit
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.matters.writing.follow_ups import EffectContext

AWARDS = "points"
"""The unit of what a method awards without a ledger of its own."""
ISSUED = "issued"
ISSUES = {ISSUED: NamedAccount(Sentence("已发积分", "Points issued"), may_owe=True)}


class StoredBooks:
    """The books of the database, as of one moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def unit(self, keeper: str, name: str, place: int) -> Unit | None:
        """By the inputs of the adoption that is in force for the place."""
        from shanzhi.matters.writing.store import read_for_opening

        found = read_for_opening(keeper, place, self.now)
        return found.method.ledger.get(name) if found is not None and found.method is not None else None

    def free(self, account: Account, at: datetime) -> int:
        return queries.free(account, at)

    def received(self, account: Account, since: datetime, until: datetime) -> int:
        return queries.received(account, since, until)

    def source(self, held: Account) -> Account | None:
        return queries.source(held)

    def moved(self, matter: int, book: str) -> tuple[Moved, ...]:
        return queries.moved(matter, book)


def hold_accounts(effects: tuple[Effect, ...]) -> None:
    """Hold all accounts that a decision moves something between, in one order, before the first is written."""
    moves = [effect.values for effect in effects if effect.kind in MOVES]
    if len(moves) > 1:
        booking.hold((one[end], one["unit"], one["place"]) for one in moves for end in ("giver", "taker"))


def carry_out_move(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Write a movement down. Raises `Lost` where it was decided on what stands no longer."""
    try:
        booking.book(
            movement(
                values["kind"], values, matter=carrier.matter, seq=carrier.seq, n=values["n"], at=carrier.at
            )
        )
    except Outdated:
        raise Lost from None


def carry_out_looks(carrier: EffectContext, values: dict[str, Any]) -> None:
    """A balance that a condition or a text has read must stand as it was read."""
    try:
        booking.unchanged(values["looks"], carrier.at)
    except Outdated:
        raise Lost from None


def carry_out_award(carrier: EffectContext, values: dict[str, Any]) -> None:
    """An award is a transfer from the account of what the method issued at that place; it owes that much."""
    method, place = carrier.method, carrier.decision.matter.place
    unit = Unit(AWARDS, method.id, method.title, holders=("person", "household"), accounts=ISSUES)
    reason = values["reason"]
    booking.book(
        Movement(
            unit=unit,
            kind="transfer",
            giver=Account(unit.book, NAMED, place, ISSUED),
            taker=_credited(unit, values["person"], values["account"]),
            amount=values["points"],
            reason=reason,
            cause=f"{carrier.matter}:{carrier.seq}:{values['n']}",
            at=carrier.at,
            owing=True,
            place=place,
            matter=carrier.matter,
            seq=carrier.seq,
        )
    )


def _credited(unit: Unit, person: int, kind: str) -> Account:
    """A person's own account, or their household's; who belongs to none is credited in their own."""
    from shanzhi.people.models import Person

    if kind == "household":
        household = Person.objects.filter(pk=person).values_list("household", flat=True).first()
        if household is not None:
            return Account(unit.book, "household", household)
    return Account(unit.book, "person", person)
