"""The sweep carries out what came due, at the time it was due; one bad matter keeps nobody waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.matters.clock import sweeping
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.lists import queries
from shanzhi.matters.models import Entry, Fault, Matter, Notice
from shanzhi.method.kept import Kept


def later(**span: int):
    return timezone.now() + timedelta(**span)


def test_nothing_is_due_at_first(town):
    town.open()
    swept = tick()
    assert (swept.firings, swept.faults) == (0, {})


def test_what_is_late_moves_up_level_by_level_each_at_its_own_time(town):
    done = town.open()
    swept = tick(now=later(days=30))
    assert swept.firings >= 3
    row = Matter.objects.get(pk=done.matter.id)
    assert (row.desk_role, row.late) == ("district_staff", True)
    entries = list(Entry.objects.filter(matter=row).order_by("seq"))
    assert [e.act for e in entries] == ["open", "escalate", "escalate", "escalate", "overdue"]
    assert [e.person for e in entries[1:]] == [None] * 4
    assert entries[1].at == done.matter.due
    assert entries[1].at < entries[2].at < entries[3].at < entries[4].at
    assert Notice.objects.filter(person=town.people["community_staff"], kind="arrived").count() == 1
    assert Notice.objects.filter(kind="overdue", urgent=True).exists()


def test_a_second_sweep_does_nothing_more(town):
    town.open()
    tick(now=later(days=30))
    count = Entry.objects.count()
    assert tick(now=later(days=30)).firings == 0
    assert Entry.objects.count() == count


def test_a_limit_stops_and_the_next_sweep_goes_on(town):
    for _ in range(3):
        town.open()
    whole = sum(tick(now=later(days=30), limit=2).firings for _ in range(20))
    assert whole == 12
    assert not Matter.objects.filter(late=False).exists()


def test_one_bad_matter_does_not_stop_the_others_and_is_tried_again_later(town, monkeypatch):
    bad, good = town.open(), town.open()
    decide = sweeping.decide

    def fragile(method, matter, command, ctx):
        if matter.id == bad.matter.id:
            raise ZeroDivisionError("a fault of the program")
        return decide(method, matter, command, ctx)

    monkeypatch.setattr(sweeping, "decide", fragile)
    now = later(days=1)
    swept = tick(now=now)
    assert list(swept.faults) == [bad.matter.id]
    assert "ZeroDivisionError" in swept.faults[bad.matter.id]
    assert Matter.objects.get(pk=good.matter.id).seq > 1
    assert [f.matter_id for f in queries.faults()] == [bad.matter.id]
    assert tick(now=now).faults == {}
    assert list(tick(now=now + timedelta(minutes=2)).faults) == [bad.matter.id]
    assert Fault.objects.get().failures == 2
    monkeypatch.undo()
    assert tick(now=now + timedelta(days=1)).faults == {}
    assert not Fault.objects.exists()
    assert Matter.objects.get(pk=bad.matter.id).seq > 1


def test_a_method_that_cannot_be_read_any_more_is_a_fault_and_not_a_crash(town, monkeypatch):
    done = town.open()
    from shanzhi.matters.methods import compiled

    monkeypatch.setattr(compiled, "_kept", Kept(8))
    monkeypatch.setattr(compiled, "read_kept", lambda *a, **k: 1 / 0)
    assert list(tick(now=later(days=1)).faults) == [done.matter.id]


def test_a_matter_that_wakes_for_ever_is_stopped(town, monkeypatch):
    done = town.open()
    monkeypatch.setattr(sweeping, "fire", lambda matter, now: True)
    swept = tick(now=later(days=1))
    assert "came due 200 times" in swept.faults[done.matter.id]


@pytest.mark.parametrize("days", [1, 30])
def test_history_verifies_after_a_sweep(town, days):
    town.open(values={"subject": "灯坏", "phone": "13912345678"})
    tick(now=later(days=days))
    assert verify_matters().faults == []
