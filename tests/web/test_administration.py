"""Tokens shown once and ended at once; the three administrators kept apart, each doing only their own."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from shanzhi.people.models import Account, AuditRecord, Token
from shanzhi.web.views import audit as audit_page
from tests.web.conftest import PASSWORD


def administrator(kind: str) -> Client:
    account = Account.objects.create_user(f"{kind}1", PASSWORD, kind=kind)
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def system(town):
    return administrator("system_admin")


@pytest.fixture
def security(town):
    return administrator("security_admin")


@pytest.fixture
def audit(town):
    return administrator("audit_admin")


def test_a_token_is_shown_once_and_ended_at_once(town, signed_in):
    resident = signed_in("resident")
    page = resident.post(
        "/account/tokens", {"label": "家里的程序", "scope": "read", "days": "30"}
    ).content.decode()
    text = re.search(r'id="token">([^<]+)<', page).group(1)
    again = resident.get("/account/tokens").content.decode()
    assert "家里的程序" in again
    assert text not in again
    bearer = {"authorization": f"Bearer {text}"}
    assert Client().get("/api/matters", headers=bearer).status_code == 200
    token = Token.objects.get()
    assert signed_in("resident2").post(f"/account/tokens/{token.pk}/revoke").status_code == 404
    assert Client().get("/api/matters", headers=bearer).status_code == 200
    assert resident.post(f"/account/tokens/{token.pk}/revoke").status_code == 302
    assert Client().get("/api/matters", headers=bearer).status_code == 401
    assert resident.post("/account/tokens", {"label": " "}).status_code == 422
    assert Token.objects.count() == 1


def test_the_system_administrator_opens_resets_and_closes(town, system):
    page = system.post(
        "/administration/accounts",
        {"username": "newcomer", "kind": "person", "person": town.people["resident3"].pk},
    ).content.decode()
    account = Account.objects.get(username="newcomer")
    assert account.check_password(re.search(r'class="secret number">([^<]+)<', page).group(1))
    assert account.must_change_password
    bad = system.post("/administration/accounts", {"username": "newcomer", "kind": "person"})
    assert bad.status_code == 422
    page = system.post(f"/administration/accounts/{account.pk}/password").content.decode()
    account.refresh_from_db()
    assert account.check_password(re.search(r'class="secret number">([^<]+)<', page).group(1))
    assert system.post(f"/administration/accounts/{account.pk}/unlock").status_code == 403
    assert system.post(f"/administration/accounts/{account.pk}/close").status_code == 302
    account.refresh_from_db()
    assert not account.is_active
    assert system.get("/administration/audit").status_code == 404


def test_the_security_administrator_undoes_safeguards_of_others_alone(town, security, signed_in):
    signed_in("resident")
    account = Account.objects.get(person=town.people["resident"])
    assert security.post(f"/administration/accounts/{account.pk}/second-factor").status_code == 302
    assert security.post(f"/administration/accounts/{account.pk}/unlock").status_code == 302
    own = Account.objects.get(kind="security_admin")
    assert security.post(f"/administration/accounts/{own.pk}/unlock").status_code == 403
    for name in ("close", "password"):
        assert security.post(f"/administration/accounts/{account.pk}/{name}").status_code == 403
    assert security.post("/administration/accounts", {"username": "x-y-z"}).status_code == 403
    assert account.is_active
    assert security.get("/administration/accounts").status_code == 200


def test_the_audit_administrator_reads_and_nothing_else(town, audit, signed_in):
    worker = signed_in("grid_worker")
    worker.post(f"/people/{town.people['resident'].pk}/look", {"purpose": "核实"})
    page = audit.get("/administration/audit?kind=look").content.decode()
    assert "grid_worker" in page
    assert "核实" not in page
    assert audit.get("/administration/accounts").status_code == 404
    assert audit.get("/administration/audit?before=abc&kind=%00").status_code == 200


def test_a_reading_of_the_audit_is_one_record_whatever_pages_are_turned(town, audit, monkeypatch):
    monkeypatch.setattr(audit_page, "SIZE", 2)

    def readings() -> int:
        return AuditRecord.objects.filter(kind="audit.read").count()

    end = AuditRecord.objects.latest("seq").seq
    page = audit.get("/administration/audit").context
    assert [row.line.seq for row in page["rows"]] == [end, end - 1]  # without the record of this reading
    assert readings() == 1
    page = audit.get(f"/administration/audit?before={page['next']}").context
    assert [row.line.seq for row in page["rows"]] == [end - 2, end - 3]
    assert readings() == 1
    page = audit.get("/administration/audit").context
    assert page["rows"][0].line.kind == "audit.read"
    assert readings() == 2
    audit.get("/administration/audit?kind=look&before=3")
    audit.get("/administration/audit?before=999999999")
    assert readings() == 4  # other records, and such as there were none of yet


def test_administrators_see_no_matters_and_others_no_administration(town, system, signed_in):
    number = town.open(values={"subject": "楼道灯"}).matter.id
    assert system.get(f"/matters/{number}").status_code == 404
    assert "楼道灯" not in system.get("/search", {"q": "楼道灯"}).content.decode().replace(
        'value="楼道灯"', ""
    )
    assert system.get("/board").status_code == 302
    assert system.get("/account/tokens").status_code == 404
    for who in ("resident", "district_staff"):
        for path in ("/administration/accounts", "/administration/audit"):
            assert signed_in(who).get(path).status_code == 404, (who, path)
        account = Account.objects.get(kind="system_admin")
        assert signed_in(who).post(f"/administration/accounts/{account.pk}/close").status_code == 404


def test_an_administrators_account_takes_two_on_the_pages(town, system, security, audit):
    account = Account.objects.get(kind="system_admin")
    address = f"/administration/accounts/{account.pk}"
    assert (
        system.post("/administration/accounts", {"username": "further", "kind": "audit_admin"}).status_code
        == 403
    )
    assert security.post(f"{address}/password").status_code == 400  # without a reason
    assert security.post(f"{address}/password", {"reason": "忘记密码"}).status_code == 302
    page = audit.get("/administration/requests").content.decode()
    assert "忘记密码" in page
    number = re.search(r"/administration/requests/(\d+)/confirm", page).group(1)
    assert "/confirm" not in security.get("/administration/requests").content.decode()
    assert security.post(f"/administration/requests/{number}/confirm").status_code == 403
    assert system.get("/administration/requests").status_code == 404
    assert audit.post(f"/administration/requests/{number}/confirm").status_code == 302
    assert (
        f"/administration/requests/{number}/password"
        not in audit.get("/administration/requests").content.decode()
    )
    page = security.post(f"/administration/requests/{number}/password").content.decode()
    password = re.search(r'class="secret number">([^<]+)<', page).group(1)
    account.refresh_from_db()
    assert account.check_password(password)
    client = Client()
    client.force_login(account)
    mine = client.get("/account").content.decode()
    assert "重置密码" in mine
    assert "忘记密码" in mine
    line = audit.get("/administration/audit?kind=password.reset").content.decode()
    assert "system_admin1" in line.partition('data-label="对象"')[2].partition("</td>")[0]


def test_an_administrators_account_is_asked_for_on_the_page(town, security, audit):
    given = {"username": "audit2", "kind": "audit_admin"}
    assert security.post("/administration/accounts", given).status_code == 422
    assert security.post("/administration/accounts", {**given, "reason": "增设"}).status_code == 302
    assert not Account.objects.filter(username="audit2").exists()
    page = audit.get("/administration/requests").content.decode()
    number = re.search(r"/administration/requests/(\d+)/confirm", page).group(1)
    assert audit.post(f"/administration/requests/{number}/confirm").status_code == 302
    assert Account.objects.get(username="audit2").kind == "audit_admin"


def test_the_list_of_accounts_names_person_and_post(town, system, signed_in):
    signed_in("grid_worker")
    page = system.get("/administration/accounts").content.decode()
    assert "grid_worker甲" in page
    assert "第一网格 网格员" in page
    assert "grid_worker甲" in system.get("/administration/accounts?q=grid_worker甲").content.decode()
    sheet = system.get("/administration/accounts?as=csv").content.decode("utf-8-sig")
    assert "第一网格 网格员" in sheet
