"""Answers to forms: every kind of field, good and bad; every fault is told, nothing unknown or hostile gets in."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import pytest

from shanzhi.engine.field_checks import CHECKS
from shanzhi.engine.forms import check_form
from shanzhi.method.field_types import ASKED_TYPES
from shanzhi.method.model import Field, Option
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

AT = Rule("form.x", 1)
OPTIONS = (Option("a", Sentence("甲", "A")), Option("b", Sentence("乙", "B")))
HUGE = 10**400


def field(type_: str, name: str = "x", **more) -> Field:
    if type_ in ("choice", "choices"):
        more.setdefault("options", OPTIONS)
    if type_ == "list":
        more.setdefault("form", (field("text", "what"), field("integer", "n", optional=True)))
    return Field(name, type_, Sentence("某项", "it"), AT, **more)


def test_every_kind_of_field_has_a_check():
    assert list(CHECKS) == list(ASKED_TYPES)


GOOD = [
    ("text", " 路灯不亮 ", "路灯不亮"),
    ("text", "一行\n又一行\t完", "一行\n又一行\t完"),
    ("text", "👨‍👩‍👧 全家", "👨‍👩‍👧 全家"),
    ("integer", 5, 5),
    ("integer", " -12 ", -12),
    ("integer", "１２", 12),
    ("money", "350", 350),
    ("money", "12.50 元", 1250),
    ("money", "１２．５元", 1250),
    ("money", "¥1,250 元", 125000),
    ("money", "-0.05 元", -5),
    ("boolean", True, True),
    ("boolean", "是", True),
    ("boolean", "false", False),
    ("date", "2026-03-02", "2026-03-02"),
    ("date", "2026/03/02", "2026-03-02"),
    ("date", date(2026, 3, 2), "2026-03-02"),
    ("date", datetime(2026, 3, 2, 9, tzinfo=UTC), "2026-03-02"),
    ("time", "2026-03-02 09:00", "2026-03-02T09:00:00"),
    ("time", "2026-03-02T09:00:00+08:00", "2026-03-02T09:00:00+08:00"),
    ("choice", "b", "b"),
    ("choices", ["b", "a", "b"], ["b", "a"]),
    ("choices", "a", ["a"]),
    ("phone", "138 0013 8000", "13800138000"),
    ("phone", "+86 138-0013-8000", "13800138000"),
    ("phone", "１３８００１３８０００", "13800138000"),
    ("phone", "028-85551234", "02885551234"),
    ("id_number", "11010519491231002x", "11010519491231002X"),
    ("point", [104.06, 30.67], [104.06, 30.67]),
    ("point", "104.06，30.67", [104.06, 30.67]),
    ("point", {"lon": "104.06", "lat": 30.67}, [104.06, 30.67]),
    ("place", 7, 7),
    ("person", "7", 7),
    ("household", 7, 7),
    ("office", 7, 7),
    ("matter", 2**53 - 1, 2**53 - 1),
    ("files", "a.jpg", ["a.jpg"]),
    ("files", ["a.jpg", "b.jpg"], ["a.jpg", "b.jpg"]),
    ("offices", [3, "4", 3], [3, 4]),
    ("list", [{"what": "甲"}, {"what": "乙", "n": 2}], [{"what": "甲"}, {"what": "乙", "n": 2}]),
]
BAD = [
    ("text", 5),
    ("text", ["a"]),
    ("text", "半个\ud83d"),
    ("text", "响\x07铃"),
    ("text", "断\x00开"),
    ("text", "x" * 20_001),
    ("integer", "五"),
    ("integer", "1e9"),
    ("integer", 1.5),
    ("integer", True),
    ("integer", 2**63),
    ("integer", HUGE),
    ("integer", "9" * 500),
    ("money", math.nan),
    ("boolean", "也许"),
    ("boolean", 1),
    ("date", "2026-02-30"),
    ("date", "0001-01-01"),
    ("date", "9999-12-31"),
    ("date", 20260302),
    ("time", "昨天"),
    ("time", "9999-12-31T23:59"),
    ("time", 1.7e9),
    ("choice", "c"),
    ("choice", ["a"]),
    ("choice", {"a": 1}),
    ("choices", ["a", "c"]),
    ("choices", [["a"]]),
    ("choices", {"a": 1}),
    ("phone", "12345"),
    ("phone", 13800138000),
    ("phone", "1" * 5000),
    ("id_number", "110105194912310021"),
    ("id_number", 110105194912310021),
    ("point", "北门"),
    ("point", [200, 30]),
    ("point", [1, 2, 3]),
    ("point", [math.nan, 30]),
    ("point", [HUGE, 30]),
    ("point", 5),
    ("place", 0),
    ("person", -3),
    ("household", 2**60),
    ("office", "x"),
    ("matter", [1]),
    ("files", ["\ud800.jpg"]),
    ("files", [1]),
    ("files", ["x" * 101]),
    ("files", {"a": "b"}),
    ("offices", [1, "x"]),
    ("offices", [[1]]),
    ("offices", [None]),
    ("list", "甲"),
    ("list", ["甲"]),
    ("list", [{"what": "甲", "more": 1}]),
    ("list", [{"n": 1}]),
    ("list", [{"what": "好"}, {"what": "坏\udfff"}]),
    ("list", [{"what": "x"}] * 501),
]


@pytest.mark.parametrize(("type_", "given", "kept"), GOOD)
def test_good_answers_are_kept_in_their_plain_form(type_, given, kept):
    values, faults = check_form((field(type_),), {"x": given})
    assert (values, faults) == ({"x": kept}, {})
    again, _ = check_form((field(type_),), values)
    assert again == values


@pytest.mark.parametrize(("type_", "given"), BAD)
def test_bad_answers_are_refused_in_words(type_, given):
    values, faults = check_form((field(type_),), {"x": given})
    assert values == {}
    assert set(faults) == {"x"}
    for text in (faults["x"].zh, faults["x"].en):
        assert text.strip()
        assert "{" not in text
        text.encode()


@pytest.mark.parametrize("type_", ASKED_TYPES)
@pytest.mark.parametrize("given", [None, "", [], {}, (), "absent"])
def test_what_is_not_answered_is_missing_unless_it_may_be_left_empty(type_, given):
    answers = {} if given == "absent" else {"x": given}
    assert check_form((field(type_, optional=True),), answers) == ({}, {})
    values, faults = check_form((field(type_),), answers)
    assert (values, set(faults)) == ({}, {"x"})
    assert faults["x"].en == ("Choose “it”." if ASKED_TYPES[type_].chosen else "Fill in “it”.")


def test_blank_text_is_no_answer():
    assert check_form((field("text", optional=True),), {"x": "  \n "}) == ({}, {})
    _, faults = check_form((field("text", min=2),), {"x": "　 "})
    assert faults["x"].zh == "请填写“某项”。"


@pytest.mark.parametrize("unseen", ["\u200b\u200b", "\ufeff \u2060", "\u00ad\u200d", "\u180e\u200e"])
def test_a_text_of_which_nothing_is_seen_is_no_answer(unseen):
    _, faults = check_form((field("text", min=2),), {"x": unseen})
    assert faults["x"].zh == "请填写“某项”。"
    assert check_form((field("text", min=1),), {"x": "👍"})[0] == {"x": "👍"}
    assert check_form((field("text", min=1),), {"x": "……"})[0] == {"x": "……"}


@pytest.mark.parametrize(
    ("type_", "given", "low", "high", "fine"),
    [
        ("text", "两字", 2, 2, True),
        ("text", "三个字", None, 2, False),
        ("text", "一", 2, None, False),
        ("integer", 3, 3, 3, True),
        ("integer", 2, 3, None, False),
        ("integer", 4, None, 3, False),
        ("integer", -(10**12) - 1, None, None, False),
        ("money", -1, 0, None, False),
        ("choices", ["a"], 2, None, False),
        ("choices", ["a", "b"], None, 1, False),
        ("files", ["1", "2", "3"], None, 2, False),
        ("offices", [1], 2, None, False),
        ("list", [{"what": "甲"}] * 3, None, 2, False),
    ],
)
def test_bounds(type_, given, low, high, fine):
    _, faults = check_form((field(type_, min=low, max=high),), {"x": given})
    assert (faults == {}) is fine


@pytest.mark.parametrize("given", ["12.505 元", "十二元", "1e9 元", "12. 元", "1,25 元", "元", "１２-元"])
def test_an_amount_that_is_none_is_told_so_in_yuan(given):
    _, faults = check_form((field("money"),), {"x": given})
    assert "如 12.50" in faults["x"].zh


def test_the_bounds_of_an_amount_are_told_in_yuan():
    form = (field("money", "a", min=0), field("money", "b", max=5_000))
    _, faults = check_form(form, {"a": "-1 元", "b": 5_001})
    assert (faults["a"].zh, faults["b"].en) == ("不能小于 0.00 元。", "It must be at most ¥50.00.")


def test_all_faults_are_told_at_once():
    form = (field("text", "a"), field("integer", "b", max=3), field("phone", "c", optional=True))
    values, faults = check_form(form, {"b": 9, "c": "x", "other": 1})
    assert values == {}
    assert set(faults) == {"a", "b", "c", "other"}


def test_unknown_answers_are_refused_by_names_fit_to_be_shown_and_not_by_the_thousand():
    _, faults = check_form((), {"x\ud800" + "y" * 999: 1})
    (name,) = faults
    assert len(name.encode()) <= 60
    _, faults = check_form((field("text", optional=True),), {f"n{n}": 1 for n in range(100_000)})
    assert len(faults) == 20


def test_defaults_stand_in_for_answers_not_given():
    form = (field("choice", default="a"), field("integer", "n", default=0))
    assert check_form(form, {})[0] == {"x": "a", "n": 0}
    assert check_form(form, {"x": "b", "n": 7})[0] == {"x": "b", "n": 7}
    assert set(check_form(form, {"x": ""})[1]) == {"x"}


def test_what_the_system_holds_is_not_asked_and_what_it_holds_wrongly_is():
    form = (field("phone", known="opener.phone"),)
    assert check_form(form, {}, held=lambda f: "13800138000")[0] == {"x": "13800138000"}
    assert check_form(form, {"x": "13900139000"}, held=lambda f: "13800138000")[0] == {"x": "13900139000"}
    assert set(check_form(form, {}, held=lambda f: "坏号码")[1]) == {"x"}
    assert set(check_form(form, {}, held=lambda f: None)[1]) == {"x"}


def test_the_fault_of_a_line_says_which():
    _, faults = check_form((field("list"),), {"x": [{"what": "甲"}, {"what": "乙", "n": "多"}]})
    assert faults["x"].zh == "第 2 项“某项”：请填写整数。"
