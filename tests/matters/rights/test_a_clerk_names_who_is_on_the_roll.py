"""Whoever enters a paper vote names whose it is, though they may not name them elsewhere; nobody else by it."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM, Refusal
from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import asked
from shanzhi.people.actions import add_person
from shanzhi.people.queries import load_actor
from tests.matters.boxes import refused, settle
from tests.matters.method_texts import end, method
from tests.matters.town import Town

PAPERS = method(
    "papers",
    "签名票",
    "owners_member",
    """
first:
  label: 表决
  desk: owners_member
  due: 5 days
  ballot: {roll: households, cast: [paper], clerks: [owners_member], quorum: count.voted > 0, pass: count.agree * 2 > count.voted}
  outcomes: {passed: accepted, failed: rejected, no_quorum: rejected}
"""
    + end("accepted", "通过", "done")
    + end("rejected", "未通过", "failed"),
)


@pytest.mark.django_db
def test_a_clerk_names_electors_and_nobody_else(town: Town) -> None:
    settle(town, 3)
    town.people["owners_member"] = town.appoint("owners_member", town.community, "业委会成员甲")
    town.adopt(PAPERS)
    number = town.open("papers", "owners_member", values={"subject": "屋面防水"}).matter.id
    elector = town.people["resident2"].pk
    newcomer = add_person(
        SYSTEM, name="新来的人", household=town.households[0]
    ).pk  # after the roll was fixed
    paper = {"choice": "agree", "number": "A1"}
    assert (
        refused(town.try_act(number, "paper", "owners_member", values={"elector": newcomer, **paper}))
        == "unknown_refs"
    )
    town.act(number, "paper", "owners_member", elector=elector, **paper)


@pytest.mark.django_db
def test_a_clerk_of_a_grid_enters_votes_for_the_whole_community(town: Town) -> None:
    """Grid workers go from door to door for a vote of the community: it is theirs to enter, seen, and nobody else's."""
    settle(town, 3)
    town.people["owners_member"] = town.appoint("owners_member", town.community, "业委会成员甲")
    text = PAPERS.replace("clerks: [owners_member]", "clerks: [grid_worker]")
    assert text != PAPERS
    town.adopt(text)
    number = town.open("papers", "owners_member", values={"subject": "屋面防水"}).matter.id
    paper = {"elector": town.people["resident2"].pk, "choice": "agree", "number": "A1"}
    assert number in Matter.objects.filter(asked(town.actor("grid_worker@other"))).values_list(
        "pk", flat=True
    )
    town.act(number, "paper", "grid_worker@other", **paper)
    lead = town.people["lead"] = town.appoint("building_lead", town.building, "楼栋长甲")
    assert not Matter.objects.filter(asked(load_actor(lead.pk))).exists()
    assert isinstance(town.try_act(number, "paper", "lead", values=paper), Refusal)
