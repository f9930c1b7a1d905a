"""The pages of signing in: one sentence for every wrong pair, a lock that says how long, what must be done first."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shanzhi.people import second_factor
from shanzhi.people.models import Account
from tests.web.conftest import PASSWORD, open_account


@pytest.fixture
def account(town) -> Account:
    return open_account(town.people["resident"], "jumin")


def sign_in(client: Client, password: str = PASSWORD, **more: str):
    return client.post("/sign-in", {"username": "jumin", "password": password, **more})


def test_right_leads_where_one_wanted_to_go(account):
    client = Client()
    asked = client.get("/mine")
    assert asked["Location"] == "/sign-in?next=%2Fmine"
    assert sign_in(client, next="/mine")["Location"] == "/mine"
    assert client.get("/mine").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_it_never_leads_to_another_site(account, elsewhere):
    assert sign_in(Client(), next=elsewhere)["Location"] == "/"


def test_an_unknown_name_and_a_wrong_password_read_alike(account):
    wrong = sign_in(Client(), "not-this-one").content.decode()
    unknown = Client().post("/sign-in", {"username": "nobody", "password": PASSWORD}).content.decode()
    for page in (wrong, unknown):
        assert "用户名或密码不对" in page
        assert PASSWORD not in page


def test_after_five_failures_the_page_says_how_long_to_wait(account):
    client = Client()
    for _ in range(5):
        sign_in(client, "not-this-one")
    page = sign_in(client).content.decode()
    assert "5 分钟后再试" in page
    assert client.get("/mine").status_code == 302


def test_the_code_is_asked_for_after_the_password_and_the_password_never_comes_back(account, monkeypatch):
    second_factor.begin(account)
    account.refresh_from_db()
    monkeypatch.setattr(second_factor, "_by_time", lambda account, code, at: code == "246810")
    second_factor.confirm(account, "246810")
    client = Client()
    asked = sign_in(client, next="/mine")
    assert asked["Location"] == "/sign-in/code"
    page = client.get("/sign-in/code").content.decode()
    assert PASSWORD not in page
    assert client.get("/mine").status_code == 302
    assert "验证码不对" in client.post("/sign-in/code", {"code": "111111"}).content.decode()
    assert client.post("/sign-in/code", {"code": "246810"})["Location"] == "/mine"


def test_the_code_page_alone_leads_to_the_password(db):
    assert Client().get("/sign-in/code")["Location"] == "/sign-in"
    assert Client().post("/sign-in/code", {"code": "123456"})["Location"] == "/sign-in"


def test_a_first_password_must_be_changed_before_anything_else(account):
    Account.objects.update(must_change_password=True)
    client = Client()
    assert sign_in(client)["Location"] == "/account/password"
    assert client.get("/mine")["Location"] == "/account/password"
    new = "Xin-Mima-2026-hao"
    weak = client.post("/account/password", {"old": PASSWORD, "new": "123", "again": "123"})
    assert weak.status_code == 400
    differs = client.post("/account/password", {"old": PASSWORD, "new": new, "again": new + "x"})
    assert "两次输入的新密码不一样" in differs.content.decode()
    assert client.post("/account/password", {"old": PASSWORD, "new": new, "again": new})["Location"] == "/"
    assert client.get("/mine").status_code == 200
    assert sign_in(Client(), new).status_code == 302


def test_changing_the_password_ends_the_other_sessions(account):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in(client)
    new = "Xin-Mima-2026-hao"
    here.post("/account/password", {"old": PASSWORD, "new": new, "again": new})
    assert here.get("/mine").status_code == 200
    assert elsewhere.get("/mine").status_code == 302


def test_an_administrator_is_led_to_the_second_factor(db, settings):
    settings.SHANZHI_SECOND_FACTOR = "admins"
    Account.objects.create_user("guanli", PASSWORD, kind="system_admin")
    client = Client()
    first = client.post("/sign-in", {"username": "guanli", "password": PASSWORD})
    assert first["Location"] == "/account/second-factor"
    assert client.get("/account")["Location"] == "/account/second-factor"
    page = client.post("/account/second-factor", {"begin": "1"}).content.decode()
    key = re.search(r"<code>([A-Z2-7]{32})</code>", page).group(1)
    assert "data:image/svg+xml" in page
    assert "验证码不对" in client.post("/account/second-factor", {"code": "000000"}).content.decode()
    import base64

    code = second_factor.totp(base64.b32decode(key), int(timezone.now().timestamp()) // 30)
    done = client.post("/account/second-factor", {"code": code}).content.decode()
    assert len(re.findall(r"\d{5}-\d{5}", done)) == second_factor.RECOVERY_CODES
    assert client.get("/account").status_code == 200


def test_a_session_that_stood_idle_asks_again(account, monkeypatch):
    from shanzhi.people import sessions

    client = Client()
    sign_in(client)
    later = (timezone.now() + timedelta(hours=2)).timestamp()
    monkeypatch.setattr(sessions.time, "time", lambda: later)
    assert client.get("/mine").status_code == 302


def test_signing_out_ends_the_session(account):
    client = Client()
    sign_in(client)
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/mine").status_code == 302
