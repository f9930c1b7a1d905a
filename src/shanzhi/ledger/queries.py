"""Reading the ledger: what is free to spend, what was given, what a matter moved."""

from __future__ import annotations

from datetime import datetime

from shanzhi.database.wire import fetch
from shanzhi.engine.accounts import Account, Moved
from shanzhi.ledger.booking import GIVEN

FREE = """SELECT a.balance - CAST(COALESCE((SELECT sum(l.remaining) FROM ledger_lot l
  WHERE l.account_id = a.id AND l.expires <= %s AND a.kind IN ('person', 'household')), 0) AS BIGINT)
 FROM ledger_account a WHERE a.book = %s AND a.kind = %s AND a.owner = %s AND a.name = %s"""
SOURCE = """SELECT s.book, s.kind, s.owner, s.name FROM ledger_account a JOIN ledger_account s ON s.id = a.source_id
 WHERE a.book = %s AND a.kind = %s AND a.owner = %s AND a.name = %s"""
MOVED = """SELECT t.id, t.amount, d.kind, d.owner, d.name, c.kind, c.owner, c.name FROM ledger_transfer t
 JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
 LEFT JOIN ledger_transfer b ON b.reverses_id = t.id
 WHERE t.matter = %s AND t.book = %s AND t.kind IN ('transfer', 'settle') AND b.id IS NULL ORDER BY t.id DESC"""
POINTS = """SELECT CAST(COALESCE(sum(a.balance), 0) AS BIGINT) FROM ledger_account a
 JOIN ledger_unit u ON u.book = a.book AND u.counts = 'points' WHERE a.kind = %s AND a.owner = %s"""


def free(account: Account, at: datetime) -> int:
    """What may be spent of an account: its balance without what has run out by then. 0 where there is none."""
    rows = fetch(FREE, (at, account.book, account.kind, account.owner, account.name))
    return int(rows[0][0]) if rows else 0


def received(account: Account, since: datetime, until: datetime) -> int:
    """What an account was given in a time, less what was taken back."""
    rows = fetch(
        "SELECT id FROM ledger_account WHERE book = %s AND kind = %s AND owner = %s AND name = %s",
        (account.book, account.kind, account.owner, account.name),
    )
    return int(fetch(GIVEN, (rows[0][0], since, until))[0][0]) if rows else 0


def source(held: Account) -> Account | None:
    """From whose account an amount is held."""
    rows = fetch(SOURCE, (held.book, held.kind, held.owner, held.name))
    return Account(*rows[0]) if rows else None


def moved(matter: int, book: str) -> tuple[Moved, ...]:
    """What a matter moved and was not taken back, the latest first."""
    return tuple(
        Moved(number, Account(book, *ends[:3]), Account(book, *ends[3:]), amount)
        for number, amount, *ends in fetch(MOVED, (matter, book))
    )


def points_of(kind: str, owner: int) -> int:
    """All points of a person (`person`) or a household (`household`), whatever method keeps them."""
    return int(fetch(POINTS, (kind, owner))[0][0])
