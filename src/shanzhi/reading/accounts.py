"""Accounts of the ledger for whoever may read them: one's own, those a desk keeps, and what a place owes in all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from shanzhi.engine.calendar import default_calendar
from shanzhi.engine.ledger import span
from shanzhi.engine.types import Actor
from shanzhi.ledger import rights
from shanzhi.ledger.models import Account
from shanzhi.ledger.statements import Owed, Statement, labels, owed, own_accounts, statement
from shanzhi.ledger.vouchers import reserved_by, voucher_code
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Act
from shanzhi.method.money import amount as money
from shanzhi.method.words import Sentence
from shanzhi.people.models import Household, Organization, Person
from shanzhi.people.permission import allowed, require
from shanzhi.places.models import Place
from shanzhi.reading.matter import Seen

VOUCHER = "matter.voucher"
MOST = 200
"""The most accounts that a desk's page lists."""
UNITS = {"points": Sentence("{n} 分", "{n} points"), "hours": Sentence("{n} 小时", "{n} h")}

_OWNERS: dict[str, Any] = {
    Thing.PERSON.value: Person,
    Thing.HOUSEHOLD.value: Household,
    Thing.ORGANISATION.value: Organization,
}
"""Of each kind of holder the records that have its name."""


class Kept(Struct, frozen=True):
    """One account as the desk that keeps it lists it: whose, of what, how much."""

    number: int
    whose: str
    label: Sentence
    balance: Sentence


def counted(counts: str, n: int) -> Sentence:
    """An amount in words: points, hours, or money in yuan."""
    return money(n) if counts == "fen" else UNITS[counts].fill(n=n)


def mine(reader: Actor, now: datetime) -> list[Statement]:
    """The reader's own accounts, of their household and of the organisations they serve."""
    return [statement(account, now) for account in own_accounts(reader)]


def read_account(reader: Actor, number: int, now: datetime, month: str = "") -> Statement | None:
    """One account, whole or of a month (`2026-11`); None where there is none. Raises `Denied`; a look at another's is logged."""
    account = Account.objects.filter(pk=number).first()
    if account is None:
        return None
    rights.look(reader, account)
    since, until = _month(month)
    return statement(account, now, since, until)


def _month(text: str) -> tuple[datetime | None, datetime | None]:
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=default_calendar().zone)
    except ValueError:
        return None, None
    return span("month", first)


def has_accounts(reader: Actor) -> bool:
    """Whether there is any account of theirs."""
    return own_accounts(reader).exists()


def may_report(reader: Actor, place: Place) -> bool:
    """Whether somebody sees what the ledger of a place comes to."""
    return allowed(reader, "ledger.report", place.pk)


def owed_in(reader: Actor, place: Place, month: str = "") -> list[Owed]:
    """What a place owes in all. Raises `Denied`."""
    require(reader, "ledger.report", place.pk)
    return owed(place, *_month(month))


def kept_in(reader: Actor, place: Place) -> list[Kept]:
    """The accounts of a place that the reader keeps, the largest first; none for who only sees the sums."""
    here = Account.objects.filter(place=place.pk, kind__in=tuple(_OWNERS))
    rows = [one for one in here.order_by("-balance", "pk")[:MOST] if allowed(reader, "ledger.see", one)]
    units, names = labels(one.book for one in rows), whose(rows)
    return [
        Kept(
            one.pk,
            names[one.pk],
            Sentence(units[one.book].label_zh, units[one.book].label_en),
            counted(units[one.book].counts, one.balance),
        )
        for one in rows
    ]


def whose(accounts: list[Account]) -> dict[int, str]:
    """Whose each account is, by name."""
    names: dict[int, str] = {}
    for kind, table in _OWNERS.items():
        owners = {one.pk: one.owner for one in accounts if one.kind == kind}
        found = dict(table.objects.filter(pk__in=owners.values()).values_list("pk", "name"))
        names |= {number: found.get(owner, "") for number, owner in owners.items()}
    names |= {one.pk: one.label_zh for one in accounts if one.kind == "named"}
    return names


class Voucher(Struct, frozen=True):
    """What a holder shows to a shop: the code, how much is reserved at most, and until when."""

    matter: int
    code: str
    amount: Sentence
    until: datetime | None


def voucher_of(it: Seen) -> Voucher | None:
    """The voucher of a matter for whoever has reserved something for it, while its stage asks for a code."""
    amount = reserved_by(it.who, it.number)
    if not amount or asks_for_code(it) is None:
        return None
    held = Account.objects.filter(kind="held", owner=it.number, balance__gt=0).first()
    unit = labels([held.book])[held.book] if held is not None else None
    said = counted(unit.counts if unit is not None else "points", amount)
    return Voucher(it.number, voucher_code(it.number), said, it.loaded.record.matter.due)


def asks_for_code(it: Seen) -> tuple[str, str] | None:
    """The act of the present stage that looks at a code, and the fact in which it is answered."""
    stage = it.loaded.method.stages.get(it.loaded.record.matter.stage)
    for act in stage.acts.values() if stage is not None else ():
        if (field := code_field(act)) is not None:
            return act.name, field
    return None


def code_field(act: Act) -> str | None:
    """The text that an act compares with the code of its matter."""
    programs = [one.that for one in act.requires] + [r.when for r in act.routes if r.when is not None]
    spoken = {name for one in programs if VOUCHER in one.names for name in one.names}
    return next((f.name for f in act.form if f.kind.written and f.path in spoken), None)
