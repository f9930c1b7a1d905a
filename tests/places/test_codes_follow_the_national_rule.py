"""Codes: what the twelve digits say, what is refused, and which code a new place gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.places.codes import (
    BadCode,
    check_code,
    is_ordinary,
    kind_name,
    level_of,
    next_code,
    normalize,
    parent_code,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("110101000000", "110101"),
        ("110100000000", "1101"),
        ("110000", "11"),
        ("110101001000", "110101001"),
        (" 110101001001 ", "110101001001"),
        ("１１０１０１", "110101"),
        ("441900000000", "441900"),
        ("441900003000", "441900003"),
        ("110101001001001", "110101001001001"),
        ("x1001", "X1001"),
    ],
)
def test_padding_is_taken_off(written: str, kept: str) -> None:
    assert normalize(written) == kept


@pytest.mark.parametrize("bad", ["", "   ", "11a", "1101;01", "9" * 33, "网格一", "-1"])
def test_what_is_no_code_is_refused_in_both_languages(bad: str) -> None:
    with pytest.raises(BadCode) as refused:
        normalize(bad)
    assert refused.value.why.zh
    assert refused.value.why.en


@given(st.text(max_size=30))
def test_any_text_is_either_a_code_or_refused(text: str) -> None:
    try:
        code = normalize(text)
    except BadCode:
        return
    assert normalize(code) == code


@pytest.mark.parametrize(
    ("code", "level", "kind"),
    [
        ("11", "province", None),
        ("1101", "city", None),
        ("110101", "district", None),
        ("110101001", "street", "街道"),
        ("110101099", "street", "街道"),
        ("110101100", "street", "镇"),
        ("110101200", "street", "乡"),
        ("110101399", "street", "乡"),
        ("110101400", "street", "类似乡镇的单位"),
        ("350527000", "street", "未分街道"),
        ("110101001001", "community", "居委会"),
        ("110101001199", "community", "居委会"),
        ("110101001200", "community", "村委会"),
        ("110101001399", "community", "村委会"),
        ("110101001500", "community", "类似村委会的单位"),
        ("110101001001001", None, None),
        ("X1", None, None),
    ],
)
def test_the_digits_say_level_and_kind(code: str, level: str | None, kind: str | None) -> None:
    name = kind_name(code)
    assert level_of(code) == level
    assert (name.zh if name else None) == kind


def test_numbers_outside_the_rule_are_told_apart() -> None:
    assert is_ordinary("110101001")
    assert is_ordinary("110101001399")
    assert not is_ordinary("110115403")
    assert not is_ordinary("350527000000")


def test_the_parent_is_in_the_code() -> None:
    chain = ["110101001001"]
    while (parent := parent_code(chain[-1])) is not None:
        chain.append(parent)
    assert chain == ["110101001001", "110101001", "110101", "1101", "11"]
    assert parent_code("110101001001001003") == "110101001001"
    assert parent_code("X1001") is None


@pytest.mark.parametrize(
    ("code", "level", "parent", "says"),
    [
        ("110101", "street", None, "9 位"),
        ("110101001700", "community", None, "号段"),
        ("110101001001", "grid", None, "太短"),
        ("110102001", "street", "110101", "开头"),
        ("110101001001001", "grid", "110101001002", "开头"),
    ],
)
def test_a_code_that_breaks_the_rule_is_explained(code: str, level: str, parent: str, says: str) -> None:
    problems = check_code(code, level=level, parent=parent)
    assert [says in problem.zh for problem in problems] == [True]


def test_sound_codes_pass() -> None:
    assert check_code("110101001", level="street", parent="110101") == []
    assert check_code("110101001001001", level="grid", parent="110101001001") == []
    assert check_code("A7", level="district", parent="11") == []


@pytest.mark.parametrize(
    ("parent", "level", "name", "code"),
    [
        ("110101", "street", "甲街道", "110101001"),
        ("110101", "street", "乙镇", "110101100"),
        ("110101", "street", "丙乡", "110101200"),
        ("110101", "street", "丁开发区", "110101400"),
        ("110101001", "community", "戊社区", "110101001001"),
        ("110101001", "community", "己村", "110101001200"),
        ("110101", "community", "庚村", "110101000200"),
        ("110101001001", "grid", "第一网格", "110101001001001"),
        ("110101001001001", "microgrid", "一", "11010100100100101"),
        ("11010100100100101", "building", "1栋", "11010100100100101001"),
        ("11010100100100101001", "household", "101", "110101001001001010010001"),
        (None, "district", "甲区", "X1"),
        ("X1", "street", "甲街道", "X1001"),
    ],
)
def test_a_new_place_gets_the_first_free_code_of_its_band(
    parent: str | None, level: str, name: str, code: str
) -> None:
    assert next_code(parent=parent, level=level, name=name, taken=()) == code


def test_codes_in_use_are_passed_over_until_the_band_is_full() -> None:
    taken = {"110101001"}
    assert next_code(parent="110101", level="street", name="甲街道", taken=taken) == "110101002"
    taken = {f"110101{number:03d}" for number in range(100)}
    with pytest.raises(BadCode):
        next_code(parent="110101", level="street", name="甲街道", taken=taken)


def test_a_code_that_would_grow_too_long_is_refused() -> None:
    with pytest.raises(BadCode):
        next_code(parent="1" * 32, level="household", name="101", taken=())
