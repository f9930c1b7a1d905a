"""What may be published of a result, by public numbers, and conditions that are read as text."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, Optional, Sequence

from .hashing import Wrong
from .proving import Claimed

NUMBERS = ("voted_heads", "voted_area", "electors_heads", "electors_area")
INPUTS = {
    "names": list, "conditions": list, "counts": bool, "again": bool, "least": int, "exact": int, "shares": int,
    "heaviest": int, "papers": int,
}  # fmt: skip


class Rule(NamedTuple):
    """A condition: Σ a·V + Σ f·(a public number) + number ≥ 0."""

    text: str
    a: tuple[tuple[str, int], ...]
    public: tuple[tuple[str, int], ...]
    number: int

    def b(self, public: dict[str, int]) -> int:
        """What the public numbers make of it."""
        return self.number + sum(factor * public[name] for name, factor in self.public)

    def value(self, totals: dict[str, int], public: dict[str, int]) -> int:
        """The left side, by totals with paper."""
        return self.b(public) + sum(factor * totals[name] for name, factor in self.a)

    def asks(self, kind: str) -> bool:
        """Whether totals of a kind are in it."""
        return any(name.split()[0] == kind for name, _ in self.a)


_TERM = re.compile(r"(?:([a-z][a-z0-9_]*)(?: \* (\d+))?|(\d+))")


def read_rule(text: str, names: Sequence[str]) -> Rule:
    """A condition in its canonical form: `yes_area * 3 >= voted_area * 2`."""
    sides = re.split(r" (>=|<=|>|<) ", text)
    if len(sides) != 3:
        raise Wrong(f"条件“{text}”读不懂", f"condition “{text}” cannot be read")
    left, sign, right = sides
    if sign[0] == "<":
        left, right = right, left
    factors: dict[str, int] = {}
    for side, direction in ((left, 1), (right, -1)):
        for name, factor in _terms(side, text):
            factors[name] = factors.get(name, 0) + direction * factor
    number = factors.pop("", 0) - (1 if sign in "<>" else 0)
    a, public = [], []
    for name, factor in factors.items():
        option, _, kind = name.rpartition("_")
        if name in NUMBERS:
            public.append((name, factor))
        elif kind in ("heads", "area") and option in names:
            a.append((f"{kind} {list(names).index(option)}", factor))
        else:
            raise Wrong(f"条件“{text}”中没有“{name}”这个数", f"condition “{text}” names no number “{name}”")
    return Rule(text, tuple(sorted(one for one in a if one[1])), tuple(public), number)


def _terms(side: str, text: str) -> list[tuple[str, int]]:
    made = []
    for at, word in enumerate(re.split(r" (?=[+-] )", side)):
        sign = -1 if word.startswith("-") else 1
        bare = word[2:] if word[:2] in ("+ ", "- ") and at else word.removeprefix("-")
        match = _TERM.fullmatch(bare)
        if match is None:
            raise Wrong(f"条件“{text}”读不懂", f"condition “{text}” cannot be read")
        name, factor, alone = match.groups()
        made.append((name or "", sign * int(alone or factor or 1)))
    return made


class Rules(NamedTuple):
    """The canonical text `publish`, read."""

    names: list[str]
    conditions: list[Rule]
    counts: bool
    again: bool
    least: int
    exact: int
    shares: int
    heaviest: int
    papers: int

    def forms(
        self, voted: int, weighted: bool, heaviest: int, area: int, heads: Optional[Sequence[int]] = None
    ) -> tuple[str, str]:
        """The forms of heads and area: E exact, R shares, T passed or not, none not opened."""
        if voted < (self.exact if self.counts else self.least):
            forms = ("none", "none")
        elif voted < self.exact or self.again:
            forms = ("T", "T")
        else:
            few = any(0 < one < self.exact or 0 < voted - one < self.exact for one in heads or ())
            told = voted >= self.shares and 100 * heaviest <= self.heaviest * area and not few
            forms = ("E", "R" if told else "T")
        return forms if weighted else (forms[0], "")

    def plain_paper(self, papers: int, ballots: int, weighted: bool) -> bool:
        """Whether the totals of the paper box may stand in a bulletin."""
        enough = papers >= self.papers and (ballots == 0 or ballots >= self.papers)
        return papers == 0 or (enough and not weighted and not self.again)


def read_rules(text: str, options: int) -> Rules:
    """The rules of a question with so many options."""
    try:
        data: dict[str, Any] = json.loads(text)
        good = isinstance(data, dict) and set(data) == set(INPUTS)
        good = good and all(type(data[name]) is kind for name, kind in INPUTS.items())
        good = good and all(isinstance(one, str) for one in data["names"] + data["conditions"])
    except (ValueError, RecursionError):
        good = False
    if not good or text != json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")):
        raise Wrong("公布办法的文字不对", "the text that says what is published is wrong")
    if len(data["names"]) != options or len(set(data["names"])) != options:
        raise Wrong("公布办法的选项不对", "what is published names other options")
    if not 2 <= data["least"] <= data["exact"] <= data["shares"] or not 1 <= data["heaviest"] <= 100:
        raise Wrong("公布办法的界限不对", "the limits of what is published are wrong")
    if data["papers"] < 2:
        raise Wrong("公布办法的界限不对", "the limits of what is published are wrong")
    data["conditions"] = [read_rule(one, data["names"]) for one in data["conditions"]]
    return Rules(**data)


def vector_rules(options: int) -> Rules:
    """What a test vector is read with."""
    names = ["yes", "no", "abstain", *(f"option_{j}" for j in range(4, options + 1))][:options]
    return Rules(names, [], False, False, 5, 30, 60, 5, 30)


def share_rules(names: Sequence[str], shares: Sequence[int]) -> list[Rule]:
    """The two claims of each share in per cent: 200·V ≥ (2p − 1)·W and (2p + 1)·W > 200·V."""
    made = []
    for name, share in zip(names, shares, strict=False):
        low, high = (_times_area(number) for number in (2 * share - 1, 2 * share + 1))
        made.append(read_rule(f"{name}_area * 200 >= {low}", names))
        made.append(read_rule(f"{high} > {name}_area * 200", names))
    return made


def _times_area(number: int) -> str:
    return {1: "voted_area", -1: "-voted_area"}.get(number, f"voted_area * {number}")


def claimed(rule: Rule, public: dict[str, int], paper: dict[str, int], met: bool) -> Claimed:
    """What has to be proved of the ballots alone, so that a rule holds, or does not."""
    a, b = rule.a, rule.b(public) + sum(factor * paper.get(name, 0) for name, factor in rule.a)
    if not met:
        a, b = tuple((name, -factor) for name, factor in a), -b - 1
    most = sum(abs(factor) for _, factor in a) * public["ballots_area"] + abs(b)
    bits = max(36, most.bit_length())
    if bits > 64:
        raise Wrong(f"条件“{rule.text}”的数值太大", f"the numbers of “{rule.text}” are too large")
    return Claimed(rule.text, a, b, bits)


def plan(
    rules: Rules,
    public: dict[str, int],
    forms: tuple[str, str],
    heads: Optional[Sequence[int]],
    shares: Optional[Sequence[int]],
    holds: Any,
) -> tuple[list[tuple[Rule, bool]], Optional[bool], Optional[str]]:
    """(the claims with whether each is met, passed, the condition that failed)."""
    if forms[0] == "none":
        return [], None, None
    claims = [(one, True) for one in share_rules(rules.names, shares)] if shares is not None else []
    known = {f"heads {j}": one for j, one in enumerate(heads or ())}
    hidden = []
    for rule in rules.conditions:
        if rule.asks("area") or (rule.asks("heads") and forms[0] != "E"):
            hidden.append(rule)
        elif rule.value(known, public) < 0:
            return claims, False, rule.text
    for rule in hidden:
        if not holds(rule):
            return [*claims, (rule, False)], False, rule.text
    claims += [(rule, True) for rule in hidden]
    return claims, True if rules.conditions else None, None
