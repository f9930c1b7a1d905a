"""What a decision moves between accounts, what it refuses, where it leads instead, and what it says of balances."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shanzhi.engine.accounts import Account
from shanzhi.engine.ledger import span
from shanzhi.engine.types import Refusal
from shanzhi.method.ledger import NamedAccount, Unit
from shanzhi.method.words import Sentence
from tests.engine.play import DAY, Play

LEDGER = """
ledger:
  points:
    label: 互助分
    kind: points
    holders: [household, organisation]
    accounts: {issued: {label: 额度, may_owe: true}, pot: 预算}
    limits: [{holder: household, every: month, amount: 10}, {holder: organisation, every: year, amount: 5, soft: true}]
    lasts: 30 days
  kept: {kept_by: other}
people:
  family: {type: household, optional: true, label: 哪一户}
  whom: {type: person, optional: true, label: 谁}
  shop: {type: organisation, optional: true, label: 商户}
"""
DATA = """
subject: {type: text, optional: true, max: 80, label: 什么事}
n: {type: integer, min: 0, label: 几分}
"""
STAGES = """
first:
  label: 待办
  desk: [grid_worker]
  due: {lasts: 2 days, then: sweep}
  acts:
    fill: {label: 预算, asks: [n], effects: [{transfer: {unit: points, from: issued, into: pot, amount: data.n, reason: 预算}}], to: first}
    give: {label: 发分, asks: [n, family], effects: [{transfer: {unit: points, from: pot, into: people.family, amount: data.n, reason: '{subject}'}}], to: first}
    to_person: {label: 给人, asks: [n, whom], effects: [{transfer: {unit: points, from: pot, into: people.whom, amount: data.n, reason: 帮忙}}], to: first}
    to_shop: {label: 给商户, asks: [n, shop], effects: [{transfer: {unit: points, from: pot, into: people.shop, amount: data.n, reason: 结清}}], to: first}
    twice: {label: 自己, asks: [n], effects: [{transfer: {unit: points, from: pot, into: pot, amount: data.n, reason: 错}}], to: first}
    hold: {label: 锁定, by: [resident, grid_worker], asks: [n, family], effects: [{reserve: {unit: points, from: people.family, amount: data.n}}], to: first}
    pay: {label: 付, asks: [n, shop], effects: [{settle: {unit: points, into: people.shop, amount: data.n}}], to: first}
    free: {label: 解锁, effects: [{release: points}], to: first}
    back: {label: 冲正, effects: [{reverse: {unit: points, reason: 记错}}], to: first}
    try: {label: 试发, asks: [n, family], effects: [{transfer: {unit: points, from: pot, into: people.family, amount: data.n, reason: 试, short: waiting}}, {notify: {whom: [people.family], text: 发了}}], to: closed}
    ask: {label: 问, effects: [{notify: {whom: [opener], text: '还有 {ledger.points[pot]} 分'}}]}
    rich: {label: 够了, requires: [{that: 'ledger.points[pot] >= 3', otherwise: 不够三分。}], to: first}
    other: {label: 别处的, asks: [n, family], effects: [{transfer: {unit: kept, from: pot, into: people.family, amount: data.n, reason: 别处}}], to: first}
    end: {label: 结束, to: closed}
    sweep: {label: 到期, by: [system], asks: [], to: closed}
