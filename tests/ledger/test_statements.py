"""A statement tells its holder what came, what went, what is held and when it runs out; a report what a place owes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.ledger.models import Account
from shanzhi.ledger.rights import look
from shanzhi.ledger.statements import owed, own_accounts, statement
from shanzhi.matters.clock.sweeping import tick
from shanzhi.people.models import AuditRecord
from shanzhi.people.problems import Denied
from tests.ledger.money import BOOK, earn, voucher, with_bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(town):
    return with_bank(town)


def test_a_statement_adds_up_and_tells_what_is_reserved(bank):
    now = timezone.now()
    earn(bank, 30, at=now - timedelta(days=59))
    earn(bank, 20)
    done = voucher(bank, 40)
    bank.act(done, "charge", "department_staff", goods="理发", price=15)
    bank.act(done, "agree", "resident")
    voucher(bank, 5)
    mine = statement(own_accounts(bank.actor("resident")).get(), timezone.now())
    assert (mine.label.zh, mine.counts) == ("家庭积分", "points")
    assert (mine.before, mine.came, mine.went, mine.after) == (0, 50, 15, 35)
    assert (mine.free, mine.held) == (30, 5)
    assert [line.kind for line in mine.lines] == [
        "reserve",
        "release",
        "settle",
        "reserve",
        "transfer",
        "transfer",
    ]
    assert [amount for _, amount in mine.running_out] == [10, 20]


def test_a_statement_of_a_month_begins_with_what_there_was(bank):
    now = timezone.now()
    earn(bank, 30, at=now - timedelta(days=40))
    earn(bank, 20)
    account = Account.objects.get(kind="household")
    late = statement(account, now, since=now - timedelta(days=30))
    assert (late.before, late.came, late.after) == (30, 20, 50)
    early = statement(account, now, until=now - timedelta(days=30))
    assert (early.before, early.came, early.after) == (0, 30, 30)


def test_what_is_owed_is_what_was_issued_less_what_came_of_it(bank):
    now = timezone.now()
    earn(bank, 30, at=now - timedelta(days=59))
    earn(bank, 40, who=1)
    done = voucher(bank, 20)
    bank.act(done, "charge", "department_staff", goods="理发", price=20)
    bank.act(done, "agree", "resident")
    tick(now=now + timedelta(days=3))
    (row,) = owed(bank.community)
    assert (row.book, row.issued, row.redeemed, row.expired) == (BOOK, 70, 20, 10)
    assert (row.outstanding, row.with_organisations, row.holders) == (40, 20, 1)
    assert row.issued == row.outstanding + row.with_organisations + row.expired
    assert {label.zh: balance for label, balance in row.accounts} == {
        "居民会议议定的额度": -1000,
        "本年预算": 930,
    }
    assert owed(bank.other_grid) == []


def test_an_account_is_seen_by_its_holder_and_the_desk_that_keeps_it_and_each_look_is_logged(bank):
    earn(bank, 10)
    account = Account.objects.get(kind="household")
    look(bank.actor("resident"), account)
    assert not AuditRecord.objects.filter(kind="ledger.see").exists()
    look(bank.actor("community_staff"), account)
    assert AuditRecord.objects.filter(kind="ledger.see").count() == 1
    for other in ("resident2", "grid_worker", "street_staff", "district_staff", "department_staff"):
        with pytest.raises(Denied):
            look(bank.actor(other), account)
