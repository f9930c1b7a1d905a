"""Builds inputs and form fields: types, bounds, options, and where the system already holds the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shanzhi.method.duration import BadDuration, parse_duration
from shanzhi.method.field_registers import among_register, from_register
from shanzhi.method.field_types import FIELD_TYPES, FieldType, Thing, whole
from shanzhi.method.held_facts import FACTS as FACTS
from shanzhi.method.input_values import input_value
from shanzhi.method.model import PEOPLE, Field, Input, Option
from shanzhi.method.read import Node
from shanzhi.method.registers import PREFIX
from shanzhi.method.roles import ROLES
from shanzhi.method.scope import scoped
from shanzhi.method.trees import read_rows, tree_of
from shanzhi.method.words import Sentence, either

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

AT_PLACES = Sentence("at 只用于地方（place）。", "`at` goes with a place alone.")
OF_MATTERS = Sentence("of 只用于事项（matter）。", "`of` goes with a matter alone.")
WORKING = Sentence(
    "working 只用于算式得出的（is）：人填的要让人看得到。",
    "`working` is for what is computed (`is`): what people fill in is there to be seen.",
)
ALWAYS_MASKED = Sentence(
    "电话、证件号和一项之内的内容总是遮盖，这里只能写 true 或 false；带条件的写在 data、people 里。",
    "Telephone and identity numbers and what stands in a line are masked always: write true or false here; conditions go with facts and people.",
)
NEEDED_FILES = Sentence("needed 只用于文件（files）。", "`needed` goes with files alone.")
MAX_TEXT_ANSWER = 5_000


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


ONLY_TABLES = _s("只有 table 可有 form。", "only a table takes a `form`.")
TAKEN_COLUMNS = frozenset(("code", "above"))
NAME_COLUMN = _s(
    "每行都有代码（code）、名称（label，文字）和上级（above），这一列请换个名字。",
    "every row has its code, its name (`label`, a text) and what stands above: call this column otherwise.",
)
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
        return ((), problem) if problem else (tree_of(rows, self._said(node)), None)

    def rows(self, node: Node, columns: Collection[str] = ()) -> tuple[Option, ...]:
        """The rows of a table's default as options, their names in both languages."""
        rows, problem = read_rows(node.plain(), columns)
        return () if problem else tree_of(rows, self._said(node))

    def _said(self, at: Node) -> Callable[[str], Sentence]:
        """The names of rows in both languages, each at its place in the file."""
        written = [row.value.get("label", row) if row.kind == "map" else row for row in at.value.values()]
        texts = {name.value: name for name in written}
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
        type_ = get("type").value
        kind = FIELD_TYPES[type_]
        low, high = (get(k).plain() if k in node.value else None for k in ("min", "max"))
        for bound, value in (("min", low), ("max", high)):
            if value is not None and (problem := _bound_problem(kind, value)):
                self.b.problems.add("SZ310", get(bound), name=name, detail=problem)
                return None
        if kind.options and not options and not kind.posts:
            if "options" not in node.value or get("options").kind == "map":
                self.b.problems.add("SZ310", node, name=name, detail=NO_OPTIONS)
            return None
        if kind.posts and not options:
            options = tuple(Option(role, one.name) for role, one in ROLES.items())
        columns = self.columns(name, get("form"), f"{path}.form") if "form" in node.value else ()
        if columns is None or (columns and not kind.table):
            if columns:
                self.b.problems.add("SZ310", get("form"), name=name, detail=ONLY_TABLES)
            return None
        if kind.table:
            options = self.rows(get("default"), [column.name for column in columns])
        at = self.b.rule(node, path)
        given = Input(
            name,
            type_,
            label,
            None,
            at,
            help=words,
            min=low,
            max=high,
            options=options,
            set_by=get("set_by").value if "set_by" in node.value else None,
            form=columns,
        )
        written = get("default").plain()
        if kind.table and written == {}:
            return replace(given, default={})
        value, problem = input_value(given, written)
        if problem is not None:
            self.b.problems.add("SZ310", get("default"), name=name, detail=problem)
            return None
        return replace(given, default=value)

    def columns(self, table: str, node: Node, path: str) -> tuple[Input, ...] | None:
        """The columns of a table; None where one of them will not do."""
        found = []
        for name, spec in node.value.items():
            if (column := self._column(table, name, spec, f"{path}.{name}")) is None:
                return None
            found.append(column)
        return tuple(found)

    def _column(self, table: str, name: str, node: Node, path: str) -> Input | None:
        b, get = self.b, node.value.get
        label, words = b.text(node, "label"), b.maybe(node, "help")
        options, problem = self.choices(get("options"))
        if "type" not in node.value:
            return None
        kind = FIELD_TYPES[get("type").value]
        low, high = (get(k).plain() if k in node.value else None for k in ("min", "max"))
        if name in TAKEN_COLUMNS or (name == "label" and get("type").value != "text"):
            problem = NAME_COLUMN
        elif kind.options and not options and not kind.posts:
            problem = NO_OPTIONS
        for bound in (low, high):
            problem = problem or (_bound_problem(kind, bound) if bound is not None else None)
        if problem is not None:
            b.problems.add("SZ310", node, name=f"{table}.{name}", detail=problem)
            return None
        if kind.posts and not options:
            options = tuple(Option(role, one.name) for role, one in ROLES.items())
        optional = get("optional").value if "optional" in node.value else False
        return Input(
            name,
            get("type").value,
            label,
            None,
            b.rule(node, path),
            words,
            low,
            high,
            options,
            optional=optional,
        )

    def form(self, node: Node | None, path: str, *, scope: str = "data") -> tuple[Field, ...]:
        """The facts of a matter, or the fields of a list's lines or of an answer (by their `scope`), in the order written."""
        if node is None:
            return ()
        built = []
        for name, spec in node.value.items():
            if name in TAKEN_FIELDS and scope != "line":
                self.b.problems.add("SZ334", node.keys[name], name=name)
            field = self.field(name, spec, f"{path}.{name}")
            if field is None:
                self.b.broken.add(name)
            else:
                built.append(field)
        form = tuple(built)
        for field in form:
            if "when" in (spec := node.value[field.name]).value:
                self.b.later_asked.append((field, spec.value["when"], scoped(scope, form)))
            if "sensitive" in spec.value and spec.value["sensitive"].value not in ("true", "false"):
                self._masked(field, spec.value["sensitive"], scope)
        return form

    def _masked(self, field: Field, when: Node, scope: str) -> None:
        """A condition under which an answer is masked: of what a matter records, for all of it alike."""
        if scope in ("data", PEOPLE) and not field.kind.sensitive:
            self.b.later_masked.append((field, when))
        else:
            self.b.problems.add("SZ311", when, name=field.name, detail=ALWAYS_MASKED)

    def field(self, name: str, node: Node, path: str) -> Field | None:
        """One field; None when its type is not known."""
        b, get = self.b, node.value.get
        label, words, needed = b.text(node, "label"), b.maybe(node, "help"), b.maybe(node, "needed")
        options, broken = self.choices(get("options"))
        inner = self.form(get("form"), f"{path}.form", scope="line")
        if "type" not in node.value:
            return None
        type_ = get("type").value
        kind = FIELD_TYPES[type_]
        low, high = (get(k).plain() if k in node.value else None for k in ("min", "max"))
        known = get("known").value if "known" in node.value else None
        among = among_register(b, kind, get("among"), name) if "among" in node.value else None
        if known is not None and known.startswith(PREFIX):
            known = from_register(b, name, type_, node)
        elif known is not None and known not in FACTS:
            b.problems.add("SZ318", get("known"), name=known, choices=either(FACTS))
            known = None
        elif known is not None and FACTS[known] != type_:
            b.problems.add("SZ306", get("known"), name=name, expected=FACTS[known])
        details = [broken] if broken is not None else _field_problems(kind, low, high, options, inner)
        if not options and "options" in node.value and get("options").kind != "map":
            details = [detail for detail in details if detail != NO_OPTIONS]  # its table was blamed already
        for detail in details:
            b.problems.add("SZ311", node, name=name, detail=detail)
        if "of" in node.value and kind.points_to is not Thing.MATTER:
            b.problems.add("SZ311", get("of"), name=name, detail=OF_MATTERS)
        levels = tuple(filter(None, map(b.level, get("at").value))) if "at" in node.value else ()
        if "at" in node.value and kind.points_to is not Thing.PLACE:
            b.problems.add("SZ311", get("at"), name=name, detail=AT_PLACES)
        if needed is not None and kind.points_to is not Thing.FILE:
            b.problems.add("SZ311", get("needed"), name=name, detail=NEEDED_FILES)
        if kind.written and not isinstance(high, int):
            high = MAX_TEXT_ANSWER
        field = Field(
            name=name,
            type=type_,
            label=label,
            at=b.rule(node, path),
            help=words if needed is None else _because(words, needed),
            needed=needed,
            optional=kind.told or (get("optional").value if "optional" in node.value else False),
            sensitive="sensitive" in node.value and get("sensitive").value != "false",
            private=get("private").value if "private" in node.value else False,
            working=get("working").value if "working" in node.value else False,
            known=known,
            among=among,
            of=tuple(get("of").plain()) if "of" in node.value else (),
            levels=levels,
            min=low,
            max=high,
            options=options,
            default=get("default").plain() if "default" in node.value else None,
            form=inner,
        )
        if field.working and "is" not in node.value:
            b.problems.add("SZ311", get("working"), name=name, detail=WORKING)
        if "is" in node.value and path.startswith("data."):
            b.computing[name] = get("is")
        if path.startswith("people."):
            return field  # whom it is by itself, `build_people` says
        if field.default is not None and kind.points_to is not None:
            b.problems.add("SZ529", get("default"), name=name)
        elif field.default is not None and (problem := default_problem(field, field.default)):
            b.problems.add("SZ311", get("default"), name=name, detail=problem)
        return field


