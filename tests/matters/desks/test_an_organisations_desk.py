"""What lies with an organisation lies with everybody who acts for it, in whatever role, and with nobody who left it."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.lists.queries import inbox
from shanzhi.matters.models import Matter, Notice
from shanzhi.people import actions as people
from shanzhi.people.models import Post
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
