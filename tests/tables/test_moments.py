"""Dates as offices write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.people.problems import BadInput
from shanzhi.tables.moments import moment_of, read_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE = datetime(2019, 2, 28, 11, 25, tzinfo=SHANGHAI)
SECOND = MINUTE.replace(second=5)
DAY = MINUTE.replace(hour=0, minute=0)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2019/2/28 11:25:05", SECOND),
        ("2019-02-28T11:25", MINUTE),
        ("２０１９／２／２８　１１：２５", MINUTE),
        ("2019.2.28 11:25", MINUTE),
        ("2019年2月28日11时25分", MINUTE),
        ("2019年2月28日 星期四 11:25:05", SECOND),
        ("2019年2月28日上午11点25分", MINUTE),
        ("2019/2/28 下午3点", DAY.replace(hour=15)),
        ("2019/2/28 中午12:05", DAY.replace(hour=12, minute=5)),
        ("2019/2/28 12:05 AM", DAY.replace(minute=5)),
        ("2019-02-28 11:25:05.000", SECOND),
        ("2019-02-28T03:25:05Z", SECOND),
        ("2019-02-28 05:25:05+0200", SECOND),
        ("20190228112505", SECOND),
        ("20190228", DAY),
        ("43524", DAY),
        ("43524.4757", MINUTE),
        ("1551324305", SECOND),
        ("1551324305000", SECOND),
        ("2019年2月28号", DAY),
    ],
)
def test_every_usual_form_is_read(text: str, at: datetime) -> None:
    assert moment_of(text, SHANGHAI) == at


def test_a_day_may_mean_its_end() -> None:
    assert moment_of("2019-2-28", SHANGHAI, end_of_day=True) == DAY.replace(hour=23, minute=59, second=59)
    assert moment_of("2019-2-28 9:00", SHANGHAI, end_of_day=True) == DAY.replace(hour=9)


def test_the_file_says_how_it_orders_day_and_month() -> None:
    assert moment_of("1/2/2019 3:04 PM", SHANGHAI, order="mdy") == datetime(
        2019, 1, 2, 15, 4, tzinfo=SHANGHAI
    )
    assert moment_of("1/2/2019", SHANGHAI, order="dmy") == datetime(2019, 2, 1, tzinfo=SHANGHAI)


def test_the_zone_of_the_file_counts_summer_time() -> None:
    boston = ZoneInfo("America/New_York")
    assert moment_of("2015-07-14 08:30:00", boston) == datetime(2015, 7, 14, 12, 30, tzinfo=UTC)
    assert moment_of("2015-01-14 08:30:00", boston) == datetime(2015, 1, 14, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "2019/2/30",
        "2019-13-01",
        "2019-2-28 25:00",
        "99999",
        "0000-00-00",
        "1899-01-01",
        "2019",
        "9" * 400,
    ],
)
def test_what_is_no_time_says_how_to_write_one(text: str) -> None:
    with pytest.raises(BadInput, match="2026-01-31 09:30"):
        moment_of(text, SHANGHAI)


NIGHT = datetime(2026, 11, 5, tzinfo=SHANGHAI)
NEXT = datetime(2026, 11, 6, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026年11月5日晚上12点", NEXT),
        ("2026年11月5日晚12点半", NEXT.replace(minute=30)),
        ("2026-11-05 24:00", NEXT),
        ("2026-11-05 24:00:00", NEXT),
        ("2026年11月5日凌晨12点", NIGHT),
        ("2026年11月5日零点", NIGHT),
        ("2026年11月5日零时三十分", NIGHT.replace(minute=30)),
        ("2026年11月5日凌晨2点半", NIGHT.replace(hour=2, minute=30)),
        ("2026年11月5日中午12点", NIGHT.replace(hour=12)),
        ("2026年11月5日正午12点", NIGHT.replace(hour=12)),
        ("2026年11月5日中午1点", NIGHT.replace(hour=13)),
        ("2026年11月5日下午12点", NIGHT.replace(hour=12)),
        ("2026年11月5日下午三点半", NIGHT.replace(hour=15, minute=30)),
        ("2026年11月5日 下午三点一刻", NIGHT.replace(hour=15, minute=15)),
        ("2026年11月5日二十三点五十分", NIGHT.replace(hour=23, minute=50)),
        ("2026年11月5日(周四) 9点整", NIGHT.replace(hour=9)),
        ("2026年11月5日晚8点", NIGHT.replace(hour=20)),
        ("2026-11-05 9:30 PM", NIGHT.replace(hour=21, minute=30)),
    ],
)
def test_the_time_of_day_is_read_as_it_is_said(text: str, at: datetime) -> None:
    assert moment_of(text, SHANGHAI) == at


def test_the_midnight_that_ends_the_day_says_so() -> None:
    assert read_moment("2026年11月5日晚上12点", SHANGHAI).ends_day
    assert not read_moment("2026-11-05 24:00", SHANGHAI).ends_day
    assert not read_moment("2026年11月5日凌晨12点", SHANGHAI).ends_day


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月5日 晚上1点",
        "2026年11月5日半夜2点",
        "2026年11月5日晚上0点",
        "2026年11月5日上午12点",
        "2026年11月5日中午9点",
        "2026年11月5日凌晨8点",
        "2026-11-05 13:30 AM",
        "2026-11-05 0:30 PM",
    ],
)
def test_an_hour_that_may_be_one_of_two_is_not_guessed(text: str) -> None:
    with pytest.raises(BadInput, match="不止一种理解"):
        moment_of(text, SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-05 09:30-10:30",
        "2026-11-05 09:30 - 10:30",
        "2026-11-05 09:30~10:30",
        "2026-11-05 09:30—10:30",
        "2026-11-05 09:00-11:00",
        "2026-11-05 9:30至10:30",
        "2026年11月5日上午9点到10点",
        "2026-11-05 至 2026-11-06",
        "2026-11-05 09:30:00-10:30",
    ],
)
def test_a_span_is_no_moment_and_its_end_no_offset(text: str) -> None:
    with pytest.raises(BadInput, match="一段时间"):
        moment_of(text, SHANGHAI)


@pytest.mark.parametrize(
    "text", ["2026-11-05 09:30:00-05:00", "2026-11-05T09:30-05:00", "2026-11-05 09:30:00-05"]
)
def test_an_offset_to_the_west_is_read_where_it_can_be_no_span(text: str) -> None:
    assert moment_of(text, SHANGHAI) == datetime(2026, 11, 5, 14, 30, tzinfo=UTC)


def test_half_a_day_without_its_hour_is_asked_for() -> None:
    with pytest.raises(BadInput, match="没有几点"):
        moment_of("2026年11月5日上午", SHANGHAI)


@pytest.mark.parametrize("text", ["06/20/2026 10:04:21 PM", "1/2/2019", "20.06.2026"])
def test_a_date_with_its_year_last_says_how_to_tell_its_order(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        moment_of(text, SHANGHAI)
    assert "dates: mdy" in refused.value.sentence.zh
    assert "month or the day" in refused.value.sentence.en


def test_a_month_that_is_none_says_which_order_was_taken() -> None:
    with pytest.raises(BadInput, match="mdy"):
        moment_of("20/06/2026", SHANGHAI, order="mdy")


def test_the_numbers_of_a_workbook_from_1904_count_from_there() -> None:
    assert moment_of("42062.5", SHANGHAI, since_1904=True) == moment_of("43524.5", SHANGHAI)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    problem: BadInput | None = None
    try:
        assert 1990 <= moment_of(text, SHANGHAI).year <= 2100
    except BadInput as bad:
        problem = bad
    assert problem is None or problem.sentence.en