waiting: {label: 等, desk: [grid_worker], due: 9 days, acts: {on: {label: 好, to: closed}}}
"""
HOME, SECOND, SHOP = 101, 102, 1


@pytest.fixture
def play() -> Play:
    found = Play(
        STAGES, data=DATA, more=LEDGER, opening="{by: [anyone], at: grid, to: first, asks: [subject]}"
    )
    found.open(subject="扶老人")
    return found


def worker(play: Play, act: str, **values: object):
    return play.do(act, "grid_worker", **values)


def stands(play: Play, kind: str, owner: int, name: str = "") -> int:
    return play.world.books.free(Account("played.points", kind, owner, name), play.now)


def test_a_budget_is_spent_and_never_overdrawn(play):
    worker(play, "fill", n=8)
    worker(play, "give", n=5, family=HOME)
    assert (stands(play, "household", HOME), stands(play, "named", 3, "pot")) == (5, 3)
    refused = play.refused("give", "grid_worker", n=4, family=HOME)
    assert refused.code == "short"
    assert "3" in refused.why.zh
    assert stands(play, "named", 3, "issued") == -8


def test_a_persons_points_are_their_households(play):
    worker(play, "fill", n=8)
    worker(play, "to_person", n=2, whom=2002)
    assert stands(play, "household", SECOND) == 2
    assert play.refused("to_person", "grid_worker", n=2, whom=1001).code == "no_account"


def test_a_limit_is_judged_in_its_month_and_a_soft_one_tells_the_desk(play):
    worker(play, "fill", n=50)
    worker(play, "give", n=9, family=HOME)
    assert play.refused("give", "grid_worker", n=2, family=HOME).code == "over_limit"
    worker(play, "to_shop", n=6, shop=SHOP)
    assert [e.values["to"] for e in play.said if e.kind == "notify"] == [["desk"]]
    worker(play, "give", after=31 * DAY, n=2, family=HOME)


def test_what_is_short_leads_where_the_rule_says_and_brings_nothing_else(play):
    worker(play, "try", n=3, family=HOME)
    assert play.stage == "waiting"
    assert "transfer" not in play.kinds()
    assert "notify" not in play.kinds()
    assert play.entries[-1].note == "short"


def test_only_its_holder_reserves_and_once(play):
    worker(play, "fill", n=9)
    worker(play, "give", n=9, family=HOME)
    assert play.refused("hold", "resident2", n=4, family=SECOND).code == "short"
    twin = Play(play.method, world=play.world)
    twin.open("resident2", subject="别人的")
    assert twin.refused("hold", "resident2", n=4, family=HOME).code == "not_your_account"
    play.do("hold", "resident", n=4, family=HOME)
    assert stands(play, "household", HOME) == 5
    assert play.refused("hold", "resident", n=1, family=HOME).code == "reserved_already"
    assert play.refused("pay", "grid_worker", n=5, shop=SHOP).code == "more_than_reserved"
    worker(play, "pay", n=3, shop=SHOP)
    assert (stands(play, "household", HOME), stands(play, "organisation", SHOP)) == (6, 3)


def test_an_end_lets_go_and_so_does_letting_go(play):
    worker(play, "fill", n=9)
    worker(play, "give", n=9, family=HOME)
    play.do("hold", "resident", n=4, family=HOME)
    worker(play, "free")
    assert stands(play, "household", HOME) == 9
    play.do("hold", "resident", n=4, family=HOME)
    worker(play, "end")
    assert stands(play, "household", HOME) == 9


def test_what_a_matter_moved_is_taken_back_once(play):
    worker(play, "fill", n=9)
    worker(play, "give", n=4, family=HOME)
    worker(play, "back")
    assert [stands(play, "named", 3, name) for name in ("issued", "pot")] == [0, 0]
    worker(play, "back")
    assert "reverse" not in play.kinds()


def test_balances_are_read_in_texts_and_conditions_and_noted(play):
    worker(play, "fill", n=2)
    worker(play, "ask")
    assert play.effect("notify")["text"]["zh"] == "还有 2 分"
    assert play.said[0].kind == "balances_read"
    assert list(play.said[0].values["looks"].values()) == [2]
    assert play.refused("rich", "grid_worker").code == "requires"


def test_nothing_goes_from_an_account_into_itself(play):
    worker(play, "fill", n=2)
    assert play.refused("twice", "grid_worker", n=1).code == "same_account"


class Kept:
    """A method as far as the ledger asks it."""

    def __init__(self, unit: Unit) -> None:
        self.ledger = {unit.name: unit}


def test_what_another_method_keeps_is_used_by_those_it_names_alone(play):
    def asked(used_by: tuple[str, ...], accounts: dict[str, NamedAccount]) -> Refusal:
        label = Sentence("别处的分", "points elsewhere")
        unit = Unit("kept", "other", label, holders=("household",), accounts=accounts, used_by=used_by)
        play.world.books.methods = {"other": Kept(unit)}
        return play.refused("other", "grid_worker", n=1, family=HOME)

    assert play.refused("other", "grid_worker", n=1, family=HOME).code == "no_ledger"
    assert asked((), {}).code == "not_its_ledger"
    assert asked(("played",), {}).code == "no_such_account"
    assert asked(("played",), {"pot": NamedAccount(Sentence("预算", "budget"))}).code == "short"


@pytest.mark.parametrize(
    ("every", "first", "after"),
    [
        ("day", "2026-12-31", "2027-01-01"),
        ("week", "2026-12-28", "2027-01-04"),
        ("month", "2026-12-01", "2027-01-01"),
        ("quarter", "2026-10-01", "2027-01-01"),
        ("year", "2026-01-01", "2027-01-01"),
    ],
)
def test_a_span_is_that_of_the_calendar(every, first, after):
    at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    since, until = span(every, at)
    assert (since.date().isoformat(), until.date().isoformat()) == (first, after)
