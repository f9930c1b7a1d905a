"""What runs out (到期失效): taken off, oldest first, by an entry of the moment at which it did, however late one looks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shanzhi.database.wire import fetch
from shanzhi.engine.accounts import Account
from shanzhi.ledger.booking import Movement, book, hold
from shanzhi.ledger.moments import moment
from shanzhi.method.ledger import Unit
from shanzhi.method.words import Sentence

EXPIRED = "expired"
BATCH = 500
DUE = """SELECT l.id, a.id, a.book, a.kind, a.owner, a.name, a.place, l.expires, u.counts, u.label_zh, u.label_en
 FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id JOIN ledger_unit u ON u.book = a.book
 WHERE l.expires <= %s AND l.remaining > 0 AND a.kind IN ('person', 'household') AND l.id > %s
 ORDER BY l.id LIMIT 500"""
LEFT = "SELECT remaining FROM ledger_lot WHERE id = %s"
OVER = Sentence("到期失效", "Ran out")


def expire(now: datetime) -> int:
    """Take off what ran out by `now`; how many entries that made. Several may do it at once, and again."""
    made, last = 0, 0
    while rows := fetch(DUE, (now, last)):
        for lot, number, kept, kind, owner, name, place, expires, counts, zh, en in rows:
            last = lot
            keeper, _, unit = kept.rpartition(".")
            rule = Unit(unit, keeper, Sentence(zh, en), counts)
            made += _one(lot, number, Account(kept, kind, owner, name), rule, place, moment(expires))
    return made


def _one(lot: int, number: int, account: Account, unit: Unit, place: int | None, expires: datetime) -> int:
    gone = Account(account.book, EXPIRED, place or 0)
    with transaction.atomic():
        rows = hold([(account, unit, place), (gone, unit, place)])
        remaining = fetch(LEFT, (lot,))[0][0]
        if not remaining:
            return 0
        book(
            Movement(
                unit=unit,
                kind="expire",
                giver=account,
                taker=gone,
                amount=remaining,
                reason={"zh": OVER.zh, "en": OVER.en},
                cause=f"expire:{number}:{rows[account].seq + 1}",
                at=expires,
                place=place,
                portions=((expires, remaining),),
            )
        )
    return 1
