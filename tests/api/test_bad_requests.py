"""Whatever is sent: a clear sentence in one shape, the right status, and nothing written."""

import json

import pytest
from django.test import override_settings

from shanzhi.api import limits
from shanzhi.matters.models import Matter

SHAPE = {"code", "message", "rule", "line", "fields"}


@pytest.mark.parametrize(
    ("body", "status", "code", "fields"),
    [
        (b"", 415, "not_json", []),
        (b"{", 400, "bad_json", []),
        (b"\xff\xfe", 400, "bad_json", []),
        (b"[1]", 400, "bad_request", ["body"]),
        (b"null", 400, "bad_request", ["body"]),
        ({}, 400, "bad_request", ["method"]),
        ({"method": 7}, 400, "bad_request", ["method"]),
        ({"method": "appeal", "plase": 1}, 400, "bad_request", ["plase"]),
        ({"method": "appeal", "place": "7"}, 400, "bad_request", ["place"]),
        ({"method": "appeal", "place": 0}, 400, "bad_request", ["place"]),
        ({"method": "appeal", "place": 2**80}, 400, "bad_request", ["place"]),
        ({"method": "appeal", "place": 1, "point": [200, 0]}, 400, "bad_request", ["point[0]"]),
        ({"method": "appeal", "place": 1, "command_id": ""}, 400, "bad_request", ["command_id"]),
        (b'{"method": "app\\u0000eal"}', 400, "bad_text", []),
        (b'{"method": "appeal", "values": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}}", 400, "bad_json", []),
        ({"method": "appeal", "place": 9_000_000}, 422, "no_such_place", []),
        ({"method": "nothing"}, 422, "no_place_given", []),
        ({"method": "appeal", "values": {}}, 422, "no_place_given", []),
        ({"method": "appeal", "point": [0.0, 0.0]}, 422, "no_place_there", []),
    ],
)
def test_bodies_that_cannot_be_taken(api, body, status, code, fields):
    resident = api.as_("resident")
    for language in ("zh", "en"):
        resident.language = language
        got = resident.post("/matters", body)
        assert (got.status, got["code"]) == (status, code), got.data
        assert set(got.data) == SHAPE
        assert sorted(got["fields"]) == fields
        words = got["message"] + "".join(got["fields"].values())
        assert any("\u4e00" <= c <= "\u9fff" for c in words) is (language == "zh"), words
    assert not Matter.objects.exists()


def test_a_misspelt_name_gets_a_hint(api):
    got = api.as_("resident").post("/matters", {"methd": "appeal"})
    assert "method" in got["fields"]["methd"]
    got = api.as_("resident").get("/matters?stgae=reported")
    assert (got.status, "stage" in got["fields"]["stgae"]) == (400, True)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "box=all&box=mine", "after=x", "desk=grid_worker", "desk=x@1", "place=-1"]
)
def test_queries_that_cannot_be_taken(api, query):
    got = api.as_("resident").get(f"/matters?{query}")
    assert got.status == 400, got.data
    assert set(got.data) == SHAPE
    assert got["fields"]


def test_other_formats_and_sizes(api):
    resident = api.as_("resident")
    got = resident.post("/matters", b"method=appeal", CONTENT_TYPE="application/x-www-form-urlencoded")
    assert (got.status, got["code"]) == (415, "not_json")
    got = resident.post("/matters", json.dumps({"method": "a" * 2_000_000}).encode())
    assert (got.status, got["code"]) == (413, "too_large")


def test_addresses_and_verbs_that_are_not_there(api):
    resident = api.as_("resident")
    for path in ("/nothing", "/matters/", "/matters/x", "/matters/999999", f"/matters/{2**70}", "/people/0"):
        got = resident.get(path)
        assert (got.status, got["code"]) == (404, "not_found"), path
        assert set(got.data) == SHAPE
    got = resident.ask("PUT", "/matters")
    assert (got.status, got["code"]) == (405, "not_allowed")
    assert got.headers["Allow"] in ("GET, POST", "POST, GET")
    head = resident.ask("HEAD", "/matters")
    assert (head.status, head.content) == (200, b"")


def test_who_is_not_signed_in_or_may_only_read(api, open_one):
    number = open_one()
    act = {"act": "message", "values": {"text": "你好"}}
    path = f"/matters/{number}/acts"
    stranger = api.nobody().post(path, act)
    assert (stranger.status, stranger["code"]) == (401, "sign_in")
    assert stranger.headers["WWW-Authenticate"] == "Bearer"
    reader = api.as_("resident", "read")
    assert reader.get(f"/matters/{number}").status == 200
    refused = reader.post(path, act)
    assert (refused.status, refused["code"]) == (403, "no_scope")
    bad = api.nobody()
    for header in ("Bearer shanzhi_wrong", "Bearer", "Basic abc", "Bearer " + "x" * 5000):
        got = bad.get("/matters", HTTP_AUTHORIZATION=header)
        assert (got.status, got["code"]) == (401, "bad_token")


def test_a_revoked_token_is_refused_at_once(api):
    from shanzhi.people.models import Token
    from shanzhi.people.tokens import revoke_token

    resident = api.as_("resident")
    assert resident.get("/me").status == 200
    revoke_token(api.town.actor("resident"), Token.objects.select_related("account").get())
    assert resident.get("/me").status == 401


@override_settings(SHANZHI_API_RATE=3, SHANZHI_API_RATE_OPEN=2)
def test_who_asks_too_often_is_told_when_to_come_back(api):
    resident = api.as_("resident")
    limits.forget()
    assert [resident.get("/me").status for _ in range(4)] == [200, 200, 200, 429]
    refused = resident.get("/me")
    assert (refused["code"], int(refused.headers["Retry-After"]) > 0) == ("too_many", True)
    assert api.as_("resident2").get("/me").status == 200
    guessing = [api.nobody().get("/me", HTTP_AUTHORIZATION="Bearer x").status for _ in range(3)]
    assert guessing == [401, 401, 429]


def test_an_error_nobody_foresaw_is_told_without_its_trace(api, monkeypatch, caplog):
    from shanzhi.api import account

    def broken(*_):
        raise RuntimeError("the inside of it")

    monkeypatch.setattr(account, "points_of", broken)
    got = api.as_("resident").get("/me")
    assert (got.status, got["code"]) == (500, "broken")
    assert "inside" not in got.content.decode()
    assert "the inside of it" in caplog.text
