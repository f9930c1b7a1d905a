"""A vote is entrusted over the API as on the page: by full name and door, with one answer for everybody who does not match."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.models import Entry
from shanzhi.people.privacy import erase_person
from tests.web.gathering import gather

RIGHT = {"name": "居民2", "door": "一栋 一单元 201"}


@pytest.fixture
def poll(api) -> str:
    return f"/matters/{gather(api.town, 'poll', secret=False)}"


def test_a_neighbour_is_entrusted_by_name_and_door_and_it_is_taken_back(api, poll):
    resident = api.as_("resident")
    made = resident.post(f"{poll}/proxy", {**RIGHT, "command_id": "p1"})
    assert (made.status, made["entries"][0]["act"]) == (200, "entrust")
    again = resident.post(f"{poll}/proxy", {**RIGHT, "command_id": "p1"})
    assert (again.status, again["repeated"]) == (200, True)
    assert resident.post(f"{poll}/proxy", RIGHT).status == 409
    assert resident.post(f"{poll}/acts", {"act": "revoke"}).status == 200
    assert Entry.objects.filter(act__in=("entrust", "revoke")).count() == 2


def test_whoever_does_not_match_gets_one_answer_and_only_a_few_tries(api, poll):
    town, resident = api.town, api.as_("resident")
    erase_person(SYSTEM, person=town.people["resident3"], reason="本人申请")
    tries = [
        {"name": "居民九", "door": "一栋 一单元 201"},
        {"name": "居民2", "door": "一栋 一单元 101"},
        {"name": "居民3", "door": "一栋 一单元 301"},
        {"name": str(town.people["resident2"].pk), "door": "一栋 一单元 201"},
    ]
    told = [resident.post(f"{poll}/proxy", one) for one in tries]
    assert {(one.status, one["code"], one["message"]) for one in told} == {
        (422, "no_such_neighbour", told[0]["message"])
    }
    resident.post(f"{poll}/proxy", tries[0])
    shut = resident.post(f"{poll}/proxy", RIGHT)
    assert (shut.status, shut["code"]) == (429, "too_many_tries")
    assert not Entry.objects.filter(act="entrust").exists()


def test_who_has_no_vote_learns_nothing_of_neighbours(api, poll):
    told = [
        api.as_("grid_worker").post(f"{poll}/proxy", {**RIGHT, "name": name}) for name in ("居民2", "居民九")
    ]
    assert {(one.status, one["code"]) for one in told} == {(409, "no_entrusting")}
    elsewhere = api.as_("department_staff").post(f"{poll}/proxy", RIGHT)
    assert elsewhere.status == 404


def test_a_bare_number_of_a_neighbour_is_refused_as_one_that_is_nobody_s(api, poll):
    numbers = (api.town.people["resident2"].pk, 987654)
    told = [
        api.as_("resident").post(f"{poll}/acts", {"act": "entrust", "values": {"proxy": n}}) for n in numbers
    ]
    assert [(one.status, one["code"]) for one in told] == [(422, "unknown_refs")] * 2
    assert told[0]["message"] == told[1]["message"]
