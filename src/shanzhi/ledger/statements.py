"""Statements (对账单): what came in, what went out, what is left and when it runs out; and what a place owes in all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.ledger.models import Account, Lot, Transfer, Unit
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place

SOON = 8
"""How many dates of what runs out are told."""


class Line(Struct, frozen=True):
    """One movement as its holder reads it: by how much the account changed, and what it then came to.

    What is only reserved, or free again, changes nothing in all: `held` says how much of it then was.
    """

    number: int
    at: datetime
    kind: str
    reason: Sentence
    change: int
    after: int
    held: int
    matter: int | None


class Statement(Struct, frozen=True):
    """One account over a time. `free` may be spent now, `held` is reserved; `running_out` what is lost when, soonest first."""

    account: Account
    label: Sentence
    counts: str
    since: datetime | None
    until: datetime | None
    before: int
    after: int
    came: int
    went: int
    free: int
    held: int
    lines: tuple[Line, ...]
    running_out: tuple[tuple[datetime, int], ...]


def own_accounts(actor: Actor) -> QuerySet[Account]:
    """The accounts of somebody, of their household and of the organisations they serve."""
    own = Q(kind="person", owner=actor.person or 0) | Q(kind="household", owner=actor.household or 0)
    own |= Q(kind="organisation", owner__in=actor.organizations)
    return Account.objects.filter(own).order_by("kind", "book", "owner")


def labels(books: Iterable[str]) -> dict[str, Unit]:
    """The units of these accounts, by what they are kept under."""
    return Unit.objects.in_bulk(set(books))


def statement(
    account: Account, now: datetime, since: datetime | None = None, until: datetime | None = None
) -> Statement:
    """One account over a time, or over all."""
    mine = {account.pk, *Account.objects.filter(source=account).values_list("pk", flat=True)}
    lines, total, held, before = [], 0, 0, 0
    for move in Transfer.objects.filter(Q(debit__in=mine) | Q(credit__in=mine)).order_by("at", "pk"):
        change = move.amount * ((move.credit_id in mine) - (move.debit_id in mine))
        total += change
        held += move.amount * (
            _is_held(move.credit_id, account, mine) - _is_held(move.debit_id, account, mine)
        )
        if since is not None and move.at < since:
            before = total
        elif until is None or move.at < until:
            reason = Sentence(move.reason_zh, move.reason_en)
            shown = change or move.amount * (1 if move.kind == "release" else -1)
            lines.append(Line(move.pk, move.at, move.kind, reason, shown, total, held, move.matter))
    unit = labels([account.book]).get(account.book)
    in_all = [line for line in lines if line.kind not in ("reserve", "release")]
    gone = _gone(account, now)
    return Statement(
        account=account,
        label=Sentence(unit.label_zh, unit.label_en)
        if unit is not None
        else Sentence(account.book, account.book),
        counts=unit.counts if unit is not None else "points",
        since=since,
        until=until,
        before=before,
        after=in_all[-1].after if in_all else before,
        came=sum(line.change for line in in_all if line.change > 0),
        went=-sum(line.change for line in in_all if line.change < 0),
        free=account.balance - gone,
        held=held,
        lines=tuple(reversed(lines)),
        running_out=_running_out(account, now),
    )


def _is_held(number: int, account: Account, mine: set[int]) -> int:
    return int(number in mine and number != account.pk)


def _gone(account: Account, now: datetime) -> int:
    if account.kind not in ("person", "household"):
        return 0
    return sum(Lot.objects.filter(account=account, expires__lte=now).values_list("remaining", flat=True))


def _running_out(account: Account, now: datetime) -> tuple[tuple[datetime, int], ...]:
    lots = Lot.objects.filter(account=account, expires__gt=now, remaining__gt=0).order_by("expires")
    return tuple(lots.values_list("expires", "remaining")[:SOON])


class Owed(Struct, frozen=True):
    """What one unit of a place comes to: what was issued in a time, what became of it, and what is owed now.

    `issued` and `redeemed` are less what was taken back. `outstanding` is what people may still spend or have reserved,
    `with_organisations` what merchants and others hold, `accounts` the place's own, each with its balance.
    """

    book: str
    label: Sentence
    counts: str
    issued: int
    redeemed: int
    expired: int
    outstanding: int
    with_organisations: int
    holders: int
    accounts: tuple[tuple[Sentence, int], ...]


def owed(place: Place, since: datetime | None = None, until: datetime | None = None) -> list[Owed]:
    """What is owed in a place and below, one row for each unit; nobody's account by itself."""
    here = Account.objects.filter(place__in=Place.objects.filter(path__startswith=place.path).values("pk"))
    by_book: dict[str, list[Account]] = defaultdict(list)
    for account in here.order_by("book", "pk"):
        by_book[account.book].append(account)
    units = labels(by_book)
    return [_owed(book, accounts, units.get(book), since, until) for book, accounts in by_book.items()]


PEOPLE = ("person", "household")


def _owed(
    book: str, accounts: list[Account], unit: Unit | None, since: datetime | None, until: datetime | None
) -> Owed:
    kinds = {account.pk: account.kind for account in accounts}
    moves = Transfer.objects.filter(Q(debit__in=kinds) | Q(credit__in=kinds), book=book).select_related(
        "debit", "credit"
    )
    moves = moves.filter(at__gte=since) if since is not None else moves
    moves = moves.filter(at__lt=until) if until is not None else moves
    issued = redeemed = expired = 0
    for move in moves:
        ways = (move.debit.kind, move.credit.kind)
        sign = -1 if move.kind == "reverse" else 1
        giver, taker = ways if sign == 1 else ways[::-1]
        if giver == "named" and taker in (*PEOPLE, "organisation"):
            issued += sign * move.amount
        elif giver in (*PEOPLE, "held") and taker in ("organisation", "named") and move.kind != "expire":
            redeemed += sign * move.amount
        elif move.kind == "expire":
            expired += move.amount
    names = {
        account.pk: Sentence(account.label_zh, account.label_en)
        for account in accounts
        if account.kind == "named"
    }
    return Owed(
        book=book,
        label=Sentence(unit.label_zh, unit.label_en) if unit is not None else Sentence(book, book),
        counts=unit.counts if unit is not None else "points",
        issued=issued,
        redeemed=redeemed,
        expired=expired,
        outstanding=sum(a.balance for a in accounts if a.kind in (*PEOPLE, "held")),
        with_organisations=sum(a.balance for a in accounts if a.kind == "organisation"),
        holders=sum(a.kind in PEOPLE and a.balance > 0 for a in accounts),
        accounts=tuple((names[a.pk], a.balance) for a in accounts if a.kind == "named"),
    )
