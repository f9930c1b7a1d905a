"""An award without a ledger of its own is a transfer too: from what the method issued at that place."""

from __future__ import annotations

import pytest

from shanzhi.ledger.models import Account, Transfer
from shanzhi.ledger.queries import points_of
from shanzhi.ledger.verifying import ledger_faults
from tests.matters.method_texts import end, method

pytestmark = pytest.mark.django_db
GIFT = method(
    "good-deed",
    "做好事",
    "resident",
    """
offered:
  label: 待确认
  desk: community_staff
  due: 3 days
  acts:
    confirm:
      label: 确认
      effects:
        - award: {to: opener, points: 5, account: household, for: 做好事}
        - award: {to: opener, points: 3, for: 写心得}
      to: finished
"""
    + end("finished", "已确认", "done"),
)


def test_a_household_and_a_person_have_accounts_of_their_own(town):
    town.adopt(GIFT)
    town.act(town.open("good-deed", values={"subject": "扶老人过马路"}), "confirm", "community_staff")
    assert points_of("household", town.households[0].pk) == 5
    assert points_of("person", town.residents[0].pk) == 3
    assert points_of("person", 999) == 0
    assert Account.objects.get(name="issued").balance == -8
    assert list(ledger_faults()) == []


def test_who_has_no_household_is_credited_in_person(town):
    town.adopt(GIFT)
    done = town.open("good-deed", values={"subject": "扶老人过马路"})
    person = town.residents[0]
    person.household = None
    person.save()
    town.act(done, "confirm", "community_staff")
    assert points_of("person", person.pk) == 8
    assert Transfer.objects.count() == 2
