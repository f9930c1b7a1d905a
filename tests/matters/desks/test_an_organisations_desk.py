"""What lies with an organisation lies with everybody who acts for it, in whatever role, and with nobody who left it."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.lists.queries import inbox
from shanzhi.matters.models import Matter, Notice
from shanzhi.people import actions as people
from shanzhi.people.models import Organization, Post
from tests.matters.town import SINCE, code

pytestmark = pytest.mark.django_db


def test_every_contact_of_an_organisation_has_its_desk_and_may_act_from_it(town):
    contact = people.add_person(SYSTEM, name="联系人甲", serves=town.district)
    post = people.assign_post(
        SYSTEM, person=contact, role="unit_contact", place=town.district, organization=town.office,
        function="联络员", since=SINCE,
    )  # fmt: skip
    town.people["contact"] = contact
    done = town.open()
    town.act(done, "accept")
    town.act(done, "ask_help", helpers=[town.office.pk], request="请检修路灯线路")
    child = Matter.objects.get(parent=done.matter.id)
    for who in ("contact", "department_staff"):
        assert [one.id for one in inbox(town.actor(who))] == [child.pk]
        assert Notice.objects.filter(person=town.people[who], matter=child.pk, kind="arrived").exists()
    assert code(town.try_act(child.pk, "answer", "contact", values={"result": "线路已检修"})) == "done"

    Post.objects.filter(pk=post.pk).update(ended_at=SINCE)
    town.act(done, "ask_help", helpers=[town.office.pk], request="请再看一次线路")
    again = Matter.objects.filter(parent=done.matter.id).latest("pk")
    assert inbox(town.actor("contact")) == []
    assert code(town.try_act(again.pk, "answer", "contact", values={"result": "看过了"})) != "done"


def lies_with(town, unit):
    """A matter that asks a unit for help, lying on its desk."""
    done = town.open()
    town.act(done, "accept")
    town.act(done, "ask_help", helpers=[unit.pk], request="请检修路灯线路")
    return Matter.objects.get(parent=done.matter.id)


@pytest.fixture
def company(town):
    """A company that no department is, and another department beside the usual one."""
    other = Organization.objects.create(name="水务局", kind="department", place=town.district)
    town.people["elsewhere"] = town.appoint("department_staff", town.district, "部门乙", office=other)
    return Organization.objects.create(name="供电公司", kind="enterprise", place=town.district)


def test_nobody_of_another_organisation_acts_for_one_whose_people_hold_another_role(town, company):
    town.people["fitter"] = town.appoint("utility_staff", town.street, "供电甲", office=company)
    child = lies_with(town, company)
    assert child.desk_role == "utility_staff"
    for who in ("elsewhere", "department_staff", "district_staff"):
        assert code(town.try_act(child.pk, "answer", who, values={"result": "线路已检修"})) in (
            "no_such_matter",
            "not_yours",
        )
    assert code(town.try_act(child.pk, "answer", "fitter", values={"result": "线路已检修"})) == "done"


def test_where_nobody_acts_for_it_those_above_do_and_no_other_organisation(town, company):
    child = lies_with(town, company)
    for who in ("elsewhere", "department_staff"):
        assert (
            code(town.try_act(child.pk, "answer", who, values={"result": "线路已检修"})) == "no_such_matter"
        )
    assert code(town.try_act(child.pk, "answer", "district_staff", values={"result": "线路已检修"})) == "done"
