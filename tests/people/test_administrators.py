"""Nobody alone does anything to an administrator's account: one asks, another confirms, the holder is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.actions.administrators import WAITS, done_to
from shanzhi.people.audit_words import account_in
from shanzhi.people.models import Account, AccountRequest, AuditRecord
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import actor_of

KINDS = ("system_admin", "security_admin", "audit_admin")


@pytest.fixture
def accounts(db):
    made = {kind: actions.open_account(SYSTEM, username=kind, kind=kind)[0] for kind in KINDS}
    made["system_admin2"] = actions.open_account(SYSTEM, username="system2", kind="system_admin")[0]
    return made


@pytest.fixture
def by(accounts):
    return {kind: actor_of(accounts[kind]) for kind in KINDS}


@pytest.mark.parametrize("who", KINDS)
@pytest.mark.parametrize("whose", [*KINDS, "system_admin2"])
def test_none_of_the_three_acts_alone_on_any_administrators_account(accounts, by, who, whose):
    account = accounts[whose]
    before = account.password
    for act in (
        actions.close_account,
        actions.reset_password,
        actions.unlock_account,
        actions.reset_second_factor,
    ):
        with pytest.raises(Denied, match=r"提出|只有"):
            act(by[who], account=account)
    for kind in KINDS:
        with pytest.raises(Denied):
            actions.open_account(by[who], username="further", kind=kind)
    account.refresh_from_db()
    assert account.is_active
    assert account.password == before
    assert not Account.objects.filter(username="further").exists()


def test_people_s_accounts_stay_the_system_administrators(accounts, by, ground):
    account, _ = actions.open_account(by["system_admin"], username="jumin", person=ground.resident)
    actions.reset_password(by["system_admin"], account=account)
    with pytest.raises(Denied):
        actions.unlock_account(by["system_admin"], account=account)
    actions.unlock_account(by["security_admin"], account=account)
    actions.close_account(by["system_admin"], account=account)
    assert not account.is_active


def ask(by, account, act="password", **more):
    return actions.ask_for_account(by["security_admin"], act=act, account=account, reason="离岗交接", **more)


def test_a_reset_takes_two_and_the_password_goes_to_who_asked_once(accounts, by):
    account = accounts["system_admin"]
    account.set_password("Old-Pass-2026-xyz")
    account.save()
    asked = ask(by, account)
    for who in ("system_admin", "security_admin"):
        with pytest.raises(Denied):
            actions.confirm_request(by[who], asked=asked)
    with pytest.raises(BadInput):
        actions.draw_password(by["security_admin"], asked=asked)
    actions.confirm_request(by["audit_admin"], asked=asked)
    account.refresh_from_db()
    assert not account.check_password("Old-Pass-2026-xyz")
    with pytest.raises(Denied):
        actions.draw_password(by["audit_admin"], asked=asked)
    password = actions.draw_password(by["security_admin"], asked=asked)
    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password
    with pytest.raises(BadInput):
        actions.draw_password(by["security_admin"], asked=asked)
    with pytest.raises(BadInput):
        actions.confirm_request(by["audit_admin"], asked=asked)


def test_an_account_is_opened_by_two_and_the_name_is_checked_at_once(accounts, by):
    with pytest.raises(BadInput):
        actions.ask_for_new_account(
            by["security_admin"], username="system2", kind="audit_admin", reason="增设"
        )
    with pytest.raises(BadInput):
        actions.ask_for_new_account(by["security_admin"], username="audit2", kind="audit_admin", reason=" ")
    asked = actions.ask_for_new_account(
        by["security_admin"], username="audit2", kind="audit_admin", reason="增设"
    )
    assert not Account.objects.filter(username="audit2").exists()
    actions.confirm_request(by["audit_admin"], asked=asked)
    opened = Account.objects.get(username="audit2")
    assert opened.kind == "audit_admin"
    assert not opened.has_usable_password()
    assert len(actions.draw_password(by["security_admin"], asked=asked)) == 16


def test_what_is_refused_or_lapsed_is_not_done(accounts, by):
    account = accounts["system_admin2"]
    asked = ask(by, account, "close")
    with pytest.raises(BadInput):
        ask(by, account)  # one at a time
    actions.refuse_request(by["audit_admin"], asked=asked)
    with pytest.raises(BadInput):
        actions.confirm_request(by["audit_admin"], asked=asked)
    old = ask(by, account, "close", at=timezone.now() - WAITS - timedelta(minutes=1))
    with pytest.raises(BadInput):
        actions.confirm_request(by["audit_admin"], asked=old)
    account.refresh_from_db()
    assert account.is_active
    actions.confirm_request(by["audit_admin"], asked=ask(by, account, "close"))
    account.refresh_from_db()
    assert not account.is_active


def test_the_last_account_of_a_kind_is_never_closed(accounts, by):
    asked = ask(by, accounts["audit_admin"], "close")
    with pytest.raises(BadInput, match="最后一个"):
        actions.confirm_request(by["audit_admin"], asked=asked)
    assert AccountRequest.objects.get().decided_at is None
    with pytest.raises(BadInput, match="最后一个"):
        actions.close_account(SYSTEM, account=accounts["audit_admin"])


def test_nobody_asks_for_their_own_account(accounts, by):
    with pytest.raises(Denied):
        ask(by, accounts["security_admin"])


def test_the_holder_is_told_and_the_audit_names_whose_account_it_was(accounts, by):
    account = accounts["system_admin"]
    actions.confirm_request(by["audit_admin"], asked=ask(by, account, "unlock"))
    (told,) = done_to(account)
    assert (told.by.username, told.decided_by.username) == ("security_admin", "audit_admin")
    assert done_to(account)[0].told_at is not None
    lines = AuditRecord.objects.filter(kind__in=["account.ask", "account.confirm", "account.unlock"])
    assert [(line.kind, account_in(line.detail), line.account) for line in lines] == [
        ("account.ask", account.pk, accounts["security_admin"].pk),
        ("account.confirm", account.pk, accounts["audit_admin"].pk),
        ("account.unlock", account.pk, accounts["audit_admin"].pk),
    ]
    opened = AuditRecord.objects.filter(kind="account.open")
    assert all(line.detail["server"] for line in opened)
