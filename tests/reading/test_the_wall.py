"""The wall: only what was published stands on it; a household says 我也是 once; a topic carries its supporters on."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.models import Matter, Publication
from shanzhi.people import actions as people
from shanzhi.people.queries import load_actor
from shanzhi.reading import walls
from shanzhi.reading.matter import look
from tests.matters.town import METHODS, Town, code

STRANGER = Actor(person=None)
TOLD = {"subject": "一栋张三家门口没灯", "detail": "一单元 101 门口没有灯，老人摔过"}
CLEAN = {"shown_title": "一栋单元门口没有灯", "shown": "一栋单元门口夜里没有灯，老人出入不便"}


@pytest.fixture
def wall_town(town: Town) -> Town:
    for name, inputs in (  # each after those it hands matters on to
        ("task", {}),
        ("deliberation", {"supporters": 3}),
        ("appeal-wall", {"topic_from": 2}),
    ):
        town.adopt((METHODS / f"{name}.yaml").read_text(encoding="utf-8"), **inputs)
    return town


def put_up(town: Town) -> int:
    number = town.open("appeal-wall", values=TOLD).matter.id
    town.act(number, "post", "community_staff", **CLEAN)
    return number


def test_what_is_shown_is_what_was_cleaned(wall_town):
    number = put_up(wall_town)
    (card,) = walls.wall(STRANGER, wall_town.community)
    assert (card.matter, card.title.zh, card.supporters, card.threshold) == (
        number,
        CLEAN["shown_title"],
        0,
        2,
    )
    assert card.shown == {"subject": CLEAN["shown_title"], "shown": CLEAN["shown"], "category": "other"}
    assert "张三" not in str(card)
    assert "101" not in str(card)
    assert (card.supported, card.may_support) == (False, False)


def test_before_it_is_put_up_and_after_it_is_taken_down_it_is_on_no_wall(wall_town):
    number = wall_town.open("appeal-wall", values=TOLD).matter.id
    assert walls.wall(STRANGER, wall_town.community, state="all") == []
    wall_town.act(number, "post", "community_staff", **CLEAN)
    wall_town.act(number, "take_down", "community_staff", why="还有门牌信息")
    assert walls.wall(STRANGER, wall_town.community, state="all") == []
    assert walls.card(STRANGER, number) is None


def test_whoever_takes_it_back_takes_it_off_the_wall(wall_town):
    number = put_up(wall_town)
    wall_town.act(number, "withdraw", "resident")
    assert walls.wall(STRANGER, wall_town.community, state="all") == []
    assert not Publication.objects.filter(until=None).exists()


def test_a_household_says_it_once_and_may_take_it_back(wall_town):
    spouse = people.add_person(SYSTEM, name="居民二之家人", household=wall_town.households[1])
    wall_town.people["spouse"] = spouse
    number = put_up(wall_town)
    neighbour = wall_town.actor("resident2")
    assert walls.card(neighbour, number).may_support
    wall_town.act(number, "endorse", "resident2")
    card = walls.card(neighbour, number)
    assert (card.supporters, card.supported, card.may_support) == (1, True, False)
    assert walls.card(load_actor(spouse.pk), number).supported
    assert code(wall_town.try_act(number, "endorse", "spouse")) == "already"
    wall_town.act(number, "unendorse", "resident2")
    assert walls.card(neighbour, number).supporters == 0


def test_a_topic_becomes_a_proposal_with_what_is_known_and_its_supporters(wall_town):
    number = put_up(wall_town)
    for who in ("resident2", "resident3"):
        wall_town.act(number, "endorse", who)
    assert Matter.objects.get(pk=number).stage == "topic"
    wall_town.act(number, "propose", "community_staff")
    proposal = Matter.objects.get(parent=number)
    assert (proposal.method, proposal.stage, proposal.opener) == (
        "deliberation",
        "supporting",
        wall_town.people["resident"],
    )
    assert (proposal.title, proposal.data["detail"]) == (CLEAN["shown_title"], CLEAN["shown"])
    assert proposal.state["tally"]["supporters"] == 2
    assert code(wall_town.try_act(proposal.pk, "endorse", "resident2")) == "already"
    (card,) = walls.wall(STRANGER, wall_town.community)
    assert (card.supporters, card.threshold, card.leads_to) == (2, None, proposal.pk)
    assert walls.wall_counts(SYSTEM, wall_town.community) == {"open": 1, "closed": 0, "topics": 1}
    wall_town.act(proposal.pk, "endorse", "resident")
    assert Matter.objects.get(pk=proposal.pk).stage == "sorting"


def test_what_became_of_the_proposal_comes_back_to_the_wall(wall_town):
    number = put_up(wall_town)
    for who in ("resident2", "resident3"):
        wall_town.act(number, "endorse", who)
    wall_town.act(number, "propose", "community_staff")
    proposal = Matter.objects.get(parent=number).pk
    wall_town.act(proposal, "reject", "community_staff", grounds="office", advice="请走诉求渠道")
    assert Matter.objects.get(pk=number).stage == "answering"
    wall_town.act(number, "answer", "community_staff", reply="已由城管部门安装")
    wall_town.act(number, "confirm", "resident")
    (card,) = walls.wall(STRANGER, wall_town.community, state="closed")
    assert (card.reply, card.end, card.supporters) == ("已由城管部门安装", "done", 2)


def test_a_like_one_is_found_before_a_second_is_opened(wall_town):
    number = put_up(wall_town)
    found = walls.similar(wall_town.actor("resident2"), wall_town.community, "一栋单元门口没灯")
    assert [card.matter for card in found] == [number]
    assert walls.similar(wall_town.actor("resident2"), wall_town.community, "小区的树该修剪了") == []


def test_neighbours_who_open_it_see_nothing_private(wall_town):
    number = put_up(wall_town)
    found = look(wall_town.actor("resident2"), number)
    assert found is not None
    seen = found.facts()
    assert set(seen) == {"subject", "shown", "category"}
    assert "101" not in str(seen)
    assert "张三" not in str(seen)
