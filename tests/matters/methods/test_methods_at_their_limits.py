"""What the checker lets through, either back end can keep: the longest names, every role at once, the most points."""

from __future__ import annotations

import pytest

from shanzhi.ledger.models import Transfer
from shanzhi.matters.models import Matter
from shanzhi.method.build import MAX_VERSION
from shanzhi.method.effects import MOST_POINTS
from shanzhi.method.roles import ROLES
from shanzhi.method.shape import MAX_ID
from tests.matters.method_texts import end, method

pytestmark = pytest.mark.django_db

NAME = "a" * MAX_ID
LONG = method(
    NAME,
    "很" * 300,
    "resident",
    f"""
{NAME}:
  label: 等人接
  desk: community_staff
  claim: {{by: [{", ".join(ROLES)}, resident], open_for: 3 days}}
  outcomes: {{taken: b{NAME[1:]}, unclaimed: nobody}}
b{NAME[1:]}:
  label: 办理中
  desk: holder
  due: 3 days
  acts:
    {NAME}: {{label: 办完, to: finished, effects: [{{award: {{to: opener, points: {MOST_POINTS}, for: 帮忙}}}}]}}
"""
    + end("finished", "已办完", "done")
    + end("nobody", "无人接", "expired"),
    version=MAX_VERSION,
).replace("visible: place", f"visible: [{{shows: all, whom: [{', '.join(ROLES)}]}}]")


def test_a_method_of_the_longest_names_lives_through(town) -> None:
    town.adopt(LONG)
    number = town.open(NAME, "resident", values={"subject": "帮忙"}).matter.id
    row = Matter.objects.get(pk=number)
    assert all(f" {role} " in row.open_to and role in row.shown_to for role in ROLES)
    town.act(number, "take", "grid_worker")
    town.act(number, NAME, "grid_worker")
    assert Matter.objects.get(pk=number).end == "done"
    assert Transfer.objects.get(matter=number).amount == MOST_POINTS
