"""Sessions of the pages on the API: signing in by name, CSRF for whatever writes, tokens made there, administrators."""

import json

import pytest
from django.test import Client

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.models import Account

PASSWORD = "Ping-An-2026-xiang"


class Browser:
    """A browser: keeps cookies, and is checked for CSRF as a browser is."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.csrf = ""

    def ask(self, verb, path, body=None, *, csrf=True):
        headers = {"HTTP_X_CSRFTOKEN": self.csrf} if csrf and self.csrf else {}
        return self.client.generic(
            verb,
            f"/api{path}",
            json.dumps(body or {}),
            content_type="application/json",
            **headers,
        )

    def sign_in(self, username, password=PASSWORD):
        got = self.ask("POST", "/session", {"username": username, "password": password})
        if got.status_code == 201:
            self.csrf = got.json()["csrf_token"]
        return got


def account(username, *, person=None, kind="person"):
    made, _ = actions.open_account(SYSTEM, username=username, person=person, kind=kind)
    made.set_password(PASSWORD)
    made.must_change_password = False
    made.save()
    return made


@pytest.fixture
def resident(api):
    account("jumin1", person=api.town.residents[0])
    browser = Browser()
    assert browser.sign_in("jumin1").status_code == 201
    return browser


def test_a_wrong_password_and_an_unknown_name_look_alike(api):
    account("jumin1", person=api.town.residents[0])
    wrong, unknown = Browser().sign_in("jumin1", "x" * 12), Browser().sign_in("nobody", "x" * 12)
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json() == unknown.json()


def test_reading_needs_no_csrf_and_writing_does(api, resident):
    assert resident.ask("GET", "/me").json()["person"]["name"] == "居民1"
    body = {"method": "appeal", "place": api.town.building.pk, "values": {"subject": "楼道灯不亮"}}
    refused = resident.ask("POST", "/matters", body, csrf=False)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    assert resident.ask("POST", "/matters", body).status_code == 201


def test_a_token_is_made_in_a_session_shown_once_and_revoked(api, resident):
    made = resident.ask("POST", "/me/tokens", {"label": "手机", "scopes": ["read"]}).json()
    program = Client()
    header = {"HTTP_AUTHORIZATION": f"Bearer {made['token']}"}
    assert program.get("/api/me", **header).status_code == 200
    listed = resident.ask("GET", "/me/tokens").json()["tokens"]
    assert [(t["label"], t["scopes"]) for t in listed] == [("手机", ["read"])]
    assert made["token"] not in resident.ask("GET", "/me/tokens").content.decode()
    assert resident.ask("DELETE", f"/me/tokens/{made['id']}").json()["revoked_at"] is not None
    assert program.get("/api/me", **header).status_code == 401


def test_signing_out_and_changing_the_password(api, resident):
    changed = resident.ask("PUT", "/me/password", {"old": PASSWORD, "new": "Xin-De-2026-mima"})
    assert changed.status_code == 204, changed.content
    assert resident.ask("GET", "/me").status_code == 200
    weak = resident.ask("PUT", "/me/password", {"old": "Xin-De-2026-mima", "new": "123"})
    assert (weak.status_code, "new" in weak.json()["fields"]) == (422, True)
    assert resident.ask("DELETE", "/session").status_code == 204
    assert resident.ask("GET", "/me").status_code == 401


def test_the_three_administrators_each_do_their_own(api):
    boss = {}
    for kind in ("system_admin", "security_admin", "audit_admin"):
        account(kind.replace("_", "-"), kind=kind)
        boss[kind] = Browser()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("shanzhi.people.sign_in.must_enrol", lambda _: False)
            assert boss[kind].sign_in(kind.replace("_", "-")).status_code == 201
    system, security, audit = boss.values()
    opened = system.ask("POST", "/accounts", {"username": "jumin2", "person": api.town.residents[1].pk})
    assert opened.status_code == 201, opened.content
    number = opened.json()["account"]["id"]
    assert security.ask("POST", "/accounts", {"username": "x"}).status_code == 403
    assert security.ask("POST", f"/accounts/{number}/unlock").status_code == 200
    assert system.ask("POST", f"/accounts/{number}/unlock").status_code == 403
    first = audit.ask("GET", "/audit?limit=2").json()
    audit.ask("GET", f"/audit?limit=2&before={first['next']}")
    kinds = [line["kind"] for line in audit.ask("GET", "/audit").json()["lines"]]
    assert "sign_in" in kinds
    assert kinds.count("audit.read") == 1  # one reading, however many pages are turned
    for other in (system, security):
        assert other.ask("GET", "/audit").status_code == 403
    for one in boss.values():
        assert one.ask("GET", "/matters").json()["matters"] == []
        assert one.ask("GET", f"/people/{api.town.residents[0].pk}").status_code == 404
        assert one.ask("GET", "/notices").status_code == 200
        assert one.ask("POST", "/notices/read").status_code == 403


def test_who_must_change_the_password_first_does_nothing_else(api):
    _account, first = actions.open_account(SYSTEM, username="xin", person=api.town.residents[1])
    browser = Browser()
    got = browser.sign_in("xin", first)
    assert (got.status_code, got.json()["must"]) == (201, "password")
    refused = browser.ask("GET", "/matters")
    assert (refused.status_code, refused.json()["code"]) == (403, "first")


def test_an_administrators_account_takes_two_over_the_api(api):
    system, security, audit = (Browser() for _ in range(3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shanzhi.people.sign_in.must_enrol", lambda _: False)
        for one, name, kind in (
            (system, "sys", "system_admin"),
            (security, "sec", "security_admin"),
            (audit, "aud", "audit_admin"),
        ):
            account(name, kind=kind)
            assert one.sign_in(name).status_code == 201
    number = Account.objects.get(username="sys").pk
    assert system.ask("POST", "/accounts", {"username": "more", "kind": "audit_admin"}).status_code == 403
    assert security.ask("POST", f"/accounts/{number}/password").status_code == 422  # why is asked
    waits = security.ask("POST", f"/accounts/{number}/password?reason=x")
    assert (waits.status_code, waits.json()["state"]) == (202, "waiting")
    one = f"/account-requests/{waits.json()['id']}"
    assert security.ask("POST", f"{one}/confirm").status_code == 403
    assert system.ask("POST", f"{one}/confirm").status_code == 404
    assert audit.ask("POST", f"{one}/confirm").json()["state"] == "confirmed"
    assert audit.ask("POST", f"{one}/password").status_code == 403
    password = security.ask("POST", f"{one}/password").json()["password"]
    assert Account.objects.get(pk=number).check_password(password)
    opening = {"username": "aud2", "kind": "audit_admin", "reason": "增设"}
    waits = security.ask("POST", "/accounts", opening)
    assert waits.status_code == 202
    assert audit.ask("POST", f"/account-requests/{waits.json()['id']}/refuse").json()["state"] == "refused"
    states = [r["state"] for r in audit.ask("GET", "/account-requests").json()["requests"]]
    assert states == ["refused", "confirmed"]
    listed = security.ask("GET", "/accounts?text=sys").json()["accounts"]
    assert [(one["username"], one["posts"]) for one in listed] == [("sys", [])]
    (line,) = audit.ask("GET", "/audit?kind=password.reset").json()["lines"]
    assert line["about_account"] == number
