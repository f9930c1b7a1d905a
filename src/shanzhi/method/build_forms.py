"""Builds inputs and form fields: types, bounds, options, and where the system already holds the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from shanzhi.method.duration import BadDuration, Duration, parse_duration
from shanzhi.method.model import Field, Input, Option
from shanzhi.method.money import AMOUNT, amount
from shanzhi.method.read import Node
from shanzhi.method.shape import is_text
from shanzhi.method.trees import find_option, is_tree, read_rows, tree_of, with_below
from shanzhi.method.words import Sentence, either

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
SIZED = ("text", "integer", "money", "choices", "files", "offices", "list")
BOUNDED = ("integer", "money", "text", "choices", "texts", "table")
LISTED = ("choices", "files", "offices", "list")
OF_MATTERS = Sentence("of 只用于事项（matter）。", "`of` goes with a matter alone.")
NUMBERED = ("integer", "money", "place", "person", "household", "office", "matter")
OF_ONE_INSTALLATION = frozenset(("place", "person", "household", "office", "offices", "matter", "files"))
"""Types whose answers are numbers of this installation: elsewhere the same number is somebody or something else."""
MAX_TEXT_ANSWER = 5_000
MOST_WHOLE = 2**53


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


NO_OPTIONS = _s("缺少 options。", "`options` is missing.")


TAKEN_FIELDS = frozenset(("csrfmiddlewaretoken", "command", "seq", "step", "next", "now", "opened"))
"""Names that no answer can have: forms on pages send these besides the answers, conditions know the last two."""


class FormBuilder:
    """Inputs and fields of one method file."""

    def __init__(self, builder: Builder) -> None:
        self.b = builder

    def options(self, node: Node | None) -> tuple[Option, ...]:
        if node is None:
            return ()
        found = tuple(Option(name, self.b.text(option, "label")) for name, option in node.value.items())
        first: dict[str, str] = {}
        for option in found:
            one = first.setdefault(option.label.zh, option.value)
            if one != option.value and option.label.zh:
                at = node.value[option.value]
                self.b.problems.add(
                    "SZ341", at, weight="advice", label=option.label, one=one, other=option.value
                )
        return found

    def choices(self, node: Node | None) -> tuple[tuple[Option, ...], Sentence | None]:
        """The choices of a field or input: named here, as a tree where one stands above another, or a table's rows; and
        what is wrong with them."""
        if node is None:
            return (), None
        if node.kind != "map":
            return self.b.table(node), None
        if not any("above" in row.value for row in node.value.values()):
            return self.options(node), None
        rows, problem = read_rows(node.plain())
        texts = {
            row.value["label"].value: row.value["label"]
            for row in node.value.values()
            if "label" in row.value
        }
        return ((), problem) if problem else (tree_of(rows, self._said(texts, node)), None)

    def rows(self, node: Node) -> tuple[Option, ...]:
        """The rows of a table's default as options, their names in both languages."""
        rows, problem = read_rows(node.plain())
        return () if problem else tree_of(rows, self._said({}, node))

    def _said(self, texts: dict[str, Node], at: Node) -> Callable[[str], Sentence]:
        return lambda text: self.b.sentence(texts.get(text) or Node(text, at.line, at.column))

    def input(self, name: str, node: Node, path: str) -> Input | None:
        """One input, its default checked against its own type and bounds."""
        get = node.value.get
        options, broken = self.choices(get("options"))
        label, words = self.b.text(node, "label"), self.b.maybe(node, "help")
        if "type" not in node.value or "default" not in node.value:
            return None
        if broken is not None:
            self.b.problems.add("SZ310", get("options"), name=name, detail=broken)
            return None
        kind = get("type").value
        low, high = (get(k).plain() if k in node.value else None for k in ("min", "max"))
        for bound, value in (("min", low), ("max", high)):
            if value is not None and (problem := _bound_problem(kind, value)):
                self.b.problems.add("SZ310", get(bound), name=name, detail=problem)
                return None
        if kind in OPTIONED and not options:
            if "options" not in node.value or get("options").kind == "map":
                self.b.problems.add("SZ310", node, name=name, detail=NO_OPTIONS)
            return None
        if kind == "table":
            options = self.rows(get("default"))
        at = self.b.rule(node, path)
        given = Input(
            name,
            kind,
            label,
            None,
            at,
            help=words,
            min=low,
            max=high,
            options=options,
            set_by=get("set_by").value if "set_by" in node.value else None,
        )
        value, problem = input_value(given, get("default").plain())
        if problem is not None:
            self.b.problems.add("SZ310", get("default"), name=name, detail=problem)
            return None
        return replace(given, default=value)

    def form(self, node: Node | None, path: str, *, inner: bool = False) -> tuple[Field, ...]:
        """The fields of a form, or of the items of a list (`inner`), in the order written."""
        if node is None:
            return ()
        built = []
        for name, spec in node.value.items():
            if name in TAKEN_FIELDS and not inner:
                self.b.problems.add("SZ334", node.keys[name], name=name)
            field = self.field(name, spec, f"{path}.{name}")
            if field is None:
                self.b.broken.add(name)
            else:
                built.append(field)
        form = tuple(built)
        for field in form:
            if "asked" in (spec := node.value[field.name]).value:
                self.b.later_asked.append((field, spec.value["asked"], form))
        return form

    def field(self, name: str, node: Node, path: str) -> Field | None:
        """One field; None when its type is not known."""
        b, get = self.b, node.value.get
        label, words = b.text(node, "label"), b.maybe(node, "help")
        options, broken = self.choices(get("options"))
        inner = self.form(get("form"), f"{path}.form", inner=True)
        if "type" not in node.value:
            return None
        kind = get("type").value
        low, high = (get(k).plain() if k in node.value else None for k in ("min", "max"))
        known = get("known").value if "known" in node.value else None
        if known is not None and known not in FACTS:
            b.problems.add("SZ318", get("known"), name=known, choices=either(FACTS))
            known = None
        elif known is not None and FACTS[known] != kind:
            b.problems.add("SZ306", get("known"), name=name, expected=FACTS[known])
        details = [broken] if broken is not None else _field_problems(kind, low, high, options, inner)
        if not options and "options" in node.value and get("options").kind != "map":
            details = [detail for detail in details if detail != NO_OPTIONS]  # its table was blamed already
        for detail in details:
            b.problems.add("SZ311", node, name=name, detail=detail)
        if "of" in node.value and kind != "matter":
            b.problems.add("SZ311", get("of"), name=name, detail=OF_MATTERS)
        if kind == "text" and not isinstance(high, int):
            high = MAX_TEXT_ANSWER
        field = Field(
            name=name,
            type=kind,
            label=label,
            at=b.rule(node, path),
            help=words,
            optional=get("optional").value if "optional" in node.value else False,
            sensitive=get("sensitive").value if "sensitive" in node.value else False,
            private=get("private").value if "private" in node.value else False,
            known=known,
            of=tuple(get("of").plain()) if "of" in node.value else (),
            min=low,
            max=high,
            options=options,
            default=get("default").plain() if "default" in node.value else None,
            form=inner,
        )
        if field.default is not None and kind in OF_ONE_INSTALLATION:
            b.problems.add("SZ529", get("default"), name=name)
        elif field.default is not None and (problem := _default_problem(field)):
            b.problems.add("SZ311", get("default"), name=name, detail=problem)
        return field


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < MOST_WHOLE


