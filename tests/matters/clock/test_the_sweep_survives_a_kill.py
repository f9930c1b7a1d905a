"""A sweeping process is killed with SIGKILL again and again: in the end everything due was done exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter, Notice

pytestmark = pytest.mark.django_db(transaction=True)
MATTERS = 30
SWEEP = """
import django, sys
from datetime import datetime
django.setup()
from shanzhi.matters.clock import sweeping
now = datetime.fromisoformat(sys.argv[1])
print("ready", flush=True)
sweeping.tick(now=now)
print("done", flush=True)
"""


def sweeper(now: str) -> subprocess.Popen[str]:
    """A process of its own that sweeps in the test's database."""
    database = connection.settings_dict
    if connection.vendor == "postgresql":
        url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        where = {"DATABASE_URL": url}
    else:
        where = {"SHANZHI_TEST_SQLITE": str(database["NAME"])}
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "tests.matters.elsewhere",
        "SHANZHI_HOME": str(settings.SHANZHI_HOME),
        "PYTHONPATH": os.pathsep.join([os.getcwd(), *sys.path]),
        **where,
    }
    return subprocess.Popen(
        [sys.executable, "-c", SWEEP, now], env=environment, stdout=subprocess.PIPE, text=True
    )


def test_killed_at_any_moment(town_for_many):
    town = town_for_many
    for _ in range(MATTERS):
        town.open()
    now = (timezone.now() + timedelta(days=30)).isoformat()
    kills = 0
    finished = False
    while not finished:
        process = sweeper(now)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        if kills < 4:
            time.sleep(0.02 + 0.03 * kills)
            process.send_signal(signal.SIGKILL)
        finished = process.stdout.read() == "done\n"
        process.wait(60)
        kills += process.returncode == -signal.SIGKILL
        assert kills < 20
    assert kills > 0
    assert Matter.objects.filter(late=True).count() == MATTERS
    for act, each in (("open", 1), ("escalate", 3), ("overdue", 1)):
        assert Entry.objects.filter(act=act).count() == each * MATTERS
    assert Notice.objects.filter(kind="overdue", person=town.residents[0]).count() == MATTERS
    assert verify_matters().faults == []


def test_two_sweepers_share_the_work(town_for_many):
    town = town_for_many
    for _ in range(MATTERS):
        town.open()
    now = (timezone.now() + timedelta(days=30)).isoformat()
    processes = [sweeper(now), sweeper(now)]
    assert [process.wait(120) for process in processes] == [0, 0]
    if Matter.objects.filter(late=False).exists():  # one left what the other had in hand
        assert sweeper(now).wait(120) == 0
    assert Entry.objects.filter(act="escalate").count() == 3 * MATTERS
    assert Entry.objects.filter(act="overdue").count() == MATTERS
    assert verify_matters().faults == []
