"""The ledger (积分账) as a method declares it: what is counted, who may have an account, what no account may do.

A unit is kept by one method and used by those it names: its accounts, limits and lifetime are said there alone. Every
movement goes from one account to another, so that all balances of a unit come to nothing together; only a named account
that `may_owe` goes below zero, and what it owes is what was issued. Money (`fen`) is recorded, never moved.
"""

from __future__ import annotations

import re

from msgspec import Struct

from shanzhi.method.duration import Duration
from shanzhi.method.field_types import Thing
from shanzhi.method.keys import Shape, key
from shanzhi.method.words import Sentence

COUNTED: dict[str, Sentence] = {
    "points": Sentence("分", "points"),
    "hours": Sentence("小时", "hours"),
    "fen": Sentence("元", "yuan"),
}
"""What may be counted, and what one of it is called."""
HOLDERS: dict[str, Sentence] = {
    Thing.PERSON.value: Sentence("个人", "persons"),
    Thing.HOUSEHOLD.value: Sentence("家庭", "households"),
    Thing.ORGANISATION.value: Sentence("单位", "organisations"),
}
"""Who may have an account, besides the named accounts of a place."""
SPANS: dict[str, Sentence] = {
    "day": Sentence("每天", "a day"),
    "week": Sentence("每周", "a week"),
    "month": Sentence("每月", "a month"),
    "quarter": Sentence("每季度", "a quarter"),
    "year": Sentence("每年", "a year"),
}
"""In which time a limit counts, and how often a statement comes."""
MOST = 1_000_000_000_000
"""The most that one movement moves: in fen ten thousand million yuan."""
ACCOUNT = "account:"
"""Before the name of an account of the place, where it stands beside people."""
PARTS = ("opener", "holder", "actor")
"""Whose account is meant by their part in the matter."""

SHAPES: dict[str, Shape] = {
    "unit": Shape(
        {
            "label": key("text", "名称", "what it is called"),
            "kind": key("choice:" + "|".join(COUNTED), "计什么：points 积分、hours 小时、fen 分（钱，只记账不支付）", "what is counted: points, hours, or fen (money, which is recorded and never moved)"),
            "holders": key("words", "谁可有账：person 个人、household 家庭、organisation 单位", "who may have an account: person, household, organisation"),
            "accounts": key("map:account", "本地账户（预算、项目等），每个社区各有一套", "named accounts (budgets, projects); each community has its own"),
            "limits": key("list:limit", "上限：入账时在同一事务里判断", "limits, judged in the transaction that would exceed them"),
            "lasts": key("duration", "入个人、家庭账后多久失效，先到期的先用", "how long what a person or household gets lasts; what runs out first is spent first"),
            "statement": key("choice:" + "|".join(SPANS), "多久一张对账单", "how often there is a statement"),
            "used_by": key("ids", "还有哪些工作法可以动用和读取", "which other methods may move and read it"),
            "kept_by": key("id", "由哪个工作法保管；写了它，别的都不写", "the method that keeps it; then nothing else is said"),
        }
    ),
    "account": Shape(
        {
            "label": key("text", "名称", "what it is called", required=True),
            "may_owe": key("boolean", "可为负：它欠的就是已发出的", "may go below zero: what it owes is what was issued"),
        },
        short="label",
    ),
    "limit": Shape(
        {
            "holder": key("choice:" + "|".join(HOLDERS), "谁的账", "whose accounts", required=True),
            "every": key("choice:" + "|".join(SPANS), "在多长时间内", "in which time", required=True),
            "amount": key("any", "最多得多少：整数，或 inputs.x", "how much one may get: a whole number, or `inputs.x`", required=True),
            "soft": key("boolean", "只提醒经办，不拒绝", "the desk is told, nothing is refused"),
        }
    ),
}  # fmt: skip


class NamedAccount(Struct, frozen=True):
    """An account that a method names; each community has one of its own."""

    label: Sentence
    may_owe: bool = False


class Limit(Struct, frozen=True):
    """How much an account of a `holder` may get in one `every` (a `soft` one: before the desk is told)."""

    holder: str
    every: str
    amount: int
    soft: bool = False


class Unit(Struct, frozen=True):
    """One unit of the ledger. `keeper` is the method that keeps it; of one that another keeps nothing else is known here."""

    name: str
    keeper: str
    label: Sentence = Sentence("", "")
    kind: str = "points"
    holders: tuple[str, ...] = ()
    accounts: dict[str, NamedAccount] = {}
    limits: tuple[Limit, ...] = ()
    lasts: Duration | None = None
    statement: str | None = None
    used_by: tuple[str, ...] = ()
    kept_by: str | None = None

    @property
    def book(self) -> str:
        """What it is kept under, over all methods: `household-points.points`."""
        return f"{self.keeper}.{self.name}"


LOOK = re.compile(
    r"(?<![\w.])ledger\.(?P<unit>[a-z][a-z0-9_]*)\[(?P<whose>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\]"
)
"""A balance in a condition or a text: `ledger.points[people.family]`, `ledger.points[budget]`."""
IN_TEXT = re.compile(r"ledger\.([a-z][a-z0-9_]*)\[([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\]")


def hidden(source: str) -> str:
    """A condition with each balance as one name of the same length, so that columns stay true."""
    return LOOK.sub(lambda found: f"ledger.{found['unit']}.{found['whose']}_", source)


def balances(source: str) -> dict[str, tuple[str, str]]:
    """The balances that a condition speaks of: by the name they have inside it, the unit and whose."""
    return {
        f"ledger.{found['unit']}.{found['whose']}_": (found["unit"], found["whose"])
        for found in LOOK.finditer(source)
    }


def parted(name: str) -> tuple[str, str]:
    """Unit and whose, of the rest of such a name behind `ledger.`."""
    unit, _, word = name.partition(".")
    return unit, word.removesuffix("_")


def told(name: str) -> str:
    """Such a name as it is written: `ledger.points[people.family]`."""
    unit, word = parted(name.removeprefix("ledger."))
    return f"ledger.{unit}[{word}]"
