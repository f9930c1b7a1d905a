"""However many enter one person at once, there is one entry and one line; the others are told."""

from __future__ import annotations

import threading

from django.db import connection
from django.utils import timezone

from shanzhi.engine.types import Refusal
from shanzhi.matters.history.verify import verify_matters
from shanzhi.registers.actions import By, Moved, Whose, write_entry
from shanzhi.registers.models import RegisterEntry, RegisterLine

WRITERS = 4


def at_once(do, count=WRITERS):
    """What so many threads came to that begin together."""
    together, came = threading.Barrier(count), [None] * count

    def run(n):
        together.wait()
        try:
            came[n] = do(n)
        except Moved as moved:
            came[n] = moved
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_of_many_matters_that_enter_one_person_one_does(town_for_many):
    town = town_for_many
    asked = [town.open("helpers", "resident", way="join", values={"skill": "repair"}) for _ in range(WRITERS)]
    came = at_once(lambda n: town.try_act(asked[n], "enter", "community_staff"))
    refused = [one for one in came if isinstance(one, Refusal)]
    assert len(refused) == WRITERS - 1
    assert {one.code for one in refused} == {"registered_already"}
    assert RegisterEntry.objects.count() == RegisterLine.objects.count() == 1
    assert verify_matters().faults == []


def test_the_store_enters_a_person_once_without_a_matter_too(town_for_many):
    place = town_for_many.building.pk

    def enter(n):
        return write_entry(
            Whose("m", "r", "person", 7), event="entered", at=timezone.now(), by=By(), place=place
        )

    came = at_once(enter)
    assert sum(isinstance(one, RegisterEntry) for one in came) >= 1
    assert RegisterEntry.objects.count() == RegisterLine.objects.filter(event="entered").count() == 1
