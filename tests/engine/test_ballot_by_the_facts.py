"""Who votes, on what, and whether in secret may follow from a matter's facts; it is settled when the ballot begins."""

from __future__ import annotations

import pytest

from shanzhi.engine.world import World
from shanzhi.method.results import in_words
from tests.engine.play import HOUR, Play

STAGES = """
first:
  label: 议程
  desk: community_staff
  due: {in: 3 days}
  acts:
    announce:
      label: 公布
      form:
        question: {type: text, max: 60, label: 表决什么}
        roll: {type: choice, optional: true, label: 由谁, options: {person: 人, household: 户, owner: 业主}}
        hidden: {type: boolean, default: false, label: 不记名}
        yard: {type: place, optional: true, label: 院落}
      effects: [{publish: {what: [question]}}]
      to: voting
voting:
  label: 表决
  desk: community_staff
  ballot:
    electors: roll
    on: question
    secret: data.hidden
    open_for: 2 days
    pass: yes * 2 > voted
    early: true
    within: yard
    result: {outcome: 结果}
  outcomes: {passed: closed, failed: closed}
"""
OPENING = "{by: [anyone], at: community, to: first}"
QUESTION = "装不装扶手"


def begun(world: World | None = None, **facts: object) -> Play:
    play = Play(STAGES, opening=OPENING, world=world)
    play.open(place=6)
    play.do("announce", "community_staff", question=QUESTION, **facts)
    return play


@pytest.mark.parametrize(("roll", "area"), [("person", 0), ("household", 0), ("owner", 40 * 8_000)])
def test_the_roll_is_the_one_that_was_chosen(roll, area):
    play = begun(roll=roll)
    assert (play.matter.tally["@roll"], play.matter.tally["roll_area"] > 0) == (roll, area > 0)


def test_without_a_choice_it_cannot_begin():
    play = Play(STAGES, opening=OPENING)
    play.open(place=6)
    assert play.refused("announce", "community_staff", question=QUESTION).code == "roll_missing"


def test_whether_it_is_secret_follows_from_the_facts():
    play = begun(roll="household", hidden=True)
    play.do("vote", "resident", choice="agree")
    assert "agree" not in play.matter.tally
    assert sorted(play.entries[-1].values) == ["fingerprint"]
    assert [e.kind for e in play.said] == ["box"]
    play = begun(roll="household")
    play.do("vote", "resident", choice="agree")
    assert play.matter.tally["agree"] == 1


def test_only_those_of_the_place_it_is_for():
    world = World()
    world.paths[200] = (*world.paths[5], 200)
    world.levels[200] = "building"
    play = begun(world, roll="household", yard=6)
    assert play.matter.tally["@place"] == 6
    play = Play(STAGES, opening=OPENING, world=world)
    play.open(place=6)
    outside = play.refused("announce", "community_staff", question=QUESTION, roll="household", yard=1)
    assert outside.code == "not_within"


def test_what_is_voted_on_cannot_be_changed_meanwhile():
    play = begun(roll="household")
    words = {"field": "question", "value": "换一个问题", "reason": "笔误"}
    assert play.refused("correct", "community_staff", **words).code == "shown_now"


def test_the_result_is_kept_in_words():
    play = begun(World(roll={"count": 2}), roll="household")
    play.do("vote", "resident", choice="agree")
    play.do("vote", "resident2", choice="oppose", after=HOUR)
    assert (
        in_words(play.matter.data["outcome"])
        == "应投票 2 户，已投票 2 户；同意 1 票，反对 1 票，弃权 0 票。未通过。"
    )


def test_areas_that_would_give_a_single_vote_away_are_not_told():
    play = begun(World(roll={"count": 1, "area": 9_050}, areas={"resident": 9_050}), roll="owner")
    play.do("vote", "resident", choice="agree")
    told = in_words(play.matter.data["outcome"])
    assert "应投面积 90.50 平方米，已投 90.50 平方米；同意 1 票，反对 0 票，弃权 0 票。" in told


def test_areas_are_told_in_whole_per_cent_where_many_voted_and_none_stands_out():
    play = begun(World(residents=70), roll="owner")
    for n in range(1, 71):
        choice = "agree" if n <= 40 else "oppose"
        play.do("vote", "resident" if n == 1 else f"resident{n}", choice=choice)
    assert "同意 40 票（面积约 57%），反对 30 票（面积约 43%），弃权 0 票（面积约 0%）" in in_words(
        play.matter.data["outcome"]
    )
