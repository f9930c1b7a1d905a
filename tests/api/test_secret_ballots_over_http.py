"""A secret ballot over the API: cast as any act, receipt, box, opening with cards, bulletin."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.utils import timezone

from shanzhi import secrecy
from shanzhi.matters.ballots.bulletin import bulletin_of
from shanzhi.matters.ballots.heads import send_heads
from shanzhi.matters.clock.sweeping import tick
from tests.matters.boxes import give_cards, settle
from tests.matters.method_texts import BALLOT


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
        done = who.post(f"/matters/{number}/acts", {"act": "vote", "values": {"choice": "agree"}})
        assert done.status == 200, done.data
    resident = api.as_("resident")
    (receipt,) = resident.get(f"/matters/{number}/receipts")["receipts"]
    assert receipt["number"] == 1
    box = resident.get(f"/matters/{number}/box")
    assert (box["count"], box["z"], box["needed"], len(box["holders"])) == (6, "", 2, 3)
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


def test_holders_bring_their_openings_and_observers_read_the_values_of_the_chain(api, town):
    settle(town, 8)
    cards = give_cards(town)
    town.adopt(BALLOT.replace("secret: true", "secret: true, counts_from: '5'"))
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    for who in ["resident", *(f"resident{n}" for n in range(2, 8))]:
        town.act(number, "vote", who, choice="agree")
    assert send_heads(timezone.now() + timedelta(days=1, minutes=1)) == 1
    box = api.as_("holder3").get(f"/matters/{number}/box")
    (sent,) = box["heads"]
    assert (sent["number"], sent["head"], box["count"]) == (7, box["head"], 7)
    tick(now=timezone.now() + timedelta(days=3, minutes=1))
    bulletin = secrecy.read_bulletin(bulletin_of(number, sealed=True))
    found = secrecy.check_box(bulletin, heads_known=[bytes.fromhex(sent["head"])])

    def file(card: str) -> str:
        share = secrecy.open_share(bulletin.key, card)
        made = secrecy.write_partials(bulletin, share.holder, secrecy.open_alone(bulletin, found, share))
        return made.decode()

    def bring(who: str, content: str):
        return api.as_(who).post(f"/matters/{number}/box/openings", {"content": content})

    for content in ("{}", "no file", file(cards[0]).replace('"holder": 1', '"holder": 2')):
        refused = bring("holder1", content)
        assert (refused.status, bool(refused.data["message"])) == (422, True), refused.data
    assert bring("resident", file(cards[0])).status in (403, 409, 422)
    first = bring("holder1", file(cards[0]))
    assert (first.status, first.data) == (200, {"brought": 1, "needed": 2, "step": None})
    assert api.as_("resident").get(f"/matters/{number}/box")["holders"][0]["brought"] is True
    last = bring("holder2", file(cards[1]))
    assert (last.status, last.data["brought"], last.data["step"]["stage"]) == (200, 2, "accepted")
