"""An owner by a flat may open where that flat is, wherever they live; who only lives there may not, where the file says owner."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as people
from shanzhi.people.models import Ownership
from shanzhi.places.actions import add_place
from shanzhi.reading.openable import openable
from tests.matters.town import code

REPAIR = """
method: repair
title: 动用维修资金
version: 1
heading: "{subject}"
source: 本库自编
data: {subject: {type: text, max: 80, label: 修什么}}
open: {by: [owner], asks: [subject], at: community, to: looking}
stages:
  looking: {label: 待办, desk: community_staff, due: 3 days, acts: {finish: {label: 办结, to: finished}}}
  finished: {label: 办结, end: done, effects: [{notify: {whom: [opener], text: 办结了}}]}
examples:
  - title: 办结
    steps:
      - {open: {subject: 屋面}, by: resident}
      - {act: finish, by: community_staff}
    expect: {end: done}
"""


@pytest.fixture
def repair(town):
    town.adopt(REPAIR)
    far = add_place(name="外区", level="district", code="990202")
    town.people["landlord"] = people.add_person(SYSTEM, name="房东", home=far)
    Ownership.objects.create(household=town.households[0], person=town.people["landlord"])
    return town


def test_who_owns_a_flat_there_opens_and_who_only_lives_there_does_not(repair):
    done = repair.open("repair", "landlord", values={"subject": "屋面漏水"})
    assert repair.act(done, "finish", "community_staff").matter.end == "done"
    assert code(repair.try_open("repair", "resident3", values={"subject": "屋面漏水"})) == "not_yours"


def test_an_owner_who_lives_elsewhere_is_offered_what_owners_open(repair):
    offered = openable(repair.actor("landlord"))
    assert ("repair", repair.community.pk) in {(one.adoption.slug, one.place.pk) for one in offered}
    assert "repair" not in {one.adoption.slug for one in openable(repair.actor("resident3"))}


def test_a_flat_that_is_sold_gives_nothing_any_more(repair):
    Ownership.objects.all().delete()
    assert code(repair.try_open("repair", "landlord", values={"subject": "屋面漏水"})) == "not_yours"
