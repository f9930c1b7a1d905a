"""Taking in what a caller sent: bodies and queries become the typed messages an operation asks for.

Every message refuses unknown names, and says which name was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Any, TypeVar, cast

import msgspec
from django.http import HttpRequest, RawPostDataException
from django.http.request import UnreadablePostError
from msgspec import Meta, Struct

from shanzhi.api.faults import JSON, Fault
from shanzhi.method.words import Sentence

MOST = 1024 * 1024
"""Largest JSON body, in bytes."""
LARGEST = 2**53 - 1
"""Largest number of a thing: what JSON can carry without loss (RFC 8259 §6)."""

Number = Annotated[int, Meta(ge=1, le=LARGEST)]
"""The number of a matter, a place, a person …"""
Moment = Annotated[datetime, Meta(tz=True)]
"""A time with its offset."""
Text = Annotated[str, Meta(min_length=1, max_length=200)]
CommandId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        description="操作编号：同一编号重复提交只办一次 · the same id sent again does nothing twice",
    ),
]


class Message(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a caller sends."""


M = TypeVar("M")


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


NOT_JSON = _s(
    "请用 JSON 提交（Content-Type: application/json）。", "Send JSON (Content-Type: application/json)."
)
TOO_LARGE = _s("内容太大，最多 {most} KiB。", "The body is too large; at most {most} KiB.")
BAD_JSON = _s(
    "JSON 写得不对：{what}。请改正后再提交。", "This is not valid JSON: {what}. Mend it and send it again."
)
CUT = _s("内容没有收全，请再提交一次。", "The body did not arrive whole; send it again.")
ZERO = _s("内容里有不能保存的空字符，请去掉。", "A NUL character cannot be kept; take it out.")
TWICE = _s("只写一次。", "Give it once.")
WRONG = _s("有 {count} 处不对：{detail}", "{count} wrong: {detail}")
UNKNOWN = _s("没有这一项，请去掉。", "There is no such name; leave it out.")
MEANT = _s("没有这一项，是不是“{hint}”？", "There is no such name; did you mean “{hint}”?")
MISSING = _s("必须填写。", "It must be given.")
KINDS: dict[str, Sentence] = {
    "int": _s("整数", "a whole number"),
    "float": _s("数", "a number"),
    "str": _s("文字", "text"),
    "bool": _s("true 或 false", "true or false"),
    "object": _s("对象 {…}", "an object {…}"),
    "array": _s("列表 […]", "a list […]"),
    "datetime": _s("带时区的时间，如 2026-03-02T09:00:00+08:00", "a time with its offset, such as 2026-03-02T09:00:00+08:00"),
    "time": _s("时刻，如 09:00:00", "a time of day such as 09:00:00"),
    "timedelta": _s("时长，如 PT1H", "a length of time such as PT1H"),
    "bytes": _s("base64 编码的内容", "content encoded as base64"),
    "decimal": _s("数，如 \"1.50\"", "a number such as \"1.50\""),
    "date": _s("日期，如 2026-03-02", "a date such as 2026-03-02"),
    "uuid": _s("UUID", "a UUID"),
    "null": _s("空", "null"),
}  # fmt: skip
EXPECTED = _s("应为{what}。", "It must be {what}.")
AMONG = _s(
    "“{value}”不在可选的值里，请看接口文档。", "“{value}” is not one of the values; see the reference."
)
BOUNDS: tuple[tuple[re.Pattern[str], dict[str, Sentence]], ...] = (
    (
        re.compile(r"Expected `(\w+)` of length (<=|>=|)\s*(\d+)"),
        {
            "str <=": _s("太长，最多 {n} 个字。", "It is too long: at most {n} characters."),
            "str >=": _s("太短，至少 {n} 个字。", "It is too short: at least {n} characters."),
            "<=": _s("太多，最多 {n} 项。", "There are too many: at most {n}."),
            ">=": _s("太少，至少 {n} 项。", "There are too few: at least {n}."),
            "": _s("应正好 {n} 项。", "There must be exactly {n}."),
        },
    ),
    (
        re.compile(r"Expected `(\w+)` (<=|>=)\s*(\S+)"),
        {
            "<=": _s("太大，最大为 {n}。", "It is too large: at most {n}."),
            ">=": _s("太小，最小为 {n}。", "It is too small: at least {n}."),
        },
    ),
    (
        re.compile(r"Expected `(\w+)` that's (a) multiple of (\S+)"),
        {"a": _s("应为 {n} 的倍数。", "It must be a multiple of {n}.")},
    ),
    (
        re.compile(r"Expected `(\w+)` (matching) regex (.*)", re.DOTALL),
        {"matching": _s("写法不对，应符合 {n}。", "It is not written as it must be: {n}.")},
    ),
    (
        re.compile(r"Expected `(\w+)` with (no) timezone (component)"),
        {"no": _s("不要带时区。", "It takes no time zone.")},
    ),
)
"""What msgspec says of a value outside its bounds, and what is said instead, by the kind and the bound."""
ENCODED = {
    "RFC3339 encoded datetime": "datetime",
    "RFC3339 encoded date": "date",
    "RFC3339 encoded time": "time",
    "ISO8601 duration": "timedelta",
    "base64 encoded string": "bytes",
    "decimal string": "decimal",
    "UUID": "uuid",
}
"""What msgspec calls texts that stand for something else."""
BETWEEN = _s("或", " or ")
OTHER = _s("写法不对，请看接口文档。", "It is not as it must be; see the reference.")


