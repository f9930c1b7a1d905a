"""Answers of GeoReport v2: JSON or XML, and errors as lists of code and description."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import msgspec
from django.http import HttpResponse
from msgspec import Struct

from shanzhi.api.faults import JSON, Fault

XML = "text/xml"
FORMATS = ("json", "xml")


class Error(Struct):
    """Why a request was refused."""

    code: int
    description: str


def answer(data: Any, root: str, one: str, format_: str, status: int = 200) -> HttpResponse:
    """A message, or a list of them, in the format of the address; `root` and `one` name its elements in XML."""
    plain = msgspec.to_builtins(data)
    if format_ == "xml":
        return _made(_xml(plain, root, one).encode(), f"{XML}; charset=utf-8", status)
    return _made(msgspec.json.encode(plain), JSON, status)


def errors(fault: Fault, language: str, format_: str = "json") -> HttpResponse:
    """A fault as GeoReport words it: the reasons field by field, or the one there is."""
    told = [f"{name}: {why.text(language)}" for name, why in fault.fields.items()]
    found = [Error(fault.status, text) for text in told or [fault.why.text(language)]]
    made = answer(found, "errors", "error", format_, fault.status)
    for name, value in fault.headers.items():
        made.headers[name] = value
    return made


def _made(content: bytes, kind: str, status: int) -> HttpResponse:
    made = HttpResponse(content, content_type=kind, status=status)
    made.headers["Content-Length"] = str(len(content))
    made.headers["Cache-Control"] = "private, no-store"
    return made


def _xml(data: Any, root: str, one: str) -> str:
    inside = "".join(_element(one, item) for item in data) if isinstance(data, list) else _inside(data)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{inside}</{root}>'


def _element(name: str, value: Any) -> str:
    return f"<{name}/>" if value is None else f"<{name}>{_inside(value)}</{name}>"


def _inside(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(_element(name, one) for name, one in value.items())
    if isinstance(value, list):
        return "".join(
            _element("value" if isinstance(one, dict) and "key" in one else "attribute", one) for one in value
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "".join(c for c in str(value) if c in "\t\n\r" or c >= " ")
    return escape(text)
