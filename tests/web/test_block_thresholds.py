"""Thresholds are told in words, each with whether it is met."""

import pytest

from shanzhi.web.blocks.thresholds import thresholds

NAMES = {
    "yes": "同意票数",
    "voted": "参加数",
    "electors": "总数",
    "yes_area": "同意面积",
    "voted_area": "参加面积",
}


@pytest.mark.parametrize(
    ("source", "asks"),
    [
        ("yes * 2 > voted", "同意票数要超过参加数的一半"),
        ("voted * 3 >= electors * 2", "参加数要达到总数的三分之二"),
        ("2 * voted < 3 * yes", "同意票数要超过参加数的三分之二"),
        ("yes_area * 4 >= voted_area * 3", "同意面积要达到参加面积的四分之三"),
        ("voted >= 5", "参加数要达到 5 "),
        ("yes > voted - 2", "同意票数 > 参加数 - 2"),
        ("yes * 100 >= voted * inputs.share", "同意票数要达到参加数的五分之一"),
        ("has(data.x)", "has(data.x)"),
        ("这不是条件（", "这不是条件（"),
    ],
)
def test_a_condition_is_told_in_words(source, asks):
    assert [t.asks for t in thresholds(source, NAMES, {"inputs.share": 20})] == [asks]


def test_each_part_tells_whether_it_is_met():
    both = "voted * 3 >= electors * 2 && yes * 2 > voted"
    first, second = thresholds(both, NAMES, {"voted": 4, "electors": 6, "yes": 2})
    assert (first.met, second.met) == (True, False)
    assert "现在 2" in second.have
    assert [t.met for t in thresholds(both, NAMES, {})] == [None, None]
    either = thresholds("yes > 5 || voted > 3", NAMES, {"voted": 4, "yes": 2})
    assert [t.met for t in either] == [True]


LAW = (
    '(data.electors == "owner" || inputs.turnout == "two_thirds") ? (voted * 3 >= electors * 2 && '
    "voted_area * 3 >= electors_area * 2) : voted * 2 > electors"
)


@pytest.mark.parametrize(
    ("electors", "asks"),
    [
        ("household", ["参加数要超过总数的一半"]),
        ("owner", ["参加数要达到总数的三分之二", "参加面积要达到electors_area的三分之二"]),
    ],
)
def test_of_two_rules_the_one_that_applies_is_told(electors, asks):
    values = {"data.electors": electors, "inputs.turnout": "half"}
    assert [t.asks for t in thresholds(LAW, NAMES, values)] == asks


def test_what_the_facts_settle_is_left_out():
    rule = 'yes * 2 > voted && (data.electors != "owner" || yes_area * 2 > voted_area)'
    assert len(thresholds(rule, NAMES, {"data.electors": "person"})) == 1
    told = thresholds(rule, NAMES, {"data.electors": "owner"})
    assert [t.area for t in told] == [False, True]
    assert (
        thresholds('data.topic in ["a?b:c", "x"] ? yes > 1 : yes > 2', NAMES, {"data.topic": "x"})[0].asks
        == "同意票数要超过 1 "
    )
    assert thresholds("has(data.x) ? yes > 1 : yes > 2", NAMES, {})[0].asks == "同意票数要超过 2 "
    assert thresholds("yes > 1 ? : 2", NAMES, {})[0].asks == "yes > 1 ? : 2"
