"""Pieces of conditions: the parts of a sum, shares of a whole, words set in for names."""

from __future__ import annotations

import re
from math import gcd

from shanzhi.method.aloud.condition_words import DIGITS, SUMS
from shanzhi.method.aloud.names import s
from shanzhi.method.cel_expr import Call, Const, Expr, Name
from shanzhi.method.words import Sentence


def with_words(source: Sentence, name: str, word: Sentence) -> Sentence:
    """An expression with words for a name."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])")
    zh, en = word.zh.replace("\\", "\\\\"), word.en.replace("\\", "\\\\")
    return Sentence(pattern.sub(zh, source.zh), pattern.sub(en, source.en))


def yes(what: Sentence, *, no: bool) -> Sentence:
    """Somebody said yes to it, or did not."""
    said = s("{f}没有填“是”", "{f} is not yes") if no else s("{f}填“是”", "{f} is yes")
    return said.fill(f=what)


def bracketed(text: Sentence) -> Sentence:
    """A clause inside others."""
    return Sentence(f"（{text.zh}）", f"({text.en})")


def is_sum(node: Expr) -> bool:
    """Whether it is reckoned from two others."""
    return isinstance(node, Call) and node.function in SUMS


def times(node: Expr) -> tuple[Expr, Expr] | None:
    """`a * b` of two names."""
    if (
        isinstance(node, Call)
        and node.function == "_*_"
        and all(isinstance(one, Name) for one in node.arguments)
    ):
        return node.arguments[0], node.arguments[1]
    return None


def added(node: Expr) -> list[Expr]:
    """The parts of a sum."""
    if isinstance(node, Call) and node.function == "_+_":
        return [part for one in node.arguments for part in added(one)]
    return [node]


def percent(node: Call) -> tuple[Expr, Expr] | None:
    """`(a * p + 99) / 100`: so many per cent of something, rounded up."""
    if node.function != "_/_" or node.arguments[1] != Const(100):
        return None
    sum_ = node.arguments[0]
    if not isinstance(sum_, Call) or sum_.function != "_+_" or sum_.arguments[1] != Const(99):
        return None
    product = sum_.arguments[0]
    if not isinstance(product, Call) or product.function != "_*_":
        return None
    return product.arguments[0], product.arguments[1]


def multiple(node: Expr) -> tuple[Expr, int]:
    """`x * 3` as x and 3."""
    if isinstance(node, Call) and node.function == "_*_":
        a, b = node.arguments
        for one, number in ((a, b), (b, a)):
            if isinstance(number, Const) and isinstance(number.value, int) and number.value > 0:
                return one, number.value
    return node, 1


def share(whole: Sentence, part: int, of: int) -> Sentence:
    """So many parts of something: 一半, 三分之二, 2 倍."""
    part, of = part // gcd(part, of), of // gcd(part, of)
    if of == 1:
        return s("{w}的 {n} 倍", "{n} times {w}").fill(w=whole, n=part) if part != 1 else whole
    if (part, of) == (1, 2):
        return s("{w}的一半", "half of {w}").fill(w=whole)
    if of <= 10 and part <= 10:
        zh = f"{DIGITS[of]}分之{DIGITS[part]}"
        return s("{w}的{zh}", "{part}/{of} of {w}").fill(w=whole, zh=zh, part=part, of=of)
    return s("{w}的 {part}/{of}", "{part}/{of} of {w}").fill(w=whole, part=part, of=of)
