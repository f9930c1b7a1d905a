"""Whom a matter names as a side sees it, is told, may speak and withdraw; whoever is only named, asked or told sees nothing."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.lists.queries import opened_by
from shanzhi.matters.models import Entry, Matter, Named, Notice
from shanzhi.matters.rights.access import may_see
from shanzhi.people import actions as people
from shanzhi.people.permission import allowed
from shanzhi.reading.matter import look
from shanzhi.reading.search import numbers
from tests.matters.town import code

TALK = """
method: talk
title: 调解
version: 1
heading: "{subject}"
source: 本库自编
people:
  asking: {type: one, default: opener, side: true, label: 申请人}
  other: {type: one, side: true, label: 对方}
  witness: {type: person, optional: true, label: 证人}
  guests: {type: people, optional: true, label: 邻里}
data:
  subject: {type: text, max: 80, label: 什么纠纷}
  detail: {type: text, max: 80, private: true, label: 经过}
  phone: {type: phone, sensitive: true, optional: true, known: opener.phone, label: 电话}
  why: {type: text, max: 80, label: 为什么}
visible:
  - {shows: [subject], whom: [people.guests], in: [talking]}
open:
  by: [resident, community_staff]
  asks: [subject, detail, phone, asking, other, witness, guests]
  requires: [{that: people.other != people.asking, otherwise: 对方不能是自己。}]
  at: community
  to: talking
stages:
  talking:
    label: 调解中
    desk: {by: [community_staff, street_staff], not: [people.asking, people.other]}
    due: 3 days
    effects: [{notify: {whom: [people.witness], text: 请作证}}]
    acts:
      decline: {label: 不调了, by: [people.asking, people.other], asks: [why], to: ended}
      pause: {label: 先等等, to: waiting}
      change: {label: 换对方, asks: [other]}
      settle: {label: 谈成了, to: settled}
  waiting: {label: 等着, desk: [people.other], due: 3 days, acts: {on: {label: 接着谈, to: talking}}}
  ended: {label: 终止, end: failed, effects: [{notify: {whom: [opener], text: 终止了}}]}
  settled: {label: 谈成, end: done, effects: [{notify: {whom: [opener], text: 谈成了}}]}
examples:
  - title: 谈成
    steps:
      - {open: {subject: 漏水, detail: 漏了, other: resident2}, by: resident}
      - {act: settle, by: community_staff}
    expect: {end: done}
"""


@pytest.fixture
def talk(town):
    town.adopt(TALK.replace("basis: []\n", "").replace("end: failed", "end: failed"))
    town.people["wife"] = people.add_person(SYSTEM, name="家人", household=town.households[1])
    return town


def opened(town, other: str, **more):
    asking = f"person:{town.people['resident'].pk}"
    values = {
        "subject": "楼上漏水",
        "detail": "漏了三个月",
        "phone": "13800000001",
        "asking": asking,
        "other": other,
    }
    return town.open("talk", "community_staff", values={**values, **more}).matter.id


def sees(town, who: str, number: int) -> bool:
    return may_see(town.actor(who), number)


def test_a_person_named_as_a_side_sees_all_but_what_is_sealed(talk):
    number = opened(talk, f"person:{talk.people['resident2'].pk}")
    it = look(talk.actor("resident2"), number)
    assert it is not None
    assert it.whole
    assert it.facts()["detail"] == "漏了三个月"
    assert not sees(talk, "resident3", number)
    assert not allowed(talk.actor("resident2"), "matter.see_sensitive", number)
    assert opened_by(talk.actor("resident2")).filter(pk=number).exists()
    assert numbers(talk.actor("resident2"), "漏水") == [number]
    assert numbers(talk.actor("resident3"), "漏水") == []


def test_a_household_and_an_organisation_are_sides_by_their_people(talk):
    home = opened(talk, f"household:{talk.households[1].pk}")
    assert sees(talk, "resident2", home)
    assert sees(talk, "wife", home)
    assert not sees(talk, "resident3", home)
    unit = opened(talk, f"organisation:{talk.office.pk}")
    assert sees(talk, "department_staff", unit)
    assert not sees(talk, "resident2", unit)


def test_being_named_asked_or_told_gives_no_sight(talk):
    witness, guest = talk.people["resident2"].pk, talk.people["resident3"].pk
    number = opened(talk, f"organisation:{talk.office.pk}", witness=witness, guests=[guest])
    assert Notice.objects.filter(person=witness, matter=number).exists()
    assert look(talk.actor("resident2"), number) is None
    it = look(talk.actor("resident3"), number)
    assert it is not None
    assert not it.whole
    assert it.facts() == {"subject": "楼上漏水"}
    talk.act(number, "pause", "community_staff")
    assert look(talk.actor("resident3"), number) is None
    assert not sees(talk, "wife", number)


def test_a_side_is_told_acts_and_withdraws_with_a_reason_that_is_kept(talk):
    number = opened(talk, f"person:{talk.people['resident2'].pk}")
    assert code(talk.try_act(number, "withdraw", "resident2", values={"reason": ""})) == "form"
    talk.act(number, "message", "resident2", text="我愿意谈")
    told = Notice.objects.filter(matter=number, kind="message").values_list("person", flat=True)
    assert talk.people["resident"].pk in told
    talk.act(number, "withdraw", "resident2", reason="已经和好")
    row = Matter.objects.get(pk=number)
    assert row.end == "withdrawn"
    entry = Entry.objects.get(matter=number, act="withdraw")
    assert (entry.role, entry.values["reason"]) == ("side", "已经和好")
    assert Notice.objects.filter(person=talk.people["resident"].pk, matter=number, kind="told").exists()


def test_only_sides_decline_and_a_post_of_theirs_is_not_the_desk(talk):
    staff = talk.people["community_staff"].pk
    number = opened(talk, f"person:{staff}")
    row = Matter.objects.get(pk=number)
    assert row.desk_role == "street_staff"
    assert sees(talk, "community_staff", number)
    assert code(talk.try_act(number, "decline", "street_staff", values={"why": "不谈"})) == "not_yours"
    talk.act(number, "decline", "community_staff", why="不想谈")


def test_who_is_no_side_any_more_sees_it_no_more(talk):
    number = opened(talk, f"person:{talk.people['resident2'].pk}")
    talk.act(number, "change", "community_staff", other=f"organisation:{talk.office.pk}")
    assert not sees(talk, "resident2", number)
    assert sees(talk, "department_staff", number)
    named = Named.objects.filter(matter=number).values_list("kind", "number")
    assert set(named) == {("person", talk.people["resident"].pk), ("organisation", talk.office.pk)}


def test_a_desk_is_the_organisation_or_the_head_of_the_household_named(talk):
    unit = opened(talk, f"organisation:{talk.office.pk}")
    talk.act(unit, "pause", "community_staff")
    row = Matter.objects.get(pk=unit)
    assert (row.desk_role, row.desk_office_id) == ("department_staff", talk.office.pk)
    talk.act(unit, "on", "department_staff")
    home = opened(talk, f"household:{talk.households[1].pk}")
    talk.act(home, "pause", "community_staff")
    row = Matter.objects.get(pk=home)
    assert (row.desk_role, row.desk_person_id) == ("holder", talk.people["resident2"].pk)


def test_nobody_is_the_other_side_of_their_own_matter(talk):
    values = {"subject": "楼上漏水", "detail": "漏了", "other": f"person:{talk.people['resident'].pk}"}
    assert code(talk.try_open("talk", values=values)) == "requires"
    values["other"] = "person:999999"
    assert code(talk.try_open("talk", values=values)) == "unknown_refs"
