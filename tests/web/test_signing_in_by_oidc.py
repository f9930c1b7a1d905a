"""Signing in by the district's identity system: proved in full, or not at all; and never a new account."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from shanzhi.people import second_factor
from shanzhi.people.models import Account, AuditRecord, Person
from shanzhi.site.identity import is_safe_issuer
from shanzhi.web import oidc
from tests.web.conftest import lone_resident, open_account
from tests.web.identity_system import CLIENT, SECRET, IdentitySystem, serve


@pytest.fixture(scope="module")
def server() -> Iterator[IdentitySystem]:
    system = IdentitySystem()
    running = serve(system)
    yield system
    running.shutdown()
    running.server_close()


@pytest.fixture
def system(server: IdentitySystem, settings: Any) -> IdentitySystem:
    """The identity system as it should be, and this installation registered at it."""
    server.be_honest()
    settings.SHANZHI_OIDC_ISSUER = server.issuer
    settings.SHANZHI_OIDC_CLIENT_ID = CLIENT
    settings.SHANZHI_OIDC_CLIENT_SECRET = SECRET
    oidc._made.cache_clear()
    return server


@pytest.fixture
def account(db: None, system: IdentitySystem) -> Account:
    return open_account(lone_resident("居民甲"), "jumin")


def through(client: Client, system: IdentitySystem, then: str = ""):
    """Off to the identity system and back."""
    begun = client.get("/sign-in/oidc" + (f"?next={then}" if then else ""))
    assert begun.status_code == 302
    assert begun["Location"].startswith(f"{system.issuer}/authorize?")
    return client.get(system.authorize(begun["Location"]))


def signed_in(client: Client) -> bool:
    return client.get("/mine").status_code == 200


def test_who_is_proved_there_is_signed_in_here(account, system):
    client = Client()
    assert "用统一身份认证登录" in client.get("/sign-in").content.decode()
    assert through(client, system, "/mine")["Location"] == "/mine"
    assert signed_in(client)
    assert AuditRecord.objects.get(kind="sign_in", result="ok").detail == {"how": "oidc"}
    assert system.refused == []


def _other_key(system: IdentitySystem) -> None:
    system.signed_by = RSAKey.generate_key(2048, parameters={"kid": "one"})


def _no_signature(system: IdentitySystem) -> None:
    system.header.update(alg="none")


@pytest.mark.parametrize(
    ("claims", "more"),
    [
        ({"nonce": "another"}, None),
        ({"iss": "https://evil.example"}, None),
        ({"exp": int(time.time()) - 3600}, None),
        ({"aud": "another-client"}, None),
        ({"aud": [CLIENT, "another"], "azp": "another"}, None),
        ({}, _other_key),
        ({}, _no_signature),
        ({}, lambda system: system.without.add("nonce")),
        ({}, lambda system: system.without.add("iss")),
        ({}, lambda system: system.without.add("exp")),
        ({}, lambda system: system.without.add("id_token")),
    ],
    ids=[
        "wrong nonce",
        "wrong issuer",
        "expired",
        "for another",
        "for another among several",
        "signed by another",
        "unsigned",
        "no nonce",
        "no issuer",
        "no end",
        "no token",
    ],
)
def test_what_does_not_hold_proves_nobody(account, system, claims, more):
    system.claims.update(claims)
    if more is not None:
        more(system)
    client = Client()
    page = through(client, system)
    assert page.status_code == 403
    assert "没有确认您的身份" in page.content.decode()
    assert not signed_in(client)
    assert AuditRecord.objects.filter(kind="sign_in", result="not proved").exists()


def test_an_answer_to_somebody_elses_question_proves_nobody(account, system):
    theirs = system.authorize(Client().get("/sign-in/oidc")["Location"])
    client = Client()
    client.get("/sign-in/oidc")
    assert client.get(theirs).status_code == 403
    assert not signed_in(client)


def test_an_answer_works_once(account, system):
    client = Client()
    back = system.authorize(client.get("/sign-in/oidc")["Location"])
    assert client.get(back).status_code == 302
    client.post("/sign-out")
    assert client.get(back).status_code == 403
    assert not signed_in(client)


def test_a_refusal_there_and_another_issuer_in_the_answer_are_told(account, system):
    client = Client()
    back = system.authorize(client.get("/sign-in/oidc")["Location"])
    assert client.get(f"{back}&iss=https://evil.example").status_code == 403
    assert client.get("/sign-in/oidc/back?error=access_denied").status_code == 403
    assert not signed_in(client)


@pytest.mark.parametrize("user", ["nobody-here", "", "   "])
def test_an_unknown_identity_makes_no_account(account, system, user):
    system.user = user
    accounts, persons = Account.objects.count(), Person.objects.count()
    client = Client()
    page = through(client, system)
    assert page.status_code == 403
    assert "还没有对应的账号" in page.content.decode()
    assert (Account.objects.count(), Person.objects.count()) == (accounts, persons)
    assert not signed_in(client)


def test_a_closed_account_stays_closed(account, system):
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert through(Client(), system).status_code == 403


def test_the_claim_is_the_one_configured_and_a_mail_address_must_be_verified(account, system, settings):
    settings.SHANZHI_OIDC_CLAIM = "email"
    Account.objects.filter(pk=account.pk).update(username="jumin@example.cn")
    system.claims.update(email="jumin@example.cn")
    assert through(Client(), system).status_code == 403
    system.claims.update(email="Jumin@example.cn", email_verified=True)
    assert through(Client(), system)["Location"] == "/"


def test_the_second_factor_is_asked_for_all_the_same(account, system, monkeypatch):
    second_factor.begin(account)
    account.refresh_from_db()
    monkeypatch.setattr(second_factor, "_by_time", lambda account, code, at: code == "246810")
    second_factor.confirm(account, "246810")
    client = Client()
    assert through(client, system, "/mine")["Location"] == "/sign-in/code"
    assert not signed_in(client)
    assert client.post("/sign-in/code", {"code": "246810"})["Location"] == "/mine"


def test_who_must_have_a_second_factor_sets_it_up_first(account, system, settings):
    settings.SHANZHI_SECOND_FACTOR = "all"
    assert through(Client(), system)["Location"] == "/account/second-factor"


def test_signing_out_offers_to_leave_there_too(account, system):
    client = Client()
    through(client, system)
    page = client.post("/sign-out", follow=True).content.decode()
    assert "也退出统一身份认证" in page
    address = page.partition('href="' + system.issuer)[2].partition('"')[0].replace("&amp;", "&")
    query = parse_qs(urlsplit(address).query)
    assert query == {"client_id": [CLIENT], "post_logout_redirect_uri": ["http://testserver/sign-in"]}
    assert "也退出统一身份认证" not in client.get("/sign-in").content.decode()


def test_an_identity_system_that_names_itself_otherwise_is_not_trusted(account, system):
    system.metadata.update(issuer="https://evil.example")
    assert Client().get("/sign-in/oidc").status_code == 403


def test_an_identity_system_that_is_away_leaves_the_password(account, system, settings):
    settings.SHANZHI_OIDC_ISSUER = "http://127.0.0.1:9"
    page = Client().get("/sign-in/oidc")
    assert page.status_code == 503
    assert "暂时连不上" in page.content.decode()
    assert 'name="password"' in page.content.decode()


@pytest.mark.parametrize(
    ("issuer", "safe"),
    [
        ("https://id.example.cn", True),
        ("http://127.0.0.1:8080", True),
        ("http://id.example.cn", False),
        ("id.example.cn", False),
    ],
)
def test_an_identity_system_is_reached_by_tls(issuer, safe):
    assert is_safe_issuer(issuer) is safe
