"""Options that lie below one another (类别树): a code, its own name, and the code above it.

A tree is told as rows, `{code: {label, above}}`; a plain text is the label of a row at the top. It comes out as options
in the order in which one reads it, each right before those below it, labelled by its whole path (市容环境／暴露垃圾):
a name that occurs twice in a tree is still told from the other. Codes are those of the standard or list that it follows
(GB/T 30428.2 for events of city management).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from shanzhi.method.model import Option
from shanzhi.method.words import Sentence, either

MOST_ROWS = 1_000
MOST_LEVELS = 4
LONGEST = 40
BETWEEN = Sentence("／", " / ")
CODE = re.compile(r"[a-z0-9_]{1,60}")
TURNS = re.compile(r"\s*[/>›»→\\|]\s*")
"""What people write between the levels of a path, after NFKC."""
HEADINGS = frozenset({"代码", "code", "编码"})
KEYS = frozenset({"label", "above"})

Rows = dict[str, dict[str, Any]]


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


ROWS = _s(
    "应为“代码: 名称”的组合，或每行“代码,名称,上级代码”。",
    "must be a mapping of codes to names, or lines of `code,name,code above`.",
)
EMPTY = _s("至少要有一行。", "it needs a row at least.")
MANY = _s("最多 {most} 行，现在 {now} 行。", "at most {most} rows; there are {now}.")
BAD_CODE = _s(
    "代码“{code}”只能用小写字母、数字和下划线。", "the code “{code}” may hold a-z, 0-9 and _ alone."
)
TWICE = _s("代码“{code}”写了两次。", "the code “{code}” is there twice.")
NO_NAME = _s(
    "代码“{code}”没有名称，或名称超过 {most} 个字。",
    "the code “{code}” has no name, or one above {most} characters.",
)
NO_ABOVE = _s(
    "“{code}”的上级“{above}”不在表里。", "“{above}”, which stands above “{code}”, is not in the table."
)
ROUND = _s("“{code}”绕了一圈又在自己下面。", "“{code}” lies below itself.")
DEEP = _s("“{code}”在第 {most} 级以下；最多 {most} 级。", "“{code}” lies too deep: {most} levels at most.")
SAME = _s("“{path}”有两个代码：{one}、{other}。", "“{path}” has two codes: {one}, {other}.")
KEY = _s("“{code}”那一行只能写 {keys}。", "the row “{code}” takes {keys} alone.")
COLUMNS = _s(
    "第 {line} 行要写“代码,名称”，有上级的再加“,上级代码”。",
    "line {line} must be `code,name`, and `,code above` where there is one.",
)


def read_rows(value: Any, columns: Collection[str] = ()) -> tuple[Rows, Sentence | None]:
    """The rows of a table as they are kept, from a mapping or from typed lines; or what is wrong with them. Cells of further
    `columns` are kept as they are given."""
    if isinstance(value, str):
        found, problem = _lines(value)
        if problem is not None:
            return {}, problem
        value = found
    if not isinstance(value, Mapping):
        return {}, ROWS
    if not value:
        return {}, EMPTY
    if len(value) > MOST_ROWS:
        return {}, MANY.fill(most=MOST_ROWS, now=len(value))
    rows: Rows = {}
    for code, told in value.items():
        row, problem = _row(code, told, columns)
        if problem is not None:
            return {}, problem
        rows[code] = row
    return rows, _faults(rows)


def _row(code: Any, told: Any, columns: Collection[str]) -> tuple[dict[str, Any], Sentence | None]:
    if not isinstance(code, str) or not CODE.fullmatch(code):
        return {}, BAD_CODE.fill(code=str(code)[:60])
    if not isinstance(told, Mapping):
        told = {"label": told}
    if not told.keys() <= KEYS | set(columns):
        return {}, KEY.fill(code=code, keys=either(dict.fromkeys(("label", "above", *columns))))
    label, above = told.get("label"), told.get("above")
    more = {name: told[name] for name in columns if name in told and name not in KEYS}
    if (
        not isinstance(label, str)
        or not 0 < len(label := " ".join(label.split())) <= LONGEST
        or not label.isprintable()
    ):
        return {}, NO_NAME.fill(code=code, most=LONGEST)
    if above in (None, ""):
        return {"label": label, **more}, None
    return {"label": label, "above": str(above), **more}, None


def _lines(text: str) -> tuple[Rows, Sentence | None]:
    """Rows typed or pasted from a worksheet: a line each, its cells parted by commas or tabs."""
    rows: Rows = {}
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in re.split(r"[\t,，]", line)]
        while cells and not cells[-1]:
            cells.pop()
        if not cells or (number == 1 and cells[0].casefold() in HEADINGS):
            continue
        if not 2 <= len(cells) <= 3:
            return {}, COLUMNS.fill(line=number)
        code = unicodedata.normalize("NFKC", cells[0]).casefold()
        if code in rows:
            return {}, TWICE.fill(code=code)
        rows[code] = {"label": cells[1]}
        if len(cells) == 3:
            rows[code]["above"] = unicodedata.normalize("NFKC", cells[2]).casefold()
    return rows, None


def as_lines(rows: Mapping[str, Mapping[str, str]]) -> str:
    """The rows of a table as one types them."""
    return "\n".join(
        ",".join(part for part in (code, row["label"], row.get("above", "")) if part)
        for code, row in rows.items()
    )


def _faults(rows: Rows) -> Sentence | None:
    """What is wrong with how rows lie below one another."""
    for code, row in rows.items():
        above, levels = row.get("above"), 1
        if above is not None and above not in rows:
            return NO_ABOVE.fill(code=code, above=above[:60])
        while above is not None:
            levels += 1
            if above == code:
                return ROUND.fill(code=code)
            if levels > MOST_LEVELS:
                return DEEP.fill(code=code, most=MOST_LEVELS)
            above = rows[above].get("above") if above in rows else None
    taken: dict[str, str] = {}
    for option in tree_of(rows, lambda text: Sentence(text, text)):
        path = option.label.zh
        if path in taken:
            return SAME.fill(path=path, one=taken[path], other=option.value)
        taken[path] = option.value
    return None


def tree_of(rows: Mapping[str, Mapping[str, str]], said: Callable[[str], Sentence]) -> tuple[Option, ...]:
    """The options of sound rows, each right before those below it; `said` gives a name in both languages."""
    below: dict[str, list[str]] = {}
    for code, row in rows.items():
        below.setdefault(row.get("above", ""), []).append(code)
    found: list[Option] = []
    waiting = [(code, None) for code in reversed(below.get("", []))]
    stack: list[tuple[str, Option | None]] = list(waiting)
    while stack:
        code, above = stack.pop()
        own = said(rows[code]["label"])
        label = own if above is None else _joined(above.label, own)
        option = Option(code, label, above.value if above is not None else "", own)
        found.append(option)
        stack += [(one, option) for one in reversed(below.get(code, []))]
    return tuple(found)


def _joined(above: Sentence, own: Sentence) -> Sentence:
    return Sentence(f"{above.zh}{BETWEEN.zh}{own.zh}", f"{above.en}{BETWEEN.en}{own.en}")


def below_top(option: Option) -> Sentence:
    """The path of an option without what stands at its top."""
    return _s(option.label.zh.partition(BETWEEN.zh)[2], option.label.en.partition(BETWEEN.en)[2])


def is_tree(options: tuple[Option, ...]) -> bool:
    """Whether any of these options lies below another."""
    return any(option.above for option in options)


def with_below(options: tuple[Option, ...], chosen: list[str]) -> list[str]:
    """The chosen codes, and those of all that lies below them."""
    wanted = set(chosen)
    for option in options:  # what stands above comes first
        if option.above in wanted:
            wanted.add(option.value)
    return [option.value for option in options if option.value in wanted]


def tops_of(options: tuple[Option, ...], chosen: list[str]) -> list[str]:
    """Of chosen codes, those that stand below no other chosen one."""
    wanted = set(chosen)
    above = {option.value: option.above for option in options}
    return [code for code in chosen if not any(one in wanted for one in _above(above, code))]


def _above(above: Mapping[str, str], code: str) -> list[str]:
    found: list[str] = []
    while code := above.get(code, ""):
        found.append(code)
    return found


@lru_cache(maxsize=4096)
def path_form(text: str) -> str:
    """A path of names as it is compared: in one width and case, whatever stands between the levels."""
    return TURNS.sub("/", unicodedata.normalize("NFKC", text)).strip(" /").casefold()


def find_option(options: tuple[Option, ...], text: str) -> list[str]:
    """The codes of the options that a text means: by code, by the whole path in either language, or by the own name."""
    wanted = path_form(text)
    for option in options:
        if wanted == option.value:
            return [option.value]
    paths = [o.value for o in options if wanted in (path_form(o.label.zh), path_form(o.label.en))]
    if paths:
        return paths
    return [
        o.value for o in options if o.own is not None and wanted in (path_form(o.own.zh), path_form(o.own.en))
    ]
