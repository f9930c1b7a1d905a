"""Adding the ledger up again: every chain, every balance, every lot, and that nothing was made up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from shanzhi.database.columns import decode
from shanzhi.database.wire import fetch
from shanzhi.ledger.chain import CREDIT, DEBIT, covered, link, read_portions, reason_seal
from shanzhi.ledger.moments import moment
from shanzhi.method.words import Sentence

Fault = tuple[int, int | None, Sentence]
"""The matter on which it rests (0: none), its entry, and what is wrong."""


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


GROUNDLESS = _s(
    "积分账第 {number} 笔没有对应的记录", "ledger entry {number} rests on no entry of that matter"
)
TILTED = _s("积分账第 {number} 笔两边不平", "ledger entry {number} does not balance")
CHANGED = _s("积分账第 {number} 笔内容被改动过", "ledger entry {number} was changed")
GAP = _s("账户 {account} 缺第 {seq} 笔", "movement {seq} of account {account} is missing")
OFF = _s(
    "账户 {account} 的余额是 {stands}，逐笔相加是 {adds}",
    "account {account} stands at {stands}; its movements add up to {adds}",
)
OWES = _s("账户 {account} 为负", "account {account} is below zero")
HEAD = _s("账户 {account} 的链尾对不上", "the chain of account {account} does not end where it says")
LOTS = _s(
    "账户 {account} 的有效期和流水对不上",
    "what of account {account} runs out does not follow from its movements",
)
NOT_NOTHING = _s(
    "“{book}”各账户合计应为 0，实为 {sum}", "all accounts of “{book}” should come to 0, but come to {sum}"
)
TWICE = _s("积分账第 {number} 笔冲正得不对", "ledger entry {number} takes back what it does not match")
STILL_HELD = _s("事项已结束，还锁定着 {amount}", "the matter is over and still holds {amount}")  # fmt: skip

ENTRIES = """SELECT t.id, t.book, t.kind, t.debit_id, t.debit_seq, t.debit_after, t.credit_id, t.credit_seq, t.credit_after,
 t.amount, t.portions, t.came, t.seal, t.matter, t.seq, t.cause, t.reverses_id, t.at, t.debit_hash, t.credit_hash,
 t.reason_zh, t.reason_en, t.salt FROM ledger_transfer t ORDER BY t.id"""
ACCOUNTS = "SELECT id, book, kind, balance, seq, head, may_owe FROM ledger_account ORDER BY id"
RESTS = """SELECT t.matter, t.seq, t.id FROM ledger_transfer t LEFT JOIN matters_entry e
 ON e.matter_id = t.matter AND e.seq = t.seq WHERE e.seq IS NULL AND t.kind <> 'expire' ORDER BY t.id"""
BACK = """SELECT t.id, t.matter, t.seq FROM ledger_transfer t JOIN ledger_transfer o ON o.id = t.reverses_id
 WHERE t.book <> o.book OR t.amount <> o.amount OR t.debit_id <> o.credit_id ORDER BY t.id"""
HELD = """SELECT a.owner, a.balance FROM ledger_account a JOIN matters_matter m ON m.id = a.owner
 WHERE a.kind = 'held' AND a.balance <> 0 AND m.closed_at IS NOT NULL ORDER BY a.owner"""


class _Chain:
    """An account as its movements so far leave it."""

    def __init__(self) -> None:
        self.balance = self.seq = 0
        self.head = b""
        self.lots: dict[datetime, int] = defaultdict(int)


def ledger_faults() -> Iterator[Fault]:
    """Everything that is wrong with the ledger."""
    chains: dict[int, _Chain] = defaultdict(_Chain)
    yield from _movements(chains)
    yield from _accounts(chains)
    for matter, seq, number in fetch(RESTS):
        yield matter or 0, seq, GROUNDLESS.fill(number=number)
    for number, matter, seq in fetch(BACK):
        yield matter or 0, seq, TWICE.fill(number=number)
    for matter, amount in fetch(HELD):
        yield matter, None, STILL_HELD.fill(amount=amount)


def _movements(chains: dict[int, _Chain]) -> Iterator[Fault]:
    by_account: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = {row[0]: row for row in fetch(ENTRIES)}
    for row in rows.values():
        by_account[row[3]].append((row[4], row[0]))
        by_account[row[6]].append((row[7], row[0]))
        if row[9] <= 0 or row[3] == row[6]:
            yield row[13] or 0, row[14], TILTED.fill(number=row[0])
    for account, steps in by_account.items():
        chain = chains[account]
        for seq, number in sorted(steps):
            yield from _step(chain, account, seq, rows[number])


def _step(chain: _Chain, account: int, seq: int, row: Sequence[Any]) -> Iterator[Fault]:
    number, leaves = row[0], row[3] == account
    chain.seq += 1
    if seq != chain.seq:
        yield row[13] or 0, row[14], GAP.fill(account=account, seq=chain.seq)
        chain.seq = seq
    portions, came = decode(row[10]), decode(row[11])
    fields: list[Any] = [*row[1:10], portions, came, bytes(row[12]), *row[13:17], moment(row[17])]
    text = covered(*fields)
    chain.head = link(chain.head, DEBIT if leaves else CREDIT, text)
    chain.balance += -row[9] if leaves else row[9]
    intact = chain.head == bytes(row[18] if leaves else row[19])
    intact = intact and chain.balance == (row[5] if leaves else row[8])
    intact = intact and (not row[22] or reason_seal(row[22], row[20], row[21]) == bytes(row[12]))
    if not intact:
        yield row[13] or 0, row[14], CHANGED.fill(number=number)
        chain.head = bytes(row[18] if leaves else row[19])
    for expires, amount in read_portions(portions if leaves else came):
        if expires is not None:
            chain.lots[expires] += -amount if leaves else amount


def _accounts(chains: dict[int, _Chain]) -> Iterator[Fault]:
    sums: dict[str, int] = defaultdict(int)
    stored: dict[int, dict[datetime, int]] = defaultdict(dict)
    for account, expires, remaining in fetch("SELECT account_id, expires, remaining FROM ledger_lot"):
        stored[account][moment(expires)] = remaining
    for number, book, _kind, balance, seq, head, may_owe in fetch(ACCOUNTS):
        chain = chains[number]
        sums[book] += balance
        if balance != chain.balance:
            yield 0, None, OFF.fill(account=number, stands=balance, adds=chain.balance)
        if balance < 0 and not may_owe:
            yield 0, None, OWES.fill(account=number)
        if (seq, bytes(head)) != (chain.seq, chain.head):
            yield 0, None, HEAD.fill(account=number)
        left = {at: amount for at, amount in stored[number].items() if amount}
        if left != {at: amount for at, amount in chain.lots.items() if amount}:
            yield 0, None, LOTS.fill(account=number)
    for book, total in sums.items():
        if total:
            yield 0, None, NOT_NOTHING.fill(book=book, sum=total)


def ledger_head() -> bytes:
    """One digest of where every account's chain ends, 32 bytes: to be kept elsewhere beside the anchor of matters."""
    whole = sha256()
    for number, _book, _kind, balance, seq, head, _owes in fetch(ACCOUNTS):
        whole.update(f"{number}:{seq}:{balance}:".encode() + bytes(head))
    return whole.digest()
