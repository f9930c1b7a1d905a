"""A page decides on the matter as it has read it; whoever was faster since is found out, and nothing of theirs is lost."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from shanzhi.engine.types import Refusal
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.writing import actions, store
from shanzhi.matters.writing.actions import Done
from tests.matters.method_texts import OPEN_BALLOT
from tests.matters.town import Town, code


def read(number: int) -> store.Loaded:
    loaded = store.read(number, timezone.now())
    assert loaded is not None
    return loaded


def act_on(
    town: Town, known: store.Loaded, act: str, who: str = "grid_worker", **more: Any
) -> Done | Refusal:
    return actions.act(actor=town.actor(who), matter=known.record.matter.id, act=act, known=known, **more)


def test_it_is_not_read_again_where_nobody_was_faster(town: Town, monkeypatch):
    known = read(town.open().matter.id)

    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(store, "read", never)
    assert code(act_on(town, known, "accept")) == "done"


def test_what_others_did_since_stays_and_the_act_follows_it(town: Town):
    number = town.open().matter.id
    known = read(number)
    town.act(number, "message", "resident", text="再等等")
    done = act_on(town, known, "message", values={"text": "好"})
    assert isinstance(done, Done)
    assert list(Entry.objects.filter(matter=number).order_by("seq").values_list("seq", "act")) == [
        (1, "open"),
        (2, "message"),
        (3, "message"),
    ]
    assert done.matter.seq == 3


def test_who_said_what_they_saw_hears_of_what_came_since(town: Town):
    number = town.open().matter.id
    known = read(number)
    town.act(number, "message", "resident", text="再等等")
    assert code(act_on(town, known, "accept", seq=1)) == "stale"


def test_an_act_that_the_others_made_impossible_is_refused(town: Town):
    number = town.open().matter.id
    known = read(number)
    town.act(number, "accept")
    assert code(act_on(town, known, "accept")) != "done"
    assert Matter.objects.get(pk=number).seq == 2


def test_a_household_votes_once_on_whatever_was_read(town: Town):
    town.adopt(OPEN_BALLOT)
    number = town.open("secret-vote", "community_staff", values={"subject": "换灯"}).matter.id
    known = read(number)
    vote = {"values": {"choice": "agree"}}
    assert code(act_on(town, known, "vote", "resident", **vote)) == "done"
    assert code(act_on(town, known, "vote", "resident", **vote)) == "already"
    assert code(act_on(town, read(number), "vote", "resident2", **vote)) == "done"
    assert Matter.objects.get(pk=number).state["tally"]["voted"] == 2
