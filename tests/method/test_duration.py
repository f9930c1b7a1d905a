"""A duration is a whole number and a unit, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.method.duration import UNITS, BadDuration, Duration, parse_duration
from shanzhi.method.words import Sentence


@pytest.mark.parametrize(
    ("text", "amount", "unit", "zh", "en"),
    [
        ("5 workdays", 5, "workdays", "5 个工作日", "5 working days"),
        ("1 workday", 1, "workdays", "1 个工作日", "1 working day"),
        ("1 workdays", 1, "workdays", "1 个工作日", "1 working day"),
        ("2 workhours", 2, "workhours", "2 个工作小时", "2 working hours"),
        ("30 workminutes", 30, "workminutes", "30 个工作分钟", "30 working minutes"),
        ("15 minutes", 15, "minutes", "15 分钟", "15 minutes"),
        ("24 hours", 24, "hours", "24 小时", "24 hours"),
        ("7 days", 7, "days", "7 天", "7 days"),
        ("2 weeks", 2, "weeks", "2 周", "2 weeks"),
        ("3 months", 3, "months", "3 个月", "3 months"),
        ("1 year", 1, "years", "1 年", "1 year"),
        ("  5   workdays ", 5, "workdays", "5 个工作日", "5 working days"),
        ("5workdays", 5, "workdays", "5 个工作日", "5 working days"),
        ("5 个工作日", 5, "workdays", "5 个工作日", "5 working days"),
        ("2小时", 2, "hours", "2 小时", "2 hours"),
        ("3个月", 3, "months", "3 个月", "3 months"),
    ],
)
def test_reads_a_number_and_a_unit(text: str, amount: int, unit: str, zh: str, en: str) -> None:
    duration = parse_duration(text)
    assert (duration.amount, duration.unit) == (amount, unit)
    assert duration.label("zh-Hans") == zh
    assert duration.label("en") == en


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "workdays",
        "five days",
        "-1 days",
        "1.5 hours",
        "5 fortnights",
        "5 workdays!",
        "٥ days",
        "5 WORKDAYS",
        "9999999999 days",
        "1 day 2 hours",
        "日 5",
        "0x5 days",
    ],
)
def test_other_text_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(BadDuration) as refused:
        parse_duration(text)
    assert "5 workdays" in refused.value.sentence.zh
    assert "5 workdays" in refused.value.sentence.en


def test_zero_is_refused() -> None:
    with pytest.raises(BadDuration) as refused:
        parse_duration("0 days")
    assert "至少 1" in refused.value.sentence.zh


@pytest.mark.parametrize("text", ["51 years", "601 months", "999999999 minutes", "18300 days"])
def test_more_than_fifty_years_is_refused(text: str) -> None:
    with pytest.raises(BadDuration) as refused:
        parse_duration(text)
    assert "50" in refused.value.sentence.en


def test_durations_of_different_units_can_be_compared_roughly() -> None:
    """So that `default: 2 workhours, max: 24 hours` can be checked."""
    rough = [
        parse_duration(text).rough_minutes for text in ("30 minutes", "2 workhours", "24 hours", "5 workdays")
    ]
    assert rough == sorted(rough)
    assert parse_duration("5 workdays").rough_minutes == parse_duration("1 week").rough_minutes


@given(st.integers(1, 900), st.sampled_from(UNITS))
def test_canonical_text_and_both_labels_are_the_same_duration(amount: int, unit: str) -> None:
    duration = Duration(amount, unit)
    if unit in ("months", "years") and duration.rough_minutes > parse_duration("50 years").rough_minutes:
        return
    assert parse_duration(str(duration)) == duration
    assert parse_duration(duration.label("zh-Hans")) == duration


@given(st.text())
def test_any_text_is_a_duration_or_a_sentence(text: str) -> None:
    try:
        answer: Duration | Sentence = parse_duration(text)
    except BadDuration as refused:
        answer = refused.sentence
    if isinstance(answer, Duration):
        assert parse_duration(str(answer)) == answer
    else:
        assert answer.zh
        assert len(answer.en) < 300
