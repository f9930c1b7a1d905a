"""Many clerks with one paper, or with one household's papers, at the same moment: one paper, one vote, and no entry lost."""

from __future__ import annotations

from collections import Counter

import pytest

from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter
from tests.matters.boxes import settle
from tests.matters.method_texts import BALLOT
from tests.matters.town import Town, code
from tests.matters.writing.test_many_at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
NAMED = BALLOT.replace("secret: true", "paper: [community_staff]")
CLERKS, EACH = 8, 4
"""Thirty-two at once: so many clerks, each with so many entries of their own."""


@pytest.fixture
def number(town_for_many: Town) -> int:
    town = town_for_many
    settle(town, CLERKS)
    for n in range(CLERKS):
        town.people[f"clerk{n}"] = town.appoint("community_staff", town.community, f"计票员{n}")
    town.adopt(NAMED)
    return town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id


def entered(town: Town, number: int, act: str, values) -> Counter[str]:
    """What became of thirty-two entries made at once: `values` of clerk and turn."""
    asks = [
        lambda clerk=clerk, turn=turn: town.try_act(number, act, f"clerk{clerk}", values=values(clerk, turn))
        for clerk in range(CLERKS)
        for turn in range(EACH)
    ]
    return Counter(map(code, all_at_once(*asks)))


def elector(town: Town, n: int) -> int:
    return town.residents[n].pk


def test_one_paper_s_number_is_entered_for_one_household(town_for_many, number):
    town = town_for_many
    told = entered(
        town, number, "paper",
        lambda clerk, turn: {"elector": elector(town, clerk), "choice": ("agree", "oppose")[turn % 2], "number": "A001"},
    )  # fmt: skip
    assert told["done"] == 1
    assert set(told) <= {"done", "paper_of_another", "already"}
    assert Matter.objects.get(pk=number).state["tally"]["voted"] == 1
    votes = Entry.objects.filter(matter=number, act="paper")
    papers = Entry.objects.filter(matter=number, act="hand_out")
    assert (votes.count(), papers.count()) == (1, 1)
    assert papers.get().values["elector"] == votes.get().values["elector"]
    assert verify_matters().faults == []


def test_one_household_s_vote_is_entered_from_one_paper(town_for_many, number):
    town = town_for_many
    told = entered(
        town, number, "paper",
        lambda clerk, turn: {"elector": elector(town, 0), "choice": "agree", "number": f"B{clerk}{turn}"},
    )  # fmt: skip
    assert (told["done"], set(told)) == (1, {"done", "already"})
    tally = Matter.objects.get(pk=number).state["tally"]
    assert (tally["voted"], tally["agree"]) == (1, 1)
    assert Entry.objects.filter(matter=number, act="hand_out").count() == 1
    assert verify_matters().faults == []


def test_one_paper_is_handed_out_to_one_household(town_for_many, number):
    town = town_for_many
    told = entered(
        town, number, "hand_out",
        lambda clerk, _turn: {"elector": elector(town, clerk), "number": "C001", "way": "signed"},
    )  # fmt: skip
    assert (told["done"], set(told)) == (1, {"done", "paper_taken"})
    assert Entry.objects.filter(matter=number, act="hand_out").count() == 1
    assert verify_matters().faults == []


def test_many_papers_of_as_many_households_are_all_entered(town_for_many, number):
    town = town_for_many
    asks = [
        lambda n=n: town.try_act(
            number,
            "paper",
            f"clerk{n}",
            values={"elector": elector(town, n), "choice": "oppose", "number": f"D{n}"},
        )
        for n in range(CLERKS)
    ]
    assert Counter(map(code, all_at_once(*asks))) == {"done": CLERKS}
    assert Matter.objects.get(pk=number).state["tally"]["oppose"] == CLERKS
