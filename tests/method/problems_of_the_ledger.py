"""The problems of a ledger, each by its code: the smallest file that has it."""

from __future__ import annotations

from tests.method.tiny import tiny

FINISH = "finish: {label: 办好了, to: closed}"
LEDGER = (
    "stages:\n",
    """ledger:
  points: {label: 互助分, kind: points, holders: [household], accounts: {issued: {label: 额度, may_owe: true}, pot: 预算}}
  kept: {kept_by: other}
people:
  family: {type: household, optional: true, label: 哪一户}
  shop: {type: organisation, optional: true, label: 商户}
stages:
""",
)


def moves(effect: str) -> tuple[tuple[str, str], ...]:
    """The tiny method with a ledger, and this effect in its act."""
    return (
        LEDGER,
        (FINISH, f"finish: {{label: 办好了, to: closed, effects: [{{{effect}}}]}}"),
        ("asks: [subject", "asks: [family, shop, subject"),
    )


MOVE = "transfer: {unit: points, from: pot, into: people.family, amount: 1, reason: 帮忙}"


LEDGER_CASES: list[tuple[str, str | bytes, set[str]]] = [
    ("SZ451", tiny(*moves(MOVE), ("kept: {kept_by: other}", "kept: {kept_by: other, ▸lasts: 9 days}")), set()),
    ("SZ451", tiny(*moves(MOVE), ("kept_by: other", "kept_by: ▸tiny")), set()),
    ("SZ452", tiny(*moves(MOVE.replace("pot", "▸pott"))), set()),
    ("SZ453", tiny(*moves(MOVE.replace("unit: points", "unit: ▸point"))), set()),
    ("SZ454", tiny(*moves(MOVE.replace("people.family", "▸people.shop"))), set()),
    ("SZ455", tiny(*moves("transfer: {unit: points, from: ▸people.family, into: pot, amount: 1, reason: 罚}")), set()),
    ("SZ456", tiny(*moves(MOVE), ("share: matter.closed", "share: ▸'ledger.points[pot] > 1'")), set()),
    ("SZ457", tiny(*moves(MOVE), ("    end: done\n", f"    end: done\n    effects: [{{▸{MOVE}}}]\n")), set()),
    ("SZ458", tiny(*moves(MOVE), ("{label: 额度, may_owe: true}", "额度"), ("points: {label: 互", "▸points: {label: 互")), set()),
    ("SZ612", tiny(*moves(MOVE), ("title: 小事", "title: 低保申请"), ("label: 办好了, to: closed,", "label: 办好了, to: closed, requires: [{that: ▸'ledger.points[people.family] > 1', otherwise: 积分不够}],")), set()),
]  # fmt: skip
