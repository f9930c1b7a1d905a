"""The pages of accounts: one's own with what runs out, a statement as a file, the desk's sums; and the command line."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from shanzhi.ledger.models import Account
from shanzhi.people.models import Account as Login
from tests.ledger.money import earn, voucher, with_bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(town):
    bank = with_bank(town)
    earn(bank, 30)
    done = voucher(bank, 12)
    bank.act(done, "charge", "department_staff", goods="理发", price=10)
    bank.act(done, "agree", "resident")
    voucher(bank, 5)
    return bank


def signed_in(bank, who: str) -> Client:
    client = Client()
    login = Login.objects.create_user(username=who, password="a long pass phrase 9", person=bank.people[who])
    client.force_login(login)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_a_resident_sees_what_is_free_what_is_held_and_what_runs_out(bank):
    page = text(signed_in(bank, "resident").get("/account/points"))
    for said in ("家庭积分", "15 分", "另有 5 分 已锁定", "帮邻居", "+30 分", "−10 分", "用到"):
        assert said in page
    assert "家庭积分" not in text(signed_in(bank, "resident2").get("/account/points"))


def test_a_statement_is_taken_along_and_is_nobody_elses(bank):
    number = Account.objects.get(kind="household").pk
    client = signed_in(bank, "resident")
    page = client.get(f"/ledger/{number}")
    assert "对账单" in text(page)
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"/ledger/{number}?as=xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert any(30 in row for row in rows)
    assert client.get(f"/ledger/{number}?month=2020-01").status_code == 200
    assert client.get("/ledger/99999").status_code == 404
    assert signed_in(bank, "resident2").get(f"/ledger/{number}").status_code in (403, 404)


def test_the_desk_sees_sums_and_accounts_and_the_street_sums_alone(bank):
    place = bank.community.pk
    page = text(signed_in(bank, "community_staff").get(f"/places/{place}/ledger"))
    for said in (
        "发出",
        "30 分",
        "居民手里",
        "20 分",
        "商户手里",
        "10 分",
        "本年预算",
        "970 分",
        "一单元 101",
    ):
        assert said in page
    above = text(signed_in(bank, "street_staff").get(f"/places/{place}/ledger"))
    assert "居民手里" in above
    assert "一单元 101" not in above
    assert signed_in(bank, "resident").get(f"/places/{place}/ledger").status_code in (403, 404)


def test_the_command_line_tells_the_same(bank, capsys):
    from shanzhi.cli.ledger import report, statement

    report(as_json=True)
    (row,) = json.loads(capsys.readouterr().out)
    assert [value for value in row.values() if isinstance(value, int)] == [30, 10, 0, 20, 10, 1]
    from pathlib import Path

    statement(f"household:{bank.households[0].pk}", to_csv=Path("-"))
    assert "帮邻居" in capsys.readouterr().out
