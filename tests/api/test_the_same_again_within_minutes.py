"""What makes something, sent twice without a key: the same words from the same account within minutes make one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions, sent
from shanzhi.people.models import Account, Household, Organization, Person, Post, SentRequest
from shanzhi.people.tokens import issue_token
from shanzhi.places.models import Place


def makings(town):
    """What is made, and the request that makes it."""
    return [
        (Person, "/people", {"name": "新来人", "home": town.building.pk, "facts": {"phone": "13912345678"}}),
        (Household, "/households", {"name": "909", "place": town.building.pk}),
        (Organization, "/organizations", {"name": "新社", "kind": "merchant", "place": town.community.pk}),
        (Place, "/places", {"name": "9号楼", "level": "building", "parent": town.grid.pk}),
        (
            Post,
            "/posts",
            {
                "person": town.people["resident2"].pk,
                "role": "building_lead",
                "place": town.building.pk,
                "basis": "换届",
            },
        ),
    ]


def test_the_same_words_get_the_first_answer_and_make_nothing_more(api):
    staff = api.as_("community_staff")
    for model, path, body in makings(api.town):
        first = staff.post(path, body)
        assert first.status == 201, first.data
        count = model.objects.count()
        again = staff.post(path, dict(reversed(body.items())))
        assert (again.status, again.data) == (201, first.data)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert model.objects.count() == count


def test_a_second_of_the_same_words_is_made_by_a_key_by_other_words_and_by_another_account(api):
    staff, body = api.as_("community_staff"), {"name": "张伟", "home": api.town.building.pk}
    numbers = [
        staff.post("/people", body)["id"],
        staff.post("/people", body, HTTP_IDEMPOTENCY_KEY="the second one")["id"],
        staff.post("/people", {**body, "facts": {"phone": "13912345678"}})["id"],
        api.as_("street_staff").post("/people", body)["id"],
    ]
    assert len(set(numbers)) == 4


def test_after_some_minutes_the_same_words_are_another_request(api, monkeypatch):
    staff, body = api.as_("community_staff"), {"name": "张伟", "home": api.town.building.pk}
    first = staff.post("/people", body)["id"]
    monkeypatch.setattr(sent, "WITHIN", timedelta())
    assert staff.post("/people", body)["id"] != first


def test_what_stands_no_more_is_made_anew(api):
    staff, town = api.as_("community_staff"), api.town
    body = {
        "person": town.people["resident2"].pk,
        "role": "building_lead",
        "place": town.building.pk,
        "basis": "换届",
    }
    first = staff.post("/posts", body)["id"]
    actions.end_post(SYSTEM, post=Post.objects.get(pk=first), reason="辞任")
    assert staff.post("/posts", body)["id"] != first


def test_nothing_of_the_words_can_be_found_out_from_what_is_kept(api):
    api.as_("community_staff").post("/people", {"name": "张伟", "home": api.town.building.pk})
    kept = SentRequest.objects.get()
    assert kept.key == f"same:{kept.content[:59]}"
    assert "张伟".encode() not in bytes(kept.answer)


@pytest.mark.django_db(transaction=True)
def test_of_many_sent_at_once_one_is_made_and_all_are_answered():
    from tests.matters.town import build_town

    town = build_town()
    account = Account.objects.create_user(
        "staff", "Ping-An-2026-xiang", person=town.people["community_staff"]
    )
    token = issue_token(town.actor("community_staff"), account, label="t", scopes=("read", "act"))[1]
    body = {"name": "新来人", "home": town.building.pk}

    def send(_n: int) -> tuple[int, int | None]:
        try:
            got = Client().post(
                "/api/people",
                body,
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}"},
            )
            return got.status_code, got.json().get("id")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        told = set(pool.map(send, range(16)))
    assert told == {(201, Person.objects.get(name="新来人").pk)}
