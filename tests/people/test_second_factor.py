"""The second factor: RFC 6238 codes that serve once, recovery codes, enrolment demanded of administrators."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions, second_factor
from shanzhi.people.permission import Administrator
from shanzhi.people.problems import BadInput
from shanzhi.people.second_factor import STEP, totp
from shanzhi.people.sign_in import LOCKED, WRONG, attempt

from .conftest import PASSWORD

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def code(secret: bytes, at: datetime) -> str:
    return totp(secret, int(at.timestamp()) // STEP)


@pytest.fixture
def secret(account) -> bytes:
    """The secret of the resident's phone, enrolled an hour ago."""
    address = second_factor.begin(account)
    secret = base64.b32decode(parse_qs(urlsplit(address).query)["secret"][0])
    before = NOW - timedelta(hours=1)
    second_factor.confirm(account, code(secret, before), at=before)
    return secret


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, shown: str) -> None:
    assert totp(b"12345678901234567890", seconds // 30) == shown


def test_the_code_is_asked_only_after_the_right_password(account, secret) -> None:
    assert attempt("jumin1", "Wrong-pass-1", at=NOW).refused == WRONG
    outcome = attempt("jumin1", PASSWORD, at=NOW)
    assert (outcome.account, outcome.needs_code) == (None, True)
    assert attempt("jumin1", PASSWORD, code=code(secret, NOW), at=NOW).account == account


@pytest.mark.parametrize(("off_by", "taken"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_one_step_wrong(account, secret, off_by: int, taken: bool) -> None:
    given = code(secret, NOW + timedelta(seconds=off_by))
    assert (attempt("jumin1", PASSWORD, code=given, at=NOW).account is not None) is taken


def test_a_code_serves_once(account, secret) -> None:
    given = code(secret, NOW)
    assert attempt("jumin1", PASSWORD, code=given, at=NOW).account == account
    assert attempt("jumin1", PASSWORD, code=given, at=NOW + timedelta(seconds=5)).needs_code


def test_guessing_codes_locks(account, secret) -> None:
    for _ in range(5):
        attempt("jumin1", PASSWORD, at=NOW)
        attempt("jumin1", PASSWORD, code="000000", at=NOW)
    assert attempt("jumin1", PASSWORD, code=code(secret, NOW), at=NOW).refused == LOCKED.fill(minutes=5)


def test_a_recovery_code_serves_once(account) -> None:
    address = second_factor.begin(account)
    secret = base64.b32decode(parse_qs(urlsplit(address).query)["secret"][0])
    codes = second_factor.confirm(account, code(secret, NOW), at=NOW)
    assert len(set(codes)) == 10
    assert attempt("jumin1", PASSWORD, code=codes[0], at=NOW).account == account
    assert attempt("jumin1", PASSWORD, code=codes[0], at=NOW).refused == second_factor.WRONG_CODE


def test_nothing_is_asked_before_the_phone_proved_it_knows_the_secret(account) -> None:
    second_factor.begin(account)
    with pytest.raises(BadInput):
        second_factor.confirm(account, "000000", at=NOW)
    assert attempt("jumin1", PASSWORD, at=NOW).account == account


def test_confirming_without_beginning_says_what_to_do(account) -> None:
    with pytest.raises(BadInput, match="二维码"):
        second_factor.confirm(account, "123456")


def test_a_second_factor_in_use_is_not_replaced_by_its_owner(account, secret) -> None:
    account.refresh_from_db()
    with pytest.raises(BadInput, match="安全管理员"):
        second_factor.begin(account)


def test_the_security_administrator_resets_a_lost_phone(account, secret) -> None:
    actions.reset_second_factor(Administrator(person=None, kind="security_admin"), account=account)
    assert attempt("jumin1", PASSWORD, at=NOW).account == account


@pytest.mark.parametrize(
    ("setting", "kind", "demanded"),
    [
        ("none", "audit_admin", False),
        ("admins", "audit_admin", True),
        ("admins", "person", False),
        ("all", "person", True),
    ],
)
def test_who_must_enrol_is_a_setting(ground, settings, setting: str, kind: str, demanded: bool) -> None:
    settings.SHANZHI_SECOND_FACTOR = setting
    person = ground.resident if kind == "person" else None
    _, first = actions.open_account(SYSTEM, username="someone", kind=kind, person=person)
    assert attempt("someone", first).must_enrol is demanded


def test_the_secret_lies_sealed(account, secret) -> None:
    account.refresh_from_db()
    assert secret not in bytes(account.second_factor)
    assert secret.hex().encode() not in bytes(account.second_factor)
