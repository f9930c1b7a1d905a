"""The database goes away under who is signed in: every face says that it is worth trying again, in its own shape."""

from __future__ import annotations

import psycopg
import pytest
from django.contrib.sessions.backends import db
from django.db import InterfaceError, OperationalError
from django.test import Client


def away(problem):
    def load(self):
        raise problem from psycopg.errors.lookup("57P03")()

    return load


@pytest.fixture(
    params=[OperationalError("the database system is in recovery mode"), InterfaceError("closed")]
)
def signed_in_and_away(town, signed_in, monkeypatch, request) -> Client:
    client = signed_in("resident")
    client.raise_request_exception = False
    monkeypatch.setattr(db.SessionStore, "load", away(request.param))
    return client


@pytest.mark.parametrize("path", ["/inbox", "/", "/account"])
def test_a_page_says_so_and_when_to_ask_again(signed_in_and_away, path):
    answer = signed_in_and_away.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "暂时连不上" in answer.content.decode()


def test_what_is_sent_is_told_to_be_sent_again(signed_in_and_away):
    answer = signed_in_and_away.post("/open/appeal", {"subject": "楼道灯不亮", "command": "c1"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_the_api_says_so_in_its_own_shape(signed_in_and_away):
    for answer in (
        signed_in_and_away.get("/api/me", headers={"Accept-Language": "en"}),
        signed_in_and_away.post("/api/matters", {}, "application/json", headers={"Accept-Language": "en"}),
    ):
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert (answer.json()["code"], answer.json()["message"][:12]) == ("no_database", "The database")


def test_what_else_breaks_there_is_told_as_before(town, signed_in, monkeypatch):
    client = signed_in("resident")
    client.raise_request_exception = False
    monkeypatch.setattr(db.SessionStore, "load", away(RuntimeError("secret detail")))
    page, answer = client.get("/inbox"), client.get("/api/me")
    assert (page.status_code, answer.status_code) == (500, 500)
    assert answer.json()["code"] == "broken"
    assert "secret detail" not in page.content.decode() + answer.content.decode()
