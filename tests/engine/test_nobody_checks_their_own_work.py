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


GIVEN_OUT = """
sorting:
  label: 待派
  desk: {by: [street_staff]}
  due: 5 days
  acts:
    give: {label: 派给单位, asks: [office], to: working}
    ask: {label: 请人办, asks: [helper], to: working}
working:
  label: 在办
  desk: {by: [people.office, people.helper, street_staff], not: [people.about]}
  due: 5 days
  acts:
    report: {label: 办好了, to: closed}
"""
NAMED = """
subject: {type: text, optional: true, max: 80, label: 什么事}
"""
PEOPLE = """
people:
  about: {type: people, optional: true, label: 关于谁}
  office: {type: office, label: 单位}
  helper: {type: person, label: 谁来办}
"""


@pytest.fixture
def given_out():
    opening = "{by: [anyone], at: street, asks: [subject, about], to: sorting}"
    return Play(GIVEN_OUT, opening=opening, data=NAMED, more=PEOPLE)


@pytest.mark.parametrize(("act", "asks"), [("give", "office"), ("ask", "helper")])
def test_nobody_hands_it_to_who_is_named_or_to_their_office(given_out, act, asks):
    accused = given_out.actor("department_staff@office1")
    office = next(number for _role, number in accused.offices)
    given_out.open("resident", about=[accused.person])
    why = given_out.refused(act, "street_staff", **{asks: office if asks == "office" else accused.person})
    assert why.code == "not_to_them"
    assert "“关于谁”" in why.why.zh
    assert given_out.stage == "sorting"


def test_another_office_may_have_it(given_out):
    given_out.open("resident", about=[given_out.actor("department_staff@office1").person])
    other = next(number for _role, number in given_out.actor("department_staff@office2").offices)
    given_out.do("give", "street_staff", office=other)
    assert given_out.matter.desk.office == other


def test_it_is_taken_from_an_office_whose_people_are_named_later(given_out):
    accused = given_out.actor("department_staff@office1")
    office = next(number for _role, number in accused.offices)
    given_out.open("resident")
    given_out.do("give", "street_staff", office=office)
    assert given_out.matter.desk.office == office
    given_out.do("correct", "resident", field="about", value=str(accused.person), reason="想起来是谁了")
    assert given_out.matter.desk.role == "street_staff"
