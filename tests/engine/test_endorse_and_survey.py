"""Endorsements reach a threshold in a window; surveys count answers by question. Each person or household once."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import Actor
from shanzhi.engine.world import World
from tests.engine.play import DAY, MONDAY, Play

ENDORSE = """
first:
  label: 联名
  desk: community_staff
  endorse: {by: [resident], per: PER, threshold: inputs.needed, open_for: 7 days}
  outcomes: {reached: closed, expired: expired}
expired: {label: 人数不够, end: expired}
closed: {label: 够了, end: done}
"""
NEEDED = "needed: {type: integer, default: 3, min: 0, max: 99, label: 人数}"


def spouse_of(play: Play, name: str) -> Actor:
    """Another of the household: on the rolls that are fixed from now on."""
    actor = play.actor(name)
    spouse = Actor(9_000, household=actor.household, home=actor.home)
    play.world.by_number[9_000] = spouse
    return spouse


def test_support_is_taken_back_and_given_again():
    play = Play(ENDORSE.replace("PER", "person"), inputs=NEEDED)
    play.open()
    assert play.refused("unendorse", "resident").code == "not_supporting"
    play.do("endorse", "resident")
    play.do("unendorse", "resident")
    assert play.matter.tally["supporters"] == 0
    assert play.refused("unendorse", "resident").code == "not_supporting"
    play.do("endorse", "resident")
    assert play.refused("endorse", "resident").code == "already"
    assert play.matter.tally["supporters"] == 1


def test_so_many_supporters_reach_it():
    play = Play(ENDORSE.replace("PER", "person"), inputs=NEEDED)
    spouse = spouse_of(play, "resident")
    play.open()
    assert play.matter.tally == {"@roll": "person", "roll": 41, "supporters": 0, "needs": 3}
    play.do("endorse", "resident")
    assert play.refused("endorse", "resident").code == "already"
    assert "endorse" not in play.open_acts("resident")
    play.do("endorse", spouse)
    assert play.kinds() == []
    play.do("endorse", "resident2")
    assert (play.stage, play.acts[-2:]) == ("closed", ["endorse", "reached"])


def test_a_household_supports_once():
    play = Play(ENDORSE.replace("PER", "household"), inputs=NEEDED)
    spouse = spouse_of(play, "resident")
    play.open()
    play.do("endorse", "resident")
    assert play.refused("endorse", spouse).code == "already"
    homeless = Actor(9_001, home=play.actor("resident").home)
    assert play.refused("endorse", homeless).code == "not_elector"


def test_the_window_ends():
    play = Play(ENDORSE.replace("PER", "person"), inputs=NEEDED)
    play.open()
    play.do("endorse", "resident")
    assert play.refused("endorse", "resident2", after=7 * DAY).code == "window_over"
    play.run(DAY)
    assert (play.stage, play.matter.closed) == ("expired", MONDAY + 7 * DAY)


def test_a_threshold_of_none_still_needs_one():
    play = Play(ENDORSE.replace("PER", "person"), inputs=NEEDED, given={"needed": 0})
    play.open()
    assert (play.stage, play.matter.tally["needs"]) == ("first", 1)


SURVEY = """
first:
  label: 评议
  desk: community_staff
  survey:
    by: [resident]
    per: household
    open_for: 5 days
    enough: "2"
    pass: sum_stars >= answers * 3 && n_kept_true * 2 > answers
    questions:
      stars: {type: integer, min: 1, max: 5, label: 满意度}
      kept: {type: boolean, label: 说到做到}
      best: {type: choice, optional: true, options: {a: 甲, b: 乙}, label: 最好}
      likes: {type: choices, optional: true, options: {x: 绿化, y: 停车}, label: 喜欢}
      words: {type: text, optional: true, max: 50, label: 想说的}
  outcomes: {passed: closed, failed: failed, too_few: few}
few: {label: 太少, end: expired}
failed: {label: 不满意, end: failed}
closed: {label: 满意, end: done}
"""


def test_answers_are_counted_by_question():
    play = Play(SURVEY)
    spouse = spouse_of(play, "resident")
    play.open("community_staff")
    play.do("respond", "resident", stars=5, kept=True, best="a", likes=["x", "y"], words="好")
    play.do("respond", "resident2", stars=2, kept=False, likes=["y"])
    assert play.matter.tally == {
        "@roll": "household",
        "roll": 40,
        "answers": 2,
        "sum_stars": 7,
        "kept": 1,
        "a": 1,
        "b": 0,
        "x": 1,
        "y": 2,
    }
    assert play.refused("respond", spouse, stars=1, kept=True).code == "already"
    assert play.refused("respond", "resident3", stars=9, kept=True).code == "form"


@pytest.mark.parametrize(
    ("stars", "stage"),
    [([], "few"), ([5], "few"), ([5, 4], "closed"), ([5, 1, 1], "failed"), ([3, 3, 3], "closed")],
)
def test_enough_answers_that_pass(stars, stage):
    play = Play(SURVEY)
    play.open("community_staff")
    for n, given in enumerate(stars, 1):
        play.do("respond", "resident" if n == 1 else f"resident{n}", stars=given, kept=True)
    assert play.refused("respond", "resident9", after=5 * DAY, stars=5, kept=True).code == "window_over"
    play.run(DAY)
    assert play.stage == stage


def test_no_answer_however_big_can_block_the_count():
    text = SURVEY.replace("min: 1, max: 5, ", "")
    play = Play(text, world=World(residents=400))
    play.open("community_staff")
    assert play.refused("respond", "resident", stars=10**15, kept=True).code == "form"
    for n in range(1, 401):
        play.do("respond", "resident" if n == 1 else f"resident{n}", stars=10**12, kept=True)
    play.run(5 * DAY)
    assert play.stage == "closed"
