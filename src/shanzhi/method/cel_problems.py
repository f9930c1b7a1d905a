"""What a person is told when a condition cannot be read.

The compiler (cel-cpp) speaks English to programmers; here each of its messages becomes a sentence in both
languages that says what to do. A message not known here still gets a sentence, with the original in it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable

from shanzhi.method.cel_faults import kind, short
from shanzhi.method.words import Sentence

FUNCTIONS = (
    *("size", "contains", "startsWith", "endsWith", "matches", "has", "all", "exists", "exists_one", "map"),
    *("filter", "int", "string", "bool", "timestamp", "duration", "getFullYear", "getMonth", "getDate"),
    *("getDayOfWeek", "getHours", "getMinutes", "sum"),
)
_FULL_WIDTH = dict(
    zip("＞＜＝（）［］｛｝，。“”‘’：；！？＋－＊／％＆｜　", "><=()[]{},.\"\"'':;!?+-*/%&| ", strict=True)
)
_ERROR = re.compile(r"ERROR: [^:\n]*:(-?\d+):(-?\d+): (.*?)(?=\n \| |\nERROR: | \[[A-Z_]+\]$|\Z)", re.DOTALL)


def compile_problem(message: str, source: str, names: Iterable[str]) -> tuple[Sentence, int | None]:
    """The sentence for a compiler's message, and the column (1-based character of the source) it is about."""
    if "recursion" in message:
        return _DEEP, None
    found = [(int(line), int(column), text) for line, column, text in _ERROR.findall(message)]
    if taken := re.search(r"variable '([^']*)' declared multiple times", message):
        return _TAKEN.fill(name=taken[1]), None
    if not found:
        return _UNREADABLE.fill(detail=short(message)), None
    line, column, text = min(found, key=lambda error: error[:2])
    at = sum(len(part) + 1 for part in source.split("\n")[: line - 1]) + column if line > 0 else None
    for pattern, said in _COMPILE:
        if match := pattern.match(text):
            return said(match, source, at or 1, sorted(names)), at
    return _UNREADABLE.fill(detail=short(text)), at


def _overload(match: re.Match[str], *_: object) -> Sentence:
    operator = match[1].replace("@", "").replace("_?_:_", "?:").replace("_[_]", "[]").strip("_")
    kinds = [kind(part) for part in _arguments(match[2])]
    given = Sentence("、".join(k.zh for k in kinds) or "空", ", ".join(k.en for k in kinds) or "nothing")
    if "double" in match[2]:
        return _DECIMAL.fill(operator=operator)
    if "null_type" in match[2]:
        return AGAINST_NULL.fill(operator=operator)
    return _TYPES.fill(operator=operator, given=given)


def _arguments(arguments: str) -> list[str]:
    """`int, map(string, dyn)` into its two parts."""
    parts, depth = [""], 0
    for letter in arguments:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part for part in parts if part.strip()]


def _undeclared(match: re.Match[str], source: str, at: int, names: list[str]) -> Sentence:
    name = match[1]
    if source[at - 1 : at] == "(" and "." not in name:
        if name in FUNCTIONS:
            return _ARGUMENTS.fill(name=name)
        near = difflib.get_close_matches(name, FUNCTIONS, 1)
        return (
            _FUNCTION_NEAR.fill(name=short(name), near=near[0]) if near else _FUNCTION.fill(name=short(name))
        )
    group = [known for known in names if known.startswith(name + ".")]
    same_end = [known for known in names if known.endswith("." + name)]
    bare = [name.rpartition(".")[2]] if name.rpartition(".")[2] in names else []
    near = group or same_end or bare or difflib.get_close_matches(name, names, 3)
    if near and name not in names:
        listed = Sentence("、".join(near[:3]), ", ".join(near[:3]))
        return _NAME_NEAR.fill(name=short(name), near=listed)
    return _NAME.fill(name=short(name))


def _has(_: re.Match[str], source: str, at: int, names: list[str]) -> Sentence:
    name = re.match(r"\s*([A-Za-z_]\w*)\s*\)", source[at - 1 :].removeprefix("("))
    return _undeclared(name, "", 0, names) if name else _HAS


