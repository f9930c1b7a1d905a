"""One click to be anybody: in a demonstration, and impossible anywhere else."""

import pytest
from django.test import Client

from shanzhi.people.models import Account
from tests.web.conftest import PASSWORD, open_account


@pytest.mark.parametrize("off", [False, None, "1", "true", 1])
def test_without_the_demonstration_there_is_no_such_page(town, settings, off):
    settings.SHANZHI_DEMO = off
    account = open_account(town.people["resident"], "jumin")
    client = Client()
    assert client.get("/demo").status_code == 404
    assert client.post("/demo", {"account": account.pk}).status_code == 404
    assert client.get("/mine").status_code == 302


def test_in_the_demonstration_one_click_signs_in(town, settings):
    settings.SHANZHI_DEMO = True
    account = open_account(town.people["grid_worker"], "wangge")
    client = Client()
    page = client.get("/demo").content.decode()
    assert town.people["grid_worker"].name in page
    assert client.post("/demo", {"account": account.pk})["Location"] == "/"
    assert client.get("/inbox").status_code == 200


def test_even_there_nobody_becomes_an_administrator_or_a_closed_account(town, settings):
    settings.SHANZHI_DEMO = True
    admin = Account.objects.create_user("guanli", PASSWORD, kind="security_admin")
    closed = open_account(town.people["resident"], "jumin")
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    for number in (admin.pk, closed.pk, "0", "abc", ""):
        assert Client().post("/demo", {"account": number}).status_code == 404
