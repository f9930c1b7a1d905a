"""Accounts from the command line: the first administrators, and all who hold posts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shanzhi.engine.types import SYSTEM
from shanzhi.people.actions import add_person, assign_post
from shanzhi.people.models import Account
from shanzhi.places.actions import add_place

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str]:
    from shanzhi.cli.account import app

    answer = CliRunner().invoke(app, words)
    return answer.exit_code, answer.output


def test_an_administrator_begins_with_a_password_that_must_be_changed() -> None:
    code, text = run("new", "sysadmin", "--kind", "system_admin")
    assert code == 0
    account = Account.objects.get(username="sysadmin")
    assert account.check_password(text.strip())
    assert account.must_change_password
    assert run("new", "sysadmin", "--kind", "system_admin")[0] == 2
    assert run("new", "someone", "--person", "404")[0] == 2
    assert run("new", "someone", "--kind", "emperor")[0] == 2


def test_all_in_posts_get_accounts_once(tmp_path: Path) -> None:
    district = add_place(name="示例区", level="district", code="S97")
    street = add_place(name="示例街道", level="street", parent=district)
    staff = add_person(SYSTEM, name="街道甲", serves=street)
    assign_post(SYSTEM, person=staff, role="street_staff", place=street)
    assign_post(SYSTEM, person=staff, role="social_worker", place=street)

    out = tmp_path / "accounts.csv"
    assert run("issue", "--at", "S97", "--out", str(out))[0] == 0
    rows = list(csv.reader(out.open(encoding="utf-8-sig")))
    assert len(rows) == 2
    assert Account.objects.get(username=rows[1][0]).check_password(rows[1][-1])
    assert out.stat().st_mode & 0o077 == 0

    code, said = run("issue", "--at", "S97", "--out", str(out))
    assert code == 2
    assert "已存在" in said
    again = tmp_path / "again.csv"
    assert run("issue", "--at", "S97", "--out", str(again))[0] == 0
    assert len(list(csv.reader(again.open(encoding="utf-8-sig")))) == 1


def test_a_forgotten_password_is_reset() -> None:
    first = run("new", "audit", "--kind", "audit_admin")[1].strip()
    fresh = run("reset", "audit")[1].strip()
    account = Account.objects.get(username="audit")
    assert account.check_password(fresh)
    assert not account.check_password(first)
    assert run("reset", "nobody")[0] == 2