def _token(match: re.Match[str], source: str, at: int, *_: object) -> Sentence:
    token = match[1]
    first = token[:1]
    if first in _FULL_WIDTH and first:
        half = _FULL_WIDTH[first]
        return _WIDE.fill(token=first, half=Sentence("空格", "space") if half == " " else half)
    if first in ("'", '"'):
        return _QUOTE
    if first in ("=", "&", "|"):
        return _ONE_SIGN.fill(token=first, twice=first * 2)
    return _SIGN.fill(token=short(token) if token.isprintable() else f"U+{ord(first):04X}")


def _input(match: re.Match[str], source: str, at: int, *_: object) -> Sentence:
    found = match[1]
    if found == "<EOF>":
        return _UNFINISHED
    before = source[: at - 1].split()
    word = before[-1] if before and before[-1].lower() == "not" else found
    if word.lower() in _WORDS:
        return _WORD.fill(word=word, sign=_WORDS[word.lower()])
    return _MISPLACED.fill(token=short(found))


_WORDS = {"and": "&&", "or": "||", "not": "!"}


def _always(sentence: Sentence) -> Callable[..., Sentence]:
    def said(match: re.Match[str], *_: object) -> Sentence:
        return sentence.fill(**{name: kind(text) for name, text in match.groupdict().items()})

    return said


_TYPES = Sentence(
    "“{operator}”不能用在{given}上。请让两边是同一类型，或改用别的写法。",
    '"{operator}" cannot be used on {given}. Make both sides one type, or write it another way.',
)
_DECIMAL = Sentence(
    "“{operator}”用到了小数，条件里只用整数。请改写成整数，例如 count.agree * 3 >= count.voted * 2。",
    '"{operator}" meets a decimal; conditions use whole numbers only. Write it so, as in count.agree * 3 >= count.voted * 2.',
)
AGAINST_NULL = Sentence(
    "“{operator}”不能和 null 一起用。要问填了没有，请写 has(名称) 或 !has(名称)。",
    '"{operator}" cannot be used with null. To ask whether something is filled in, write has(name) or !has(name).',
)
_NAME = Sentence(
    "不认识“{name}”。请用这里可用的名称；文字要加引号，例如 'done'。",
    "\"{name}\" is not known here. Use a name that is; put quotes around text, as in 'done'.",
)
_NAME_NEAR = Sentence(
    "不认识“{name}”。是不是 {near}？文字要加引号。",
    '"{name}" is not known here. Did you mean {near}? Put quotes around text.',
)
_FUNCTION = Sentence(
    "没有“{name}”这个函数。可用的有 size、contains、startsWith、matches、has、exists、all 等。",
    'There is no function "{name}". There are size, contains, startsWith, matches, has, exists, all and others.',
)
_FUNCTION_NEAR = Sentence(
    "没有“{name}”这个函数。是不是 {near}？", 'There is no function "{name}". Did you mean {near}?'
)
_ARGUMENTS = Sentence(
    "{name} 的用法不对。请写成 size(名称)、sum(清单.map(x, x.amount))、名称.contains('文字')、清单.exists(x, x == 1) 的样子。",
    "{name} is not used so. Write it like size(name), sum(list.map(x, x.amount)), name.contains('text') or list.exists(x, x == 1).",
)
_WIDE = Sentence(
    "“{token}”是全角符号。请改用半角的 {half}。", '"{token}" is a full-width sign. Use the plain {half}.'
)
_QUOTE = Sentence(
    "引号没有配成对，或引号里的反斜杠写法不对。请补上引号；反斜杠要写两个，或用 r'…'。",
    "A quote is not closed, or a backslash in it is not right. Close it; write a backslash twice, or use r'…'.",
)
_ONE_SIGN = Sentence("只写了一个“{token}”。请写成 {twice}。", 'There is only one "{token}". Write {twice}.')
_SIGN = Sentence("这里不能用“{token}”。请删去或改正。", '"{token}" cannot stand here. Remove or correct it.')
_UNFINISHED = Sentence(
    "表达式没有写完。请补上后面的部分或缺的括号。",
    "The expression is not finished. Write the rest, or the bracket that is missing.",
)
_WORD = Sentence("请用“{sign}”代替“{word}”。", 'Use "{sign}" in place of "{word}".')
_MISPLACED = Sentence(
    "“{token}”放在这里不对。请检查前后是否少了运算符、逗号或括号。",
    '"{token}" cannot stand here. See whether an operator, a comma or a bracket is missing around it.',
)
_MISSING = Sentence(
    "这里少了一个符号。请检查括号和逗号是否成对。", "A sign is missing here. Check brackets and commas."
)
_DEEP = Sentence(
    "表达式嵌套或连接得太多（最多 32 层）。请拆成几条较短的条件。",
    "The expression nests or chains too much (32 levels at most). Split it into several shorter conditions.",
)
_HAS = Sentence(
    "has( ) 里要写一个名称，例如 has(data.phone)，循环里的 has(x.phone)；表格里空着的格子是 0、'' 或 false，直接比较。",
    "has( ) takes one name, as in has(data.phone), or has(x.phone) in a loop; an empty cell of a table is 0, '' or false, to be compared.",
)
_SELECT = Sentence(
    "{kind}后面不能用“.”取内容。请检查名称是否写对。",
    'Nothing can be taken by "." from {kind}. Check the name.',
)
_RANGE = Sentence(
    "exists、all、map、filter 只能用在清单上，这里是{kind}。",
    "exists, all, map and filter work on lists; this is {kind}.",
)
_LOOP_NAME = Sentence(
    "exists、all、map、filter 的第一项要写一个简单的名称，例如 items.exists(x, x == 1)。",
    "The first item in exists, all, map and filter is a simple name, as in items.exists(x, x == 1).",
)
_NUMBER = Sentence(
    "数字太大或写法不对。请改成较小的整数。",
    "The number is too big or not written right. Use a smaller whole number.",
)
_TEXT = Sentence(
    "引号里的写法不对。请去掉不认识的反斜杠写法。",
    "The text in quotes is not right. Remove the backslash that is not known.",
)
_RESERVED = Sentence(
    "这个词是保留字，不能用作名称。请换一个名称。",
    "This word is reserved and cannot be a name. Use another name.",
)
_SYNTAX = Sentence(
    "这里不支持这种写法。请改用较简单的写法。", "This is not supported here. Write it more simply."
)
_UNREADABLE = Sentence(
    "表达式读不懂（{detail}）。请检查后重写。",
    "The expression cannot be read ({detail}). Check it and write it again.",
)
_TAKEN = Sentence(
    "“{name}”是条件里的词（一种类型），不能作答案的代号；请给那一项换个代号。",
    "“{name}” is a word of conditions (a type) and cannot be the name of an answer; rename that field.",
)


