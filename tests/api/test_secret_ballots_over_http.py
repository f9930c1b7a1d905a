"""A secret ballot over the API: cast as any act, receipt, box, opening with cards, bulletin."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.utils import timezone

from shanzhi import secrecy
from shanzhi.matters.sweeping import tick
from tests.matters.boxes import give_cards, settle
from tests.matters.methods import BALLOT


@pytest.fixture
def town(api):
    return api.town


@pytest.fixture
def number(town):
    settle(town, 6)
    town.cards = give_cards(town)
    town.adopt(BALLOT)
    return town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id


def test_from_the_vote_to_the_bulletin(api, town, number):
    for n in range(1, 7):
        who = api.as_("resident" if n == 1 else f"resident{n}")
        done = who.post(f"/matters/{number}/acts", {"act": "vote", "values": {"choice": "yes"}})
        assert done.status == 200, done.data
    resident = api.as_("resident")
    (receipt,) = resident.get(f"/matters/{number}/receipts")["receipts"]
    assert receipt["number"] == 1
    box = resident.get(f"/matters/{number}/box")
    assert (box["count"], box["z"], box["needed"], len(box["holders"])) == (None, "", 2, 3)
    tick(now=timezone.now() + timedelta(days=3, minutes=1))
    cards = "\n".join(town.cards[1:])
    done = api.as_("holder2").post(f"/matters/{number}/acts", {"act": "open_box", "values": {"cards": cards}})
    assert (done.status, done.data["stage"]) == (200, "accepted")
    bulletin = resident.get(f"/matters/{number}/bulletin")
    found = secrecy.recount(secrecy.read_bulletin(msgspec.json.encode(bulletin.data)))
    assert (list(found.faults), found.result.passed) == ([], True)
    entries = resident.get(f"/matters/{number}/entries")["entries"]
    assert "choice" not in msgspec.json.encode(entries).decode()


def test_what_only_the_application_makes_is_refused(api, number):
    forged = {"votes": [{"key": "household:1", "fingerprint": "0" * 64, "e": "0" * 64, "weight": 1}]}
    done = api.as_("resident").post(f"/matters/{number}/acts", {"act": "vote", "values": forged})
    assert (done.status, done.data["code"]) == (422, "form")
