"""Thirty-two at once, and processes killed at any moment: nothing negative, nothing minted, each movement once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from shanzhi.ledger.models import Account, Transfer
from shanzhi.matters.history.verify import verify_matters
from tests.ledger.money import earn, stands, with_bank

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, SECONDS = 32, 20
WORK = """
import django, sys, threading
django.setup()
from django.db import connections
from shanzhi.engine.accounts import Account
from shanzhi.matters.writing import actions
from shanzhi.people.queries import load_actor
from shanzhi.people.models import Person, Organization
from tests.ledger.money import BOOK
place, clerk, shop, serves, first, threads, rounds = map(int, sys.argv[1:8])
people = list(Person.objects.exclude(household=None).order_by("pk").values_list("pk", "household_id"))

def one(n):
    for turn in range(rounds):
        who, home = people[(n + turn) % len(people)]
        def do(actor, matter, act, **values):
            return actions.act(actor=actor, matter=matter, act=act, values=values, command_id=f"{n}-{turn}-{matter}-{act}")
        claim = actions.open_matter(
            actor=load_actor(clerk), method="points-bank", place=place, way="claim", command_id=f"c{n}-{turn}",
            values={"what": "帮邻居", "family": home, "points": 3})
        if hasattr(claim, "matter"):
            do(load_actor(clerk), claim.matter.id, "confirm")
        asked = actions.open_matter(
            actor=load_actor(who), method="points-redeem", place=place, command_id=f"v{n}-{turn}",
            values={"limit": 5, "shop": shop, "family": None})
        if hasattr(asked, "matter") and asked.matter.stage == "held":
            do(load_actor(serves), asked.matter.id, "charge", goods="理发", price=2 + n % 4)
            do(load_actor(who), asked.matter.id, "agree" if turn % 3 else "withdraw", **({} if turn % 3 else {"reason": "不换了"}))
    connections.close_all()

print("ready", flush=True)
crew = [threading.Thread(target=one, args=(first + n,)) for n in range(threads)]
[t.start() for t in crew]
[t.join() for t in crew]
print("done", flush=True)
"""


def worker(bank, first: int, threads: int, rounds: int) -> subprocess.Popen[str]:
    """A process of its own with several writers in it."""
    database = connection.settings_dict
    if connection.vendor == "postgresql":
        where = {
            "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        }
    else:
        where = {"SHANZHI_TEST_SQLITE": str(database["NAME"])}
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "tests.matters.elsewhere",
        "SHANZHI_HOME": str(settings.SHANZHI_HOME),
        "PYTHONPATH": os.pathsep.join([os.getcwd(), *sys.path]),
        **where,
    }
    numbers = (
        bank.building.pk, bank.people["community_staff"].pk, bank.office.pk, bank.people["department_staff"].pk,
        first, threads, rounds,
    )  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", WORK, *map(str, numbers)], env=environment, stdout=subprocess.PIPE, text=True
    )


def nothing_is_wrong(bank) -> None:
    assert verify_matters().faults == []
    assert sum(Account.objects.values_list("balance", flat=True)) == 0
    assert not Account.objects.filter(balance__lt=0, may_owe=False).exists()
    given = 1_000 - stands(bank, "budget")
    people = sum(stands(bank, n) for n in range(3)) + stands(bank, "shop")
    held = sum(Account.objects.filter(kind="held").values_list("balance", flat=True))
    assert given == people + held


def test_thirty_two_writers_in_four_processes_on_one_budget(town_for_many):
    bank = with_bank(town_for_many)
    for n in range(3):
        earn(bank, 8, who=n)
    crew = [worker(bank, first=8 * n, threads=8, rounds=1) for n in range(4)]
    assert [process.wait(120) for process in crew] == [0, 0, 0, 0]
    nothing_is_wrong(bank)
    assert Transfer.objects.filter(kind="transfer").count() > 4
    assert Transfer.objects.filter(kind="reserve").count() > 0


def test_killed_at_any_moment_nothing_is_half_done(town_for_many):
    bank = with_bank(town_for_many)
    for n in range(3):
        earn(bank, 8, who=n)
    began, kills, first = time.monotonic(), 0, 100
    while kills < 3 and time.monotonic() - began < SECONDS:
        process = worker(bank, first=first, threads=4, rounds=40)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.1 + random.random() * 0.4)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        kills += process.returncode == -signal.SIGKILL
        first += 10
    assert kills > 0
    nothing_is_wrong(bank)
