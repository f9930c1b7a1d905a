"""A ballot that was opened under a former release's words goes on: every vote is counted, those cast before and those after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Entry, Matter
from tests.matters.boxes import settle
from tests.matters.method_texts import OPEN_BALLOT
from tests.matters.town import Town

FORMER = {"roll": "electors", "roll_area": "electors_area", "agree": "yes", "oppose": "no"}
FORMER |= {f"{new}_area": f"{old}_area" for new, old in (("agree", "yes"), ("oppose", "no"))}


@pytest.mark.django_db
@pytest.mark.parametrize(("then", "stage"), [("agree", "accepted"), ("oppose", "rejected")])
def test_votes_of_yes_and_no_are_counted_with_those_that_come_after(
    town: Town, then: str, stage: str
) -> None:
    settle(town, 4)
    town.adopt(OPEN_BALLOT)
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    town.act(number, "vote", "resident", choice="agree")
    town.act(number, "vote", "resident2", choice="oppose")
    _as_it_was_stored(number)

    town.act(number, "vote", "resident3", choice=then)
    tick(now=timezone.now() + timedelta(days=3, minutes=1))

    end = Entry.objects.get(matter=number, note="outcome")
    heads = {name: end.values["tally"][name] for name in ("roll", "voted", "agree", "oppose")}
    agreed = 2 if then == "agree" else 1
    assert heads == {"roll": 4, "voted": 3, "agree": agreed, "oppose": 3 - agreed}
    assert Matter.objects.get(pk=number).stage == stage


def _as_it_was_stored(number: int) -> None:
    """The running matter in the words of a release before."""
    row = Matter.objects.get(pk=number)
    tally = {FORMER.get(name, name): value for name, value in row.state["tally"].items()}
    tally["roll"] = tally["@roll"]
    row.state = {**row.state, "tally": tally}
    row.save()
