"""Whatever a program writes with a key of its own is done once, and sent again gives the first answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from shanzhi.api.main import api as operations
from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as doing
from shanzhi.people import sent
from shanzhi.people.models import Account, AuditRecord, Household, Person, SentRequest
from shanzhi.people.privacy import erase_person
from shanzhi.people.tokens import issue_token
from shanzhi.places.models import Place

HARMLESS = {"check_method", "look_at_person", "look_at_matter", "look_at_entry", "sign_in", "sign_out"}


def writes(caller, town, key: str):
    """One write of each kind, all with a key; what came of them."""
    more = {"HTTP_IDEMPOTENCY_KEY": key}
    person = town.people["resident2"].pk
    return [
        caller.post("/households", {"name": "909", "place": town.building.pk}, **more),
        caller.post("/people", {"name": "新来人", "home": town.building.pk}, HTTP_IDEMPOTENCY_KEY=f"{key}p"),
        caller.post(
            "/places",
            {"name": "9号楼", "level": "building", "parent": town.grid.pk},
            HTTP_IDEMPOTENCY_KEY=f"{key}g",
        ),
        caller.post(
            "/posts",
            {"person": person, "role": "building_lead", "place": town.building.pk, "basis": "换届"},
            HTTP_IDEMPOTENCY_KEY=f"{key}o",
        ),
        caller.ask(
            "POST",
            "/files?name=a.txt",
            b"hello",
            CONTENT_TYPE="application/octet-stream",
            HTTP_IDEMPOTENCY_KEY=f"{key}f",
        ),
    ]


def test_every_write_sent_again_gives_its_first_answer_and_does_nothing(api):
    staff = api.as_("community_staff")
    first = writes(staff, api.town, "k")
    assert [one.status for one in first] == [201] * 5, [one.data for one in first]
    counts = Household.objects.count(), Person.objects.count(), Place.objects.count()
    again = writes(staff, api.town, "k")
    assert [(one.status, one.data) for one in again] == [(one.status, one.data) for one in first]
    assert all(one.headers["Idempotent-Replayed"] == "true" for one in again)
    assert (Household.objects.count(), Person.objects.count(), Place.objects.count()) == counts


def test_a_key_is_somebody_s_own_and_for_one_request(api):
    body, more = {"name": "909", "place": api.town.building.pk}, {"HTTP_IDEMPOTENCY_KEY": "k"}
    assert api.as_("community_staff").post("/households", body, **more).status == 201
    other = api.as_("community_staff").post("/households", {**body, "name": "910"}, **more)
    assert (other.status, other["code"]) == (422, "key_reused")
    assert api.as_("street_staff").post("/households", {**body, "name": "911"}, **more).status == 201
    bad = api.as_("community_staff").post("/households", body, HTTP_IDEMPOTENCY_KEY="k" * 256)
    assert (bad.status, bad["code"]) == (400, "bad_key")


def test_what_was_refused_claims_no_key_and_the_refusal_stays_on_record(api):
    staff, more = api.as_("community_staff"), {"HTTP_IDEMPOTENCY_KEY": "k"}
    body = {"name": "909", "place": api.town.building.pk}
    doing.add_household(SYSTEM, name="909", place=api.town.building)
    before = AuditRecord.objects.count()
    assert staff.post("/households", body, **more).status == 422
    assert not SentRequest.objects.exists()
    assert AuditRecord.objects.count() == before
    assert staff.post("/households", {**body, "name": "910"}, **more).status == 201


def test_nothing_is_kept_of_an_erased_person(api):
    staff, more = api.as_("community_staff"), {"HTTP_IDEMPOTENCY_KEY": "k"}
    made = staff.post("/people", {"name": "新来人", "home": api.town.building.pk}, **more)
    assert "新来人".encode() not in bytes(SentRequest.objects.get().answer)
    erase_person(SYSTEM, person=Person.objects.get(pk=made["id"]), reason="本人申请")
    again = staff.post("/people", {"name": "新来人", "home": api.town.building.pk}, **more)
    assert (again.status, again["code"]) == (409, "done_before")


def test_a_key_is_kept_for_a_day(api):
    staff, more = api.as_("community_staff"), {"HTTP_IDEMPOTENCY_KEY": "k"}
    assert staff.post("/households", {"name": "909", "place": api.town.building.pk}, **more).status == 201
    assert sent.forget_old(timezone.now()) == 0
    assert sent.forget_old(timezone.now() + timedelta(hours=25)) == 1


def test_every_operation_that_writes_says_that_it_takes_a_key():
    for path, verbs in operations.get_openapi_schema()["paths"].items():
        for verb, one in verbs.items():
            if verb == "get" or one["operationId"] in HARMLESS:
                continue
            names = [parameter["name"] for parameter in one.get("parameters", ())]
            assert "Idempotency-Key" in names, (verb, path, one["operationId"])


@pytest.mark.django_db(transaction=True)
def test_of_two_sent_at_once_one_is_done_and_both_are_answered():
    from tests.matters.town import build_town

    town = build_town()
    person = town.people["community_staff"]
    account = Account.objects.create_user("staff", "Ping-An-2026-xiang", person=person)
    token = issue_token(town.actor("community_staff"), account, label="t", scopes=("read", "act"))[1]

    def send(_n: int) -> tuple[int, int | None]:
        try:
            got = Client().post(
                "/api/households",
                {"name": "909", "place": town.building.pk},
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "both"},
            )
            return got.status_code, got.json().get("id")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = set(pool.map(send, range(4)))
    assert Household.objects.filter(name="909").count() == 1
    assert told == {(201, Household.objects.get(name="909").pk)}
