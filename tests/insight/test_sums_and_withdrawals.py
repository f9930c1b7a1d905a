"""What was withdrawn stands beside a method's rates by rule, and numbers and money are added up."""

from __future__ import annotations

import pytest

from shanzhi.insight.measures import evaluate, trace
from shanzhi.matters.methods.adopting import add_method, adopt
from shanzhi.matters.models import Matter
from shanzhi.method.check import load
from tests.matters.town import Town
from tests.method.tiny import TINY, tiny

SPENT = (
    TINY.replace(
        "data:\n",
        "data:\n  cost: {type: money, optional: true, label: 花了多少}\n"
        "  parts: {type: list, optional: true, label: 几项, form: {price: {type: money, label: 价}}}\n"
        "  total: {type: money, is: 'sum(data.parts.map(p, p.price))', label: 合计}\n",
    )
    .replace(
        "  done: {label",
        "  spent: {label: 花费, sum: data.cost}\n"
        "  priced: {label: 各项, sum: 'sum(data.parts.map(p, p.price))'}\n"
        "  things: {label: 件数, sum: data.count}\n"
        "  done: {label",
    )
    .replace("asks: [subject, count]", "asks: [subject, count, cost, parts]")
)


def test_the_share_withdrawn_stands_beside_the_rates_of_every_method_that_may_be_withdrawn() -> None:
    method = load(TINY)
    assert list(method.measures) == ["done", "withdrawn"]
    assert method.measures["withdrawn"].label.zh == "撤回占比"
    narrowed = tiny(("    desk: grid_worker\n", "    desk: grid_worker\n    builtins: [message]\n"))
    assert list(load(narrowed).measures) == ["done"]


def test_a_method_that_says_it_itself_keeps_its_own_words() -> None:
    own = tiny(
        (
            "  done: {label",
            "  withdrawn: {label: 自己的说法, share: 'matter.end == \"withdrawn\"'}\n  done: {label",
        )
    )
    assert load(own).measures["withdrawn"].label.zh == "自己的说法"


@pytest.mark.parametrize("among", ['matter.end != "refused"', '!(matter.end in ["refused", "withdrawn"])'])
def test_what_the_rates_leave_out_stands_beside_them(among: str) -> None:
    left = tiny(
        (
            "  done: {label",
            f"  good: {{label: 好的, share: matter.closed, among: '{among}'}}\n  done: {{label",
        )
    )
    told = load(left).measures
    assert list(told) == ["good", "done", "withdrawn", "refused"]
    assert told["refused"].label.zh.endswith("的占比")
    own = left.replace("  good:", "  shown: {label: 退的, share: 'matter.end == \"refused\"'}\n  good:")
    assert "refused" not in load(own).measures


def test_what_was_withdrawn_is_counted_with_its_matters(town: Town) -> None:
    kept, gone = town.open(), town.open()
    town.act(gone, "withdraw", "resident", reason="搬走了")
    figure = evaluate(Matter.objects.all()).total.figures["withdrawn"]
    assert (figure.hits, figure.of) == (1, 2)
    assert trace(Matter.objects.all(), "withdrawn").hits == [gone.matter.id]
    assert kept.matter.id in trace(Matter.objects.all(), "withdrawn").of


def test_numbers_and_money_are_added_up_over_matters_and_over_lists(town: Town) -> None:
    method = add_method(text=SPENT)
    adopt(actor=town.actor("street_staff"), method=method, place=town.street)
    town.open(
        method="tiny",
        values={"subject": "灯", "cost": 1250, "count": 2, "parts": [{"price": 300}, {"price": 50}]},
    )
    town.open(method="tiny", values={"subject": "路", "cost": 50, "parts": []})
    found = evaluate(Matter.objects.all())
    assert [found.total.figures[name].value for name in ("spent", "priced", "things")] == [1300, 350, 2]
    assert [found.measures[name].amount for name in ("spent", "priced", "things", "done")] == [
        True,
        True,
        False,
        False,
    ]
