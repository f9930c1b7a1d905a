"""A meeting by a roll: who is expected is who counts; whoever else is there sits in."""

from __future__ import annotations

from shanzhi.engine.types import Actor
from shanzhi.engine.world import World
from tests.engine.play import DAY, HOUR, Play

STAGES = """
    first:
      label: 开会
      desk: community_staff
      session:
        at: begins
        lasts: 3 hours
        roll: ROLL
        others: [property_lead, yard_chief]
        quorum: attended * 2 > expected
      outcomes: {held: held, no_quorum: none}
    held: {label: 开成了, end: done}
    none: {label: 人数不够, end: expired}
"""
FORM = """
    begins: {type: time, label: 何时}
    whom: {type: choice, default: households, label: 谁, options: {households: 每户, owner: 业主}}
"""


def meeting(roll: str = "households", world: World | None = None) -> Play:
    world = world or World(residents=3)
    spouse = Actor(9_000, household=101, home=world.people["resident"].home)
    world.by_number[9_000] = world.people["spouse"] = spouse
    opening = "{by: [anyone], at: community, to: first}"
    play = Play(STAGES.replace("ROLL", roll), form=FORM, opening=opening, world=world)
    play.open("community_staff", place=6, begins="2026-03-03T09:00", whom="owner")
    return play


def test_outsiders_make_no_quorum():
    play = meeting()
    assert play.matter.tally["roll"] == 3
    play.do("attend", "property_lead", after=DAY)
    play.do("attend", "yard_chief")
    play.do("attend", "resident")
    tally = play.matter.tally
    assert (tally["present"], tally["others"]) == (1, 2)
    play.do("finish", "community_staff", after=HOUR)
    assert play.stage == "none"


def test_a_household_counts_once_as_long_as_one_of_it_is_there():
    play = meeting()
    play.do("attend", "resident", after=DAY)
    play.do("attend", "spouse")
    play.do("attend_for", "community_staff", person=2002)
    assert play.matter.tally["present"] == 2
    play.do("absent", "community_staff", person=2001)
    assert play.matter.tally["present"] == 2
    play.do("absent", "community_staff", person=9_000)
    assert play.matter.tally["present"] == 1
    play.do("attend", "spouse")
    play.do("finish", "community_staff", after=HOUR)
    assert play.stage == "held"


def test_who_moves_in_after_the_notice_sits_in_and_who_moves_away_counts():
    play = meeting()
    newcomer = Actor(9_001, household=104, home=(*play.world.paths[6], 104))
    play.world.paths[104] = newcomer.home
    play.world.areas[104] = 10_000
    play.world.by_number[9_001] = play.world.people["newcomer"] = newcomer
    play.do("attend", "newcomer", after=DAY)
    away = Actor(2002, home=(1, 2))
    play.do("attend", away)
    tally = play.matter.tally
    assert (tally["roll"], tally["present"], tally["others"]) == (3, 1, 1)


def test_the_roll_may_follow_from_a_fact():
    world = World(residents=3)
    world.owners |= {102: (2001,), 103: ()}
    play = meeting("whom", world)
    assert play.matter.tally["roll"] == 2
    play.do("attend", "resident", after=DAY)
    play.do("attend", "resident2")
    assert (play.matter.tally["present"], play.matter.tally["others"]) == (1, 1)
