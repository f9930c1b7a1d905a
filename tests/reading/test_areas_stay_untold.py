"""With distinct areas one subset fits an exact sum: of an open vote by area onlookers read turnout, and later whole per cent."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.api import limits
from shanzhi.engine.types import SYSTEM
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter
from shanzhi.people import actions as people
from shanzhi.people.models import Account
from shanzhi.people.tokens import issue_token
from shanzhi.reading.matter import look
from shanzhi.reading.meanwhile import tally_seen
from tests.matters.boxes import settle
from tests.matters.method_texts import OPEN_BALLOT
from tests.matters.town import Town

OWNERS = OPEN_BALLOT.replace("electors: household", "electors: owner")
YES, NO = ("resident", "resident3"), ("resident2",)
FACES = ("/matters/{}", "/matters/{}/sheet", "/board", "/wall", "/search?q=电梯")
DOORS = (
    "/matters/{}",
    "/matters/{}/entries",
    "/matters?text=电梯",
    "/publications?place={place}",
    "/notices",
)


@pytest.fixture
def voted(town: Town) -> int:
    """A vote by area in its course: two for it, one against, everybody's flat of another size."""
    limits.forget()
    settle(town, 6)
    for n, (home, person) in enumerate(zip(town.households, town.residents, strict=True)):
        people.correct_area(SYSTEM, household=home, area=8_013 + 1_117 * n, source="registered")
        people.set_owners(SYSTEM, household=home, owners=[(person, "")], reason="登记")
    town.adopt(OWNERS)
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    for who, choice in (*((one, "agree") for one in YES), *((one, "oppose") for one in NO)):
        town.act(number, "vote", who, choice=choice)
    return number


def sums(number: int) -> list[str]:
    """Each choice's exact area as somebody could write it."""
    tally = Matter.objects.get(pk=number).state["tally"]
    areas = [tally[f"{choice}_area"] for choice in ("agree", "oppose")]
    assert all(areas)
    return [form for area in areas for form in (str(area), f"{area / 100:.2f}", f"{area / 100:.0f} 平方米")]


def onlookers(town: Town, number: int) -> list[str]:
    found = [(who, look(town.actor(who), number)) for who in town.people]
    return [who for who, seen in found if seen is not None and seen.looks_on and not seen.whole]


def told(town: Town, number: int, who: str, client) -> str:
    """All that somebody is given about it, on pages and by the API."""
    person = town.people[who]
    account, _ = Account.objects.get_or_create(username=f"{who}-{person.pk}", person=person)
    client.force_login(account)
    token = issue_token(town.actor(who), account, label="t", scopes=("read",))[1]
    given = []
    for address in FACES:
        answer = client.get(address.format(number))
        given.append(answer.content.decode() if answer.status_code == 200 else "")
    for address in DOORS:
        path = address.format(number, place=town.district.pk)
        answer = client.get(f"/api{path}", HTTP_AUTHORIZATION=f"Bearer {token}")
        given.append(json.dumps(answer.json()) if answer.status_code == 200 else "")
    assert any("加装电梯" in one for one in given)
    return "\n".join(given)


def test_while_it_runs_onlookers_read_how_many_voted(town, voted):
    watching = onlookers(town, voted)
    assert watching
    for who in watching:
        seen = look(town.actor(who), voted)
        assert seen is not None
        assert set(tally_seen(seen)) == {"roll", "roll_area", "voted", "voted_area"}


def test_no_face_tells_an_onlooker_an_exact_area(town, voted, client):
    exact = sums(voted)
    watching = onlookers(town, voted)
    for who in watching:
        given = told(town, voted, who, client)
        assert [form for form in exact if re.search(rf"(?<!\d){re.escape(form)}", given)] == [], who
    tick(now=timezone.now() + timedelta(days=4))
    assert Matter.objects.get(pk=voted).closed_at is not None
    for who in watching:
        given = told(town, voted, who, client)
        assert [form for form in exact if re.search(rf"(?<!\d){re.escape(form)}", given)] == [], who
