"""What is published to some alone (`whom`) is read by them on every face, and by nobody else on any."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.people import actions as people
from shanzhi.people.models import Ownership
from shanzhi.people.queries import load_actor
from shanzhi.places.actions import add_place
from shanzhi.reading import walls
from shanzhi.reading.matter import look
from shanzhi.reading.published import published_below
from shanzhi.reading.search import find
from tests.matters.town import Town

NOBODY = Actor(person=None)
NOTICE = """
method: notice
title: 告知
version: 1
source: 本库自编
visible: [{shows: [subject], whom: [public]}]
people:
  guest: {type: person, optional: true, label: 请谁看}
data:
  subject: {type: text, max: 80, label: 事由}
  plan: {type: text, max: 200, optional: true, label: 方案}
  yard: {type: place, optional: true, label: 哪里}
  asked: {type: place, label: 请谁附议}
open: {by: [resident], asks: [subject], at: community, to: lying}
stages:
  lying:
    label: 待办
    desk: community_staff
    due: 3 days
    acts:
      show:
        label: 公布
        asks: [plan, yard, asked, guest]
        effects: [{publish: {shows: [subject, plan], whom: [WHOM], within: data.yard, title: "{subject}"}}]
        to: gathering
  gathering:
    label: 征集
    desk: community_staff
    due: 5 days
    endorse: {roll: households, within: data.asked, needs: "9"}
    outcomes: {reached: asking, expired: finished}
  asking:
    label: 公示
    desk: community_staff
    due: 5 days
    publicity: {shows: [plan], whom: [place], by: [resident], answer_within: 2 days}
    outcomes: {clear: finished, upheld: finished}
  finished: {label: 办结, end: done, effects: [{notify: {whom: [opener], text: 办结了}}]}
examples:
  - title: 发起
    steps:
      - {open: {subject: 试试}, by: resident}
    expect: {stage: lying}
"""


@pytest.fixture
def wide(town: Town) -> Town:
    """The town, with who owns a flat there and lives elsewhere (`landlord`), who lives in another community
    (`stranger`), and two buildings more with a household each; that of the second (`二栋`) is asked for support."""
    far = add_place(name="邻社区", level="community", parent=town.street)
    for name in ("landlord", "stranger"):
        town.people[name] = people.add_person(SYSTEM, name=name, home=far)
    for name in ("二栋", "三栋"):
        home = people.add_household(
            SYSTEM, name="101", place=add_place(name=name, level="building", parent=town.grid)
        )
        town.people[name] = people.add_person(SYSTEM, name=name, household=home)
    Ownership.objects.create(household=town.households[0], person=town.people["landlord"])
    return town


def shown(town: Town, whom: str, **answers: object) -> int:
    town.adopt(NOTICE.replace("WHOM", whom))
    number = town.open("notice", values={"subject": "加装扶手"}).matter.id
    asked = town.people["二栋"].household.place_id
    town.act(number, "show", "community_staff", plan="在楼梯口装扶手", asked=asked, **answers)
    return number


def reads(town: Town, number: int, who: str | None) -> bool:
    """Whether somebody reads the plan: the same on every face."""
    actor = load_actor(town.people[who].pk) if who else NOBODY
    seen = look(actor, number)
    assert seen is not None
    page = seen.facts().get("plan") == "在楼梯口装扶手"
    wall = [card.matter for card in walls.wall(actor, town.community)] == [number]
    counted = walls.wall_counts(actor, town.community)["open"] == 1
    listed = [row.matter_id for row in published_below(town.community, actor, current=True)] == [number]
    found = [hit.matter for hit in find(actor, "楼梯口装").hits] == [number]
    alone = walls.card(actor, number) is not None
    alike = [card.matter for card in walls.similar(actor, town.community, "加装扶手")] == [number]
    assert len({page, wall, counted, listed, found, alone, alike}) == 1, (
        who,
        page,
        wall,
        counted,
        listed,
        found,
    )
    return page


EVERYBODY = ("resident", "resident3", "landlord", "stranger", "grid_worker", "community_staff", None)


@pytest.mark.parametrize(
    ("whom", "readers"),
    [
        ("public", EVERYBODY),
        ("place", ("resident", "resident3", "grid_worker", "community_staff")),
        ("owner", ("resident", "landlord", "grid_worker", "community_staff")),
        ("street_staff", ("resident", "grid_worker", "community_staff")),
    ],
)
def test_it_is_read_by_those_it_goes_to_and_by_its_parties(wide, whom, readers):
    number = shown(wide, whom)
    assert {who for who in EVERYBODY if reads(wide, number, who)} == set(readers)


def test_of_one_building_it_is_its_people_s_and_not_the_next_building_s(wide):
    number = shown(wide, "place", yard=wide.building.pk)
    assert reads(wide, number, "resident3")
    assert not reads(wide, number, "三栋")


@pytest.mark.parametrize("guests", [["resident3"], []])
def test_whom_the_matter_names_reads_it_and_with_nobody_named_nobody_does(wide, guests):
    number = shown(
        wide, "people.guest", **dict.fromkeys(["guest"] * len(guests), wide.people["resident3"].pk)
    )
    parties = {"resident", "grid_worker", "community_staff"}
    assert {who for who in EVERYBODY if reads(wide, number, who)} == parties | set(guests)


def test_who_is_on_the_roll_reads_what_it_is_about_wherever_it_went(wide):
    number = shown(wide, "street_staff")
    assert (reads(wide, number, "二栋"), reads(wide, number, "三栋")) == (True, False)
