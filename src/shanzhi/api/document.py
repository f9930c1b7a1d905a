"""What the OpenAPI document says of each operation, made from its declaration and its messages.

OpenAPI 3.1; the schemas are those that msgspec reads and writes by, so the document cannot say otherwise than
the program does. Titles speak both languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from shanzhi.api.faults import JSON, Problem
from shanzhi.method.words import Sentence

REF = "#/components/schemas/{name}"
components: dict[str, Any] = {}
"""The schemas of every message named so far."""

ANSWERS: dict[int, str] = {
    400: "看不懂 · not understood",
    401: "未登录 · not signed in",
    403: "没有权限 · not allowed",
    404: "没有，或不能查看 · not there, or not yours to see",
    409: "情况已变 · the state has changed",
    413: "太大 · too large",
    415: "格式不对 · wrong media type",
    422: "办不了，说明了原因 · cannot be done, and why",
    429: "太频繁 · too often",
    503: "暂时办不了 · not just now",
}
KEY: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "同一个键重复提交只办一次，返回首次的答复 · the same key sent again does nothing twice and gives the first answer",
}
SECURITY: dict[str, Any] = {
    "token": {"type": "http", "scheme": "bearer", "description": "访问令牌 · an access token"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "页面的会话；提交时另须 X-CSRFToken · a session of the pages; writes need X-CSRFToken as well",
    },
}


class Described(Struct):
    """What an operation declares of itself.

    `media` is the media type of an answer that is not JSON; `takes` that of a body that is not JSON, with its
    schema; `refuses` further statuses it may answer with; `also` those it answers with alike; `examples` bodies by name; `problem` the
    shape of a refusal, which may come in `problem_media` too; `keyed` that it takes an `Idempotency-Key`.
    """

    title: Sentence
    body: Any = None
    query: Any = None
    answer: Any = None
    status: int = 200
    scope: str | None = "read"
    session: bool = False
    about: Sentence | None = None
    media: Sequence[str] = ()
    takes: Mapping[str, Any] | None = None
    refuses: Sequence[int] = ()
    also: Sequence[int] = ()
    waits: Any = None
    examples: Mapping[str, Any] | None = None
    problem: Any = Problem
    problem_media: Sequence[str] = ()
    tags: Sequence[str] | None = None
    keyed: bool = False


def describe(d: Described, name: str) -> dict[str, Any]:
    """The keyword arguments with which ninja keeps the operation."""
    extra: dict[str, Any] = {"responses": _responses(d)}
    if d.body is not None:
        content: dict[str, Any] = {"schema": schema_of(d.body)}
        if d.examples:
            content["examples"] = {
                title.replace(" ", "_"): {"summary": title, "value": value}
                for title, value in d.examples.items()
            }
        extra["requestBody"] = {"required": True, "content": {JSON: content}}
    elif d.takes is not None:
        extra["requestBody"] = {
            "required": True,
            "content": {media: {"schema": schema} for media, schema in d.takes.items()},
        }
    if d.query is not None:
        extra["parameters"] = parameters_of(d.query)
    if d.keyed:
        extra.setdefault("parameters", []).append(dict(KEY))
    if d.scope is not None:
        token: list[Any] = [] if d.session else [{"token": []}]
        extra["security"] = [*token, {"session": []}]
    else:
        extra["security"] = [{}, {"token": []}, {"session": []}]
    about = f"{d.about.zh}\n\n{d.about.en}" if d.about is not None else ""
    return {
        "operation_id": name,
        "summary": f"{d.title.zh} · {d.title.en}",
        "description": about or " ",
        "tags": list(d.tags) if d.tags else None,
        "response": {d.status: None},
        "openapi_extra": extra,
        "url_name": name,
        "auth": None,
    }


def _responses(d: Described) -> dict[int, Any]:
    found: dict[int, Any] = {d.status: _good(d)}
    for status in d.also:
        found[status] = {"description": "同上 · the same", **_content(d)}
    if d.waits is not None:
        found[202] = {
            "description": "等待确认 · it waits to be confirmed",
            "content": {JSON: {"schema": schema_of(d.waits)}},
        }
    statuses = {429, *d.refuses}
    if d.keyed:
        statuses |= {400, 409, 422}
    if d.body is not None or d.query is not None or d.takes is not None:
        statuses.add(400)
    if d.body is not None or d.takes is not None:
        statuses |= {413, 415, 422}
    if d.scope == "act":
        statuses |= {409, 422}
    statuses.add(401)
    statuses.add(403)
    problem: dict[str, Any] = {JSON: {"schema": schema_of(d.problem)}}
    problem |= {media: {"schema": {}} for media in d.problem_media}
    for status in sorted(statuses):
        found[status] = {"description": ANSWERS[status], "content": problem}
    return found


def _good(d: Described) -> dict[str, Any]:
    return {"description": "好 · done", **_content(d)}


def _content(d: Described) -> dict[str, Any]:
    if d.answer is None:
        return {"content": {media: {"schema": {}} for media in d.media}} if d.media else {}
    if d.media:
        schema = schema_of(d.answer)
        return {"content": {media: {"schema": schema if media == JSON else {}} for media in d.media}}
    if isinstance(d.answer, tuple):
        return {"content": {JSON: {"schema": {"anyOf": [schema_of(one) for one in d.answer]}}}}
    return {"content": {JSON: {"schema": schema_of(d.answer)}}}


def schema_of(type_: Any) -> dict[str, Any]:
    """The schema of a message, with what it refers to among the components. Raises if a name stands for two."""
    (schema,), found = msgspec.json.schema_components((type_,), ref_template=REF)
    for name, one in found.items():
        one = _without_tuples(one)
        assert components.setdefault(name, one) == one, f"two messages are called {name}"
    return _without_tuples(schema)


def _without_tuples(schema: Any) -> Any:
    """A schema in which a list of fixed length is said by its length and what its items are: generators of clients
    stumble over the `prefixItems` and `items: false` of JSON Schema 2020-12."""
    if isinstance(schema, list):
        return [_without_tuples(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _without_tuples(one) for key, one in schema.items()}
    if first := plain.pop("prefixItems", None):
        kinds = [one for at, one in enumerate(first) if one not in first[:at]]
        plain["items"] = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    return plain


def parameters_of(type_: Any) -> list[dict[str, Any]]:
    """The parameters of a query message."""
    _, found = msgspec.json.schema_components((type_,), ref_template=REF)
    whole = found.pop(type_.__name__)
    for name, one in found.items():
        one = _without_tuples(one)
        assert components.setdefault(name, one) == one, f"two messages are called {name}"
    required = set(whole.get("required", ()))
    parameters = []
    for name, schema in whole["properties"].items():
        schema = _given(schema)
        parameter = {"in": "query", "name": name, "required": name in required, "schema": schema}
        if "description" in schema:
            parameter["description"] = schema.pop("description")
        parameters.append(parameter)
    return parameters


def _given(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out is never null: it is text in an address."""
    kept = {key: value for key, value in schema.items() if key != "default" or value is not None}
    choices = [one for one in kept.get("anyOf", ()) if one != {"type": "null"}]
    if "anyOf" in kept and len(choices) == 1:
        del kept["anyOf"]
        kept = {**choices[0], **kept}
    return kept
