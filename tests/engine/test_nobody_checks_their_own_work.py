"""Who had a part in a matter neither checks it nor has it on the desk: another does, or the level above."""

from __future__ import annotations

import pytest

from tests.engine.play import Play

STAGES = """
first:
  label: 在办
  desk: {role: [grid_worker, community_staff, street_staff], not: [about]}
  due: 5 days
  acts:
    report: {label: 办好了, to: checking}
checking:
  label: 核对
  desk: {role: [grid_worker, community_staff, street_staff], not: [opener, actors.first]}
  due: 5 days
  acts:
    confirm: {label: 属实, to: closed}
    doubt: {label: 不属实, by: [community_staff, street_staff], not: [opener], to: first}
"""
FORM = """
subject: {type: text, max: 80, label: 什么事}
about: {type: person, optional: true, label: 关于谁}
"""


def history(play):
    return [(entry.act, entry.values) for entry in play.entries]


@pytest.fixture
def play():
    return Play(STAGES, form=FORM)


def test_a_matter_about_the_desk_goes_a_level_up_and_says_why(play):
    play.open("resident", subject="态度不好", about=play.actor("grid_worker").person)
    assert play.matter.desk.role == "community_staff"
    act, values = history(play)[-1]
    assert (act, values["not"], values["from"], values["to"]) == (
        "recuse", ["people.about"], "grid_worker", "community_staff",
    )  # fmt: skip
    why = play.refused("report", "grid_worker")
    assert why.code == "own_work"
    assert "“关于谁”写明的人" in why.why.zh
    assert why.rule == "stages.first.desk.not"
    play.do("report", "community_staff")


def test_who_acted_does_not_check_and_others_of_the_post_do(play):
    play.open("resident", subject="路灯不亮")
    play.do("report", "grid_worker")
    assert play.matter.desk.role == "community_staff"
    assert "在“在办”办过的人" in play.refused("confirm", "grid_worker").why.zh
    play.do("confirm", "community_staff")
    assert play.stage == "closed"


def test_who_acted_in_any_visit_stays_barred(play):
    play.open("resident", subject="路灯不亮")
    play.do("report", "grid_worker")
    play.do("doubt", "community_staff")
    play.do("report", "grid_worker")
    assert play.refused("confirm", "grid_worker").code == "own_work"
    play.do("confirm", "community_staff")


def test_the_opener_neither_has_the_desk_nor_does_the_barred_act(play):
    play.open("community_staff", subject="路灯不亮")
    play.do("report", "grid_worker")
    assert play.matter.desk.role == "street_staff"
    assert play.refused("confirm", "community_staff").code == "own_work"
    assert play.refused("doubt", "community_staff").code == "own_work"
    assert not play.open_acts("community_staff") & {"confirm", "doubt"}
    play.do("confirm", "street_staff")


def test_where_nobody_is_barred_nothing_changes(play):
    play.open("resident", subject="路灯不亮")
    assert play.matter.desk.role == "grid_worker"
    assert "recuse" not in [act for act, _ in history(play)]
