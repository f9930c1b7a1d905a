"""Conditions (条件): CEL expressions over declared names. The only module that touches `cel_expr_python`.

CEL is Google's Common Expression Language (github.com/google/cel-spec). A condition is compiled against the
names it may use and their types, so a wrong name or a wrong comparison is found when a method is checked, not
when a resident acts. It counts characters, has no decimals here (write `yes * 3 >= voted * 2`), reads nothing
but the values given, and its work is bounded before it starts.

**What is not filled in.** A name without a value (absent, or None) is its type's empty value: `''`, `0`,
`false`, an empty list or map, no time at all (0 s). There is no empty *time*: a condition that needs one has no
answer, and says so. `has(name)` tells whether a name is filled in: it has a value, and not an empty text, list
or map (0 and false are filled in). So `!has(data.until) || data.until > now` is well defined.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from cel_expr_python import cel  # type: ignore[import-untyped]

from shanzhi.method.cel_expr import Cell, Expr, Has, Name, decoded
from shanzhi.method.cel_faults import fault, kind
from shanzhi.method.cel_problems import AGAINST_NULL, compile_problem
from shanzhi.method.cel_registers import Looks, RegisterProblem, Registers, without_looks
from shanzhi.method.cel_rows import Lines, PartProblem, Rows, as_lines, over_lines
from shanzhi.method.cel_tables import LOOK, NO_CONDITION, NO_KEY, Looked, Tables, column_of
from shanzhi.method.cel_tree import Size, Tree
from shanzhi.method.cel_values import CelFault, CelType, as_cel, empty, is_filled
from shanzhi.method.cel_words import ANSWER, BLANK, HIDES, LONG, PATTERN, RESULT, TOO_MUCH, UNPRINTABLE
from shanzhi.method.words import Sentence, hint

__all__ = ["CelFault", "CelProblem", "CelType", "Program", "compile_cel"]

LONGEST: Final = 2_000  # characters of an expression
WORK: Final = 20_000_000  # steps of one evaluation, a step being some ten nanoseconds
MEMO: Final = 256  # answers kept by each program
_SMALL: Final = 1_000  # values up to this big need no look at the work of a condition without loops


_T = cel.Type
_DECLARED: Final[dict[CelType, Any]] = {
    CelType.BOOLEAN: _T.BOOL,
    CelType.INTEGER: _T.INT,
    CelType.TEXT: _T.STRING,
    CelType.TIME: _T.TIMESTAMP,
    CelType.DURATION: _T.DURATION,
    CelType.BOOLEANS: _T.List(_T.BOOL),
    CelType.INTEGERS: _T.List(_T.INT),
    CelType.TEXTS: _T.List(_T.STRING),
    CelType.TIMES: _T.List(_T.TIMESTAMP),
    CelType.DURATIONS: _T.List(_T.DURATION),
    CelType.LIST: _T.List(_T.Map(_T.STRING, _T.DYN)),
    CelType.MAP: _T.Map(_T.STRING, _T.DYN),
}


def _sum(numbers: list[int]) -> int:
    total = sum(numbers)
    if abs(total) >= 2**63:
        raise OverflowError("integer overflow")
    return total


_FUNCTIONS: Final = (
    cel.FunctionDecl("sum", [cel.Overload("sum_integers", _T.INT, [_T.List(_T.INT)], False, _sum)]),
)
"""What conditions have besides the functions of CEL: the sum of whole numbers."""
_PLAIN: Final[dict[CelType, type]] = {
    CelType.BOOLEAN: bool,
    CelType.INTEGER: int,
    CelType.TEXT: str,
    CelType.TIME: datetime,
    CelType.DURATION: timedelta,
    CelType.MAP: dict,
}
_KEPT: Final = (bool, int, str)


class CelProblem(Exception):
    """An expression that cannot be used: `sentence` says why and what to do, `column` where (1-based character
    of the source; None where it is about the whole)."""

    def __init__(self, sentence: Sentence, column: int | None = None) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence
        self.column = column


class Program:
    """One compiled condition: immutable, pure, shared between threads.

    `names` are the variables it refers to, in `has( )` too, `order` the same sorted; `source` its text; `result`
    the type it gives; `fact` the one it names if there is nothing else to it; `looks` the tables it looks into, with what stands in them.
    """

    def __init__(
        self, source: str, result: CelType, expression: Any, tree: Tree, types: Mapping[str, CelType],
        presence: Mapping[str, str], looks: Mapping[str, Looked], rows: Rows, asked_of_lines: Collection[str],
        kept: Looks | None = None,
    ) -> None:  # fmt: skip
        self.source = source
        self.result = result
        self._expression = expression
        self._plain = _PLAIN.get(result, list)
        self._tree = tree
        asked = {hidden: name for hidden, name in presence.items() if hidden in tree.names}
        called = kept.called if kept is not None else {}
        keys = {look.key for look in looks.values()} | (kept.keys if kept is not None else frozenset())
        said = {name for name in types if name in tree.names or name in keys} | set(asked.values())
        places = tuple(sorted(said, key=lambda name: called.get(name, name)))
        self.order = tuple(called.get(name, name) for name in places)
        self.names = frozenset(self.order)
        alone = source.strip()
        self.fact = (
            alone.removeprefix("data.") if self.order == (alone,) and alone.startswith("data.") else None
        )
        self.looks = tuple(looks.values())
        self._looked = tuple((hidden, self.order.index(look.key), look) for hidden, look in looks.items())
        self._called = called
        self._types = tuple((name, types[name]) for name in places)
        self._rows, self._of_lines = {name: rows[name] for name in self.order if name in rows}, asked_of_lines
        self._asked = tuple((hidden, places.index(name)) for hidden, name in asked.items())
        small = {name: Size(1, _SMALL, _SMALL) for name in places}
        self._heavy = tree.loops or tree.work(small) > WORK
        self._memo: dict[tuple[object, ...], object] = {}

    def __repr__(self) -> str:
        return f"Program({self.source!r})"

    def rounds(self, counts: Mapping[str, int]) -> int:
        """The rounds of its loops over lists of so many items; past `ROUNDS` it has no answer."""
        return self._tree.rounds(counts)

    def expression(self) -> Expr:
        """What it is made of."""
        asked = {name: Has(self.order[index]) for name, index in self._asked}
        cells = {name: Cell(look.table, look.key, look.name) for name, _, look in self._looked}
        kept = {hidden: Name(name) for hidden, name in self._called.items()}
        return decoded(self._expression.serialize(), {**asked, **cells, **kept})

    def evaluate(self, values: Mapping[str, object]) -> object:
        """The answer for these values: a plain bool, int, str, aware datetime, timedelta, list or dict.

        `values` needs only `names`; others are passed over, and a missing one counts as not filled in. Raises
        `CelFault` when there is no answer (division by zero, a missing time, too much work, a value of the wrong
        type). Answers are remembered, but for rows, maps and long texts.
        """
        return self.answer(tuple(map(values.get, self.order)))

    def answer(self, key: tuple[object, ...]) -> object:
        """As `evaluate`, for the values of `order` in its order."""
        try:
            known = self._memo.get(key, self)
        except TypeError:  # a list among them
            key = tuple(tuple(part) if isinstance(part, list) else part for part in key)
            try:
                known = self._memo.get(key, self)
            except TypeError:  # rows or a map
                return self._answer(key)[0]
        if known is not self:
            return known
        answer, size = self._answer(key)
        if size <= _SMALL and self._plain in _KEPT:
            if len(self._memo) >= MEMO:
                self._memo.clear()
            self._memo[key] = answer
        return answer

    def _answer(self, key: tuple[object, ...]) -> tuple[object, int]:
        """The answer, and the size of what it was computed from."""
        data: dict[str, object] = {}
        sizes: dict[str, Size] = {}
        total = 0
        for (name, type_), value in zip(self._types, key, strict=True):
            if value is None:
                if type_ is not CelType.TIME:
                    data[name] = empty(type_)
                continue
            if name in self._rows:
                data[name], sizes[name] = as_lines(name, value, self._rows[name], self._of_lines)
            else:
                data[name], sizes[name] = as_cel(name, type_, value)
            total += sizes[name].total
        for hidden, index in self._asked:
            data[hidden] = is_filled(key[index])
        for hidden, index, look in self._looked:
            kind_, value = look.column.type, look.value(key[index])
            if kind_ is not None:
                data[hidden], sizes[hidden] = as_cel(
                    look.table, kind_, empty(kind_) if value is None else value
                )
                total += sizes[hidden].total
        if (self._heavy or total > _SMALL) and self._tree.work(sizes) > WORK:
            raise CelFault(TOO_MUCH)
        try:
            value = self._expression.eval(data=data)
            answer = value.plain_value()
        except Exception as error:
            raise CelFault(fault(str(error))) from error
        # An error is a value too, and its plain value is a text.
        if type(answer) is not self._plain or (self._plain is str and value.type() != _T.STRING):
            if value.type() == _T.ERROR:
                raise CelFault(fault(str(answer)))
            raise CelFault(ANSWER.fill(want=self.result.label, got=kind(value.type().name())))
        return answer, total


def compile_cel(
    source: str,
    variables: Mapping[str, CelType],
    result: CelType = CelType.BOOLEAN,
    tables: Tables = {},  # noqa: B006
    rows: Rows = {},  # noqa: B006
    registers: Registers = {},  # noqa: B006
) -> Program:
    """Compile a condition over these variables (dotted names allowed: `inputs.satisfied_from`).

    `tables` are those whose columns it may look up, `rows` what the lines of lists have, `registers` the fields of those it may look into. `result` is the type it must give. Raises `CelProblem`, and nothing else, for any text: wrong syntax, an unknown
    name, types that do not go together, another type than `result`, a bad literal pattern or time, more than
    2,000 characters, too deep or too big.
    """
    if len(source) > LONGEST:
        raise CelProblem(LONG.fill(length=len(source), most=LONGEST))
    if not source.strip():
        raise CelProblem(BLANK)
    if found := _CONTROL.search(source):
        raise CelProblem(UNPRINTABLE, found.start() + 1)
    written = source
    try:
        kept = without_looks(source, variables, registers)
    except RegisterProblem as problem:
        raise CelProblem(problem.sentence, problem.at + 1) from problem
    if kept is not None:
        source, variables = kept.text, {**variables, **kept.types}
    lines = _lines(source, variables, result, tables, rows)
    typed = lines is not None and result is not CelType.LIST
    text, presence, looks = _hidden(lines.text if lines is not None and typed else source, variables, tables)
    env = _environment(
        tuple(variables.items()),
        tuple(presence),
        tuple((name, look.column.type) for name, look in looks.items()),
    )
    try:
        expression = env.compile(text)
        tree = Tree(expression.serialize())
    except Exception as error:
        sentence, column = compile_problem(str(error), source, variables)
        raise CelProblem(sentence, column) from error
    given = expression.return_type()
    if given not in (_DECLARED[result], _T.DYN):
        raise CelProblem(RESULT.fill(want=result.label, got=kind(given.name())))
    roots = {name.split(".")[0] for name in variables} | set(presence) | set(looks)
    if hiding := sorted(tree.loop_names & roots):
        raise CelProblem(HIDES.fill(name=hiding[0]), source.find(hiding[0]) + 1)
    if tree.against_null & variables.keys():
        raise CelProblem(AGAINST_NULL.fill(operator="=="), source.find("null") + 1)
    if tree.dynamic_pattern:
        raise CelProblem(PATTERN, source.find("matches") + 1)
    if tree.work({name: Size() for name in (*variables, *looks)}) > WORK:
        raise CelProblem(TOO_MUCH)
    for function, literal in tree.literals:
        _check_literal(function, literal, source)
    asked = lines.asked if lines is not None else ()
    program = Program(
        written, result, expression, tree, variables, presence, looks, rows if typed else {}, asked, kept
    )
    if not program.names:
        try:
            program.evaluate({})
        except CelFault as error:
            raise CelProblem(error.sentence) from error
    return program


def _lines(
    source: str, variables: Mapping[str, CelType], result: CelType, tables: Tables, rows: Rows
) -> Lines | None:
    """What a condition says of lines, looked at with the type of each part.

    One that gives lines gives them as they are kept: there a time is a text, and its type is not looked at.
    """
    try:
        lines = over_lines(source, rows)
    except PartProblem as problem:
        raise CelProblem(problem.sentence, problem.at + 1) from problem
    if lines is None or result is CelType.LIST:
        return lines
    text, presence, looks = _hidden(lines.checked, variables, tables)
    kinds = (*variables.items(), *lines.types.items())
    env = _environment(
        kinds, tuple(presence), tuple((name, look.column.type) for name, look in looks.items())
    )
    try:
        env.compile(text)
    except Exception as error:
        sentence, column = compile_problem(str(error), source, variables)
        raise CelProblem(sentence, column) from error
    return lines


_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

# Quoted texts (raw ones keep their backslashes) and comments are passed over; `has(name)` and looks into tables are what is looked for.
_HAS: Final = re.compile(
    r"""[rR]?[bB]?(?:\"{3}.*?\"{3}|'{3}.*?'{3})|[rR][bB]?(?:'[^'\n]*'|"[^"\n]*")"""
    r"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|//[^\n]*"""
    r"""|(?<![\w.])has[ \t]*\([ \t]*(?P<name>[A-Za-z_]\w*(?:\.\w+)*)[ \t]*\)"""
    rf"""|{LOOK}""",
    re.DOTALL,
)


