"""Signing in by a code or a link that is sent: to a verified contact, for ten minutes, once, and nobody learns who exists."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shanzhi.matters.models import NoticeChannel
from shanzhi.matters.notices import contact
from shanzhi.matters.notices.channels import choose_channel
from shanzhi.people import one_time, second_factor
from shanzhi.people.lockout import unlock
from shanzhi.people.models import Account, AuditRecord, OneTime
from shanzhi.people.queries import load_actor
from tests.web.conftest import PASSWORD, lone_resident, open_account

CHANNELS = """
[channels.mail]
title = "邮件"
url = "mailtos://u:p@smtp.example.cn/?to={address}"
sign_in = true
[channels.group]
title = "群"
url = "wecombot://KEY"
sign_in = true
"""


@pytest.fixture
def sent(settings: Any, tmp_path: Any, monkeypatch: Any) -> list[tuple[str, str]]:
    """What went out: (apprise address, body)."""
    settings.SHANZHI_HOME = tmp_path
    (tmp_path / "keys").symlink_to(settings.MEDIA_ROOT.parent / "keys")
    (tmp_path / "channels.toml").write_text(CHANNELS)
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(contact, "deliver", lambda url, title, body: found.append((url, body)) or True)
    monkeypatch.setattr(contact, "later", lambda work, *values: work(*values))
    monkeypatch.setattr(contact.connections, "close_all", lambda: None)
    return found


@pytest.fixture
def unverified(db: None, sent: list[tuple[str, str]]) -> Account:
    """A resident with a contact, which nobody proved yet."""
    account = open_account(lone_resident("居民甲", phone="13800000001"), "jumin")
    choose(account, "jumin@example.cn")
    return account


@pytest.fixture
def account(unverified: Account) -> Account:
    """A resident whose contact is verified."""
    NoticeChannel.objects.update(verified_at=timezone.now())
    return unverified


def choose(account: Account, address: str, channel: str = "mail") -> None:
    choose_channel(actor=load_actor(account.person_id or 0), channel=channel, address=address)


def ask(client: Client, name: str = "jumin", **more: str):
    return client.post("/sign-in/link", {"username": name, **more})


def code_in(body: str) -> str:
    return re.findall(r"\b\d{6}\b", body)[0]


def link_in(body: str) -> str:
    return re.findall(r"http://testserver(/sign-in/link/\S+)", body)[0]


def signed_in(client: Client) -> bool:
    return client.get("/mine").status_code == 200


def later(minutes: int) -> None:
    """As if so much time had passed since all that was sent."""
    for row in OneTime.objects.all():
        shift = timedelta(minutes=minutes)
        OneTime.objects.filter(pk=row.pk).update(made_at=row.made_at - shift, until=row.until - shift)


def test_a_code_signs_in_and_leads_where_one_wanted_to_go(account, sent):
    client = Client()
    assert ask(client, next="/mine")["Location"] == "/sign-in/asked"
    ((url, body),) = sent
    assert "jumin@example.cn" in url
    assert client.post("/sign-in/asked", {"code": f" {code_in(body)} "})["Location"] == "/mine"
    assert signed_in(client)


def test_neither_code_nor_link_is_kept_readable(account, sent):
    ask(Client())
    body = sent[0][1]
    kept = str(list(OneTime.objects.values()))
    assert code_in(body) not in kept
    assert link_in(body).rpartition("/")[2] not in kept


def test_the_link_works_in_any_browser_and_only_by_its_button(account, sent):
    ask(Client())
    link = link_in(sent[0][1])
    for _ in range(3):
        page = Client().get(link)
        assert (page.status_code, "确认登录" in page.content.decode()) == (200, True)
    assert Client().head(link).status_code in (200, 405)
    phone = Client()
    assert phone.post(link)["Location"] == "/"
    assert signed_in(phone)
    again = Client()
    for page in (again.get(link), again.post(link)):
        assert page.status_code == 410
        assert "已经用过" in page.content.decode()
    assert not signed_in(again)


def test_an_expired_link_says_so_and_what_to_do(account, sent):
    client = Client()
    ask(client)
    later(10)
    page = Client().post(link_in(sent[0][1]))
    assert page.status_code == 410
    assert "已过期" in page.content.decode()
    assert 'href="/sign-in/link"' in page.content.decode()
    assert "已过期" in client.post("/sign-in/asked", {"code": code_in(sent[0][1])}).content.decode()
    assert "不完整" in Client().get("/sign-in/link/nothing").content.decode()


@pytest.mark.parametrize("name", ["nobody", "wu", "@@@", "13800009999"])
def test_an_unknown_name_and_one_without_contact_read_like_any_other(account, sent, name):
    open_account(lone_resident("居民乙"), "wu")
    known, unknown = Client(), Client()
    pages = []
    for client, who in ((known, "jumin"), (unknown, name)):
        assert ask(client, who)["Location"] == "/sign-in/asked"
        shown = client.get("/sign-in/asked").content.decode()
        tried = client.post("/sign-in/asked", {"code": "x"}).content.decode()
        bare = [re.sub(r'value="\w{64}"', "", page) for page in (shown, tried)]  # a token may hold a name
        pages.append([page.replace(who, "—") for page in bare])
    assert pages[0] == pages[1]
    assert len(sent) == 1


def test_five_wrong_codes_spend_it_and_lock_the_password_too(account, sent):
    client = Client()
    ask(client)
    right = code_in(sent[0][1])
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert client.post("/sign-in/asked", {"code": wrong}).status_code == 403
    assert "分钟后再试" in client.post("/sign-in/asked", {"code": right}).content.decode()
    password = Client().post("/sign-in", {"username": "jumin", "password": PASSWORD})
    assert "分钟后再试" in password.content.decode()
    OneTime.objects.update(tries=5)
    unlock("jumin")
    assert "已作废" in client.post("/sign-in/asked", {"code": right}).content.decode()


def test_messages_are_few(account, sent):
    assert ask(Client())["Location"] == "/sign-in/asked"
    for name in ("jumin", "JUMIN "):
        refused = ask(Client(), name)
        assert refused.status_code == 429
        assert "1 分钟后再要" in refused.content.decode()
    for _ in range(4):
        later(2)
        ask(Client())
    later(2)
    assert ask(Client()).status_code == 429
    assert len(sent) == 5


def test_one_address_cannot_ask_for_everybody(account, sent, monkeypatch):
    monkeypatch.setattr(one_time, "PER_ADDRESS", 3)
    statuses = {ask(Client(), f"name{n}").status_code for n in range(3)}
    assert statuses == {302}
    assert ask(Client()).status_code == 429


def test_a_phone_number_means_its_owner(account, sent):
    client = Client()
    ask(client, "+86 138 0000 0001")
    client.post("/sign-in/asked", {"code": code_in(sent[0][1])})
    assert signed_in(client)


def test_the_second_factor_is_asked_for_all_the_same(account, sent, monkeypatch):
    second_factor.begin(account)
    account.refresh_from_db()
    monkeypatch.setattr(second_factor, "_by_time", lambda account, code, at: code == "246810")
    second_factor.confirm(account, "246810")
    client = Client()
    ask(client, next="/mine")
    assert client.post("/sign-in/asked", {"code": code_in(sent[0][1])})["Location"] == "/sign-in/code"
    assert not signed_in(client)
    assert client.post("/sign-in/code", {"code": "111111"}).status_code == 403
    assert client.post("/sign-in/code", {"code": "246810"})["Location"] == "/mine"
    assert AuditRecord.objects.filter(kind="sign_in", result="ok").get().detail == {"how": "code"}


def test_an_administrator_and_a_closed_account_get_nothing(account, sent):
    Account.objects.filter(pk=account.pk).update(kind=Account.Kind.SYSTEM_ADMIN)
    ask(Client())
    Account.objects.filter(pk=account.pk).update(kind=Account.Kind.PERSON, is_active=False)
    later(2)
    ask(Client())
    assert sent == []


def test_a_contact_counts_when_it_was_verified(unverified, sent):
    ask(Client())
    assert sent == []
    client = Client()
    client.post("/sign-in", {"username": "jumin", "password": PASSWORD})
    client.post("/account/contact")
    assert client.post("/account/contact", {"code": "x"}).status_code == 422
    assert client.post("/account/contact", {"code": code_in(sent[0][1])}).status_code == 302
    later(2)
    ask(Client())
    assert len(sent) == 2
    choose(unverified, "anders@example.cn")
    later(2)
    ask(Client())
    assert len(sent) == 2


def test_the_code_for_one_contact_does_not_verify_another(unverified, sent):
    client = Client()
    client.post("/sign-in", {"username": "jumin", "password": PASSWORD})
    client.post("/account/contact")
    choose(unverified, "anders@example.cn")
    assert client.post("/account/contact", {"code": code_in(sent[0][1])}).status_code == 422
    assert NoticeChannel.objects.get().verified_at is None


def test_a_channel_that_a_group_reads_never_carries_it(account, sent):
    choose(account, "", "group")
    NoticeChannel.objects.update(verified_at=timezone.now())
    ask(Client())
    assert sent == []


def test_the_page_offers_what_there_is(db, settings, tmp_path):
    page = Client().get("/sign-in").content.decode()
    assert "验证码" not in page
    assert Client().get("/sign-in/link").status_code == 404
    assert Client().get("/sign-in/oidc").status_code == 404
