"""The worker does its round again and again, and stops cleanly when it is told to."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from threading import Event, Thread, Timer

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone

from shanzhi.ending import until_signal
from shanzhi.matters.clock import worker
from shanzhi.matters.models import Matter
from shanzhi.people import lockout, one_time
from shanzhi.people.models import Lockout, OneTime


def test_it_sweeps_until_stopped(town, monkeypatch):
    done = town.open()
    Matter.objects.filter(pk=done.matter.id).update(opened_at=done.matter.opened - timedelta(days=9))
    rounds = []
    stop = Event()
    real = worker.tick

    def counting(**limits):
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        return real(now=done.matter.due + timedelta(hours=1), **limits)

    monkeypatch.setattr(worker, "tick", counting)
    assert worker.work(stop=stop, every=0) >= 1
    assert len(rounds) == 3
    assert Matter.objects.get(pk=done.matter.id).seq > 1


def test_it_clears_away_what_has_lapsed(town, monkeypatch):
    long_ago = timezone.now() - timedelta(days=2)
    lockout.reserve("jumin1", "10.0.0.5", long_ago)
    one_time.issue("sign_in", "jumin1", None, at=long_ago)
    spent = SessionStore()
    spent.set_expiry(-60)
    spent.save()
    lockout.reserve("jumin2", "", timezone.now())
    stop = Event()
    monkeypatch.setattr(worker, "send_due", stop.set)
    worker.work(stop=stop, every=0)
    assert Lockout.objects.count() == 1
    assert not OneTime.objects.exists()
    assert not Session.objects.filter(pk=spent.session_key).exists()


def test_a_lost_database_does_not_end_it(monkeypatch):
    stop = Event()
    tries = []

    def failing(**limits):
        tries.append(1)
        if len(tries) == 2:
            stop.set()
        raise OperationalError("gone") from psycopg.OperationalError("the connection is lost")

    monkeypatch.setattr(worker, "tick", failing)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    assert worker.work(stop=stop, every=0) == 0
    assert len(tries) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_sets_the_event(number):
    before = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)}
    try:
        ended = until_signal()
        Timer(0.05, os.kill, (os.getpid(), number)).start()
        waiter = Thread(target=ended.wait, args=(10,))
        waiter.start()
        waiter.join(10)
        assert ended.is_set()
    finally:
        for n, handler in before.items():
            signal.signal(n, handler)