_COMPILE: list[tuple[re.Pattern[str], Callable[..., Sentence]]] = [
    (re.compile(r"found no matching overload for '([^']*)' applied to '\((.*)\)'", re.DOTALL), _overload),
    (re.compile(r"undeclared reference to '([^']*)'"), _undeclared),
    (re.compile(r"Syntax error: token recognition error at: '(.*)'", re.DOTALL), _token),
    (re.compile(r"Syntax error: (?:mismatched|extraneous) input '(.*?)' expecting", re.DOTALL), _input),
    (re.compile(r"Syntax error: no viable alternative at input '(.*)'", re.DOTALL), _input),
    (re.compile(r"Syntax error: missing .* at '(<EOF>)'"), _input),
    (re.compile(r"Syntax error: missing"), _always(_MISSING)),
    (re.compile(r".*expression of type '(?P<kind>.*?)' cannot be the operand of a select"), _always(_SELECT)),
    (re.compile(r".*expression of type '(?P<kind>.*?)' cannot be the range of"), _always(_RANGE)),
    (re.compile(r".*variable name must be a simple identifier"), _always(_LOOP_NAME)),
    (re.compile(r"has\(\) argument|.*invalid argument to has"), _has),
    (re.compile(r"<<nil>> parsetree"), _always(_UNFINISHED)),
    (re.compile(r"invalid (?:int|uint|double|float|hex|constant)"), _always(_NUMBER)),
    (re.compile(r"Invalid (?:string|bytes) literal|invalid (?:string|bytes)"), _always(_TEXT)),
    (re.compile(r"reserved identifier"), _always(_RESERVED)),
    (re.compile(r"unsupported syntax"), _always(_SYNTAX)),
]