def _hidden(
    source: str, variables: Mapping[str, CelType], tables: Tables
) -> tuple[str, dict[str, str], dict[str, Looked]]:
    """The source with each `has(name)` of a declared name, and each look into a table, as a hidden name of the same length,
    so that columns stay true; what each of the first asks about, and where each of the second looks."""
    asked: dict[str, str] = {}
    looks: dict[str, Looked] = {}
    said: dict[str, str] = {}

    def word(match: re.Match[str], stem: str, meaning: str) -> str:
        number = 0
        while True:
            name = f"{stem}{number}".ljust(len(match[0]), "_")
            if name not in variables and said.get(name, meaning) == meaning:
                said[name] = meaning
                return name
            number += 1

    def replace(match: re.Match[str]) -> str:
        name, key = match["name"], match["key"]
        if key is not None:
            if key not in variables:
                raise CelProblem(NO_KEY.fill(name=key, hint=hint(key, variables)), match.start("key") + 1)
            column = column_of(tables, match["table"], match["column"])
            if isinstance(column, Sentence):
                raise CelProblem(column, match.start() + 1)
            if column.type is None:
                raise CelProblem(NO_CONDITION.fill(name=match["column"]), match.start("column") + 1)
            hidden = word(match, "look", f"{match['table']} {key} {match['column']}")
            looks[hidden] = Looked(match["table"], key, column, match["column"])
            return hidden
        if name not in variables:
            return match[0]
        hidden = word(match, "has", name)
        asked[hidden] = name
        return hidden

    return _HAS.sub(replace, source), asked, looks


@lru_cache(maxsize=256)
def _environment(
    variables: tuple[tuple[str, CelType], ...],
    hidden: tuple[str, ...],
    looks: tuple[tuple[str, CelType], ...],
) -> Any:
    declared = {name: _DECLARED[type_] for name, type_ in (*variables, *looks)}
    return cel.NewEnv(variables=declared | dict.fromkeys(hidden, _T.BOOL), functions=_FUNCTIONS)


_LITERAL_CHECKS: Final = {
    function: cel.NewEnv(variables={"text": _T.STRING}).compile(source)
    for function, source in {
        "matches": "'x'.matches(text)",
        "timestamp": "timestamp(text)",
        "duration": "duration(text)",
        "get": "timestamp(0).getHours(text)",
    }.items()
}


def _check_literal(function: str, literal: str, source: str) -> None:
    check = _LITERAL_CHECKS.get(function, _LITERAL_CHECKS["get"])
    answer = check.eval(data={"text": literal})
    if answer.type() == _T.ERROR:
        column = source.find(literal)
        raise CelProblem(fault(str(answer.plain_value())), column + 1 if column >= 0 else None)
