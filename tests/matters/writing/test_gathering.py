"""A gathering in the store: what is handed in is a matter of its own, comes back in one transaction, and is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import Refusal
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter, Notice
from shanzhi.matters.writing.actions import Done
from tests.engine.gathering import OFFER, call
from tests.matters.town import Town, code


@pytest.fixture
def begun(town: Town) -> Done:
    """A call for offers that has just begun."""
    town.adopt(OFFER)
    town.adopt(call("needs: 1\n      takes: 1"))
    return town.open("offers-wanted", "grid_worker", values={"subject": "刷墙"})


def over() -> None:
    tick(now=timezone.now() + timedelta(days=6))


def offers() -> list[Matter]:
    return list(Matter.objects.filter(method="offer").order_by("pk"))


def test_what_is_handed_in_is_a_matter_of_who_did_so(town: Town, begun: Done) -> None:
    town.act(begun, "submit", "resident", name="甲", price=300)
    (offer,) = offers()
    assert offer.opener == town.people["resident"]
    assert (offer.parent_id, offer.parent_index, offer.data["price"]) == (begun.matter.id, 1, 300)
    entry = Entry.objects.get(matter=begun.matter.id, act="submit")
    assert entry.values == {"child": 1}
    again = town.try_act(begun, "submit", "resident", values={"name": "甲", "price": 1})
    assert code(again) == "handed_in"


def test_all_hear_back_and_the_winner_is_a_fact(town: Town, begun: Done) -> None:
    for who, price in (("resident", 300), ("resident2", 200), ("resident3", 100)):
        town.act(begun, "submit", who, name=who, price=price)
    dear, winner, gone = offers()
    town.act(gone.pk, "take_back", "resident3")
    over()
    town.act(begun, "tell", "grid_worker")
    assert [one.end for one in offers()] == ["refused", "done", "withdrawn"]
    call_ = Matter.objects.get(pk=begun.matter.id)
    assert call_.data["winners"] == [winner.opener_id]
    assert [line["matter"] for line in call_.data["offers"]] == [winner.pk, dear.pk]
    assert Notice.objects.filter(matter=dear, person=dear.opener).exists()
    assert verify_matters().faults == []


def test_an_answer_that_cannot_be_given_refuses_the_whole(town: Town, begun: Done) -> None:
    town.act(begun, "submit", "resident", name="甲", price=300)
    over()
    Matter.objects.filter(method="offer").update(stage="lost")  # its way went elsewhere
    answer = town.try_act(begun, "tell", "grid_worker")
    assert isinstance(answer, Refusal)
    assert Matter.objects.get(pk=begun.matter.id).stage == "announcing"


def test_what_still_waits_when_the_call_ends_is_closed_and_told(town: Town, begun: Done) -> None:
    town.act(begun, "submit", "resident", name="甲", price=300)
    over()
    town.act(begun, "stop", "grid_worker")
    (offer,) = offers()
    assert offer.end == "withdrawn"
    assert Notice.objects.filter(matter=offer, person=offer.opener).exists()
