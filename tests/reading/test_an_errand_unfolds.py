"""What unfolds when: an errand for its helpers, a wall's matter for neighbours, a secret vote for nobody."""

from __future__ import annotations

import pytest

from shanzhi.places.actions import add_place
from shanzhi.reading.course import lines
from shanzhi.reading.matter import look
from shanzhi.reading.places import places_seen
from shanzhi.reading.search import numbers
from tests.matters.boxes import give_cards, settle
from tests.matters.method_texts import BALLOT
from tests.matters.town import METHODS, build_town


@pytest.fixture
def town(db):
    town = build_town()
    for who in ("helper", "other"):
        town.people[who] = town.appoint("volunteer", town.grid, f"义工{who}")
    return town


def test_helpers_see_kind_building_and_day_until_one_takes_it_and_then_only_that_one(town):
    town.adopt((METHODS / "errand.yaml").read_text())
    door = add_place(name="三〇九", level="household", parent=town.building)
    values = {
        "kind": "medicine",
        "subject": "取胰岛素",
        "detail": "独居，门没锁",
        "wanted": "2099-01-01",
        "phone": "13912345678",
    }
    number = town.open("errand", values=values, place=door.pk).matter.id
    for who in ("helper", "other"):
        seen = look(town.actor(who), number)
        assert seen is not None
        assert (seen.heading, seen.whole) == ("取药送药", False)
        assert seen.facts() == {"kind": "medicine", "wanted": "2099-01-01"}
        assert places_seen(seen, [door.pk])[door.pk] == town.building
    assert look(town.actor("resident2"), number) is None
    assert numbers(town.actor("helper"), "取药送药") == [number]
    assert numbers(town.actor("helper"), "胰岛素") == []
    assert numbers(town.actor("grid_worker"), "胰岛素") == [number]
    town.act(number, "take", "helper")
    taker = look(town.actor("helper"), number)
    assert taker is not None
    assert taker.facts().keys() >= {"subject", "detail", "phone"}
    assert places_seen(taker, [door.pk])[door.pk] == door
    assert look(town.actor("other"), number) is None


def test_who_gave_an_errand_back_keeps_their_own_line_and_nothing_else(town):
    town.adopt((METHODS / "errand.yaml").read_text())
    number = town.open("errand", values={"kind": "other", "subject": "挪花盆"}).matter.id
    town.act(number, "take", "helper")
    town.act(number, "give_up", "helper", reason="搬不动，要两个人")
    town.act(number, "take", "other")
    seen = look(town.actor("helper"), number)
    assert seen is not None
    assert seen.reasons == {"participant"}
    assert (seen.heading, seen.facts()) == ("帮办代办", {})
    assert [line.row.act for line in lines(seen, limit=50)[0]] == ["take"]


def test_neighbours_find_what_is_on_the_wall_by_what_it_shows_and_never_by_its_detail(town):
    for name in ("task", "deliberation", "appeal-wall"):  # each after those it hands matters on to
        town.adopt((METHODS / f"{name}.yaml").read_text())
    values = {"subject": "门口没有灯", "detail": "我家住三单元，老人摔过"}
    number = town.open("appeal-wall", values=values).matter.id
    assert numbers(town.actor("resident2"), "没有灯") == []
    town.act(number, "post", "community_staff", shown="单元门口夜里看不清")
    assert numbers(town.actor("resident2"), "看不清") == [number]
    assert numbers(town.actor("resident2"), "没有灯") == [number]
    for text in ("摔过", "三单元"):
        assert numbers(town.actor("resident2"), text) == []
        assert numbers(town.actor("community_staff"), text) == [number]
    town.act(number, "endorse", "resident2")
    assert numbers(town.actor("resident2"), "摔过") == []


def test_who_voted_in_secret_stands_in_no_history_for_anybody(town):
    settle(town, 5)
    give_cards(town)
    town.adopt(BALLOT)
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    town.act(number, "vote", "resident2", choice="agree")
    for who in ("community_staff", "street_staff", "resident3"):
        seen = look(town.actor(who), number)
        assert seen is not None
        (vote,) = [line for line in lines(seen, limit=50)[0] if line.row.act == "vote"]
        assert (vote.named, vote.values) == (False, {})
