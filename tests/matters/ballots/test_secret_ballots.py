"""A secret ballot in the store: sealed when cast, closed by the clock, opened by its holders, recounted by anyone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi import secrecy
from shanzhi.engine.types import Refusal
from shanzhi.matters.ballots.bulletin import bulletin_of
from shanzhi.matters.ballots.receipts import receipts_for
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import BallotKey, BoxOpening, ElectorCode, Entry, Matter, Notice, SealedBallot
from tests.matters.boxes import give_cards, refused, settle
from tests.matters.method_texts import BALLOT
from tests.matters.town import code

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(town):
    settle(town, 8)
    town.adopt(BALLOT)
    return give_cards(town)


@pytest.fixture
def open_ballot(town, cards):
    return town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})


def residents(count: int) -> list[str]:
    return ["resident", *(f"resident{n}" for n in range(2, count + 1))]


def cast(town, done, yes: int, no: int) -> None:
    for n, who in enumerate(residents(yes + no)):
        town.act(done, "vote", who, choice="agree" if n < yes else "oppose")


def close(number: int) -> None:
    tick(now=timezone.now() + timedelta(days=3, minutes=1))
    assert Matter.objects.get(pk=number).desk_role == "key_holder"


def test_from_the_first_vote_to_the_recount(town, cards, open_ballot):
    number = open_ballot.matter.id
    cast(town, open_ballot, 5, 2)
    close(number)
    done = town.act(open_ballot, "open_box", "holder1", cards="\n".join(cards[:2]))
    assert done.matter.stage == "accepted"
    found = secrecy.recount(secrecy.read_bulletin(bulletin_of(number)))
    assert (list(found.faults), found.result.passed, found.result.heads) == ([], True, None)


def test_any_two_of_three_cards_open_it_and_one_or_a_strangers_does_not(town, cards, open_ballot):
    number = open_ballot.matter.id
    cast(town, open_ballot, 2, 4)
    close(number)

    def with_cards(*chosen: str) -> object:
        return town.try_act(open_ballot, "open_box", "holder2", values={"cards": "\n".join(chosen)})

    assert refused(with_cards(cards[0])) == "too_few_cards"
    assert refused(with_cards(cards[0], cards[0])) == "too_few_cards"
    assert refused(with_cards(cards[0], secrecy.draw_card().text)) == "bad_card"
    assert refused(with_cards(cards[0], cards[1][:-1] + ("0" if cards[1][-1] != "0" else "1"))) == "bad_card"
    assert not BoxOpening.objects.exists()
    answer = with_cards(cards[2], cards[0])
    assert (answer.matter.stage, answer.entries[0].values["holders"]) == ("rejected", [1, 3])


def test_history_and_state_hold_a_fingerprint_and_no_choice(town, cards, open_ballot):
    cast(town, open_ballot, 3, 3)
    votes = Entry.objects.filter(matter=open_ballot.matter.id, act="vote")
    assert {tuple(vote.values) for vote in votes} == {("fingerprint",)}
    row = Matter.objects.get(pk=open_ballot.matter.id)
    assert row.state["tally"]["voted"] == 6
    assert not {"agree", "oppose", "choice"} & set(row.state["tally"])
    assert {len(b) for b in SealedBallot.objects.values_list("ballot", flat=True)} == {681}


def test_a_command_sent_again_adds_no_second_ballot(town, cards, open_ballot):
    first = town.try_act(open_ballot, "vote", "resident", values={"choice": "agree"}, command_id="once")
    again = town.try_act(open_ballot, "vote", "resident", values={"choice": "oppose"}, command_id="once")
    assert (code(first), code(again), again.repeated) == ("done", "done", True)
    assert refused(town.try_act(open_ballot, "vote", "resident", values={"choice": "oppose"})) == "already"
    assert SealedBallot.objects.count() == 1


def test_nobody_hands_in_what_only_the_application_makes(town, cards, open_ballot):
    row = ElectorCode.objects.first()
    forged = {"fingerprint": "1" * 64, "e": bytes(row.e).hex(), "weight": 1}
    assert refused(town.try_act(open_ballot, "vote", "resident", values=forged)) == "form"
    assert (
        refused(town.try_act(open_ballot, "vote", "resident", values={"choice": "agree", **forged})) == "form"
    )
    cast(town, open_ballot, 6, 0)
    close(open_ballot.matter.id)
    told = {"passed": True, "holders": [1, 2]}
    assert refused(town.try_act(open_ballot, "open_box", "holder1", values=told)) == "form"
    assert refused(town.try_act(open_ballot, "open_box", "resident", values={"cards": "x"})) in (
        "not_yours", "bad_card",
    )  # fmt: skip


def test_a_bad_choice_is_told_without_being_sealed(town, cards, open_ballot):
    answer = town.try_act(open_ballot, "vote", "resident", values={"choice": "perhaps"})
    assert isinstance(answer, Refusal)
    assert (answer.code, list(answer.fields)) == ("form", ["choice"])
    assert not SealedBallot.objects.exists()


def test_without_cards_no_secret_ballot_begins(town):
    settle(town, 8)
    town.adopt(BALLOT)
    answer = town.try_open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    assert refused(answer) == "no_cards"
    assert not BallotKey.objects.exists()


def test_a_record_changed_in_the_database_stops_voting(town, cards, open_ballot):
    from django.db import connection

    from shanzhi.matters.history.protection import unprotect

    with connection.cursor() as cursor:
        for statement in unprotect(connection.vendor, "matters_ballotkey"):
            cursor.execute(statement)
    own = secrecy.deal(1, [secrecy.draw_card().public])
    BallotKey.objects.update(commitments=b"".join(own.commitments), cards=b"".join(own.cards), needed=1)
    answer = town.try_act(open_ballot, "vote", "resident", values={"choice": "agree"})
    assert refused(answer) == "not_marked"
    assert not SealedBallot.objects.exists()


def test_whoever_a_proxy_votes_for_is_told_and_both_have_the_receipt(town):
    settle(town, 6)
    give_cards(town)
    town.adopt(BALLOT.replace("secret: true", "secret: true, proxies: 1"))
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    number, one, two = done.matter.id, town.people["resident"], town.people["resident2"]
    town.act(done, "entrust", "resident2", proxy=one.pk)
    town.act(done, "vote_for", "resident", elector=two.pk, choice="agree")
    assert Notice.objects.filter(person=two, matter=number, zh__contains="已替您投票").count() == 1
    (held,), (own,) = receipts_for(number, 1, one.pk), receipts_for(number, 1, two.pk)
    assert held.receipt == own.receipt
    assert (held.salt, own.salt is not None) == (None, True)
