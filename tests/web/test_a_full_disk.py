"""A disk that takes nothing more: writing is refused in a sentence, reading goes on for whoever is signed in."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.backends import db
from django.db import InternalError, OperationalError

from shanzhi.database import full_disk
from shanzhi.database.faults import is_full
from shanzhi.matters.models import Matter
from tests.web.conftest import PASSWORD, open_account


def full(*given, **named):
    raise OperationalError("database or disk is full")


def test_an_act_is_refused_with_a_sentence_and_nothing_is_lost(town, signed_in, monkeypatch):
    client = signed_in("resident")
    monkeypatch.setattr("shanzhi.matters.writing.store.write_new", full)
    answer = client.post("/open/appeal", {"subject": "楼道灯不亮", "command": "c1"})
    assert answer.status_code == 507
    assert "磁盘满了" in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_database_that_may_only_be_read_takes_nothing_and_says_so(town, signed_in, monkeypatch):
    def read_only(*given, **named):
        raise InternalError("cannot execute nextval() in a read-only transaction")

    client = signed_in("resident")
    client.raise_request_exception = False
    monkeypatch.setattr("shanzhi.matters.writing.store.write_new", read_only)
    page = client.post("/open/appeal", {"subject": "楼道灯不亮", "command": "c1"})
    assert (page.status_code, "只能读" in page.content.decode()) == (507, True)
    monkeypatch.setattr("shanzhi.matters.files.keeping.store", read_only)
    answer = client.post("/api/files?name=a.txt", b"x", content_type="application/octet-stream")
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert not Matter.objects.exists()


def test_who_is_signed_in_goes_on_reading(town, signed_in, monkeypatch):
    client = signed_in("resident")
    monkeypatch.setattr(db.SessionStore, "save", full)
    monkeypatch.setattr("shanzhi.people.sessions.time.time", lambda: time.monotonic() * 0 + NOW + 120)
    assert client.get("/").status_code == 200


NOW = time.time()


def test_signing_in_takes_the_room_that_was_held_for_it(town, client, settings, tmp_path, monkeypatch):
    settings.SHANZHI_HOME = tmp_path
    full_disk.keep_reserve()
    assert (tmp_path / "reserve").stat().st_size > 0
    kept = db.SessionStore.save

    def until_there_is_room(self, must_create=False):
        if (tmp_path / "reserve").exists():
            full()
        kept(self, must_create=must_create)

    monkeypatch.setattr(db.SessionStore, "save", until_there_is_room)
    open_account(town.people["resident"], "resident")
    answer = client.post("/sign-in", {"username": "resident", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    assert not (tmp_path / "reserve").exists()


def test_no_reserve_is_laid_down_where_there_is_no_room_for_it(settings, tmp_path, monkeypatch):
    settings.SHANZHI_HOME = tmp_path
    monkeypatch.setattr(full_disk, "room", lambda: (5 << 20, 10 << 20))
    full_disk.keep_reserve()
    assert not (tmp_path / "reserve").exists()
    assert not full_disk.give_way()


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        (OperationalError("database or disk is full"), True),
        (OperationalError("could not extend file: No space left on device"), True),
        (OperationalError("connection refused"), False),
        (OSError(28, "No space left on device"), True),
        (ValueError("disk is full"), False),
    ],
)
def test_a_full_disk_is_told_from_other_faults(problem, answer):
    assert is_full(problem) is answer
