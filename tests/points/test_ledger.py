"""Points move from a budget to people and households; every movement is written once and never changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as people
from shanzhi.places.actions import add_place
from shanzhi.points.actions import award
from shanzhi.points.models import Account, PointEntry
from shanzhi.points.queries import balance, groundless_entries, points_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    place = add_place(name="样例社区", level="district", code="990101")
    household = people.add_household(SYSTEM, name="一单元 101", place=place)
    return people.add_person(SYSTEM, name="居民一", household=household)


def give(person, n=1, kind="household", points=5):
    return award(
        person=person.pk, kind=kind, points=points, reason={"zh": "做好事", "en": "a good deed"},
        budget=(1, "good-deed"), matter=7, seq=2, n=n, at=timezone.now(),
    )  # fmt: skip


def test_a_household_and_a_person_have_accounts_of_their_own(home):
    give(home)
    give(home, 2, "person", 3)
    assert points_of("household", home.household_id) == 5
    assert points_of("person", home.pk) == 3
    assert points_of("person", 999) == 0


def test_all_balances_sum_to_zero(home):
    for n in range(1, 5):
        give(home, n, points=n)
    assert sum(balance(account) for account in Account.objects.all()) == 0
    assert balance(Account.objects.get(kind="budget")) == -10


def test_the_same_award_twice_is_one(home):
    assert give(home).pk == give(home).pk
    assert points_of("household", home.household_id) == 5


def test_who_has_no_household_is_credited_in_person(home):
    home.household = None
    home.save()
    give(home)
    assert points_of("person", home.pk) == 5


def test_nothing_is_changed_deleted_or_made_up(home):
    entry = give(home)
    for change in (lambda: PointEntry.objects.update(points=500), lambda: PointEntry.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        PointEntry.objects.create(
            debit=entry.debit,
            credit=entry.credit,
            points=0,
            reason_zh="",
            reason_en="",
            matter=1,
            seq=1,
            at=entry.at,
        )
    assert [fault[:2] for fault in groundless_entries()] == [(7, 2)]
