"""Texts of a method with their `{field}` places filled in, in both languages, as a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from shanzhi.engine.draft import Draft
from shanzhi.method.model import Field
from shanzhi.method.words import PLACEHOLDER, Sentence

NOTHING = "—"
HIDDEN = "***"


def fill(d: Draft, text: Sentence) -> dict[str, str]:
    """A text with its places filled from what is recorded; sensitive answers are never shown."""
    return {"zh": _filled(d, text.zh, "zh"), "en": _filled(d, text.en, "en")}


def _filled(d: Draft, text: str, language: str) -> str:
    parts = _parts(text)
    if len(parts) == 1:
        return text
    return "".join([part if n % 2 == 0 else _shown(d, part, language) for n, part in enumerate(parts)])


@lru_cache(maxsize=4096)
def _parts(text: str) -> list[str]:
    """Plain text and names of places in turn, beginning and ending with plain text."""
    return PLACEHOLDER.split(text)


def _shown(d: Draft, name: str, language: str) -> str:
    if name in _OWN:
        return _OWN[name](d, language)
    field = d.method.fields.get(name)
    value = d.values[name] if name in d.values else d.data.get(name)
    if value is None or field is None:
        return NOTHING
    if field.sensitive:
        return HIDDEN
    show = _KINDS.get(field.type)
    return (
        value
        if show is None and isinstance(value, str)
        else show(d, field, value, language)
        if show
        else str(value)
    )


def local(d: Draft, at: datetime) -> str:
    """A moment as people of the place say it."""
    return at.astimezone(d.ctx.calendar.zone).strftime("%Y-%m-%d %H:%M")


def _choice(d: Draft, field: Field, value: Any, language: str) -> str:
    return next((o.label.text(language) for o in field.options if o.value == value), str(value))


def _choices(d: Draft, field: Field, value: Any, language: str) -> str:
    mark = ", " if language == "en" else "、"
    return mark.join(_choice(d, field, one, language) for one in value)


def _boolean(d: Draft, field: Field, value: Any, language: str) -> str:
    return (YES if value else NO).text(language)


def _money(d: Draft, field: Field, value: Any, language: str) -> str:
    sign, fen = ("-" if value < 0 else ""), abs(value)
    return YUAN.fill(amount=f"{sign}{fen // 100}.{fen % 100:02}").text(language)


def _time(d: Draft, field: Field, value: Any, language: str) -> str:
    at = datetime.fromisoformat(value)
    return local(d, at) if at.tzinfo is not None else at.strftime("%Y-%m-%d %H:%M")


def _many(d: Draft, field: Field, value: Any, language: str) -> str:
    return ITEMS.fill(count=len(value)).text(language)


YES, NO = Sentence("是", "yes"), Sentence("否", "no")
YUAN = Sentence("{amount} 元", "¥{amount}")
ITEMS = Sentence("{count} 项", "{count} items")
_OWN: dict[str, Callable[[Draft, str], str]] = {
    "title": lambda d, language: d.method.title.text(language),
    "stage": lambda d, language: d.method.stages[d.stage].label.text(language),
    "due": lambda d, language: local(d, d.due) if d.due else NOTHING,
}
_KINDS: dict[str, Callable[[Draft, Field, Any, str], str]] = {
    "choice": _choice,
    "choices": _choices,
    "boolean": _boolean,
    "money": _money,
    "time": _time,
    "files": _many,
    "offices": _many,
    "list": _many,
}
