"""A disk that takes nothing more: writing is refused in a sentence, reading goes on for whoever is signed in."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.backends import db
from django.db import OperationalError

from shanzhi.matters.models import Matter
from shanzhi.people.full_disk import is_full


def full(*given, **named):
    raise OperationalError("database or disk is full")


def test_an_act_is_refused_with_a_sentence_and_nothing_is_lost(town, signed_in, monkeypatch):
    client = signed_in("resident")
    monkeypatch.setattr("shanzhi.matters.store.write_new", full)
    answer = client.post("/open/appeal", {"subject": "楼道灯不亮", "command": "c1"})
    assert answer.status_code == 507
    assert "磁盘满了" in answer.content.decode()
    assert not Matter.objects.exists()


def test_who_is_signed_in_goes_on_reading(town, signed_in, monkeypatch):
    client = signed_in("resident")
    monkeypatch.setattr(db.SessionStore, "save", full)
    monkeypatch.setattr("shanzhi.people.sessions.time.time", lambda: time.monotonic() * 0 + NOW + 120)
    assert client.get("/").status_code == 200


NOW = time.time()


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
