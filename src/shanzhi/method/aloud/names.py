"""What the names of a method are called when one speaks of them: facts by their labels, stages, clocks, what is set here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from shanzhi.method.duration import Duration
from shanzhi.method.field_types import FIELD_TYPES
from shanzhi.method.model import Field, Input, Method, Option
from shanzhi.method.money import amount
from shanzhi.method.rules import Measured, Span
from shanzhi.method.words import PLACEHOLDER, Sentence


def s(zh: str, en: str) -> Sentence:
    """A sentence, or a part of one."""
    return Sentence(zh, en)


def listed(parts: list[Sentence], zh: str = "、", en: str = ", ") -> Sentence:
    """Several parts as one."""
    return Sentence(zh.join(p.zh for p in parts), en.join(p.en for p in parts))


def quoted(text: Sentence) -> Sentence:
    """A text as one names it."""
    return Sentence(f"“{text.zh}”", f"“{text.en}”")


def cited(text: Sentence) -> Sentence:
    """A text that people are told, as one cites it; it may hold quotation marks itself."""
    return Sentence(f"「{text.zh}」", f"‹{text.en}›")


def spaced(text: Sentence) -> Sentence:
    """A number after Chinese words stands apart."""
    return Sentence(f" {text.zh}", text.en) if text.zh[:1].isdigit() else text


YES, NO, NOTHING = s("是", "yes"), s("否", "no"), s("无", "none")
SET_HERE = s("{label}（本地可设，现为{value}）", "{label} (set here; now {value})")
MOST_LISTED = 8
OPENER = "opener.person"
"""What the system fills in where nobody else is named."""
IN_TEXTS = {
    "title": s("事项的名称", "its heading"),
    "stage": s("所在环节", "its stage"),
    "due": s("到期时间", "when it is due"),
    "desk": s("由谁办", "whose desk"),
}
"""What a text may speak of besides facts."""


class Names:
    """The names of one method."""

    def __init__(self, method: Method, titles: Mapping[str, Sentence] | None = None) -> None:
        self.method = method
        self.titles = titles or {}
        self.line: tuple[Field, ...] = ()

    @contextmanager
    def within(self, form: tuple[Field, ...]) -> Iterator[None]:
        """While one speaks of the lines of a list, `line.x` is what that list calls x."""
        before, self.line = self.line, form or self.line
        try:
            yield
        finally:
            self.line = before

    def lines_of(self, path: str) -> tuple[Field, ...]:
        """What each line of a list holds."""
        found = self.method.fields.get(path.rpartition(".")[2])
        return found.form if found is not None else ()

    def found(self, name: str) -> Field | None:
        """A fact by its name with its scope: a line's own before a fact of the same name; what is set here is none."""
        scope, _, bare = name.rpartition(".")
        if scope in ("line", "entry"):
            lists = (self.line, *(one.form for one in self.method.fields.values()))
            own = next((part for form in lists for part in form if part.name == bare), None)
            if own is not None:
                return own
        return self.field(bare) if scope in ("", "data", "people", "line", "entry", "before") else None

    def field(self, name: str) -> Field | None:
        """A fact, or a field of the lines of a list or of an answer, by its bare name."""
        fields = self.method.fields
        if name in fields:
            return fields[name]
        return next((part for one in fields.values() for part in one.form if part.name == name), None)

    def fact(self, name: str) -> Sentence:
        """A fact by its label; by its name where it has none."""
        found = self.found(name)
        return quoted(found.label if found is not None else s(name, name))

    def person(self, name: str) -> Sentence:
        """Whoever a fact names; who is the opener unless somebody else is written is there always."""
        found = self.found(name)
        if found is not None and found.known == OPENER:
            return self.fact(name)
        return s("{f}写明的人", "whom {f} names").fill(f=self.fact(name))

    def facts(self, names: Any) -> Sentence:
        """Several facts by their labels."""
        return listed([self.fact(name) for name in names])

    def text(self, text: Sentence) -> Sentence:
        """A text that people are told, each `{field}` in it by its label."""

        def label(match: re.Match[str], language: str) -> str:
            found = self.found(match[1])
            word = found.label if found is not None else IN_TEXTS.get(match[1], s(match[1], match[1]))
            return f"〔{word.text(language)}〕" if language == "zh" else f"[{word.text(language)}]"

        zh = PLACEHOLDER.sub(lambda match: label(match, "zh"), text.zh.strip().replace("\n", " ／ "))
        en = PLACEHOLDER.sub(lambda match: label(match, "en"), text.en.strip().replace("\n", " / "))
        return cited(Sentence(zh, en))

    def other(self, method: str) -> Sentence:
        """Another method by its title, where that is known."""
        return quoted(self.titles.get(method, s(method, method)))

    def opened(self, settings: Mapping[str, Any]) -> list[Sentence]:
        """How a matter of a method is opened: by which way in, and what is handed on."""
        found = []
        opening, handed = settings.get("opening"), settings.get("with")
        if opening:
            own = self.method.openings.get(opening) if settings["method"] == self.method.id else None
            known = self.titles.get(f"{settings['method']}.{opening}") or s(opening, opening)
            label = own.label if own is not None else None
            found.append(s("从{w}进", "by {w}").fill(w=quoted(label or known)))
        if handed:
            found.append(
                s("交给它：{f}", "handed on: {f}").fill(f=self.facts([str(one) for one in handed.values()]))
            )
        return found

    def stage(self, name: str) -> Sentence:
        """A stage by its label."""
        return quoted(self.method.stages[name].label if name in self.method.stages else s(name, name))

    def register(self, name: str) -> Sentence:
        """A register by its label."""
        found = self.method.registers.get(name)
        return quoted(found.label if found is not None else s(name, name))

    def clock(self, name: str) -> Sentence:
        """A limit that spans stages, by its label."""
        found = self.method.clocks.get(name)
        return quoted(found.label if found is not None else s(name, name))

    def span(self, one: Span) -> Sentence:
        """A length of time: written out, or as a fact says."""
        if not isinstance(one, Measured):
            return value_words(one)
        if one.unit is None:
            return self.fact(one.field)
        zh, en = Duration(2, one.unit).label("zh"), Duration(2, one.unit).label("en")
        said = s("{f}所填的{u}数", "as many {u} as {f} says")
        return said.fill(
            f=self.fact(one.field), u=Sentence(zh.partition(" ")[2].lstrip("个"), en.partition(" ")[2])
        )

    def given(self, name: str) -> Sentence:
        """What a place may set, with what it is now."""
        one = self.method.inputs.get(name)
        if one is None:
            return quoted(s(name, name))
        value = self.input_value(one, self.method.values.get(name, one.default))
        return SET_HERE.fill(label=quoted(one.label), value=spaced(value))

    def input_value(self, one: Input, value: Any) -> Sentence:
        """The value of an input in words."""
        if FIELD_TYPES[one.type].table:
            return s("{n} 行的表", "a table of {n} rows").fill(n=len(one.options))
        if FIELD_TYPES[one.type].amount:
            return amount(value)
        return value_words(value, one.options)


def value_words(value: Any, options: tuple[Option, ...] = ()) -> Sentence:
    """A value written in the file, in words."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Duration):
        return Sentence(value.label("zh"), value.label("en"))
    if isinstance(value, Sentence):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        some = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
        if len(some) > MOST_LISTED:
            return s("{n} 项", "{n} of them").fill(n=len(some))
        return listed([value_words(one, options) for one in some]) if some else NOTHING
    if isinstance(value, dict):
        return listed([s("{k}：{v}", "{k}: {v}").fill(k=k, v=value_words(v)) for k, v in value.items()])
    if value is None or value == "":
        return NOTHING
    for option in options:
        if option.value == value:
            return quoted(option.label)
    return Sentence(str(value), str(value))
