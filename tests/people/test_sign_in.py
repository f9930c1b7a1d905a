"""Signing in (GB/T 22239 身份鉴别): one answer for all failures, lockout, strong passwords, records."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions, lockout
from shanzhi.people.models import AuditRecord, Lockout
from shanzhi.people.permission import Administrator, Denied
from shanzhi.people.problems import BadInput
from shanzhi.people.sign_in import LOCKED, WRONG, attempt, change_password

from .conftest import PASSWORD

MINUTE = timedelta(minutes=1)


def test_the_right_password_comes_in_and_is_recorded(account) -> None:
    outcome = attempt("jumin1", PASSWORD, address="10.0.0.1")
    assert outcome.account == account
    record = AuditRecord.objects.get(kind="sign_in")
    assert (record.account, record.person, record.address) == (account.pk, account.person_id, "10.0.0.1")


@pytest.mark.parametrize("written", [" JUMIN1 ", "ｊｕｍｉｎ１"])
def test_a_user_name_has_one_form(account, written: str) -> None:
    assert attempt(written, PASSWORD).account == account


@pytest.mark.parametrize("case", ["unknown", "wrong", "closed"])
def test_every_failure_says_the_same(account, case: str) -> None:
    if case == "closed":
        actions.close_account(SYSTEM, account=account)
    outcome = attempt(
        "nobody" if case == "unknown" else "jumin1", "Wrong-pass-1" if case == "wrong" else PASSWORD
    )
    assert (outcome.account, outcome.refused) == (None, WRONG)
    assert AuditRecord.objects.get(kind="sign_in").result == "wrong"


@pytest.mark.parametrize(
    "text", ["", "\0", "\ud800", "x" * 10_000, "'; DROP TABLE people_account; --", "用户" * 300]
)
def test_nothing_a_person_types_breaks_it(account, text: str) -> None:
    assert attempt(text, PASSWORD).refused == WRONG
    assert attempt("jumin1", text).refused == WRONG


def test_what_is_typed_as_an_unknown_name_is_not_kept(account) -> None:
    attempt("MySecret-Password-1", "x")
    kept = " ".join(str(vars(record)) for record in AuditRecord.objects.all()).lower()
    assert "mysecret" not in kept


@pytest.mark.parametrize("name", ["jumin1", "nobody"])
def test_five_failures_lock_a_name_known_or_not_for_five_minutes(account, name: str) -> None:
    start = timezone.now()
    for n in range(5):
        assert attempt(name, "Wrong-pass-1", at=start + n * MINUTE / 60).refused == WRONG
    locked = attempt(name, PASSWORD, at=start + MINUTE)
    assert locked.refused == LOCKED.fill(minutes=5)
    after = attempt(name, PASSWORD, at=start + 6 * MINUTE)
    assert (after.account == account) is (name == "jumin1")


def test_failures_of_an_older_window_do_not_count(account) -> None:
    start = timezone.now()
    for n in range(8):
        assert attempt("jumin1", "Wrong-pass-1", at=start + n * 2 * MINUTE).refused == WRONG


def test_a_success_forgets_the_failures_before_it(account) -> None:
    for _ in range(3):
        for _ in range(4):
            assert attempt("jumin1", "Wrong-pass-1").refused == WRONG
        assert attempt("jumin1", PASSWORD).account == account


def test_an_address_that_tries_many_names_is_locked_for_new_names(account) -> None:
    for n in range(5):
        assert attempt(f"guess{n}", "Wrong-pass-1", address="10.9.9.9").refused == WRONG
    assert attempt("jumin1", PASSWORD, address="10.9.9.9").refused == LOCKED.fill(minutes=5)
    assert attempt("jumin1", PASSWORD, address="10.0.0.2").account == account


def test_an_office_behind_one_address_is_not_locked_by_typing_errors(account) -> None:
    for _ in range(4):
        attempt("jumin1", "Wrong-pass-1", address="10.0.0.3")
        assert attempt("jumin1", PASSWORD, address="10.0.0.3").account == account
    assert Lockout.objects.filter(names=[]).exists()


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_parallel_guesses_gets_five_tries(account) -> None:
    answers = []

    def guess() -> None:
        try:
            answers.append(attempt("jumin1", "Wrong-pass-1", address="10.0.0.4").refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 12
    assert answers.count(WRONG) == 5


def test_the_security_administrator_unlocks_and_not_for_themselves(account) -> None:
    for _ in range(5):
        attempt("jumin1", "Wrong-pass-1")
    office, _ = actions.open_account(SYSTEM, username="anquan", kind="security_admin")
    by = Administrator(person=None, kind="security_admin", account=office.pk)
    with pytest.raises(Denied):
        actions.unlock_account(by, account=office)
    actions.unlock_account(by, account=account)
    assert attempt("jumin1", PASSWORD).account == account


def test_old_counters_are_forgotten(account) -> None:
    attempt("jumin1", "Wrong-pass-1", address="10.0.0.5")
    assert lockout.forget_old(timezone.now()) == 0
    assert lockout.forget_old(timezone.now() + 60 * MINUTE) == 2


class TestPasswords:
    @pytest.mark.parametrize(
        "new",
        [
            "Ab1-",
            "alllowercaseletters",
            "12345678901234",
            "Password123",
            "jumin1-Jumin1",
            "只有汉字的密码不行的",
        ],
    )
    def test_a_weak_one_is_refused_in_both_languages(self, account, new: str) -> None:
        with pytest.raises(BadInput) as refused:
            change_password(account, old=PASSWORD, new=new)
        assert refused.value.fields["new"].zh
        assert refused.value.fields["new"].en.isascii()
        assert attempt("jumin1", PASSWORD).account == account

    def test_a_strong_one_replaces_the_old(self, account) -> None:
        change_password(account, old=PASSWORD, new="Chun-Feng-2027-ying")
        assert attempt("jumin1", PASSWORD).refused == WRONG
        assert attempt("jumin1", "Chun-Feng-2027-ying").account == account

    def test_the_old_one_must_be_known_and_guessing_it_locks(self, account) -> None:
        for _ in range(5):
            with pytest.raises(BadInput):
                change_password(account, old="Wrong-pass-1", new="Chun-Feng-2027-ying")
        with pytest.raises(BadInput, match="锁定"):
            change_password(account, old=PASSWORD, new="Chun-Feng-2027-ying")

    def test_the_new_one_must_differ(self, account) -> None:
        with pytest.raises(BadInput, match="相同"):
            change_password(account, old=PASSWORD, new=PASSWORD)

    def test_a_first_password_must_be_changed_at_once(self, ground) -> None:
        _, first = actions.open_account(SYSTEM, username="xinren", person=ground.resident)
        assert attempt("xinren", first).must_change

    def test_an_old_password_must_be_changed(self, account, settings) -> None:
        later = timezone.now() + timedelta(days=91)
        assert attempt("jumin1", PASSWORD, at=later).must_change
        settings.SHANZHI_PASSWORD_DAYS = 0
        assert not attempt("jumin1", PASSWORD, at=later).must_change