def _bound_problem(kind: str, value: Any) -> Sentence | None:
    if kind == "duration":
        try:
            parse_duration(str(value))
        except BadDuration as bad:
            return bad.sentence
        return None
    if kind in BOUNDED and _whole(value):
        return None
    return _s("min、max 应为整数或时长。", "`min` and `max` must be whole numbers or durations.")


def _field_problems(
    kind: str, low: Any, high: Any, options: tuple[Option, ...], inner: tuple[Field, ...]
) -> list[Sentence]:
    found = []
    if kind in OPTIONED and not options:
        found.append(NO_OPTIONS)
    if options and kind not in OPTIONED:
        found.append(_s("只有 choice、choices 可有 options。", "only choice and choices take `options`."))
    if kind == "list" and not inner:
        found.append(_s("列表要用 form 写出每一项的内容。", "a list needs a `form` for its items."))
    if inner and kind != "list":
        found.append(_s("只有 list 可有 form。", "only a list takes a `form`."))
    bounds = [bound for bound in (low, high) if bound is not None]
    if bounds and kind not in SIZED:
        found.append(_s("这种类型没有 min、max。", "this type takes no `min` or `max`."))
    elif not all(_whole(bound) for bound in bounds):
        found.append(_s("min、max 应为整数。", "`min` and `max` must be whole numbers."))
    elif len(bounds) == 2 and low > high:
        found.append(_s("min 大于 max。", "`min` is above `max`."))
    return found


