"""Persons and households on pages and over the API: the same readers, the same lists, masked the same way."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.models import Account, Person
from shanzhi.people.privacy import erase_person
from tests.matters.town import Town

READERS = (
    "resident", "resident2", "grid_worker", "grid_worker@other", "community_staff", "street_staff", "district_staff",
    "department_staff", "system", "security", "audit",
)  # fmt: skip


@pytest.fixture
def browsers(town: Town) -> dict[str, Client]:
    """Everybody with a browser; a neighbour without a household, and one whose data were erased, besides."""
    town.people["alone"] = actions.add_person(
        SYSTEM, name="欧阳独居", home=town.building, facts={"phone": "13900001111"}
    )
    town.people["erased"] = actions.add_person(SYSTEM, name="欧阳已删", household=town.households[0])
    erase_person(SYSTEM, person=town.people["erased"], reason="本人要求")
    found = {}
    for who in READERS:
        found[who] = Client()
        if who in town.people:
            account = Account.objects.create(username=who, person=town.people[who])
        else:
            admin = actions.add_person(SYSTEM, name=f"管理{who}", serves=town.district)
            account = Account.objects.create(username=who, kind=f"{who}_admin", person=admin)
        found[who].force_login(account)
    return found


def shown(answer: Any) -> Any:
    return answer if answer.status_code == 200 else None


def test_a_person_is_shown_to_the_same_readers_masked_the_same_way(
    town: Town, browsers: dict[str, Client]
) -> None:
    everybody = [town.people[name] for name in ("resident", "resident2", "grid_worker", "alone", "erased")]
    found = {}
    for who, browser in browsers.items():
        for one in everybody:
            page, api = shown(browser.get(f"/people/{one.pk}")), shown(browser.get(f"/api/people/{one.pk}"))
            on_page = (
                (page.context["title"], sorted(text for _label, text in page.context["record"]))
                if page
                else None
            )
            by_api = (api.json()["name"], sorted(api.json()["facts"].values())) if api else None
            if on_page != by_api:
                found[who, one.name] = (on_page, by_api)
    assert found == {}


def test_households_are_shown_to_the_same_readers(town: Town, browsers: dict[str, Client]) -> None:
    seen = set()
    for who, browser in browsers.items():
        page = shown(browser.get(f"/places/{town.community.pk}/people"))
        api = shown(browser.get(f"/api/households?place={town.community.pk}"))
        assert (page is None) == (api is None), who
        if page and api:
            told = {one["id"]: one for one in api.json()["households"]}
            assert {home.pk for home, _door in page.context["homes"]} == told.keys(), who
            home = browser.get(f"/households/{town.households[0].pk}").context
            one = told[town.households[0].pk]
            assert sorted(owner.person_id for owner, _masked in home["owners"]) == sorted(
                o["person"] for o in one["owners"]
            )
            assert home["title"].endswith(one["name"])
        seen.add(page is not None)
    assert seen == {True, False}


@pytest.mark.parametrize("ask", ["", "居民"])
def test_the_people_of_a_place_are_the_same_in_the_same_order(
    town: Town, browsers: dict[str, Client], ask: str
) -> None:
    for who, browser in browsers.items():
        page = shown(browser.get(f"/places/{town.community.pk}/people?q={ask}"))
        text = f"&text={ask}" if ask else ""
        api = shown(browser.get(f"/api/people?place={town.community.pk}{text}"))
        assert (page is None) == (api is None), who
        if page and api:
            on_page = [(person.pk, told["name"]) for person, told, _where in page.context["people"]]
            assert on_page == [(one["id"], one["name"]) for one in api.json()["people"]], who
            assert Person.objects.count() > len(on_page) > 0
