"""The library on its page and over the API: one list, made without compiling a method, and one answer to which is newest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client

from shanzhi import library
from shanzhi.matters.models import Method as Taken
from shanzhi.method import check
from shanzhi.people.models import Account
from shanzhi.reading import library as reading
from tests.matters.town import METHODS, Town


@pytest.fixture
def browser(town: Town) -> Client:
    client = Client()
    client.force_login(Account.objects.create(username="staff", person=town.people["community_staff"]))
    return client


def listed(browser: Client) -> dict[str, dict[str, object]]:
    return {one["slug"]: one for one in browser.get("/api/methods").json()["methods"]}


def test_no_method_is_compiled_to_be_listed(
    town: Town, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for taken in Taken.objects.all():
        Taken.objects.filter(pk=taken.pk).update(text=library.text(taken.slug))
    read = []
    monkeypatch.setattr(reading, "load", lambda text, **_more: read.append(text))
    monkeypatch.setattr(reading, "compiled_of", lambda taken: read.append(taken))
    monkeypatch.setattr(check, "examine", lambda text, **_more: read.append(text))
    reading._head_of_file.cache_clear()
    reading._taken_heads.clear()
    assert browser.get("/library").status_code == 200
    assert set(listed(browser)) == set(library.names())
    assert read == []


def test_page_and_api_list_the_same_in_the_same_order(town: Town, browser: Client) -> None:
    page = browser.get("/library").context["methods"]
    told = browser.get("/api/methods").json()["methods"]
    assert [(one.slug, one.title.zh, one.version, one.taken) for one in page] == [
        (one["slug"], one["title"], one["version"], one["taken"]) for one in told
    ]
    assert {one["slug"] for one in told if one["hash"]} == {one["slug"] for one in told if one["taken"]}


def test_a_later_version_in_the_library_is_the_newest_on_every_face(
    town: Town, browser: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    town.adopt((METHODS / "errand.yaml").read_text(encoding="utf-8"))
    file = tmp_path / "errand.yaml"
    text = (METHODS / "errand.yaml").read_text(encoding="utf-8").replace("title: 帮办代办", "title: 跑腿代办")
    file.write_text(text.replace("version: 3", "version: 99", 1), encoding="utf-8")
    files = library.files
    monkeypatch.setattr(library, "files", lambda: {**files(), "errand": file})
    line = listed(browser)["errand"]
    assert (line["version"], line["title"], line["taken"], line["newer"]) == (99, "跑腿代办", False, True)
    assert "有新版：第 99 版" in browser.get("/library").content.decode()
    assert browser.get("/api/methods/errand").json()["version"] == 99
    assert browser.get("/library/errand").context["method"].version == 99
    assert browser.get("/api/methods/errand?version=3").json()["version"] == 3


def test_a_file_that_changes_is_read_again(
    town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "errand.yaml"
    text = (METHODS / "errand.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(library, "files", lambda: {"errand": file})
    title = {one.slug: one.title.zh for one in reading.library_methods("zh")}["errand"]
    file.write_text(text.replace(f"title: {title}", "title: 换了名字"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert {one.slug: one.title.zh for one in reading.library_methods("zh")}["errand"] == "换了名字"


def test_a_method_in_a_folder_has_a_family(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, db: None) -> None:
    (tmp_path / "care").mkdir()
    (tmp_path / "en").mkdir()
    text = (METHODS / "errand.yaml").read_text(encoding="utf-8")
    (tmp_path / "care" / "errand.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "en" / "errand.yaml").write_text("帮办代办: Errands\n", encoding="utf-8")
    monkeypatch.setattr(library, "folder", lambda: tmp_path)
    assert [(one.slug, one.family) for one in reading.library_methods("zh")] == [("errand", "care")]


def test_the_page_lists_methods_by_family(town: Town, browser: Client) -> None:
    families = browser.get("/library").context["families"]
    titles = [one.title for one in families]
    assert titles == [title for title in library.FAMILIES.values() if title in titles]
    listed_in = {one.slug: family.title for family in families for one in family.methods}
    assert set(listed_in) == set(library.names())
    assert listed_in["errand"] == library.FAMILIES["service"]


def test_every_folder_of_the_library_is_a_family_with_a_name() -> None:
    assert {file.parent.name for file in library.files().values()} <= set(library.FAMILIES)
