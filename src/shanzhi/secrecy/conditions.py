"""A condition on a result as it is published with the question: linear in the totals, so that it can be proved without them.

Names: `<option>_heads`, `<option>_area`, and of public numbers `voted_heads`, `voted_area`, `electors_heads`,
`electors_area`; a bare option, `voted` or `electors` means heads. A product has a number on one side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from shanzhi.secrecy.closing import Numbers
from shanzhi.secrecy.faults import SecrecyFault, fault

PUBLIC = ("voted_heads", "voted_area", "electors_heads", "electors_area")
_TOKEN = re.compile(r"\s*(?:(\d+)|([a-z][a-z0-9_]*)|(>=|<=|>|<|\+|-|\*))")
_BARE = {"voted": "voted_heads", "electors": "electors_heads"}

Terms = list[tuple[str, int]]  # (name, factor); the name of a plain number is empty


class Linear(Struct, frozen=True):
    """Σ factor·(a total) + Σ factor·(a public number) + number ≥ 0; `text` is its canonical form, by which a claim is named."""

    text: str
    secret: tuple[tuple[str, int], ...]
    public: tuple[tuple[str, int], ...]
    number: int

    def constant(self, numbers: Numbers) -> int:
        """b: what the public numbers make of it."""
        return self.number + sum(factor * int(getattr(numbers, name)) for name, factor in self.public)

    def needs(self, kind: str) -> bool:
        """Whether it asks for totals of this kind (`heads` or `area`)."""
        return any(name.startswith(kind) for name, _ in self.secret)


def read_condition(text: str, names: Sequence[str]) -> Linear:
    """A condition over the options of these names. Raises SecrecyFault (`publish`) that says what cannot be read."""
    tokens = _tokens(text)
    signs = [at for at, token in enumerate(tokens) if token in (">", ">=", "<", "<=")]
    if len(signs) != 1:
        raise _bad(
            text, "须有且只有一个比较（>、>=、<、<=）", "it needs exactly one comparison (>, >=, <, <=)"
        )
    sign = tokens[signs[0]]
    left, right = (_side(text, part, names) for part in (tokens[: signs[0]], tokens[signs[0] + 1 :]))
    greater, lesser = (left, right) if sign[0] == ">" else (right, left)
    factors: dict[str, int] = {}
    for name, factor in [*greater, *((name, -factor) for name, factor in lesser)]:
        factors[name] = factors.get(name, 0) + factor
    number = factors.pop("", 0) - (len(sign) == 1)
    secret = tuple(
        sorted((_total(name, names), f) for name, f in factors.items() if f and name not in PUBLIC)
    )
    public = tuple((name, factors[name]) for name in PUBLIC if factors.get(name))
    return Linear(f"{_written(left)} {sign} {_written(right)}", secret, public, number)


def _tokens(text: str) -> list[str]:
    tokens, at, text = [], 0, text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _bad(text, f"“{text[at:]}”读不懂", f"“{text[at:]}” cannot be read")
        tokens.append(match.group(match.lastindex or 0))
        at = match.end()
    return tokens


def _side(text: str, tokens: Sequence[str], names: Sequence[str]) -> Terms:
    """The terms of one side, in their order."""
    terms: Terms = []
    at = 0
    while at < len(tokens) or not terms:
        factor, name, sign = 1, "", 1
        if terms or (at < len(tokens) and tokens[at] in "+-"):
            if tokens[at] not in ("+", "-"):
                raise _bad(
                    text, f"“{tokens[at]}”前缺加号或减号", f"a plus or minus is missing before “{tokens[at]}”"
                )
            sign, at = (-1 if tokens[at] == "-" else 1), at + 1
        while True:
            if at < len(tokens) and tokens[at] == "-" and tokens[at - 1] == "*":
                sign, at = -sign, at + 1
            if at >= len(tokens) or not tokens[at][0].isalnum():
                raise _bad(text, "不完整", "something is missing")
            if tokens[at].isdigit():
                factor *= int(tokens[at])
            elif name:
                raise _bad(
                    text,
                    "不是一次式，不能在不公布总数的情况下证明",
                    "it is not linear and cannot be proved without the totals",
                )
            else:
                name = _full(text, tokens[at], names)
            at += 1
            if at >= len(tokens) or tokens[at] != "*":
                break
            at += 1
        terms.append((name, sign * factor))
    return terms


def _full(text: str, name: str, names: Sequence[str]) -> str:
    full = f"{name}_heads" if name in names else _BARE.get(name, name)
    if full not in PUBLIC and not any(full in (f"{option}_heads", f"{option}_area") for option in names):
        raise _bad(text, f"没有“{name}”这个数", f"there is no number called “{name}”")
    return full


def _total(name: str, names: Sequence[str]) -> str:
    option, _, kind = name.rpartition("_")
    return f"{kind} {list(names).index(option)}"


def _written(terms: Terms) -> str:
    made = ""
    for name, factor in terms:
        size = abs(factor)
        one = str(size) if not name else name if factor in (1, -1) else f"{name} * {size}"
        if not made:
            made = one if factor >= 0 else f"-{one}"
        else:
            made += f" {'-' if factor < 0 else '+'} {one}"
    return made


def _bad(text: str, zh: str, en: str) -> SecrecyFault:
    return fault("publish", f"条件“{text}”：{zh}。", f"Condition “{text}”: {en}.")
