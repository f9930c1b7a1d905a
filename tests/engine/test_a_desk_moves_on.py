"""A desk is the first of a list who is there; nothing lies where nobody may take it up, by day or by night."""

from __future__ import annotations

from tests.engine.play import HOUR, Play

DESKS = """
first:
  label: 在办
  desk: {by: [people.owner, grid_worker, community_staff], off_hours: [street_staff], not: [people.about]}
  due: 5 days
  acts:
    name: {label: 交给谁, by: [desk, secretary], asks: [owner]}
    blame: {label: 说的是谁, by: [secretary], asks: [about]}
    on: {label: 接着办, to: first}
    done: {label: 办好, to: closed}
"""
DATA = "subject: {type: text, optional: true, max: 80, label: 什么事}"
PEOPLE = """
people:
  owner: {type: person, optional: true, label: 负责人}
  about: {type: person, optional: true, label: 说的是谁}
"""


def play() -> Play:
    return Play(DESKS, data=DATA, more=PEOPLE)


def test_an_act_that_stays_hands_the_desk_to_whom_it_names() -> None:
    p = play()
    p.open("resident")
    assert p.matter.desk.role == "grid_worker"
    p.do("name", "grid_worker", owner=p.actor("volunteer").person)
    assert (p.matter.desk.role, p.matter.desk.person) == ("holder", p.actor("volunteer").person)
    assert p.refused("done", "grid_worker").code == "not_yours"
    p.do("done", "volunteer")


def test_a_desk_moves_on_when_whoever_has_it_is_barred_afterwards() -> None:
    p = play()
    p.open("resident")
    p.do("name", "grid_worker", owner=p.actor("volunteer").person)
    p.do("blame", "secretary", about=p.actor("volunteer").person)
    assert p.matter.desk.role == "grid_worker"
    p.do("blame", "secretary", about=p.actor("grid_worker").person)
    assert (p.matter.desk.role, p.matter.desk.person) == ("holder", p.actor("volunteer").person)


def test_outside_working_hours_whoever_is_on_duty_has_it_and_the_day_desk_takes_it_up_again() -> None:
    p = play()
    p.open("resident")
    p.do("on", "grid_worker", after=10 * HOUR)
    assert p.matter.desk.role == "street_staff"
    p.do("on", "street_staff", after=HOUR)
    p.do("on", "grid_worker", after=14 * HOUR)
    assert p.matter.desk.role == "grid_worker"


def test_at_the_top_the_posts_that_answer_stand_in_for_those_who_may_not() -> None:
    stages = """
first:
  label: 在办
  desk: {by: [secretary], not: [people.about]}
  due: 5 days
  acts: {done: {label: 办好, to: closed}}
"""
    p = Play(stages, data=DATA, more=PEOPLE, opening="{by: [anyone], at: grid, to: first, asks: [about]}")
    p.open("resident", about=p.actor("secretary").person)
    desk = p.matter.desk
    assert desk.role == "grid_worker"
    assert p.refused("done", "secretary").code == "own_work"
    p.do("done", "grid_worker")
