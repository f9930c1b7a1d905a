"""Several people at the same moment, each over a connection of their own: nothing is lost, nobody counts twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connection

from shanzhi.engine.types import Refusal
from shanzhi.matters.ballots.checking import box_faults
from shanzhi.matters.files.keeping import keep_file
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, File, Matter, SealedBallot
from shanzhi.matters.writing import references
from tests.matters.boxes import give_cards, settle
from tests.matters.method_texts import BALLOT, CLAIM
from tests.matters.town import code

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run all works at once, each in a thread with its own connection; their answers in order."""
    start = Barrier(len(works))
    answers: list[Any] = [None] * len(works)

    def run(n: int, work: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(20)
            answers[n] = work()
        except Exception as fault:
            answers[n] = fault
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_two_acts_without_a_stated_view_both_count(town_for_many):
    town = town_for_many
    done = town.open()
    says = [
        lambda n=n: town.try_act(
            done, "message", "resident", values={"text": f"第 {n} 句"}, command_id=f"m{n}"
        )
        for n in range(6)
    ]
    assert [code(answer) for answer in all_at_once(*says)] == ["done"] * 6
    seqs = list(Entry.objects.filter(matter=done.matter.id).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, 8))
    assert verify_matters().faults == []


def test_of_two_with_the_same_view_one_is_refused(town_for_many):
    town = town_for_many
    done = town.open()
    answers = all_at_once(
        lambda: town.try_act(done, "accept", seq=1, command_id="a"),
        lambda: town.try_act(done, "message", "resident", seq=1, values={"text": "再等等"}, command_id="b"),
    )
    assert sorted(code(answer) for answer in answers) == ["done", "stale"]


def test_one_command_sent_by_two_threads_is_carried_out_once(town_for_many):
    town = town_for_many
    answers = all_at_once(*[lambda: town.try_open(values={"subject": "灯坏了"}, command_id="one")] * 4)
    assert [code(answer) for answer in answers] == ["done"] * 4
    assert len({answer.matter.id for answer in answers}) == 1
    assert Matter.objects.count() == 1


def test_a_claim_is_taken_by_one(town_for_many):
    town = town_for_many
    town.adopt(CLAIM)
    done = town.open("lend-a-hand", values={"subject": "帮忙搬家具"})
    answers = all_at_once(
        lambda: town.try_act(done, "take", "resident2", command_id="a"),
        lambda: town.try_act(done, "take", "resident3", command_id="b"),
    )
    assert sorted(code(answer) == "done" for answer in answers) == [False, True]
    assert Entry.objects.filter(matter=done.matter.id, act="take").count() == 1


def test_a_household_votes_once_however_often_it_tries(town_for_many):
    town = town_for_many
    settle(town, 6)
    give_cards(town)
    town.adopt(BALLOT)
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    answers = all_at_once(
        *[
            lambda n=n: town.try_act(done, "vote", "resident", values={"choice": "agree"}, command_id=f"v{n}")
            for n in range(4)
        ]
    )
    assert sorted(code(answer) for answer in answers) == ["already", "already", "already", "done"]
    assert SealedBallot.objects.count() == 1


def test_voters_at_the_same_moment_all_count(town_for_many):
    town = town_for_many
    settle(town, 6)
    give_cards(town)
    town.adopt(BALLOT)
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    answers = all_at_once(
        *[
            lambda who=who, choice=choice: town.try_act(done, "vote", who, values={"choice": choice})
            for who, choice in (("resident", "agree"), ("resident2", "agree"), ("resident3", "oppose"))
        ]
    )
    assert not [answer for answer in answers if isinstance(answer, Refusal)]
    assert list(SealedBallot.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert list(box_faults()) == []
    assert Matter.objects.get(pk=done.matter.id).state["tally"]["voted"] == 3


def test_one_photo_is_taken_in_by_one_matter(town_for_many, monkeypatch):
    town = town_for_many
    photo = str(keep_file(actor=town.actor("resident"), name="灯.txt", content=b"x").pk)
    looked, all_have_looked = references._foreign_files, Barrier(4)

    def look(*asked: Any) -> list[str]:
        found = looked(*asked)
        if connection.vendor == "postgresql" and not all_have_looked.broken:
            with suppress(BrokenBarrierError):
                all_have_looked.wait(20)
            all_have_looked.abort()
        return found

    monkeypatch.setattr(references, "_foreign_files", look)
    values = [{"subject": f"灯坏了 {n}", "photos": [photo]} for n in range(4)]
    answers = all_at_once(
        *[lambda v=v, n=n: town.try_open(values=v, command_id=f"p{n}") for n, v in enumerate(values)]
    )
    assert sorted(code(answer) for answer in answers) == ["done", *["unknown_refs"] * 3]
    assert Matter.objects.count() == 1
    assert File.objects.get(pk=photo).matter_id == Matter.objects.get().pk
