"""A block's thresholds in words, each with where it stands and whether it is met.

A condition is a text of the method (CEL). Its parts joined by `&&` are told one by one; the usual form, so many
times one number against so many times another, is told as a share («同意的要超过参加表决的一半»). What has another form
is told as it is written, with names for its words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.method.cel_known import OPEN, named, result, tree_of

Names = Mapping[str, str]
_TURNED = {ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Lt: ast.Gt, ast.LtE: ast.GtE}


class Threshold(Struct):
    """One condition: what it asks, what there is (`have`), and whether it is met (None: cannot be told yet)."""

    asks: str
    have: str = ""
    met: bool | None = None
    area: bool = False
    """Whether it speaks of floor area, which counts only where owners vote."""


def thresholds(source: str, names: Names, values: Mapping[str, Any]) -> list[Threshold]:
    """The parts of a condition. `names` are words for what it counts, `values` what was counted.

    What the facts and inputs decide already is left out: of two rules only the one that applies is told.
    """
    try:
        parts = _parts(tree_of(source), values)
    except (ValueError, RecursionError):
        return [Threshold(source)]
    return [_part(part, names, values) for part in parts]


def _parts(tree: ast.expr, values: Mapping[str, Any]) -> list[ast.expr]:
    """What must hold, one by one, as far as it is not settled."""
    settled = _settled(tree, values)
    if settled is not None:
        return [] if settled else [tree]
    if isinstance(tree, ast.IfExp):
        which = _settled(tree.test, values)
        return [tree] if which is None else _parts(tree.body if which else tree.orelse, values)
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
        return [part for one in tree.values for part in _parts(one, values)]
    if isinstance(tree, ast.BoolOp):
        told = [_settled(one, values) for one in tree.values]
        if True in told:
            return []
        left = [one for one, known in zip(tree.values, told, strict=True) if known is None]
        return _parts(left[0], values) if len(left) == 1 else [tree]
    return [tree]


def _settled(tree: ast.expr, values: Mapping[str, Any]) -> bool | None:
    """What a condition comes to that speaks of no count; None for one that does, or cannot be told."""
    counts = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id not in _NO_COUNTS]
    return None if counts else _truth(tree, values)


_NO_COUNTS = ("inputs", "data", "true", "false", "has")


def _part(part: ast.expr, names: Names, values: Mapping[str, Any]) -> Threshold:
    told = _told(part, names, values)
    told.area = any(isinstance(n, ast.Name) and n.id.endswith("_area") for n in ast.walk(part))
    return told


def _told(part: ast.expr, names: Names, values: Mapping[str, Any]) -> Threshold:
    if not (isinstance(part, ast.Compare) and len(part.ops) == 1):
        return Threshold(_written(part, names), met=_truth(part, values))
    left, sign, right = part.left, type(part.ops[0]), part.comparators[0]
    met = _truth(part, values)
    (one, times), (other, against) = _scaled(left, values), _scaled(right, values)
    if one is None and other is not None and sign in _TURNED:
        one, times, other, against, sign = other, against, None, times, _TURNED[sign]
    elif other is not None and sign in (ast.Lt, ast.LtE):
        one, times, other, against, sign = other, against, one, times, _TURNED[sign]
    if one is None or not times or against is None or sign not in _says():
        return Threshold(_written(part, names), met=met)
    share = Fraction(against) / Fraction(times)
    label, have = names.get(one, one), _value(one, values)
    if other is None:
        asks = _says()[sign] % {"a": label, "b": _amount(one, share)}
        return Threshold(asks, _("现在 %(n)s") % {"n": _shown(one, have)} if have is not None else "", met)
    whole = _value(other, values)
    asks = _says()[sign] % {"a": label, "b": _share(names.get(other, other), share)}
    told = ""
    if have is not None and whole is not None:
        told = _("现在 %(n)s，%(b)s共 %(m)s") % {
            "n": _shown(one, have), "b": names.get(other, other), "m": _shown(other, whole),
        }  # fmt: skip
    return Threshold(asks, told, met)


def _says() -> dict[type, str]:
    return {
        ast.Gt: _("%(a)s要超过%(b)s"), ast.GtE: _("%(a)s要达到%(b)s"), ast.Lt: _("%(a)s要少于%(b)s"),
        ast.LtE: _("%(a)s不能超过%(b)s"),
    }  # fmt: skip


def _share(whole: str, share: Fraction) -> str:
    if share == 1:
        return whole
    words = {
        Fraction(1, 2): _("%(b)s的一半"), Fraction(2, 3): _("%(b)s的三分之二"), Fraction(3, 4): _("%(b)s的四分之三"),
        Fraction(1, 3): _("%(b)s的三分之一"), Fraction(1, 4): _("%(b)s的四分之一"), Fraction(1, 5): _("%(b)s的五分之一"),
    }  # fmt: skip
    if share in words:
        return words[share] % {"b": whole}
    if share.denominator == 1:
        return _("%(b)s的 %(n)d 倍") % {"b": whole, "n": share.numerator}
    return _("%(b)s的 %(n)d/%(m)d") % {"b": whole, "n": share.numerator, "m": share.denominator}


def _amount(name: str, share: Fraction) -> str:
    number = share / 100 if name.endswith("_area") else share
    text = f"{float(number):g}"
    return _(" %(n)s 平方米") % {"n": text} if name.endswith("_area") else f" {text} "


def _shown(name: str, value: int) -> str:
    return _("%(n).2f 平方米") % {"n": value / 100} if name.endswith("_area") else str(value)


def _scaled(side: ast.expr, values: Mapping[str, Any]) -> tuple[str | None, Fraction | None]:
    """`agree * 2` as ("agree", 2), `3` as (None, 3); (None, None) for anything else. What is no count is its number."""
    name, number = None, Fraction(1)
    for factor in _factors(side):
        if isinstance(factor, ast.Constant) and type(factor.value) is int:
            number *= factor.value
        elif (fixed := _fixed(factor, values)) is not None:
            number *= fixed
        elif name is None and (found := named(factor)) is not None:
            name = found
        else:
            return None, None
    return name, number


def _fixed(node: ast.expr, values: Mapping[str, Any]) -> int | None:
    """The number of an input or a fact."""
    name = named(node)
    return _value(name, values) if name is not None and "." in name else None


def _factors(side: ast.expr) -> list[ast.expr]:
    if isinstance(side, ast.BinOp) and isinstance(side.op, ast.Mult):
        return [*_factors(side.left), *_factors(side.right)]
    return [side]


def _value(name: str, values: Mapping[str, Any]) -> int | None:
    found = values.get(name)
    return found if isinstance(found, int) else None


def _truth(part: ast.expr, values: Mapping[str, Any]) -> bool | None:
    found = result(part, lambda name: values.get(name, OPEN), values.get)
    return found if isinstance(found, bool) else None


_MARKS = {
    " and ": "且",
    " or ": "或",
    "not ": "非",
    " * ": " × ",
    " >= ": " ≥ ",
    " <= ": " ≤ ",
    " != ": " ≠ ",
    " == ": " = ",
}


def _written(node: ast.expr, names: Names) -> str:
    """As it is written, with words for its names."""
    text = ast.unparse(node)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", f"\x00{names[name]}\x00", text)
    for mark, sign in _MARKS.items():
        text = text.replace(mark, sign)
    return text.replace("\x00", "")
