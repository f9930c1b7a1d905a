"""What the system holds of an answer, on the form of a page and over the API: whose it is, and how it is shown."""

from __future__ import annotations

import pytest
from django.test import Client

from shanzhi.people.models import Account
from tests.matters.method_texts import end, method
from tests.matters.town import Town

CALLED = method(
    "called",
    "回访",
    "resident",
    """
calling:
  label: 待回访
  desk: community_staff
  claim: {by: [resident], open_for: 3 days, form: {reach: {type: phone, sensitive: true, known: opener.phone, label: 电话}}}
  outcomes: {taken: going, unclaimed: over}
  acts:
    call:
      label: 回访
      form:
        phone: {type: phone, sensitive: true, known: opener.phone, label: 打哪个电话}
        home: {type: place, known: opener.home, label: 住处}
        own: {type: phone, sensitive: true, known: actor.phone, optional: true, label: 您的电话}
      to: over
going: {label: 去办, desk: holder, due: 5 days, acts: {finish: {label: 办完, to: over}}}
"""
    + end("over", "已回访", "done"),
    form="  where: {type: place, optional: true, known: opener.home, label: 住处}\n",
)


@pytest.fixture
def browsers(town: Town) -> dict[str, Client]:
    town.adopt(CALLED)
    found = {}
    for who in ("resident", "resident2", "community_staff"):
        found[who] = Client()
        found[who].force_login(Account.objects.create(username=who, person=town.people[who]))
    return found


def of_act(browser: Client, number: int, act: str) -> tuple[dict[str, str], dict[str, str]]:
    """What is known of the answers to an act: on its page, and over the API."""
    page = browser.get(f"/matters/{number}/acts/{act}").context["questions"]
    told = browser.get(f"/api/matters/{number}").json()["acts"]
    questions = next(one["questions"] for one in told if one["act"] == act)
    return (
        {q.name: q.known for q in page if q.known},
        {q["name"]: q["held"] for q in questions if q["known"]},
    )


def test_a_desk_is_shown_what_is_held_of_the_opener_masked(town: Town, browsers: dict[str, Client]) -> None:
    number = town.open("called").matter.id
    page, api = of_act(browsers["community_staff"], number, "call")
    assert page == api == {"phone": "138****0001", "home": "一栋"}


def test_who_only_looks_on_is_not_shown_what_is_held_of_the_opener(
    town: Town, browsers: dict[str, Client]
) -> None:
    number = town.open("called").matter.id
    page, api = of_act(browsers["resident2"], number, "take")
    assert page == api == {"reach": "***"}


def test_the_form_that_opens_one_shows_the_same(town: Town, browsers: dict[str, Client]) -> None:
    browser, place = browsers["resident"], town.building.pk
    page = {q.name: q.known for q in browser.get("/open/called").context["questions"] if q.known}
    told = browser.get(f"/api/methods/called/form?place={place}").json()["questions"]
    assert page == {q["name"]: q["held"] for q in told if q["known"]} == {"where": "一栋"}


def test_the_methods_one_may_open_are_the_same(town: Town, browsers: dict[str, Client]) -> None:
    for who, place in (("resident", town.building), ("community_staff", town.community)):
        told = browsers[who].get(f"/api/methods?place={place.pk}").json()["methods"]
        page = browsers[who].get("/methods")
        found = (
            {one.adoption.slug for one in page.context["found"]}
            if page.context
            else {page["Location"].split("/")[-1]}
        )
        assert {one["slug"] for one in told if one["opens"]} == found
        assert {one["slug"] for one in told} == {"appeal", "assist", "called"}
