"""Points from a budget to a household to a shop and back: every balance follows, and nothing is made up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from shanzhi.ledger.models import Account, Lot, Transfer
from shanzhi.ledger.verifying import ledger_faults
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Matter
from shanzhi.matters.writing.voiding import void_matters
from shanzhi.method.problems import MethodError
from tests.ledger.money import earn, stands, voucher, with_bank
from tests.matters.town import code

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(town):
    return with_bank(town)


def paid(bank, price=20, limit=40):
    done = voucher(bank, limit)
    bank.act(done, "charge", "department_staff", goods="理发", price=price)
    bank.act(done, "agree", "resident")
    return done


def test_a_budget_is_spent_reserved_settled_and_what_is_left_is_free_again(bank):
    earn(bank, 50)
    assert (stands(bank), stands(bank, "budget")) == (50, 950)
    done = voucher(bank, 40)
    assert stands(bank) == 10
    bank.act(done, "charge", "department_staff", goods="理发", price=20)
    bank.act(done, "agree", "resident")
    assert (stands(bank), stands(bank, "shop")) == (30, 20)
    assert sum(Account.objects.values_list("balance", flat=True)) == 0
    assert list(ledger_faults()) == []


def test_what_was_reserved_and_not_asked_for_comes_back_by_itself(bank):
    earn(bank, 50)
    voucher(bank, 40)
    tick(now=timezone.now() + timedelta(days=3))
    assert stands(bank) == 50
    again = voucher(bank, 50)
    bank.act(again, "withdraw", "resident")
    assert stands(bank) == 50


def test_a_matter_made_void_holds_nothing(bank):
    earn(bank, 50)
    done = voucher(bank, 40)
    assert void_matters(actor=bank.actor("district_staff"), matters=[done.matter.id], reason="误录") == 1
    assert stands(bank) == 50
    assert verify_matters().faults == []


def test_a_dispute_is_taken_back_by_new_entries_and_nothing_is_edited(bank):
    earn(bank, 50)
    done = paid(bank)
    before = list(Transfer.objects.order_by("pk").values())
    bank.act(done, "dispute", "resident", why="没有理成")
    bank.act(done, "back", "community_staff", why="商户认可")
    assert (stands(bank), stands(bank, "shop")) == (50, 0)
    assert list(Transfer.objects.order_by("pk").values())[: len(before)] == before
    assert Transfer.objects.filter(kind="reverse").count() == 1
    assert verify_matters().faults == []


def test_what_is_taken_back_has_the_time_left_that_it_had(bank):
    now = timezone.now()
    earn(bank, 50, at=now - timedelta(days=10))
    expires = Lot.objects.get(remaining__gt=0).expires
    done = paid(bank)
    bank.act(done, "dispute", "resident", why="没有理成", at=now + timedelta(days=5))
    bank.act(done, "back", "community_staff", why="认可", at=now + timedelta(days=6))
    later = Lot.objects.exclude(expires=expires).get(remaining=20).expires
    assert timedelta(days=5) < later - expires < timedelta(days=7)


def test_the_oldest_points_run_out_first_and_are_spent_first(bank):
    now = timezone.now()
    earn(bank, 20, at=now - timedelta(days=55))
    earn(bank, 30, at=now - timedelta(days=1))
    paid(bank, price=15, limit=15)
    assert [lot.remaining for lot in Lot.objects.filter(remaining__gt=0).order_by("expires")] == [5, 30]
    later = now + timedelta(days=10)
    assert stands(bank, at=later) == 30  # nobody has looked at the clock yet
    assert tick(now=later).expired == 1
    assert tick(now=later).expired == 0
    assert (stands(bank, at=later), Account.objects.get(kind="expired").balance) == (30, 5)
    assert list(ledger_faults()) == []


def test_what_runs_out_while_it_is_held_can_be_paid_but_not_spent_anew(bank):
    now = timezone.now()
    earn(bank, 20, at=now - timedelta(days=59))
    done = voucher(bank, 20)
    late = now + timedelta(days=1, hours=20)
    tick(now=late)
    bank.act(done, "charge", "department_staff", goods="理发", price=15, at=late)
    bank.act(done, "agree", "resident", at=late)
    assert stands(bank, "shop", at=late) == 15
    assert stands(bank, at=late) == 0
    tick(now=late)
    assert list(ledger_faults()) == []


def test_over_the_budget_or_the_months_limit_nothing_is_written_and_it_waits(town):
    bank = with_bank(town, budget=60)
    earn(bank, 45)
    for points in (10, 70):
        number = earn(bank, points, who=0 if points == 10 else 1)
        assert Matter.objects.get(pk=number).stage == "waiting"
        assert code(bank.try_act(number, "again", "community_staff")) in ("over_limit", "short")
    assert (stands(bank), stands(bank, 1), stands(bank, "budget")) == (45, 0, 15)


def test_nobody_reserves_what_is_anothers(bank):
    """A shop that reserves a household's points could block them."""
    earn(bank, 50)
    refused = bank.try_open(
        "points-redeem", "resident2",
        values={"limit": 20, "shop": bank.office.pk, "family": bank.households[0].pk},
    )  # fmt: skip
    assert code(refused) == "unknown_refs"
    assert stands(bank) == 50


def test_nobody_moves_what_the_keeper_does_not_let_them_use(town):
    from tests.ledger.money import BANK, REDEEM

    town.adopt(BANK.replace("used_by: [points-redeem]", "used_by: [another-method]"))
    with pytest.raises(MethodError, match="SZ459"):
        town.adopt(REDEEM)


def test_without_its_keeper_a_method_says_what_is_missing(town):
    from tests.ledger.money import REDEEM

    town.adopt(REDEEM)
    refused = town.try_open(
        "points-redeem", "resident", values={"limit": 5, "shop": town.office.pk, "family": None}
    )
    assert code(refused) == "no_ledger"


def test_the_database_itself_refuses_a_balance_below_zero_a_change_and_a_gap(bank):
    """Hours were sold through an administrator's back door: here every door leads past the chain."""
    earn(bank, 50)
    household = Account.objects.get(kind="household")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=household.pk).update(balance=-1)
    for change in (lambda: Transfer.objects.update(amount=500), lambda: Transfer.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    Account.objects.filter(pk=household.pk).update(balance=500)
    said = [fault.what.en for fault in verify_matters().faults]
    assert any("its movements add up to 50" in one for one in said)
    assert any("should come to 0" in one for one in said)


def test_erasing_somebody_empties_the_reason_and_the_chain_holds(bank):
    earn(bank, 50)
    Transfer.objects.update(reason_zh="", reason_en="", salt="")
    assert list(ledger_faults()) == []
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Transfer.objects.update(seal=b"x")
