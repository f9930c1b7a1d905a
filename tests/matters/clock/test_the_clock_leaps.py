"""A leap of the clock writes nothing: the sweep stops, says so, and goes on when the time fits or is confirmed."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from shanzhi.installation import checks
from shanzhi.matters.clock import leaps, sweeping, worker
from shanzhi.matters.clock.leaps import ClockLeapt, ClockReading, check_clock, confirm_clock
from shanzhi.matters.models import ClockMark, Entry
from shanzhi.people.models import AuditRecord

pytestmark = pytest.mark.django_db
RIGHT = leaps.read_clock()


def later(seconds: float, leap: timedelta = timedelta(0), run: str = RIGHT.run) -> ClockReading:
    """The clocks so many seconds after `RIGHT`, the time of day having leapt besides."""
    return ClockReading(run, RIGHT.wall + timedelta(seconds=seconds) + leap, RIGHT.ticks + seconds)


def test_time_that_passes_is_no_leap() -> None:
    check_clock(later(0))
    for seconds in (5, 3600, 40 * 86_400):  # nobody swept meanwhile
        check_clock(later(seconds))
    check_clock(later(41 * 86_400, timedelta(minutes=-2)))  # set right a little


@pytest.mark.parametrize("leap", [timedelta(days=40), timedelta(minutes=6), timedelta(hours=-3)])
def test_a_leap_is_noticed_and_over_when_the_clock_is_right_again(leap: timedelta) -> None:
    check_clock(later(0))
    with pytest.raises(ClockLeapt):
        check_clock(later(15, leap))
    with pytest.raises(ClockLeapt):
        check_clock(later(300, leap))  # it does not become used to it
    assert check_clock(later(315)) == later(315).wall


def test_after_a_start_of_the_machine_it_is_held_to_what_was_seen_last() -> None:
    check_clock(later(0))
    for leap in (timedelta(days=40), timedelta(hours=-1)):
        with pytest.raises(ClockLeapt):
            check_clock(later(60, leap, run="another"))
    check_clock(later(60, timedelta(days=3), run="another"))  # a long weekend


def test_an_operator_says_that_the_new_time_is_right() -> None:
    check_clock(later(0))
    with pytest.raises(ClockLeapt) as leapt:
        check_clock(later(15, timedelta(days=40)))
    assert "shanzhi clock confirm" in leapt.value.sentence.en
    confirm_clock(later(20, timedelta(days=40)))
    assert AuditRecord.objects.filter(kind="clock.confirm").exists()
    check_clock(later(30, timedelta(days=40)))


def test_the_sweep_and_the_worker_write_nothing_meanwhile(town, monkeypatch) -> None:
    town.open()
    check_clock()
    entries = Entry.objects.count()
    right = leaps.read_clock

    def leapt() -> ClockReading:
        now = right()
        return ClockReading(now.run, now.wall + timedelta(days=40), now.ticks)

    monkeypatch.setattr(leaps, "read_clock", leapt)
    with pytest.raises(ClockLeapt):
        sweeping.tick()
    stop = Event()
    monkeypatch.setattr(worker, "WHILE_LEAPT", 0)
    monkeypatch.setattr(worker, "send_due", lambda: pytest.fail("sent at a wrong time"))
    monkeypatch.setattr(stop, "wait", lambda seconds: stop.set())
    assert worker.work(stop=stop, every=0) == 0
    assert Entry.objects.count() == entries
    assert checks()["clock"] == "leapt"
    monkeypatch.undo()
    assert checks()["clock"] == "ok"
    assert sweeping.tick().firings == 0


def test_a_clock_before_the_last_entry_is_not_trusted(town) -> None:
    town.open()
    ClockMark.objects.all().delete()
    with pytest.raises(ClockLeapt):
        check_clock(later(0, timedelta(days=-2)))
    assert check_clock() <= timezone.now()
