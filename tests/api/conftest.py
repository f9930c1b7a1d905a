"""The invented district of `tests/matters`, reached over HTTP as its people."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from shanzhi import library
from shanzhi.api import limits
from shanzhi.people.models import Account
from shanzhi.people.tokens import issue_token
from tests.matters.town import Town, build_town, played


@dataclass
class Answer:
    """What came back: the status, the JSON (or None), the headers."""

    status: int
    data: Any
    headers: Any
    content: bytes

    def __getitem__(self, name: str) -> Any:
        return self.data[name]


@dataclass
class Caller:
    """Somebody with a token."""

    token: str | None
    language: str = "zh"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def ask(self, verb: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request to `/api` + path."""
        sent = {"HTTP_ACCEPT_LANGUAGE": self.language, **headers}
        if self.token is not None:
            sent["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = sent.pop("CONTENT_TYPE", "application/json")
        got = self.client.generic(verb, f"/api{path}", content, content_type=kind, **sent)
        whole = b"".join(got.streaming_content) if got.streaming else got.content  # type: ignore[attr-defined]
        is_json = got.headers.get("Content-Type", "").startswith("application/json")
        return Answer(got.status_code, json.loads(whole) if is_json and whole else None, got.headers, whole)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        return self.ask("POST", path, body, **headers)


@dataclass
class Api:
    """The town over HTTP."""

    town: Town
    _tokens: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)

    def as_(self, who: str, *scopes: str, language: str = "zh") -> Caller:
        """Somebody by post (`grid_worker`) or `resident`, with a token of these scopes (read and act)."""
        key = (who, scopes or ("read", "act"))
        if key not in self._tokens:
            person = self.town.people[who]
            account, _ = Account.objects.get_or_create(username=f"{who}-{person.pk}", person=person)
            self._tokens[key] = issue_token(self.town.actor(who), account, label="test", scopes=key[1])[1]
        return Caller(self._tokens[key], language)

    def nobody(self, language: str = "zh") -> Caller:
        """A stranger."""
        return Caller(None, language)


@pytest.fixture(autouse=True)
def played_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library has what tests play."""
    monkeypatch.setattr(library, "files", played)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limits.forget()


@pytest.fixture
def api(db: None) -> Api:
    return Api(build_town())


@pytest.fixture
def open_one(api: Api) -> Callable[..., int]:
    """Open an appeal over HTTP; its number."""

    def opened(who: str = "resident", **values: Any) -> int:
        given = {"subject": "楼道灯不亮", "detail": "三楼", **values}
        body = {"method": "appeal", "place": api.town.building.pk, "values": given}
        made = api.as_(who).post("/matters", body)
        assert made.status == 201, made.data
        return int(made["number"])

    return opened
