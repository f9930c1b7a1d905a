"""Registers on pages and over the API: the list, an entry with its life, a look for a purpose, one's own entries."""

from __future__ import annotations

import pytest

from shanzhi.people.models import Account, Look
from tests.registers.kept import entry, joined

PHONE = "13800000001"


def enter(client, person):
    client.force_login(Account.objects.create_user(f"p{person.pk}", person=person))


@pytest.fixture
def staff(client, town):
    joined(town)
    enter(client, town.people["community_staff"])
    return client


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_my_own_entries_stand_on_one_page(client, town):
    joined(town)
    enter(client, town.people["resident"])
    shown = text(client.get("/registers"))
    assert "我在哪些名册里" in shown
    assert "帮手名册" in shown


def test_a_list_shows_what_is_masked_masked_and_is_searched(staff, town):
    shown = text(staff.get("/registers/helpers/helpers"))
    assert "居民1" in shown
    assert "138****0001" in shown
    assert PHONE not in shown
    assert "没有找到" in text(staff.get("/registers/helpers/helpers?q=无名"))


def test_a_list_is_taken_along_as_a_file(staff, town):
    answer = staff.get("/registers/helpers/helpers?as=xlsx")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_entry_tells_its_life_and_leads_to_its_matter(staff, town):
    shown = text(staff.get(f"/registers/entries/{entry(town).pk}"))
    assert "入册" in shown
    assert f"/matters/{entry(town).matter_id}" in shown


def test_a_look_needs_a_purpose_and_is_logged(staff, town):
    address = f"/registers/entries/{entry(town).pk}/look/phone"
    assert staff.post(address, {}).status_code != 200
    assert PHONE in text(staff.post(address, {"purpose": "上门走访"}))
    assert Look.objects.get(result="ok").subject == town.people["resident"].pk


def test_who_sees_nothing_of_a_register_finds_no_page(client, town):
    joined(town)
    enter(client, town.people["department_staff"])
    assert client.get("/registers/helpers/helpers").status_code == 404
    assert client.get(f"/registers/entries/{entry(town).pk}").status_code in (403, 404)
    assert client.get("/registers/helpers/nothing").status_code == 404


def test_the_api_answers_as_the_pages_do(staff, town):
    number = entry(town).pk
    (one,) = staff.get("/api/registers").json()["registers"]
    assert (one["method"], one["name"], one["standing"]) == ("helpers", "helpers", 1)
    (row,) = staff.get("/api/registers/helpers/helpers").json()["entries"]
    assert {field["name"]: (field["text"], field["hidden"]) for field in row["fields"]} == {
        "skill": ("修理", False),
        "phone": ("138****0001", True),
    }
    record = staff.get(f"/api/registers/entries/{number}").json()
    assert [line["event"] for line in record["life"]] == ["入册"]
    assert staff.get("/api/registers/mine").json() == {"entries": []}
