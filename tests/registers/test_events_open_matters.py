"""An event, or a term's end, opens a matter once: however often and however late the sweep comes, and also after a crash."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shanzhi.matters.clock import triggers
from shanzhi.matters.clock.triggers import open_upon
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Matter
from shanzhi.registers.models import Cause, RegisterEntry, RegisterLine
from tests.registers.kept import entry, joined

DAY = timedelta(days=1)


def test_an_entry_opens_one_matter_however_often_it_is_looked_for(town):
    joined(town)
    now = timezone.now()
    assert open_upon(now).matters == 1
    assert open_upon(now + DAY).matters == 0
    cause = Cause.objects.get(matter__isnull=False)
    begun = Matter.objects.get(pk=cause.matter_id)
    assert (begun.stage, begun.opener, begun.data["who"]) == ("again", None, town.people["resident"].pk)
    assert verify_matters().faults == []


def test_what_the_way_in_does_not_want_opens_nothing_and_is_not_asked_again(town):
    joined(town, skill="reading")
    assert open_upon(timezone.now()).matters == 0
    assert Cause.objects.get().matter_id is None


def test_a_term_is_asked_about_so_long_before_it_ends_and_once(town):
    joined(town, skill="reading")
    until = entry(town).until
    assert open_upon(until - 31 * DAY).matters == 0
    assert open_upon(until - 29 * DAY).matters == 1
    assert open_upon(until - 28 * DAY).matters == 0
    begun = Matter.objects.get(pk=Cause.objects.get(matter__isnull=False).matter_id)
    assert until - 31 * DAY < begun.opened_at < until - 29 * DAY


def test_a_sweep_that_comes_very_late_opens_what_was_missed_once(town):
    joined(town, skill="reading")
    until = entry(town).until
    came = open_upon(until + 40 * DAY)
    assert (came.matters, came.ended) == (1, 1)
    assert open_upon(until + 41 * DAY).matters == 0


def test_a_renewed_term_is_asked_about_again(town):
    joined(town, skill="reading")
    until = entry(town).until
    open_upon(until - 29 * DAY)
    (asked,) = Matter.objects.filter(pk__in=Cause.objects.values("matter"))
    town.act(asked.pk, "renew", "community_staff", at=until - 20 * DAY)
    later = entry(town).until
    assert later > until
    assert open_upon(later - 29 * DAY).matters == 1


def test_an_entry_whose_time_is_over_ends_when_it_was_due(town):
    joined(town, skill="reading")
    until = entry(town).until
    open_upon(until + 3 * DAY)
    assert entry(town).state == RegisterEntry.State.ENDED
    last = RegisterLine.objects.order_by("-seq").first()
    assert (last.event, last.at) == ("ended", until)
    assert verify_matters().faults == []


def test_a_crash_between_cause_and_matter_leaves_neither(town, monkeypatch):
    joined(town)

    def crash(**_given):
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(triggers, "open_matter", crash)
        with pytest.raises(RuntimeError):
            open_upon(timezone.now())
    assert not Cause.objects.exists()
    assert open_upon(timezone.now()).matters == 1


def test_several_sweeps_at_once_open_one_matter(town_for_many):
    joined(town_for_many)
    now, together, came = timezone.now(), threading.Barrier(3), []

    def sweep():
        together.wait()
        try:
            came.append(open_upon(now).matters)
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(came) == 1
    assert Matter.objects.filter(stage="again").count() == 1