def _bound_problem(kind: FieldType, value: Any) -> Sentence | None:
    if kind.lasting:
        try:
            parse_duration(str(value))
        except BadDuration as bad:
            return bad.sentence
        return None
    if kind.bounded_input and whole(value):
        return None
    return _s("min、max 应为整数或时长。", "`min` and `max` must be whole numbers or durations.")


def _because(words: Sentence | None, needed: Sentence) -> Sentence:
    """What helps to answer, and the rule that demands it."""
    zh, en = (f"{words.zh} ", f"{words.en} ") if words is not None else ("", "")
    return Sentence(f"{zh}依据：{needed.zh}", f"{en}Demanded by: {needed.en}")


def _field_problems(
    kind: FieldType, low: Any, high: Any, options: tuple[Option, ...], inner: tuple[Field, ...]
) -> list[Sentence]:
    found = []
    if kind.options and not options:
        found.append(NO_OPTIONS)
    if options and not kind.options:
        found.append(_s("只有 choice、choices 可有 options。", "only choice and choices take `options`."))
    if kind.rows and not inner:
        found.append(_s("列表要用 form 写出每一项的内容。", "a list needs a `form` for its items."))
    if inner and not kind.rows:
        found.append(_s("只有 list 可有 form。", "only a list takes a `form`."))
    bounds = [bound for bound in (low, high) if bound is not None]
    if bounds and not kind.bounded:
        found.append(_s("这种类型没有 min、max。", "this type takes no `min` or `max`."))
    elif kind.lasting:
        wrong = [problem for bound in bounds if (problem := _bound_problem(kind, bound)) is not None]
        found += wrong
        if not wrong and len(bounds) == 2 and minutes(low) > minutes(high):
            found.append(_s("min 大于 max。", "`min` is above `max`."))
    elif not all(whole(bound) for bound in bounds):
        found.append(_s("min、max 应为整数。", "`min` and `max` must be whole numbers."))
    elif len(bounds) == 2 and low > high:
        found.append(_s("min 大于 max。", "`min` is above `max`."))
    return found


