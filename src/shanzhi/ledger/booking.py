"""Writing the ledger: each movement is judged while both accounts are held, and written whole or not at all.

A decision was made on what stood when it looked. Where that no longer holds (spent, over a limit, a balance that was
read), nothing is written: `Outdated` is raised, and the decision is made again on what stands now.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from msgspec import Struct

from shanzhi.database.columns import decode, encode
from shanzhi.database.wire import execute, fetch, on_postgresql
from shanzhi.engine.accounts import HELD, NAMED, Account
from shanzhi.engine.memory_ledger import NEVER_OVER, Portion, given_back, kept_on, oldest_first
from shanzhi.ledger.chain import CREDIT, DEBIT, covered, kept_portions, link, read_portions, reason_seal
from shanzhi.ledger.moments import moment
from shanzhi.method.ledger import Unit
from shanzhi.method.words import Sentence

LONGEST_REASON = 300
RELEASED = Sentence("解锁", "Released")
COLUMNS = "id, book, kind, owner, name, balance, seq, head, may_owe, source_id"
ONE = f"SELECT {COLUMNS} FROM ledger_account WHERE book = %s AND kind = %s AND owner = %s AND name = %s"  # noqa: S608
OPEN = """INSERT INTO ledger_account
 (book, kind, owner, name, label_zh, label_en, place, may_owe, balance, seq, head, source_id)
 VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0, 0, %s, %s) ON CONFLICT (book, kind, owner, name) DO NOTHING"""
MOVED = "UPDATE ledger_account SET balance = %s, seq = %s, head = %s WHERE id = %s"
WRITE = """INSERT INTO ledger_transfer
 (book, kind, debit_id, credit_id, amount, portions, came, debit_seq, credit_seq, debit_after, credit_after,
  debit_hash, credit_hash, reason_zh, reason_en, salt, seal, matter, seq, cause, reverses_id, at)
 VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"""
LOTS = "SELECT expires, remaining FROM ledger_lot WHERE account_id = %s AND remaining > 0 ORDER BY expires"
LOT = """INSERT INTO ledger_lot (account_id, expires, remaining) VALUES (%s, %s, %s)
 ON CONFLICT (account_id, expires) DO UPDATE SET remaining = ledger_lot.remaining + excluded.remaining"""
SPENT = "UPDATE ledger_lot SET remaining = remaining - %s WHERE account_id = %s AND expires = %s"
GIVEN = """SELECT CAST(COALESCE(sum(t.amount), 0) AS BIGINT) FROM ledger_transfer t
 JOIN ledger_account d ON d.id = t.debit_id AND d.kind = 'named'
 LEFT JOIN ledger_transfer b ON b.reverses_id = t.id
 WHERE t.credit_id = %s AND t.kind = 'transfer' AND t.at >= %s AND t.at < %s AND b.id IS NULL"""
"""What an account was given in a time and was not taken back."""
UNIT = """INSERT INTO ledger_unit (book, counts, label_zh, label_en) VALUES (%s, %s, %s, %s)
 ON CONFLICT (book) DO UPDATE SET counts = excluded.counts, label_zh = excluded.label_zh, label_en = excluded.label_en"""


class Outdated(Exception):
    """What stands is not what the decision was made on. Nothing was written."""


class Row(Struct):
    """An account while it is held, as the movements so far leave it."""

    id: int
    account: Account
    balance: int
    seq: int
    head: bytes
    may_owe: bool
    source: int | None


class Movement(Struct, frozen=True):
    """What is to be moved. `limits` are those it was judged by: since when, until when, how much at most."""

    unit: Unit
    kind: str
    giver: Account
    taker: Account
    amount: int
    reason: Mapping[str, str]
    cause: str
    at: datetime
    owing: bool = False
    place: int | None = None
    expires: datetime | None = None
    limits: tuple[tuple[datetime, datetime, int], ...] = ()
    matter: int | None = None
    seq: int | None = None
    reverses: int | None = None
    portions: tuple[Portion, ...] = ()


def hold(accounts: Iterable[tuple[Account, Unit, int | None]]) -> dict[Account, Row]:
    """Hold these accounts until the transaction ends, each opened if it is new; always in the same order, so that no two
    wait for each other."""
    found: dict[Account, Row] = {}
    wanted = sorted(
        {
            (one.book, one.kind, one.owner, one.name): (one, unit, place) for one, unit, place in accounts
        }.items()
    )
    for key, (account, unit, place) in wanted:
        row = _row(key)
        if row is None:
            _open(account, unit, place)
            row = _row(key)
        assert row is not None
        found[account] = row
    return found  # fmt: skip


def _row(key: tuple[str, str, int, str]) -> Row | None:
    rows = fetch(ONE + (" FOR UPDATE" if on_postgresql() else ""), key)
    if not rows:
        return None
    id_, book, kind, owner, name, balance, seq, head, may_owe, source = rows[0]
    return Row(id_, Account(book, kind, owner, name), balance, seq, bytes(head), bool(may_owe), source)


def _open(account: Account, unit: Unit, place: int | None, source: int | None = None) -> None:
    execute(UNIT, (unit.book, unit.kind, unit.label.zh[:200], unit.label.en[:200]))
    named = unit.accounts.get(account.name) if account.kind == NAMED else None
    zh, en = (named.label.zh[:200], named.label.en[:200]) if named is not None else ("", "")
    owes = named is not None and named.may_owe
    execute(
        OPEN,
        (account.book, account.kind, account.owner, account.name, zh, en, place, owes, b"", source),
    )


def book(one: Movement) -> int:
    """Write one movement; its number. The same `cause` twice is written once. Raises `Outdated`."""
    with transaction.atomic():
        written = fetch("SELECT id FROM ledger_transfer WHERE cause = %s", (one.cause,))
        if written:
            return int(written[0][0])
        rows = hold([(one.giver, one.unit, one.place), (one.taker, one.unit, one.place)])
        giver, taker = rows[one.giver], rows[one.taker]
        former = _former(one.reverses) if one.reverses is not None else None
        portions = list(one.portions) or _spent(giver, one)
        for since, until, most in one.limits:
            if fetch(GIVEN, (taker.id, since, until))[0][0] + one.amount > most:
                raise Outdated
        if former is not None:
            came = given_back(former[0], former[1], one.at)
        else:
            came = kept_on(portions, one.kind, one.taker, one.expires, one.amount)
        if not (one.taker.of_people or one.taker.kind == HELD):
            came = [(None, one.amount)]
        number = _write(one, giver, taker, portions, came)
        _lots(giver.id, portions, taken=True)
        _lots(taker.id, came, taken=False)
        if one.kind == "reserve":
            execute("UPDATE ledger_account SET source_id = %s WHERE id = %s", (giver.id, taker.id))
    return number


def _spent(giver: Row, one: Movement) -> list[Portion]:
    """Of what the amount is made up; raises `Outdated` where there is not so much to spend."""
    if giver.may_owe and one.owing:
        return [(None, one.amount)]
    lots: dict[datetime, int] = {}
    if giver.account.of_people or giver.account.kind == HELD:
        lots = {moment(expires): remaining for expires, remaining in fetch(LOTS, (giver.id,))}
    at = one.at if giver.account.of_people else NEVER_OVER
    gone = sum(remaining for expires, remaining in lots.items() if expires <= at)
    if giver.balance - gone < one.amount:
        raise Outdated
    return oldest_first(lots, one.amount, at)


def _former(number: int) -> tuple[list[Portion], datetime]:
    rows = fetch("SELECT portions, at FROM ledger_transfer WHERE id = %s", (number,))
    return read_portions(decode(rows[0][0])), moment(rows[0][1])


def _write(one: Movement, giver: Row, taker: Row, portions: list[Portion], came: list[Portion]) -> int:
    giver.balance, giver.seq = giver.balance - one.amount, giver.seq + 1
    taker.balance, taker.seq = taker.balance + one.amount, taker.seq + 1
    salt, went, came_in = secrets.token_hex(16), kept_portions(portions), kept_portions(came)
    zh, en = one.reason["zh"][:LONGEST_REASON], one.reason["en"][:LONGEST_REASON]
    seal = reason_seal(salt, zh, en)
    movement = covered(
        one.giver.book, one.kind, giver.id, giver.seq, giver.balance, taker.id, taker.seq, taker.balance,
        one.amount, went, came_in, seal, one.matter, one.seq, one.cause, one.reverses, one.at,
    )  # fmt: skip
    giver.head, taker.head = link(giver.head, DEBIT, movement), link(taker.head, CREDIT, movement)
    number = fetch(
        WRITE,
        (
            one.giver.book, one.kind, giver.id, taker.id, one.amount, encode(went).decode(), encode(came_in).decode(),
            giver.seq, taker.seq, giver.balance, taker.balance, giver.head, taker.head, zh, en, salt, seal,
            one.matter, one.seq, one.cause, one.reverses, one.at,
        ),
    )[0][0]  # fmt: skip
    for row in (giver, taker):
        execute(MOVED, (row.balance, row.seq, row.head, row.id))
    return int(number)


def _lots(account: int, portions: Iterable[Portion], *, taken: bool) -> None:
    for expires, amount in portions:
        if expires is not None and taken:
            execute(SPENT, (amount, account, expires))
        elif expires is not None:
            execute(LOT, (account, expires, amount))


def unchanged(looks: Mapping[Account, int], at: datetime) -> None:
    """Hold the accounts whose balances a decision has read; raises `Outdated` where one has changed."""
    from shanzhi.ledger.queries import free

    for account in sorted(looks, key=lambda one: (one.book, one.kind, one.owner, one.name)):
        row = _row((account.book, account.kind, account.owner, account.name))
        if (free(account, at) if row is not None else 0) != looks[account]:
            raise Outdated


def movement(
    kind: str, values: Mapping[str, Any], *, matter: int, seq: int, n: int, at: datetime
) -> Movement:
    """The movement that an effect of a decision asks for: the `n`-th of entry `seq` of a matter."""
    return Movement(
        unit=values["unit"],
        kind=kind,
        giver=values["giver"],
        taker=values["taker"],
        amount=values["amount"],
        reason=values["reason"],
        cause=f"{matter}:{seq}:{n}",
        at=at,
        owing=values["owing"],
        place=values["place"],
        expires=values.get("expires"),
        limits=tuple(values["limits"]),
        matter=matter,
        seq=seq,
        reverses=values.get("reverses"),
    )


HELD_BY = """SELECT a.book, a.balance, a.place, s.kind, s.owner, s.name, u.counts, u.label_zh, u.label_en
 FROM ledger_account a JOIN ledger_account s ON s.id = a.source_id JOIN ledger_unit u ON u.book = a.book
 WHERE a.kind = 'held' AND a.owner = %s AND a.balance > 0"""


def let_go(*, matter: int, seq: int, at: datetime) -> None:
    """What a matter still holds goes back to whose it was; for one that ends otherwise than by its method."""
    for kept, balance, place, kind, owner, name, counts, zh, en in fetch(HELD_BY, (matter,)):
        keeper, _, unit = kept.rpartition(".")
        book(
            Movement(
                unit=Unit(unit, keeper, Sentence(zh, en), counts),
                kind="release",
                giver=Account(kept, HELD, matter),
                taker=Account(kept, kind, owner, name),
                amount=balance,
                reason={"zh": RELEASED.zh, "en": RELEASED.en},
                cause=f"let_go:{matter}:{seq}:{kept}",
                at=at,
                place=place,
                matter=matter,
                seq=seq,
            )
        )