def _default_problem(field: Field) -> Sentence | None:
    """Why a default is no answer to its own question."""
    value, kind = field.default, field.type
    allowed = [o.value for o in field.options]
    if kind == "choice" and value not in allowed:
        return _s(
            f"默认值要从这些里选：{'、'.join(allowed)}。",
            f"the default must be one of: {', '.join(allowed)}.",
        )
    if kind in NUMBERED:
        fits = _whole(value)
    elif kind == "boolean":
        fits = isinstance(value, bool)
    elif kind == "point":
        fits = isinstance(value, list) and len(value) == 2
    else:
        fits = isinstance(value, list if kind in LISTED else str)
    if not fits:
        return _s("默认值与类型不符。", "the default is not of its type.")
    if kind in SIZED:
        size = value if _whole(value) else len(value)
        if (_whole(field.min) and size < field.min) or (_whole(field.max) and size > field.max):
            return _s("默认值超出 min、max。", "the default is outside `min` and `max`.")
    return None


def input_value(given: Input, value: Any) -> tuple[Any, Sentence | None]:
    """A value for an input in its compiled form (durations as `Duration`), or the sentence that refuses it."""
    kind, allowed = given.type, [o.value for o in given.options]
    if kind == "duration":
        try:
            value = value if isinstance(value, Duration) else parse_duration(str(value))
        except BadDuration as bad:
            return None, bad.sentence
    elif kind in ("integer", "money"):
        if kind == "money" and is_text(value):
            return None, AMOUNT
        if not _whole(value):
            return None, _s("应为整数。", "must be a whole number.")
    elif kind == "boolean":
        if not isinstance(value, bool):
            return None, _s("应为 true 或 false。", "must be true or false.")
        return value, None
    elif kind == "choices":
        value, unknown = _codes(given, value)
        if unknown is not None:
            return None, unknown
    elif kind == "table":
        rows, problem = read_rows(value)
        if problem is not None:
            return None, problem
        value = rows
    elif kind == "texts":
        if not isinstance(value, list) or not all(is_text(one) and one.strip() for one in value):
            return None, _s(
                "应为一列文字，如 [甲, 乙]；没有就写 []。",
                "must be a list of texts, as in [one, two]; [] for none.",
            )
        value = list(dict.fromkeys(one.strip() for one in value))
    elif not is_text(value):
        return None, _s("应为文字。", "must be text.")
    elif allowed and value not in allowed:
        return None, _s(f"可选：{'、'.join(allowed)}。", f"choose one of: {', '.join(allowed)}.")
    return _within(given, value)


def bound_value(given: Input, value: Any) -> tuple[Any, Sentence | None]:
    """As `input_value`, and as conditions read it: who chooses a row of a tree chooses all below it."""
    found, problem = input_value(given, value)
    if problem is None and given.type == "choices" and is_tree(given.options):
        return with_below(given.options, found), None
    return found, problem


def _codes(given: Input, value: Any) -> tuple[list[str], Sentence | None]:
    """The codes of several choices, told by code or by name; or the sentence about the first that is none."""
    if not isinstance(value, list):
        return [], _s(
            "应为一列，如 [甲, 乙]；没有就写 []。", "must be a list, as in [one, two]; [] for none."
        )
    codes: list[str] = []
    for one in value:
        found = find_option(given.options, one) if isinstance(one, str) else []
        if len(found) != 1:
            return [], NOT_AMONG.fill(given=str(one)[:60], options=told_options(given.options))
        codes += found
    return list(dict.fromkeys(codes)), None


NOT_AMONG = _s("没有“{given}”这一项；可选：{options}。", "there is no “{given}”; choose among: {options}.")


def told_options(options: tuple[Option, ...]) -> Sentence:
    """The options as a sentence names them: of a tree those at the top, with their codes."""
    tops = [option for option in options if not option.above]
    return _s(
        "、".join(f"{o.label.zh}（{o.value}）" for o in tops),
        ", ".join(f"{o.label.en} ({o.value})" for o in tops),
    )


def _size(value: Any) -> float:
    if isinstance(value, Duration):
        return value.rough_minutes
    return float(len(value)) if isinstance(value, str | list | dict) else float(value)


def _within(given: Input, value: Any) -> tuple[Any, Sentence | None]:
    for bound, word, outside in (
        (given.min, _s("不少于", "at least"), -1),
        (given.max, _s("不超过", "at most"), 1),
    ):
        if bound is None:
            continue
        limit = parse_duration(str(bound)) if isinstance(value, Duration) else bound
        if (_size(value) - _size(limit)) * outside > 0:
            told = _told(given, limit)
            return None, _s(f"应{word.zh} {told.zh}。", f"must be {word.en} {told.en}.")
    return value, None


def _told(given: Input, limit: Any) -> Sentence:
    """A bound as people read it."""
    if isinstance(limit, Duration):
        return _s(limit.label("zh"), limit.label("en"))
    return amount(limit) if given.type == "money" else _s(str(limit), str(limit))
