"""A method of the library in plain sentences, on its page: linked, whole, in the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client

from shanzhi import library
from shanzhi.method.check import examine
from shanzhi.people.models import Account
from shanzhi.reading.library import library_method
from tests.matters.town import Town

OUR_FILES = library.files


@pytest.fixture
def browser(town: Town) -> Client:
    client = Client()
    client.force_login(Account.objects.create(username="staff", person=town.people["community_staff"]))
    return client


def test_the_page_of_a_method_leads_to_its_reading(browser: Client) -> None:
    assert 'href="/library/errand/read"' in browser.get("/library/errand").content.decode()
    page = browser.get("/library/errand/read").content.decode()
    for words in ("谁可以发起", "由谁办", "时限", "到期", "本地可以设什么", "谁看得到什么"):
        assert words in page


def test_it_is_read_in_the_language_of_the_reader(browser: Client) -> None:
    page = browser.get("/library/deliberation/read", headers={"accept-language": "en"}).content.decode()
    assert "Who may open it" in page
    assert "a matter of “Tasks to close-out” is opened" in page or "Whose desk" in page


def test_its_page_hands_it_on_as_one_file(browser: Client) -> None:
    page = browser.get("/library/appeal").content.decode()
    version = library_method("appeal").method.version
    address = f"/api/methods/appeal/text?version={version}"
    assert f'href="{address}" download="appeal.yaml"' in page
    text = browser.get(address).content.decode()
    assert examine(text).errors == []
    assert "\nen:\n" in text, "its English is inside"


def test_what_is_no_method_is_not_there(browser: Client) -> None:
    assert browser.get("/library/nothing/read").status_code == 404


@pytest.mark.parametrize("name", library.names())
def test_every_method_of_the_library_can_be_read(
    browser: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(library, "files", OUR_FILES)
    assert browser.get(f"/library/{name}/read").status_code == 200
