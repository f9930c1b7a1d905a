"""Builds inputs and form fields: types, bounds, options, and where the system already holds the answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from shanzhi.method.duration import BadDuration, Duration, parse_duration
from shanzhi.method.model import Field, Input, Option
from shanzhi.method.read import Node
from shanzhi.method.shape import hint
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

# What the system holds, so that no form asks for it again: the path and the type of its value.
FACTS: dict[str, str] = {
    "opener.name": "text",
    "opener.phone": "phone",
    "opener.id_number": "id_number",
    "opener.address": "text",
    "opener.household": "household",
    "opener.home": "place",
    "opener.person": "person",
    "place.name": "text",
    "place.address": "text",
    "place.community": "text",
    "place.street": "text",
    "actor.name": "text",
    "actor.phone": "phone",
    "actor.unit": "text",
}
OPTIONED = ("choice", "choices")
SIZED = ("text", "integer", "money", "choices", "files", "offices", "list", "date", "time", "duration")
MAX_TEXT_ANSWER = 5_000


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


class FormBuilder:
    """Inputs and fields of one method file."""

    def __init__(self, builder: Builder) -> None:
        self.b = builder

    def options(self, node: Node | None) -> tuple[Option, ...]:
        if node is None:
            return ()
        return tuple(Option(name, self.b.text(option, "label")) for name, option in node.value.items())

    def input(self, name: str, node: Node, path: str) -> Input | None:
        """One input, its default checked against its own type and bounds."""
        get = node.value.get
        if "type" not in node.value or "default" not in node.value:
            return None
        kind = get("type").value
        options = self.options(get("options"))
        given = Input(
            name=name,
            type=kind,
            label=self.b.text(node, "label"),
            default=None,
            at=self.b.rule(node, path),
            help=self.b.maybe(node, "help"),
            options=options,
        )
        low, high = (get(k).plain() if k in node.value else None for k in ("min", "max"))
        for bound, value in (("min", low), ("max", high)):
            if value is not None and (problem := _bound_problem(kind, value)):
                self.b.problems.add("SZ310", get(bound), name=name, detail=problem)
                return None
        if kind in OPTIONED and not options:
            self.b.problems.add("SZ310", node, name=name, detail=_s("缺少 options。", "`options` is missing."))
            return None
        bounded = Input(**{**{f: getattr(given, f) for f in given.__struct_fields__}, "min": low, "max": high})
        value, problem = input_value(bounded, get("default").plain())
        if problem is not None:
            self.b.problems.add("SZ310", get("default"), name=name, detail=problem)
            return None
        return Input(**{**{f: getattr(bounded, f) for f in given.__struct_fields__}, "default": value})

    def form(self, node: Node | None, path: str) -> tuple[Field, ...]:
        """The fields of a form, in the order written."""
        if node is None:
            return ()
        fields = (self.field(name, spec, f"{path}.{name}") for name, spec in node.value.items())
        return tuple(field for field in fields if field is not None)

    def field(self, name: str, node: Node, path: str) -> Field | None:
        get = node.value.get
        if "type" not in node.value:
            return None
        kind = get("type").value
        low, high = (get(k).plain() if k in node.value else None for k in ("min", "max"))
        options = self.options(get("options"))
        inner = self.form(get("form"), f"{path}.form")
        known = get("known").value if "known" in node.value else None
        if known is not None and known not in FACTS:
            self.b.problems.add("SZ318", get("known"), name=known, choices="、".join(FACTS))
            known = None
        elif known is not None and FACTS[known] != kind:
            self.b.problems.add("SZ306", get("known"), name=name, expected=FACTS[known])
        for detail in _field_problems(kind, low, high, options, inner):
            self.b.problems.add("SZ311", node, name=name, detail=detail)
        default = get("default").plain() if "default" in node.value else None
        if default is not None and options and default not in [o.value for o in options]:
            self.b.problems.add("SZ204", get("default"), value=default, choices="、".join(o.value for o in options))
        if kind == "text" and not isinstance(high, int):
            high = MAX_TEXT_ANSWER
        field = Field(
            name=name,
            type=kind,
            label=self.b.text(node, "label"),
            at=self.b.rule(node, path),
            help=self.b.maybe(node, "help"),
            optional=bool(get("optional").value) if "optional" in node.value else False,
            sensitive=bool(get("sensitive").value) if "sensitive" in node.value else False,
            known=known,
            min=low,
            max=high,
            options=options,
            default=default,
            form=inner,
        )
        if "asked" in node.value:
            self.b.later_asked.append((field, get("asked")))
        return field


def _bound_problem(kind: str, value: Any) -> Sentence | None:
    if kind == "duration":
        try:
            parse_duration(str(value))
        except BadDuration as bad:
            return bad.sentence
        return None
    if kind in ("integer", "money", "text", "choices") and isinstance(value, int) and not isinstance(value, bool):
        return None
    return _s("min、max 应为整数或时长。", "`min` and `max` must be whole numbers or durations.")


def _field_problems(
    kind: str, low: Any, high: Any, options: tuple[Option, ...], inner: tuple[Field, ...]
) -> list[Sentence]:
    found = []
    if kind in OPTIONED and not options:
        found.append(_s("缺少 options。", "`options` is missing."))
    if options and kind not in OPTIONED:
        found.append(_s("只有 choice、choices 可有 options。", "only choice and choices take `options`."))
    if kind == "list" and not inner:
        found.append(_s("列表要用 form 写出每一项的内容。", "a list needs a `form` for its items."))
    if inner and kind != "list":
        found.append(_s("只有 list 可有 form。", "only a list takes a `form`."))
    for bound in (low, high):
        if bound is None:
            continue
        if kind not in SIZED:
            found.append(_s("这种类型没有 min、max。", "this type takes no `min` or `max`."))
        elif not isinstance(bound, int) or isinstance(bound, bool):
            found.append(_s("min、max 应为整数。", "`min` and `max` must be whole numbers."))
    if isinstance(low, int) and isinstance(high, int) and low > high:
        found.append(_s("min 大于 max。", "`min` is above `max`."))
    return found


def _size(value: Any) -> float:
    return value.rough_minutes if isinstance(value, Duration) else float(value)


def input_value(given: Input, value: Any) -> tuple[Any, Sentence | None]:
    """A value for an input in its compiled form (durations as `Duration`), or the sentence that refuses it."""
    kind = given.type
    if kind == "duration":
        try:
            value = value if isinstance(value, Duration) else parse_duration(str(value))
        except BadDuration as bad:
            return None, bad.sentence
    elif kind in ("integer", "money"):
        if not isinstance(value, int) or isinstance(value, bool):
            return None, _s("应为整数。", "must be a whole number.")
    elif kind == "boolean":
        if not isinstance(value, bool):
            return None, _s("应为 true 或 false。", "must be true or false.")
        return value, None
    elif kind == "choices":
        allowed = [o.value for o in given.options]
        if not isinstance(value, list) or any(v not in allowed for v in value):
            return None, _s(f"可选：{'、'.join(allowed)}。", f"choose among: {', '.join(allowed)}.")
        return value, None
    else:
        if not isinstance(value, str):
            return None, _s("应为文字。", "must be text.")
        if given.options and value not in [o.value for o in given.options]:
            allowed = [o.value for o in given.options]
            return None, _s(f"可选：{'、'.join(allowed)}。", f"choose one of: {', '.join(allowed)}.")
    return _within(given, value)


def _within(given: Input, value: Any) -> tuple[Any, Sentence | None]:
    size = float(len(value)) if isinstance(value, str) else _size(value)
    for bound, name, outside in ((given.min, "min", -1), (given.max, "max", 1)):
        if bound is None:
            continue
        limit = _size(parse_duration(str(bound)) if isinstance(value, Duration) else bound)
        if (size - limit) * outside > 0:
            word = _s("不少于", "at least") if name == "min" else _s("不超过", "at most")
            shown = parse_duration(str(bound)) if isinstance(value, Duration) else None
            zh, en = (shown.label("zh"), shown.label("en")) if shown else (bound, bound)
            return None, _s(f"应{word.zh} {zh}。", f"must be {word.en} {en}.")
    return value, None


def known_hint(name: str) -> Sentence:
    """The nearest name of a fact the system holds."""
    return hint(name, FACTS)
