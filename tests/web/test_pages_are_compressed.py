"""Pages go compressed to whoever takes it; answers of the API as they are."""

from __future__ import annotations

import gzip

from django.test import Client


def test_a_page_is_compressed_for_who_takes_it(db):
    packed = Client().get("/sign-in", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "登录" in gzip.decompress(packed.content).decode()
    plain = Client().get("/sign-in")
    assert "Content-Encoding" not in plain
    assert "登录" in plain.content.decode()


def test_the_api_answers_as_it_is(db):
    answer = Client().get("/api/openapi.json", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer
    assert answer.json()["openapi"]
