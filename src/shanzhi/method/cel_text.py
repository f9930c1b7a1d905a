"""A condition's text as Python writes the same, to be taken apart: `&&`, `||`, `!`, `a ? b : c`."""

from __future__ import annotations

import re

_COUNT = re.compile(r"(?<![\w.])count\.(?=[A-Za-z_])")
_TEXT = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def as_python(source: str) -> str:
    """The text with Python's words. Raises ValueError where a `?` has no `:`, or a bracket does not close."""
    texts: list[str] = []

    def aside(found: re.Match[str]) -> str:
        texts.append(found.group())
        return f"_t{len(texts) - 1}_"

    plain = _TEXT.sub(aside, source)
    made = _choices(plain).replace("&&", " and ").replace("||", " or ")
    made = re.sub(r"!(?!=)", " not ", made)
    return re.sub(r"_t(\d+)_", lambda found: texts[int(found.group(1))], made).strip()


def _choices(text: str) -> str:
    """Every `a ? b : c` written as `(b if a else c)`, from the innermost bracket out."""
    out, at = "", 0
    while at < len(text):
        if text[at] in "([":
            end = _closing(text, at)
            out += text[at] + _choices(text[at + 1 : end]) + text[end]
            at = end + 1
        else:
            out += text[at]
            at += 1
    mark = _outside(out, "?")
    if mark < 0:
        return out
    other = _else(out, mark + 1)
    return f"({_choices(out[mark + 1 : other])} if {out[:mark]} else {_choices(out[other + 1 :])})"


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "([") - (text[at] in ")]")
        if depth == 0:
            return at
    raise ValueError(text)


def _outside(text: str, mark: str) -> int:
    """Where a mark stands outside of brackets; -1 if it does not."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth == 0 and sign == mark:
            return at
    return -1


def _else(text: str, start: int) -> int:
    """The `:` that belongs to the `?` just before `start`."""
    depth, inner = 0, 0
    for at in range(start, len(text)):
        depth += (text[at] in "([") - (text[at] in ")]")
        if depth:
            continue
        if text[at] == "?":
            inner += 1
        elif text[at] == ":":
            if inner == 0:
                return at
            inner -= 1
    raise ValueError(text)


def bare_counts(source: str) -> str:
    """The text with what a block counts by its bare name, as people are told it: `voted` for `count.voted`."""
    return _COUNT.sub("", source)