def minutes(length: Any) -> float:
    """About how long a duration takes."""
    return parse_duration(str(length)).rough_minutes


def outside(field: Field, value: Any) -> Sentence | None:
    """Why a length of time is shorter or longer than a question allows."""
    if field.min is not None and minutes(value) < minutes(field.min):
        low = parse_duration(str(field.min))
        return _s(f"至少 {low.label('zh')}。", f"At least {low.label('en')}.")
    if field.max is not None and minutes(value) > minutes(field.max):
        high = parse_duration(str(field.max))
        return _s(f"最多 {high.label('zh')}。", f"At most {high.label('en')}.")
    return None


def default_problem(field: Field, value: Any) -> Sentence | None:
    """Why a value that the file gives a question is no answer to it."""
    kind = field.kind
    allowed = [o.value for o in field.options]
    if kind.picks_one and value not in allowed:
        return _s(
            f"默认值要从这些里选：{'、'.join(allowed)}。",
            f"the default must be one of: {', '.join(allowed)}.",
        )
    if not kind.fits(value):
        return _s("默认值与类型不符。", "the default is not of its type.")
    if kind.lasting:
        return _bound_problem(kind, value) or outside(field, value)
    if kind.bounded:
        size = value if whole(value) else len(value)
        if (whole(field.min) and size < field.min) or (whole(field.max) and size > field.max):
            return _s("默认值超出 min、max。", "the default is outside `min` and `max`.")
    return None
