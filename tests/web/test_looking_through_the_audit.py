"""The audit administrator finds what somebody did, to whom, on which days, and takes just that along."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from shanzhi.people.models import Account, AuditRecord
from shanzhi.web.views import audit as page
from tests.web.conftest import PASSWORD

AUDIT = "/administration/audit"


@pytest.fixture
def auditor(town) -> Client:
    client = Client()
    client.force_login(Account.objects.create_user("auditor", PASSWORD, kind="audit_admin"))
    return client


@pytest.fixture
def looks(town, signed_in) -> None:
    for who in ("grid_worker", "grid_worker", "community_staff"):
        signed_in(who).post(f"/people/{town.people['resident'].pk}/look", {"purpose": "核实"})


def who(answer) -> list[str]:
    return [row.who for row in answer.context["rows"]]


def test_by_account_and_by_whom_it_was_done_to(town, auditor, looks):
    assert who(auditor.get(AUDIT, {"by": "grid_worker", "kind": "look"})) == ["grid_worker"] * 2
    name = town.people["resident"].name
    assert len(who(auditor.get(AUDIT, {"of": name, "kind": "look"}))) == 3
    assert who(auditor.get(AUDIT, {"of": name, "kind": "look", "first": "2099-01-01"})) == []


def test_pages_and_the_file_keep_what_was_looked_for(town, auditor, looks, monkeypatch):
    monkeypatch.setattr(page, "SIZE", 1)
    first = auditor.get(AUDIT, {"by": "grid_worker", "kind": "look"})
    assert f"by=grid_worker&amp;kind=look&amp;before={first.context['next']}" in first.content.decode()
    file = auditor.get(AUDIT, {"by": "grid_worker", "kind": "look", "as": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert sum("grid_worker" in map(str, row) for row in rows) == 2
    assert AuditRecord.objects.filter(kind="list.export", detail__list="audit").count() == 1


def test_nobody_by_that_name_is_told_and_nothing_is_read(auditor):
    before = AuditRecord.objects.count()
    answer = auditor.get(AUDIT, {"by": "查无此人"})
    assert answer.status_code == 422
    assert "没有账号、姓名或人员编号是“查无此人”" in answer.content.decode()
    assert answer.context["rows"] == []
    assert AuditRecord.objects.count() == before


@pytest.mark.parametrize(
    "query", ["first=abc", "last=0000-00-00", "thing=matter&of=x", "thing=;--&of=1", "by=%00"]
)
def test_odd_queries_are_answered(auditor, query):
    assert auditor.get(f"{AUDIT}?{query}").status_code in (200, 422)


def test_the_api_looks_through_it_alike(town, auditor, looks):
    lines = auditor.get("/api/audit", {"by": "grid_worker", "kind": "look"}).json()["lines"]
    assert len(lines) == 2
    assert auditor.get("/api/audit", {"by": "查无此人"}).status_code == 422
    assert auditor.get("/api/audit", {"thing": "place", "number": town.district.pk}).status_code == 200
