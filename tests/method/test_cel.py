"""Conditions: what they mean, and how they are refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from shanzhi.method.cel import CelFault, CelType
from tests.method.conditions import NAMES, NOON, fault, problem, program, value


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        # Thresholds are whole numbers multiplied out: 2/3 of 9 is 6.
        ("yes * 3 >= voted * 2", {"yes": 6, "voted": 9}, True),
        ("yes * 3 >= voted * 2", {"yes": 5, "voted": 9}, False),
        ("yes * 2 > voted", {"yes": 5, "voted": 10}, False),
        ("stars >= inputs.satisfied_from", {"stars": 3, "inputs__satisfied_from": 3}, True),
        ("voted > 0 && yes * 100 / voted >= 60", {"yes": 0, "voted": 0}, False),
        ("-7 / 2 == -3 && -7 % 2 == -1", {}, True),
        # Chinese text is counted in characters.
        ("size(data.title) == 4", {"data__title": "井盖松动"}, True),
        ("data.title.size() <= 2", {"data__title": "😀井"}, True),
        ("data.title.contains('井盖')", {"data__title": "门口井盖松动"}, True),
        ("data.title.startsWith('门口')", {"data__title": "门口井盖松动"}, True),
        ("data.title.endsWith('松动')", {"data__title": "门口井盖松动"}, True),
        ("data.title.matches('^[一-龥]{2,4}$')", {"data__title": "井盖"}, True),
        ("data.title.matches('^[一-龥]{2,4}$')", {"data__title": "井盖松动了"}, False),
        (r"data.title.matches(r'^1[3-9]\d{9}$')", {"data__title": "13000000000"}, True),
        ("data.kind in ['噪声', '漏水']", {"data__kind": "漏水"}, True),
        ("data.kind + '！' == '漏水！'", {"data__kind": "漏水"}, True),
        ("matter.level == 'street' ? data.urgent : true", {"matter__level": "grid"}, True),
        # Times: an aware datetime, a date (its first moment in China), or ISO text.
        ("now < timestamp('2026-03-09T12:00:01+08:00')", {"now": NOON}, True),
        ("data.until > now", {"now": NOON, "data__until": date(2026, 3, 10)}, True),
        ("data.until > now", {"now": NOON, "data__until": "2026-03-09"}, False),
        ("data.until == now", {"now": NOON, "data__until": "2026-03-09T12:00:00"}, True),
        ("data.until == now", {"now": NOON, "data__until": "2026-03-09T04:00:00+00:00"}, True),
        ("now.getHours('Asia/Shanghai') == 12", {"now": NOON}, True),
        ("now + duration('72h') > data.until", {"now": NOON, "data__until": "2026-03-12"}, True),
        ("now - data.until >= duration('24h')", {"now": NOON, "data__until": NOON - timedelta(days=1)}, True),
        ("wait > duration('1h')", {"wait": timedelta(hours=2)}, True),
        # Lists, rows and maps.
        ("size(data.files) >= 2", {"data__files": ["a.jpg", "b.jpg"]}, True),
        ("data.files.exists(f, f.endsWith('.pdf'))", {"data__files": ("a.jpg", "b.pdf")}, True),
        ("data.files.all(f, f != '')", {"data__files": []}, True),
        ("7 in data.offices", {"data__offices": [3, 7]}, True),
        ("data.offices.filter(o, o > 5).size() == 1", {"data__offices": [3, 7]}, True),
        (
            "data.visits.exists_one(v, v > now)",
            {"now": NOON, "data__visits": ["2026-03-10", "2026-03-01"]},
            True,
        ),
        ("data.ticks.all(t, t)", {"data__ticks": [True, False]}, False),
        ("data.stays.exists(s, s > duration('1h'))", {"data__stays": [timedelta(hours=2)]}, True),
        (
            "data.rows.exists(r, r.count > 3)",
            {"data__rows": [{"count": 2}, {"count": 5, "note": None}]},
            True,
        ),
        ("data.rows.exists(r, r.note == null)", {"data__rows": [{"note": None}]}, True),
        ("data.rows.all(r, has(r.note))", {"data__rows": [{"count": 2}]}, False),
        ("data.more.owner.name == '居民一'", {"data__more": {"owner": {"name": "居民一"}}}, True),
        ("data.more['a b'] == 2", {"data__more": {"a b": 2}}, True),
        ("has(data.more.x)", {"data__more": {"y": 1}}, False),
        # An error on one side does not hide a clear answer of the other.
        ("data.urgent || 1 / voted > 0", {"data__urgent": True, "voted": 0}, True),
        ("data.urgent && 1 / voted > 0", {"data__urgent": False, "voted": 0}, False),
        ("data.title == '甲' // 注释里的 has(now) 不算", {"data__title": "甲"}, True),
        ("data.title ==\n  '甲'", {"data__title": "甲"}, True),
    ],
)
def test_conditions(source: str, values: dict[str, Any], expected: bool) -> None:
    assert value(source, **values) is expected


@pytest.mark.parametrize(
    ("source", "result", "values", "expected"),
    [
        ("stars * 2 + 1", CelType.INTEGER, {"stars": 3}, 7),
        ("9223372036854775807", CelType.INTEGER, {}, 9223372036854775807),
        ("int(data.title)", CelType.INTEGER, {"data__title": "42"}, 42),
        ("data.urgent ? '急' : '缓'", CelType.TEXT, {"data__urgent": True}, "急"),
        ("string(stars) + '星'", CelType.TEXT, {"stars": 5}, "5星"),
        ("now + duration('1h')", CelType.TIME, {"now": NOON}, NOON + timedelta(hours=1)),
        ("now - data.until", CelType.DURATION, {"now": NOON, "data__until": NOON}, timedelta()),
        ("data.offices.map(o, o * 2)", CelType.INTEGERS, {"data__offices": [1, 2]}, [2, 4]),
        ("data.more.count", CelType.INTEGER, {"data__more": {"count": 4}}, 4),
    ],
)
def test_other_results(source: str, result: CelType, values: dict[str, Any], expected: object) -> None:
    answer = value(source, result, **values)
    assert answer == expected
    assert type(answer) is type(expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("stars == 0", True),
        ("data.title == '' && size(data.title) == 0", True),
        ("data.urgent", False),
        ("size(data.files) == 0 && !data.files.exists(f, f == 'a')", True),
        ("size(data.rows) == 0", True),
        ("wait == duration('0s')", True),
        ("has(stars) || has(data.title) || has(data.urgent) || has(data.files) || has(data.until)", False),
        ("!has(data.until) || data.until > now", True),
        ("has(data.until) && data.until > now", False),
        ("'has(data.until)' == \"has(data.until)\"", True),
        ("has( data.until )", False),
    ],
)
@pytest.mark.parametrize("nothing", [{}, dict.fromkeys(NAMES)])
def test_what_is_not_filled_in_is_empty(source: str, expected: bool, nothing: dict[str, None]) -> None:
    assert program(source).evaluate(nothing) is expected


@pytest.mark.parametrize(
    ("name", "given", "filled"),
    [
        ("stars", 0, True),
        ("data.urgent", False, True),
        ("data.title", "", False),
        ("data.title", "甲", True),
        ("data.files", [], False),
        ("data.files", ["a"], True),
        ("data.more", {}, False),
        ("data.until", "2026-03-09", True),
    ],
)
def test_has_tells_what_is_filled_in(name: str, given: object, filled: bool) -> None:
    assert program(f"has({name})").evaluate({name: given}) is filled


def test_a_time_that_is_not_filled_in_gives_no_answer() -> None:
    assert "data.until" in fault("data.until > now", now=NOON)


def test_names_are_those_it_refers_to_and_no_others() -> None:
    compiled = program(
        "stars > 1 && has(data.until) && data.rows.exists(x, x.kind == 'now') && 'voted' != '' // yes"
    )
    assert compiled.names == {"stars", "data.until", "data.rows"}
    assert program("true").names == frozenset()
    assert program("data.more.kind == 'x'").names == {"data.more"}
    assert program("data . kind == .data.kind").names == {"data.kind"}


@pytest.mark.parametrize(
    ("source", "column", "zh"),
    [
        ("", None, "表达式是空的"),
        (" \n ", None, "表达式是空的"),
        ("stars >", 8, "没有写完"),
        ("(stars > 3", 11, "没有写完"),
        ("stars > 3)", 10, "“)”放在这里不对"),
        ("stars = 3", 7, "请写成 =="),
        ("data.urgent & true", 13, "请写成 &&"),
        ("stars > 3 and data.urgent", 11, "请用“&&”代替“and”"),
        ("not data.urgent", 5, "请用“!”代替“not”"),
        ("stars ＞ 3", 7, "“＞”是全角符号。请改用半角的 >"),
        ("data.title == “甲”", 15, "全角"),
        ("data.title == '甲", 15, "引号没有配成对"),
        (r"data.title == '\d'", 15, "反斜杠"),
        ("'甲乙' == data.title + 1", 20, "“+”不能用在文字、整数上"),
        ("score > 3", 1, "不认识“score”"),
        ("data.kinds == '甲'", 5, "是不是 data.kind"),
        ("kind == '甲'", 1, "是不是 data.kind"),
        ("inputs > 1", 1, "是不是 inputs.satisfied_from"),
        ("has(score)", 5, "不认识“score”"),
        ("has(1)", 5, "has( ) 里要写一个名称"),
        ("length(data.title) > 3", 7, "没有“length”这个函数"),
        ("data.title.startWith('甲')", 21, "是不是 startsWith"),
        ("data.title.contains() ", 20, "contains 的用法不对"),
        ("stars > '3'", 7, "“>”不能用在整数、文字上"),
        ("stars > 2.5", 7, "条件里只用整数"),
        ("data.until == null", 15, "请写 has(名称)"),
        ("null != wait", 1, "请写 has(名称)"),
        ("stars == null", 7, "请写 has(名称)"),
        ("stars.kind == '甲'", 6, "整数后面不能用“.”取内容"),
        ("stars.exists(x, x > 1)", 1, "只能用在清单上，这里是整数"),
        ("data.files.exists(stars, true)", 19, "“stars”和已有的名称重复"),
        ("data.files.exists('x', true)", 19, "第一项要写一个简单的名称"),
        ("99999999999999999999 > stars", 1, "数字太大"),
        ("stars", None, "这里要的是是或否，而表达式给出的是整数"),
        ("data.files", None, "给出的是清单"),
        ("int", None, "给出的是类型"),
        ("data.title.matches('[')", 21, "模式"),
        ("data.title.matches(data.kind)", 12, "直接写在引号里"),
        ("now > timestamp('tomorrow')", 18, "不是时间"),
        ("now - now > duration('3 days')", 23, "不是时长"),
        ("now.getHours('Asia/Chengdu') > 8", 15, "时区"),
        ("1 / 0 > 1", None, "除数是零"),
        ("stars > 1 \x00 || true", 11, "看不见的字符"),
        ("data.title == '\ud800'", 16, "看不见的字符"),
        ("\u200bstars > 1", 1, "U+200B"),
        ("stars > 1;", 10, "“;”"),
        ("if > 1", 1, "保留字"),
        ("stars >\n\n  score", 12, "不认识“score”"),
    ],
)
def test_a_wrong_expression_is_refused_with_a_place_and_what_to_do(
    source: str, column: int | None, zh: str
) -> None:
    refused = problem(source)
    assert zh in refused.sentence.zh
    assert refused.column == column


def test_the_result_asked_for_is_the_result_given() -> None:
    assert "这里要的是整数，而表达式给出的是是或否" in problem("stars > 1", CelType.INTEGER).sentence.zh
    assert "这里要的是文字" in problem("stars", CelType.TEXT).sentence.zh
    assert "这次得到的是文字" in fault("data.more.ok", data__more={"ok": "yes"})
    assert "这次得到的是整数" in fault("data.more.ok", CelType.TEXT, data__more={"ok": 1})


@pytest.mark.parametrize(
    ("source", "values", "zh"),
    [
        ("yes * 100 / voted >= 60", {"yes": 3, "voted": 0}, "除数是零"),
        ("yes % voted == 0", {"yes": 3, "voted": 0}, "除数是零"),
        ("yes * yes > 0", {"yes": 2**62}, "数字太大"),
        ("yes + 1 > 0", {"yes": 2**63 - 1}, "数字太大"),
        ("yes > 0", {"yes": 2**63}, "数字太大"),
        ("data.files[3] == 'a'", {"data__files": ["a"]}, "清单只有 1 项"),
        ("data.more.x == 1", {"data__more": {}}, "请先用 has( ) 判断"),
        ("int(data.title) > 3", {"data__title": "三"}, "不能从文字转成整数"),
        ("timestamp(data.title) > now", {"data__title": "明天", "now": NOON}, "不是时间"),
        ("duration(data.title) > wait", {"data__title": "一会儿"}, "不是时长"),
        ("now.getHours(data.title) > 1", {"data__title": "成都", "now": NOON}, "时区"),
        ("data.more.x > 1", {"data__more": {"x": "甲"}}, "两种不同的内容"),
        (
            "now > data.until",
            {"now": NOON, "data__until": "9999-12-31T23:59:59.999999+00:00"},
            "时间超出了范围",
        ),
        ("now + wait > now", {"now": NOON, "wait": timedelta(days=3_000_000)}, "时间超出了范围"),
        # A value that is not of its type is said to be so; it never counts as something else.
        ("stars > 1", {"stars": "3"}, "“stars”应是整数"),
        ("stars > 1", {"stars": True}, "“stars”应是整数"),
        ("stars > 1", {"stars": 2.5}, "“stars”应是整数"),
        ("data.urgent", {"data__urgent": 1}, "“data.urgent”应是是或否"),
        ("data.title == ''", {"data__title": b"a"}, "“data.title”应是文字"),
        ("now > data.until", {"now": NOON, "data__until": "明天"}, "“data.until”应是时间"),
        ("size(data.files) > 1", {"data__files": "a.jpg"}, "“data.files”应是文字的清单"),
        ("size(data.files) > 1", {"data__files": ["a", 1]}, "“data.files”应是文字"),
        ("size(data.more) > 1", {"data__more": {"a": object()}}, "“data.more”应是对象"),
    ],
)
def test_no_answer_is_a_fault_that_says_what_to_do(source: str, values: dict[str, Any], zh: str) -> None:
    assert zh in fault(source, **values)


def test_text_reaches_a_condition_whole() -> None:
    assert value("size(data.title) == 3", data__title="a\0b") is True
    assert value("data.title == 'a'", data__title="a\0b") is False
    assert value("size(data.title) == 2", data__title="甲\ud800") is True


def test_an_answer_is_the_same_when_asked_again() -> None:
    compiled = program("stars >= inputs.satisfied_from && (!has(data.until) || data.until > now)")
    for _ in range(2):
        for stars in range(-300, 300):
            values = {"stars": stars, "inputs.satisfied_from": 3, "now": NOON}
            assert compiled.evaluate(values) is (stars >= 3)
            assert compiled.evaluate({**values, "data.until": NOON}) is False
    rows = [{"n": 1}]
    changing = program("data.rows.exists(r, r.n > 1)")
    assert changing.evaluate({"data.rows": rows}) is False
    rows.append({"n": 2})
    assert changing.evaluate({"data.rows": rows}) is True
    failing = program("1 / stars > 0")
    for _ in range(2):
        with pytest.raises(CelFault):
            failing.evaluate({"stars": 0})


def test_faults_in_a_short_circuit_are_remembered_rightly() -> None:
    compiled = program("data.urgent || 10 / stars == 5")
    assert compiled.evaluate({"data.urgent": True, "stars": 0}) is True
    with pytest.raises(CelFault):
        compiled.evaluate({"data.urgent": False, "stars": 0})
    assert compiled.evaluate({"data.urgent": False, "stars": 2}) is True