def body_of(request: HttpRequest, type_: type[M]) -> M:
    """The body as the message `type_`. Raises `Fault` (400, 413, 415)."""
    raw = raw_body(request, MOST)
    kind = request.META.get("CONTENT_TYPE", "")
    if kind[:16].lower() != JSON:
        raise Fault(415, "not_json", NOT_JSON)
    if b"\\u0000" in raw:
        raise Fault(400, "bad_text", ZERO)
    try:
        decoded: M = _decoder(cast(Hashable, type_)).decode(raw)
        return decoded
    except msgspec.ValidationError as problem:
        raise misread(str(problem), type_) from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as problem:
        raise Fault(400, "bad_json", BAD_JSON.fill(what=str(problem)[:120])) from None


@lru_cache(maxsize=256)
def _decoder(type_: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(type_)


def raw_body(request: HttpRequest, most: int) -> bytes:
    """The body as bytes, not more than `most`."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit() or int(length[:12]) > most:
        raise Fault(413, "too_large", TOO_LARGE.fill(most=most // 1024))
    try:
        raw = request.body
    except (UnreadablePostError, RawPostDataException):
        raise Fault(400, "cut_off", CUT) from None
    if len(raw) > most:
        raise Fault(413, "too_large", TOO_LARGE.fill(most=most // 1024))
    return raw


def query_of(request: HttpRequest, type_: type[M]) -> M:
    """The query string as the message `type_`. Raises `Fault` (400)."""
    if not request.META.get("QUERY_STRING"):
        return _nothing(type_)
    given = request.GET
    for name, values in given.lists():
        if len(values) > 1:
            raise wrong({name: TWICE})
        if "\0" in values[0] or "\0" in name:
            raise Fault(400, "bad_text", ZERO)
    try:
        return msgspec.convert(given.dict(), type_, strict=False)
    except msgspec.ValidationError as problem:
        raise misread(str(problem), type_) from None


def _nothing(type_: type[M]) -> M:
    """The message of an empty query. Raises `Fault` where something must be given."""
    try:
        return msgspec.convert({}, type_)
    except msgspec.ValidationError as problem:
        raise misread(str(problem), type_) from None


def wrong(fields: dict[str, Sentence], status: int = 400, code: str = "bad_request") -> Fault:
    """The fault for names that are wrong, each with its reason."""
    parts = [Sentence(f"{name}：{why.zh}", f"{name}: {why.en}") for name, why in fields.items()]
    detail = Sentence("".join(p.zh for p in parts), " ".join(p.en for p in parts))
    return Fault(status, code, WRONG.fill(count=len(fields), detail=detail), fields=fields)


def misread(said: str, type_: Any) -> Fault:
    """What msgspec says about a message, in both languages."""
    what, _, path = said.partition(" - at `")
    where = path.rstrip("`").removeprefix("$").lstrip(".") or "body"
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        name = found[1][:60]
        known = names_of(type_) if where == "body" else ()
        close = get_close_matches(name, known, n=1, cutoff=0.6)
        where = name if where == "body" else f"{where}.{name}"
        return wrong({where: MEANT.fill(hint=close[0]) if close else UNKNOWN})
    if found := re.fullmatch(r"Object missing required field `(.*)`", what):
        where = found[1] if where == "body" else f"{where}.{found[1]}"
        return wrong({where: MISSING})
    return wrong({where[:80]: _reason(what)})


def names_of(type_: Any) -> Iterable[str]:
    """The names a message knows."""
    return type_.__struct_fields__ if isinstance(type_, type) and issubclass(type_, Struct) else ()


def _reason(what: str) -> Sentence:
    if found := re.match(r"Invalid enum value '?(.{0,60}?)'?$", what, re.DOTALL):
        return AMONG.fill(value=found[1])
    for pattern, said in BOUNDS:
        if found := pattern.fullmatch(what):
            kind, bound, n = found.groups()
            return (said.get(f"{kind} {bound}") or said[bound]).fill(n=n[:120])
    if found := re.match(r"Expected `([\w |]+)`(?: with a timezone component|, got .*)?$", what):
        kinds = [KINDS[kind] for kind in found[1].split(" | ") if kind in KINDS]
        if kinds:
            return EXPECTED.fill(what=_either(kinds))
    if (found := re.match(r"Invalid (.*)$", what)) and found[1] in ENCODED:
        return EXPECTED.fill(what=KINDS[ENCODED[found[1]]])
    return OTHER


def _either(kinds: list[Sentence]) -> Sentence:
    return Sentence(BETWEEN.zh.join(k.zh for k in kinds), BETWEEN.en.join(k.en for k in kinds))
