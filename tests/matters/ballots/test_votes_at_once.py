"""Two who share a vote, a proxy and whose vote it is, and a move or an erasure in the midst of it: one vote, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from shanzhi import secrecy
from shanzhi.engine.types import SYSTEM
from shanzhi.matters.ballots.bulletin import bulletin_of
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter, SealedBallot
from shanzhi.people import actions as people
from shanzhi.people.erasure import erase_person
from tests.matters.boxes import give_cards, refused, settle
from tests.matters.method_texts import BALLOT, OPEN_BALLOT
from tests.matters.town import Town, code
from tests.matters.writing.test_many_at_once import all_at_once

OWNERS = OPEN_BALLOT.replace("electors: household", "electors: owner")
SECRET_OWNERS = BALLOT.replace("electors: household", "electors: owner").replace(
    "secret: true", "secret: true, secret_owners: 'true'"
)


def co_owned(town: Town) -> None:
    """Flat by flat each its own, but the first, which two own."""
    for home, person in zip(town.households, town.residents, strict=False):
        people.set_owners(SYSTEM, household=home, owners=[(person, "")], reason="登记")
    first = [(town.residents[0], "1/2"), (town.people["spouse"], "1/2")]
    people.set_owners(SYSTEM, household=town.households[0], owners=first, reason="登记")


def with_spouse(town: Town) -> Town:
    settle(town, 6)
    give_cards(town)
    town.people["spouse"] = people.add_person(
        SYSTEM, name="共有人甲", household=town.households[0], facts={"birth": "1961-02-03"}
    )
    return town


@pytest.mark.django_db(transaction=True)
def test_co_owners_who_vote_at_the_same_moment_spend_their_flat_once(town_for_many):
    town = with_spouse(town_for_many)
    co_owned(town)
    town.adopt(OWNERS)
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    asks = [
        lambda who=who, choice=choice: town.try_act(number, "vote", who, values={"choice": choice})
        for who, choice in (("resident", "agree"), ("spouse", "oppose")) * 2
    ]
    answers = all_at_once(*asks)
    assert sorted(code(one) for one in answers) == ["already", "already", "already", "done"]
    tally = Matter.objects.get(pk=number).state["tally"]
    assert (tally["voted"], tally["voted_area"]) == (1, town.households[0].area)
    assert Entry.objects.filter(matter=number, act="vote").count() == 1
    assert verify_matters().faults == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", [OPEN_BALLOT, BALLOT], ids=["open", "secret"])
def test_a_proxy_and_whose_vote_it_is_at_the_same_moment_come_to_one_vote(town_for_many, method):
    town = with_spouse(town_for_many)
    town.adopt(method.replace("ballot: {", "ballot: {proxies: 2, "))
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    one, two = town.people["resident"], town.people["resident2"]
    town.act(number, "entrust", "resident2", proxy=one.pk)

    def on_their_own() -> Any:
        back = town.try_act(number, "revoke", "resident2")
        return (
            town.try_act(number, "vote", "resident2", values={"choice": "oppose"})
            if code(back) == "done"
            else back
        )

    for_them = {"elector": two.pk, "choice": "agree"}
    answers = all_at_once(lambda: town.try_act(number, "vote_for", "resident", values=for_them), on_their_own)
    assert min(map(code, answers)) in ("already", "no_proxy", "done")
    assert [code(answer) for answer in answers].count("done") == 1
    assert Matter.objects.get(pk=number).state["tally"]["voted"] == 1
    assert Entry.objects.filter(matter=number, slot__startswith="vote:").count() == 1
    assert verify_matters().faults == []


@pytest.mark.django_db
def test_one_who_moves_and_one_who_is_erased_after_voting_in_secret_stay_counted(town):
    with_spouse(town)
    cards = give_cards_of(town)
    town.adopt(BALLOT)
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    for who in ("resident", "resident2", "resident3", "resident4"):
        town.act(number, "vote", who, choice="agree")
    elsewhere = people.add_household(SYSTEM, name="二单元 101", place=town.building, area=5_000)
    people.move_person(SYSTEM, person=town.people["resident2"], household=elsewhere)
    erase_person(SYSTEM, person=town.people["resident3"], reason="本人申请")
    assert refused(town.try_act(number, "vote", "resident2", values={"choice": "oppose"})) == "already"
    people.move_person(SYSTEM, person=town.people["resident5"], household=elsewhere)
    town.act(
        number, "vote", "resident5", choice="agree"
    )  # still for the household they were on the roll with
    assert SealedBallot.objects.count() == 5
    tick(now=timezone.now() + timedelta(days=3, minutes=1))
    town.act(number, "open_box", "holder1", cards="\n".join(cards[:2]))
    found = secrecy.recount(secrecy.read_bulletin(bulletin_of(number)))
    assert (found.faults, found.numbers.ballots, found.result.passed) == ([], 5, True)
    assert verify_matters().faults == []


@pytest.mark.django_db
def test_owners_sign_though_their_file_allowed_a_secret_vote_before(town):
    with_spouse(town)
    co_owned(town)
    town.adopt(SECRET_OWNERS)
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    town.act(number, "vote", "resident2", choice="agree")
    tally = Matter.objects.get(pk=number).state["tally"]
    assert (tally["secret"], tally["agree"]) == (False, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("yes", "stage"), [(3, "rejected"), (4, "accepted")])
def test_a_tie_does_not_pass(town, yes, stage):
    with_spouse(town)
    cards = give_cards_of(town)
    town.adopt(BALLOT)
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    for n, who in enumerate(("resident", *(f"resident{n}" for n in range(2, 7)))):
        town.act(number, "vote", who, choice="agree" if n < yes else "oppose")
    tick(now=timezone.now() + timedelta(days=3, minutes=1))
    town.act(number, "open_box", "holder1", cards="\n".join(cards[:2]))
    assert Matter.objects.get(pk=number).stage == stage


@pytest.mark.django_db
def test_papers_that_are_all_spoilt_open_no_box_and_say_so(town):
    with_spouse(town)
    town.people["teller"] = town.appoint("community_staff", town.community, "计票人乙")
    town.adopt(BALLOT.replace("secret: true", "secret: true, paper: [community_staff]"))
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    for person in town.residents:
        town.act(number, "give_paper", "community_staff", elector=person.pk)
    tick(now=timezone.now() + timedelta(days=3, minutes=1))
    totals = {"papers_agree": 0, "papers_oppose": 0, "papers_abstain": 0, "spoilt": len(town.residents)}
    for who in ("community_staff", "teller"):
        town.act(number, "count_papers", who, **totals)
    ended = Entry.objects.get(matter=number, note="outcome")
    assert (ended.to, ended.values["tally"]["voted"]) == ("rejected", 0)
    assert verify_matters().faults == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", [OPEN_BALLOT, BALLOT], ids=["open", "secret"])
def test_where_nobody_is_on_the_roll_nothing_passes(town, method):
    for home in town.households:
        for person in home.members.all():
            erase_person(SYSTEM, person=person, reason="本人申请")
    give_cards(town)
    town.adopt(method)
    answer = town.try_open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    if method is BALLOT:
        assert refused(answer) == "too_few_for_secret"
        return
    tick(now=timezone.now() + timedelta(days=3, minutes=1))
    assert Matter.objects.get(pk=answer.matter.id).stage == "rejected"


def give_cards_of(town: Town) -> list[str]:
    """Other cards for the key holders: those of before are replaced."""
    from shanzhi.matters.ballots.cards import register_card
    from shanzhi.people.queries import load_actor

    cards = []
    for n in (1, 2, 3):
        card = secrecy.draw_card()
        register_card(actor=load_actor(town.people[f"holder{n}"].pk), text=card.text)
        cards.append(card.text)
    return cards
