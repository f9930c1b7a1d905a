"""Whoever enters a paper vote names whose it is, though they may not name them elsewhere; nobody else by it."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people.actions import add_person
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
