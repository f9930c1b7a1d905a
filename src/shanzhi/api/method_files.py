"""Method files: their text, their drawing, the schema for editors, and the check."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct

from shanzhi import library
from shanzhi.api.methods import SVG, YAML, Version, Which, method_at
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message
from shanzhi.api.subjects import methods
from shanzhi.method.draw import draw
from shanzhi.method.fragment_alone import examine_file
from shanzhi.method.fragments import is_fragment
from shanzhi.method.schema import schema
from shanzhi.method.words import Sentence
from shanzhi.reading.library import handed_on


class Drawn(Message):
    """How to draw: a version, `wide` for a desk, one stage marked as the `current` one."""

    version: Version | None = None
    wide: bool = False
    current: Annotated[str, Meta(max_length=64)] | None = None


class MethodText(Message):
    """A method's file."""

    text: Annotated[str, Meta(max_length=400_000)]


class Fault(Struct):
    """One problem of a method's file: where, which, and what to do. `weight` is `error` or `advice`."""

    code: str
    line: int
    column: int
    message: str
    weight: str


class Checked(Struct):
    """What the checker says of a file; `sound` when nothing stands in its way."""

    sound: bool
    problems: list[Fault]


@operation(
    methods,
    "GET",
    "/methods/schema",
    Sentence("工作法文件的 JSON Schema", "The JSON Schema of method files"),
    media=["application/schema+json"],
    scope=None,
)
def method_schema(call: Call) -> HttpResponse:
    """For editors."""
    return HttpResponse(_schema(), content_type="application/schema+json")


@operation(
    methods,
    "POST",
    "/methods/check",
    Sentence("检查工作法文件", "Check a method file"),
    again="harmless",
    body=MethodText,
    answer=Checked,
)
def check_method(call: Call) -> Checked:
    """Every problem at once; nothing is kept."""
    found = examine_file(library.with_fragments(call.body.text), english=library.english)
    problems = [Fault(p.code, p.line, p.column, p.why.text(call.language), p.weight) for p in found.problems]
    return Checked(not found.errors and (found.method is not None or is_fragment(found.root)), problems)


@operation(
    methods,
    "GET",
    "/methods/{slug}/text",
    Sentence("工作法的原文（YAML）", "A method's file"),
    query=Which,
    media=[YAML],
    scope=None,
    refuses=[404],
)
def method_text(call: Call, slug: str) -> HttpResponse:
    """To copy it: its English is inside."""
    text = handed_on(method_at(slug, call.query.version))
    return HttpResponse(text, content_type=f"{YAML}; charset=utf-8")


@operation(
    methods,
    "GET",
    "/methods/{slug}/drawing",
    Sentence("工作法图（SVG）", "A method drawn"),
    query=Drawn,
    media=[SVG],
    scope=None,
    refuses=[404],
)
def method_drawing(call: Call, slug: str) -> HttpResponse:
    """In the caller's language."""
    method = method_at(slug, call.query.version).method
    drawn = draw(method, language=call.language, wide=call.query.wide, current=call.query.current)
    return HttpResponse(drawn, content_type=SVG)


@lru_cache(maxsize=1)
def _schema() -> bytes:
    return msgspec.json.encode(schema())
