"""The process is killed with SIGKILL before every statement of every step of a secret ballot, and after the step, before it
answers: sent again, each step is done once, no key is made twice, and nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from shanzhi import secrecy
from shanzhi.engine.types import Refusal
from shanzhi.matters.ballots.bringing import bring
from shanzhi.matters.ballots.bulletin import bulletin_of
from shanzhi.matters.ballots.heads import send_heads
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import (
    BallotKey,
    BoxClosing,
    BoxHead,
    BoxOpening,
    ElectorCode,
    Entry,
    Matter,
    Notice,
    PartialOpening,
    Roll,
    SealedBallot,
)
from tests.matters.ballots.test_secret_ballots import residents
from tests.matters.boxes import give_cards, settle
from tests.matters.method_texts import BALLOT

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = (
    Matter,
    Entry,
    Roll,
    BallotKey,
    ElectorCode,
    SealedBallot,
    BoxHead,
    BoxClosing,
    PartialOpening,
    BoxOpening,
    Notice,
)
MOST = 400
"""More statements than any step has."""


def kept() -> dict[str, int]:
    """How many rows there are of everything a ballot leaves."""
    return {model.__name__: model.objects.count() for model in KEPT}


def killed(before: int, work: Callable[[], Any]) -> bool:
    """Work in a process of its own that is killed before its so-manieth statement; False if it had fewer, and all was done."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            left = [before]

            def one(execute: Any, *given: Any) -> Any:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return execute(*given)

            with connection.execute_wrapper(one):
                answer = work()
            assert not isinstance(answer, Refusal), answer
        except BaseException:
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def at_every_statement(work: Callable[[], Any], *, transactions: int = 1) -> int:
    """Kill the work before each of its statements in turn until it gets through. Returns how often it was killed.

    It is so many transactions: a kill leaves everything as it was before one of them, and nothing in between.
    """
    found = [kept()]
    for before in range(1, MOST):
        if not killed(before, work):
            return before - 1
        if (now := kept()) not in found:
            found.append(now)
        assert len(found) <= transactions + 1, f"killed before statement {before}: {found}"
    raise AssertionError("it never got through")


def test_each_step_is_done_once_however_often_it_is_killed(town_for_many):
    town = town_for_many
    settle(town, 30)
    cards = give_cards(town)
    town.adopt(BALLOT.replace("secret: true", "secret: true, open_from: '3', counts_from: '3'"))

    def opened() -> Any:
        return town.try_open(
            "secret-vote", "community_staff", values={"subject": "加装电梯"}, command_id="open"
        )

    assert at_every_statement(opened) > 10
    number = opened().matter.id
    assert (BallotKey.objects.count(), ElectorCode.objects.count(), Matter.objects.count()) == (1, 30, 1)
    key = BallotKey.objects.get()

    def vote(who: str, choice: str) -> Any:
        return town.try_act(number, "vote", who, values={"choice": choice}, command_id=f"vote-{who}")

    assert at_every_statement(lambda: vote("resident", "agree")) > 10
    assert vote("resident", "agree").repeated
    for who, choice in zip(residents(4)[1:], ("agree", "oppose", "agree"), strict=True):
        assert not killed(MOST, lambda who=who, choice=choice: vote(who, choice))  # type: ignore[misc]
    assert list(SealedBallot.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]

    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    assert at_every_statement(lambda: send_heads(tomorrow)) > 3
    assert send_heads(tomorrow) == 0
    assert list(BoxHead.objects.values_list("number", flat=True)) == [4]

    over = timezone.now() + timedelta(days=3, minutes=1)
    assert at_every_statement(lambda: tick(now=over)) > 10
    tick(now=over)
    assert BoxClosing.objects.count() == 1
    bulletin = secrecy.read_bulletin(bulletin_of(number, sealed=True) or b"")
    found = secrecy.check_box(bulletin, heads_known=[bytes(BoxHead.objects.get().head)])

    def brought(holder: int) -> Any:
        share = secrecy.open_share(bulletin.key, cards[holder - 1])
        file = secrecy.write_partials(bulletin, share.holder, secrecy.open_alone(bulletin, found, share))
        return bring(
            actor=town.actor(f"holder{holder}"), matter=number, content=file, command_id=f"bring-{holder}"
        )

    assert at_every_statement(lambda: brought(1)) > 5
    assert (brought(1), PartialOpening.objects.count()) == (1, 1)
    assert (
        at_every_statement(lambda: brought(3), transactions=2) > 10
    )  # kept first, then all are put together
    assert (PartialOpening.objects.count(), BoxOpening.objects.count()) == (2, 1)

    row = Matter.objects.get(pk=number)
    assert row.stage == "accepted"
    result = secrecy.recount(secrecy.read_bulletin(bulletin_of(number) or b""))
    assert (result.faults, result.result and result.result.heads) == ([], (3, 1, 0))
    assert bytes(BallotKey.objects.get().commitments) == bytes(key.commitments)
    assert Entry.objects.filter(matter=number, act="vote").count() == 4
    assert Entry.objects.filter(matter=number, act="open_box").count() == 1
    assert verify_matters().faults == []


def test_opening_by_cards_killed_at_any_statement_opens_once(town_for_many):
    town = town_for_many
    settle(town, 6)
    cards = give_cards(town)
    town.adopt(BALLOT)
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    for who in residents(6):
        town.act(number, "vote", who, choice="agree")
    tick(now=timezone.now() + timedelta(days=3, minutes=1))

    def opened() -> Any:
        values = {"cards": "\n".join(cards[:2])}
        return town.try_act(number, "open_box", "holder1", values=values, command_id="cards")

    assert at_every_statement(opened) > 10
    assert opened().repeated
    assert (BoxOpening.objects.count(), Matter.objects.get(pk=number).stage) == (1, "accepted")
    assert verify_matters().faults == []
