"""Due times on the Chinese working calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.engine.calendar import WorkCalendar, calendar_from_data, default_calendar
from shanzhi.engine.holidays import BadCalendar, CalendarData, published_data
from shanzhi.method.duration import Duration, parse_duration

SHANGHAI = ZoneInfo("Asia/Shanghai")
calendar = default_calendar()

# An invented notice for 2027, in the form a district would add it.
NOTICE_2027 = {
    "year": 2027,
    "holidays": ["2027-01-01", "2027-01-02", "2027-01-03", *(f"2027-02-{day:02}" for day in range(5, 13))],
    "workdays": ["2027-01-30", "2027-02-14"],
    "published": "2026-11-05",
    "source": "演练用通知（虚构）",
}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


NOON = local("2026-03-09 12:00")


def due(start: str, limit: str, on: WorkCalendar = calendar) -> str:
    return f"{on.add(local(start), parse_duration(limit)).at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        # The day itself does not count; the limit ends at the close of work (here a Monday to Friday week).
        ("2026-03-09 10:00", "1 workday", "2026-03-10 17:00"),
        ("2026-03-09 23:30", "1 workday", "2026-03-10 17:00"),
        ("2026-03-09 10:00", "5 workdays", "2026-03-16 17:00"),
        # From a weekend the count begins with Monday.
        ("2026-03-14 10:00", "1 workday", "2026-03-16 17:00"),
        ("2026-03-15 00:00", "2 workdays", "2026-03-17 17:00"),
        # Spring Festival 2025: off 28 January to 4 February; Sunday 26 January and Saturday 8 February worked.
        ("2025-01-24 09:00", "1 workday", "2025-01-26 17:00"),
        ("2025-01-24 09:00", "3 workdays", "2025-02-05 17:00"),
        ("2025-01-30 12:00", "1 workday", "2025-02-05 17:00"),
        ("2025-02-07 16:00", "1 workday", "2025-02-08 17:00"),
        ("2025-02-07 16:00", "2 workdays", "2025-02-10 17:00"),
        # Spring Festival 2026: off 15 to 23 February; Saturdays 14 and 28 February worked.
        ("2026-02-13 09:00", "1 workday", "2026-02-14 17:00"),
        ("2026-02-13 09:00", "2 workdays", "2026-02-24 17:00"),
        ("2026-02-27 09:00", "1 workday", "2026-02-28 17:00"),
        # Working hours: lunch, the end of the day, weekends and holidays do not run.
        ("2026-03-09 10:00", "2 workhours", "2026-03-09 12:00"),
        ("2026-03-09 11:00", "2 workhours", "2026-03-09 14:00"),
        ("2026-03-09 12:30", "1 workhour", "2026-03-09 14:00"),
        ("2026-03-09 16:00", "1 workhour", "2026-03-09 17:00"),
        ("2026-03-09 16:00", "2 workhours", "2026-03-10 10:00"),
        ("2026-03-09 20:00", "30 workminutes", "2026-03-10 09:30"),
        ("2026-03-09 05:00", "7 workhours", "2026-03-09 17:00"),
        ("2026-03-13 16:30", "1 workhour", "2026-03-16 09:30"),
        ("2025-01-27 16:30", "1 workhour", "2025-02-05 09:30"),
        ("2026-02-14 16:00", "8 workhours", "2026-02-24 17:00"),
        # Plain time runs through nights and holidays.
        ("2026-02-14 16:00", "24 hours", "2026-02-15 16:00"),
        ("2026-02-14 16:00", "7 days", "2026-02-21 16:00"),
        ("2026-02-14 16:00", "2 weeks", "2026-02-28 16:00"),
        ("2026-02-14 16:00", "90 minutes", "2026-02-14 17:30"),
        # Months and years keep the day, or take the month's last.
        ("2026-01-31 01:30", "1 month", "2026-02-28 01:30"),
        ("2026-10-31 10:00", "4 months", "2027-02-28 10:00"),
        ("2026-10-15 10:00", "2 months", "2026-12-15 10:00"),
        ("2026-11-30 10:00", "1 month", "2026-12-30 10:00"),
        ("2024-02-29 10:00", "1 year", "2025-02-28 10:00"),
        ("2026-03-01 00:30", "1 month", "2026-04-01 00:30"),
    ],
)
def test_due_time(start: str, limit: str, expected: str) -> None:
    assert due(start, limit) == expected


def test_due_times_come_in_utc_whatever_the_zone_that_went_in() -> None:
    moment = local("2026-03-09 10:00")
    for text in ("2 workdays", "3 workhours", "4 hours", "1 month"):
        limit = parse_duration(text)
        answers = {
            calendar.add(moment.astimezone(zone), limit) for zone in (UTC, SHANGHAI, ZoneInfo("Asia/Tokyo"))
        }
        assert len(answers) == 1
        assert answers.pop().at.tzinfo is UTC


def test_workdays_are_those_of_the_published_notices() -> None:
    assert not calendar.is_workday(date(2025, 10, 1))
    assert calendar.is_workday(date(2025, 9, 28))  # a make-up Sunday
    assert not calendar.is_workday(date(2018, 12, 31))
    assert calendar.is_workday(date(2026, 2, 14))
    assert calendar.next_workday(date(2026, 2, 13)) == date(2026, 2, 14)
    assert calendar.next_workday(date(2026, 2, 14)) == date(2026, 2, 24)
    assert {2004, 2025, 2026} <= calendar.known_years


def test_a_year_outside_the_data_is_monday_to_friday() -> None:
    assert calendar.is_workday(date(2090, 1, 2)) == (date(2090, 1, 2).weekday() < 5)
    assert 2090 not in calendar.known_years


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        ("2026-12-28 10:00", "3 workdays", False),
        ("2026-12-28 10:00", "4 workdays", True),
        ("2026-12-31 16:00", "1 workhour", False),
        ("2026-12-31 16:00", "61 workminutes", True),
        ("2026-12-31 16:00", "30 days", False),
        ("2003-12-31 16:00", "1 workday", True),
        ("2025-12-31 16:00", "1 workday", False),
    ],
)
def test_provisional_when_it_crosses_an_unpublished_year(start: str, limit: str, provisional: bool) -> None:
    assert calendar.add(local(start), parse_duration(limit)).provisional is provisional


def test_a_provisional_deadline_is_recomputed_when_the_year_becomes_known() -> None:
    later = calendar_from_data(NOTICE_2027)
    start, limit = local("2026-12-28 10:00"), parse_duration("29 workdays")
    first = calendar.add(start, limit)
    assert first.provisional
    second = later.add(start, limit)
    assert not second.provisional
    assert second.at > first.at
    assert due("2026-12-28 10:00", "29 workdays", later) == "2027-02-14 17:00"
    # From the moment the notice is in hand, and without the start, the answer is the same.
    now = local("2026-12-30 15:20")
    assert later.restate(first.at, now, limit, earlier=calendar) == second


def test_a_notice_may_move_the_last_days_of_the_december_before() -> None:
    notice = {**NOTICE_2027, "holidays": [*NOTICE_2027["holidays"], "2026-12-31"], "workdays": ["2026-12-27"]}
    later = calendar_from_data(notice)
    assert calendar.is_workday(date(2026, 12, 31))
    assert not later.is_workday(date(2026, 12, 31))
    assert later.is_workday(date(2026, 12, 27))
    assert later.known_years == calendar.known_years | {2027}


def test_a_later_notice_replaces_a_year_already_known() -> None:
    once = calendar_from_data(NOTICE_2027)
    again = calendar_from_data({**NOTICE_2027, "workdays": []}, base=once)
    assert once.is_workday(date(2027, 1, 30))
    assert not again.is_workday(date(2027, 1, 30))


@pytest.mark.parametrize(
    ("change", "zh"),
    [
        ({"year": "2027"}, "year“2027”不对"),
        ({"year": 20270}, "year“20270”不对"),
        ({"holidays": "2027-01-01"}, "holidays 应是日期的清单"),
        ({"holidays": ["2027-01-01"] * 400}, "最多 366 个"),
        ({"holidays": ["2027-02-30"]}, "“2027-02-30”不是日期"),
        ({"holidays": [20270101]}, "“20270101”不是日期"),
        ({"holidays": ["2027-05-01"]}, "没有元旦"),
        ({"holidays": ["2027-01-01", "2026-05-01"]}, "2026-05-01 不在 2027 年"),
        ({"workdays": ["2027-03-02"]}, "2027-03-02 不是周末"),
        ({"workdays": ["2027-01-02"]}, "2027-01-02 同时写在"),
        ({"published": "last week"}, "“last week”不是日期"),
        ({"source": " "}, "source"),
        ({"holydays": []}, "不认识的项“holydays”"),
    ],
)
def test_a_bad_notice_is_refused_with_what_to_correct(change: dict[str, object], zh: str) -> None:
    with pytest.raises(BadCalendar) as refused:
        calendar_from_data({**NOTICE_2027, **change})
    assert zh in refused.value.sentence.zh
    assert refused.value.sentence.en


@pytest.mark.parametrize(
    "hours", [(), (("12:00", "09:00"),), (("09:00", "12:00"), ("11:00", "17:00")), (("9 o'clock", "17:00"),)]
)
def test_bad_working_hours_are_refused(hours: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(BadCalendar):
        WorkCalendar(published_data(), hours)


def test_a_street_with_three_stretches_of_work() -> None:
    hours = (("08:30", "10:00"), ("10:30", "12:00"), ("14:00", "18:00"))
    street = WorkCalendar(published_data(), hours)
    assert due("2026-03-09 09:30", "1 workhour", street) == "2026-03-09 11:00"
    assert due("2026-03-09 09:30", "3 workhours", street) == "2026-03-09 15:00"
    assert due("2026-03-09 09:30", "1 workday", street) == "2026-03-10 18:00"
    assert street.working_minutes(local("2026-03-09 00:00"), local("2026-03-10 00:00")) == 420


def test_a_zone_with_summer_time_keeps_local_hours() -> None:
    boston = WorkCalendar(CalendarData({}), zone="America/New_York")
    start = datetime(2026, 3, 6, 16, 0, tzinfo=ZoneInfo("America/New_York"))  # the clocks change on the 8th
    answer = boston.add(start, parse_duration("2 workhours"))
    assert answer.at.astimezone(boston.zone).isoformat() == "2026-03-09T10:00:00-04:00"
    assert answer.provisional
    assert boston.working_minutes(start, answer.at) == 120
    close = boston.add(start, parse_duration("1 workday")).at
    assert close.astimezone(boston.zone).isoformat() == "2026-03-09T17:00:00-04:00"


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        ("1991-12-31 10:00", "1 workday"),
        ("1991-12-31 10:00", "1 workhour"),
        ("2100-12-31 16:00", "5 workdays"),
        ("2100-12-31 16:59", "5 workhours"),
        ("9999-12-31 10:00", "1 workday"),
        ("9999-12-31 10:00", "9 days"),
        ("9999-12-31 10:00", "1 month"),
        ("0001-01-02 10:00", "1 workhour"),
    ],
)
def test_outside_the_range_is_a_sentence(start: str, limit: str) -> None:
    with pytest.raises(BadCalendar) as refused:
        calendar.add(local(start), parse_duration(limit))
    assert "1992" in refused.value.sentence.zh
    early, late = local("1990-01-01 10:00"), local("2101-01-01 10:00")
    for ends in ((early, NOON), (NOON, late)):
        with pytest.raises(BadCalendar):
            calendar.working_minutes(*ends)
        with pytest.raises(BadCalendar):
            calendar.shift(late, *ends, parse_duration("1 workday"))
    with pytest.raises(BadCalendar):
        calendar.is_workday(date(1991, 12, 31))
    with pytest.raises(BadCalendar):
        calendar.next_workday(date(2100, 12, 31))


def test_a_paused_clock_resumes_with_what_was_left() -> None:
    two_days, hours, plain = (parse_duration(text) for text in ("2 workdays", "4 workhours", "24 hours"))

    def shifted(due: str, paused: str, resumed: str, limit: Duration) -> str:
        moved = calendar.shift(local(due), local(paused), local(resumed), limit)
        return f"{moved.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"

    # Paused on Monday at 10:00 (six hours and a day left) and resumed on Wednesday at 10:00.
    assert shifted("2026-03-10 17:00", "2026-03-09 10:00", "2026-03-11 10:00", two_days) == "2026-03-12 17:00"
    # Resumed later in the day, the rest of it is made up on the day after.
    assert shifted("2026-03-10 17:00", "2026-03-09 10:00", "2026-03-11 16:00", two_days) == "2026-03-13 15:00"
    assert shifted("2026-03-09 14:00", "2026-03-09 10:00", "2026-03-10 16:00", hours) == "2026-03-11 11:00"
    assert shifted("2026-03-10 09:00", "2026-03-09 10:00", "2026-03-09 12:00", plain) == "2026-03-10 11:00"
    # A pause that falls wholly outside working time changes nothing.
    assert shifted("2026-03-10 17:00", "2026-03-09 18:00", "2026-03-10 08:00", two_days) == "2026-03-10 17:00"
    # What was overdue when it paused stays overdue.
    assert shifted("2026-03-09 14:00", "2026-03-09 15:00", "2026-03-11 15:00", hours) == "2026-03-09 14:00"


def test_a_pause_into_an_unpublished_year_makes_it_provisional() -> None:
    moved = calendar.shift(
        local("2026-12-29 17:00"),
        local("2026-12-28 10:00"),
        local("2027-01-04 10:00"),
        parse_duration("1 workday"),
    )
    assert moved.provisional


moments = st.datetimes(datetime.fromisoformat("2004-01-01"), datetime.fromisoformat("2029-12-31")).map(
    lambda at: at.replace(tzinfo=UTC)
)
working = st.builds(Duration, st.integers(1, 4000), st.sampled_from(["workhours", "workminutes", "workdays"]))
timely = st.one_of(
    working, st.builds(Duration, st.integers(1, 900), st.sampled_from(["minutes", "hours", "days", "weeks"]))
)


@given(moments, moments, timely)
def test_starting_later_is_never_due_earlier(a: datetime, b: datetime, limit: Duration) -> None:
    first, second = sorted((a, b))
    assert calendar.add(first, limit).at <= calendar.add(second, limit).at


@given(moments, timely, st.integers(1, 100))
def test_a_longer_limit_is_due_later(at: datetime, limit: Duration, more: int) -> None:
    longer = Duration(limit.amount + more, limit.unit)
    assert at < calendar.add(at, limit).at < calendar.add(at, longer).at


@given(moments, st.integers(1, 4000), st.sampled_from([("workminutes", 1), ("workhours", 60)]))
def test_added_working_time_is_the_working_time_that_passes(
    at: datetime, amount: int, unit: tuple[str, int]
) -> None:
    end = calendar.add(at, Duration(amount, unit[0])).at
    assert calendar.working_minutes(at, end) == amount * unit[1]
    assert calendar.working_minutes(at, end - timedelta(microseconds=1)) == amount * unit[1] - 1


@given(moments, st.integers(1, 400))
def test_workdays_are_counted_one_by_one(at: datetime, amount: int) -> None:
    day = at.astimezone(SHANGHAI).date()
    for _ in range(amount):
        day = calendar.next_workday(day)
    assert calendar.add(at, Duration(amount, "workdays")).at == datetime(
        day.year, day.month, day.day, 17, tzinfo=SHANGHAI
    )


@given(
    moments, timely, st.timedeltas(timedelta(0), timedelta(90)), st.timedeltas(timedelta(0), timedelta(90))
)
def test_a_pause_never_loses_remaining_time(
    at: datetime, limit: Duration, until_pause: timedelta, length: timedelta
) -> None:
    due_at = calendar.add(at, limit).at
    paused, resumed = at + until_pause, at + until_pause + length
    moved = calendar.shift(due_at, paused, resumed, limit).at
    assert moved >= due_at
    if paused >= due_at:
        assert moved == due_at
    elif limit.unit.startswith("work"):
        assert calendar.working_minutes(resumed, moved) == calendar.working_minutes(paused, due_at)
    else:
        assert moved - resumed == due_at - paused


@given(
    moments, timely, st.timedeltas(timedelta(0), timedelta(30)), st.timedeltas(timedelta(0), timedelta(30))
)
def test_two_pauses_are_as_long_as_one(at: datetime, limit: Duration, a: timedelta, b: timedelta) -> None:
    """Chopping a pause in two gains and loses nothing."""
    due_at = calendar.add(at, limit).at
    whole = calendar.shift(due_at, at, at + a + b, limit).at
    halves = calendar.shift(calendar.shift(due_at, at, at + a, limit).at, at + a, at + a + b, limit).at
    assert whole == halves


@given(moments, working, st.timedeltas(timedelta(0), timedelta(200)))
def test_restating_under_the_same_calendar_changes_nothing(
    at: datetime, limit: Duration, later: timedelta
) -> None:
    due_at = calendar.add(at, limit).at
    assert calendar.restate(due_at, at + later, limit, earlier=calendar).at == due_at
