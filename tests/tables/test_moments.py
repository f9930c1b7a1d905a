"""Dates as offices write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.people.problems import BadInput
from shanzhi.tables.moments import moment_of

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
        "1/2/2019",
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


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    problem: BadInput | None = None
    try:
        assert 1990 <= moment_of(text, SHANGHAI).year <= 2100
    except BadInput as bad:
        problem = bad
    assert problem is None or problem.sentence.en
