"""The result of a box: opened by k holders, or checked as it was published."""

from __future__ import annotations

import json
from typing import Any, Optional, Sequence

from .box import Box
from .hashing import Wrong, number_bytes
from .proving import claim_bits, claim_rest, combine, open_partly
from .ristretto import ZERO, base, logarithm, same
from .rules import Rule, claimed, plan, read_rule

Partials = list[tuple[int, bytes]]


def label_of(name: str) -> bytes:
    """A sum's label as it is hashed: `heads 0`, `area 2`, `zero …`."""
    kind, _, rest = name.partition(" ")
    return kind.encode() + (rest.encode() if kind == "zero" else number_bytes(int(rest), 2))


class Published:
    """The openings, claims and result that a bulletin holds, checked."""

    def __init__(self, box: Box, vector: bool) -> None:
        self.box, self.rules, self.public = box, box.rules(vector), box.public
        try:
            data = box.data
            self.openings = {one["label"]: _pairs(one["partials"]) for one in data.get("openings", [])}
            self.claims = {
                one["name"]: (_truth(one["met"]), bytes.fromhex(one["bits"]), _pairs(one["partials"]))
                for one in data.get("claims", [])
            }
            self.result: Optional[dict[str, Any]] = data.get("result")
            if self.result is not None and not isinstance(self.result, dict):
                raise ValueError
            twice = len(self.openings) != len(data.get("openings", []))
            if twice or len(self.claims) != len(data.get("claims", [])):
                raise ValueError
            self.vector = vector and data["publish"] == "exact"
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Wrong(
                "开票数据读不出来，或一项开了两次", "openings cannot be read, or one is there twice"
            ) from None

    def check(self) -> None:
        """Wrong, if anything is."""
        result = self.result
        if result is None:
            if self.openings or self.claims:
                raise Wrong("有开票数据而没有结果", "there are openings and no result")
            return
        if self.vector:
            self._check_vector(result)
            return
        box, public = self.box, self.public
        where = public["voted_heads"], box.weighted, public["heaviest"], public["voted_area"]
        forms = self.rules.forms(*where)
        heads = self._exact("heads", result.get("heads")) if forms[0] == "E" else None
        forms = self.rules.forms(*where, heads)
        shares = result.get("shares") if forms[1] == "R" else None
        if forms[1] == "R" and not _whole(shares, len(box.options), 100):
            raise Wrong("没有公布百分比", "the shares are not published")
        unmet = {name for name, one in self.claims.items() if not one[0]}
        claims, passed, failed = plan(
            self.rules, public, forms, heads, shares, lambda rule: rule.text not in unmet
        )
        opened = {name for name in box.sums if name.startswith("heads")} if heads is not None else set()
        if set(self.openings) != opened:
            raise Wrong("开票数据多了或少了", "openings are missing or too many")
        if {rule.text: met for rule, met in claims} != {name: one[0] for name, one in self.claims.items()}:
            raise Wrong("证明的条件不是规定的那些", "the claims are not those that the rule asks for")
        for rule, met in claims:
            self._claim(rule, met)
        told = {
            "forms": {"heads": forms[0], "area": forms[1]}, "heads": heads, "area": None, "shares": shares,
            "passed": passed, "failed": failed,
        }  # fmt: skip
        shown = {name: result.get(name) for name in told}
        if isinstance(shown["forms"], dict):
            shown["forms"] = {"area": "", **shown["forms"]}
        if _plain(shown) != _plain(told) or not set(result) <= set(told):
            raise Wrong("公布的结果与重新计票不同", "the published result is not that of the recount")

    def _check_vector(self, result: dict[str, Any]) -> None:
        totals: dict[str, int] = {}
        for kind in ("heads", "area") if self.box.weighted else ("heads",):
            totals |= {f"{kind} {j}": one for j, one in enumerate(self._exact(kind, result.get(kind)))}
        if set(self.openings) != set(self.box.sums):
            raise Wrong("开票数据多了或少了", "openings are missing or too many")
        for name, (met, _, _) in self.claims.items():
            rule = read_rule(name, self.rules.names)
            if met != (rule.value(totals, self.public) >= 0):
                raise Wrong(f"“{name}”的结论与票数不符", f"“{name}” contradicts the totals")
            self._claim(rule, met)

    def _exact(self, kind: str, totals: Any) -> list[int]:
        box = self.box
        whole = self.public[f"voted_{kind}"]
        if not _whole(totals, len(box.options), whole):
            raise Wrong("没有公布各项的数，或不可能", "the totals are not published, or are impossible")
        for j, total in enumerate(totals):
            name = f"{kind} {j}"
            rest = total - box.paper[name]
            point = ZERO
            if box.sums:
                point = combine(box.opened, label_of(name), box.sums[name], self.openings.get(name, []))
            if rest < 0 or not same(point, base(rest)):
                raise Wrong(
                    f"“{name}”公布的是 {total}，开出的不是",
                    f"“{name}” is published as {total}; something else was opened",
                )
        if box.lo == box.hi and sum(totals) != whole * box.lo:
            raise Wrong("各项之和与票数不符", "the totals do not add up to the votes")
        return list(totals)

    def _claim(self, rule: Rule, met: bool) -> None:
        _, bits, partials = self.claims[rule.text]
        what = claimed(rule, self.public, self.box.paper, met)
        rest = claim_rest(self.box.opened, what, self.box.sums, bits)
        if not same(combine(self.box.opened, label_of(f"zero {rule.text}"), rest, partials), ZERO):
            raise Wrong(f"“{rule.text}”的证明不成立", f"the proof of “{rule.text}” does not hold")


class Count:
    """An opening by k holders at one computer, or from the files they made: openings, claims and result."""

    def __init__(
        self, box: Box, shares: Sequence[tuple[int, int]] = (), files: Sequence[dict[str, Any]] = ()
    ) -> None:
        self.box, self.rules, self.public = box, box.rules(False), box.public
        self.shares, self.files = list(dict(shares).items())[: box.key.k], files
        self.openings: dict[str, Partials] = {}
        self.totals: dict[str, int] = {}

    def complete(self) -> dict[str, Any]:
        """The bulletin's data with what the opening adds to it."""
        box, public = self.box, self.public
        where = public["voted_heads"], box.weighted, public["heaviest"], public["voted_area"]
        forms = self.rules.forms(*where)
        heads = None
        if forms[0] == "E":
            heads = [self._total(f"heads {j}", True) + one for j, one in enumerate(box.paper_heads)]
        forms = self.rules.forms(*where, heads)
        shares = None
        if forms[1] == "R":
            whole = public["voted_area"]
            areas = [self._total(f"area {j}") + one for j, one in enumerate(box.paper_area)]
            shares = [(200 * area + whole) // (2 * whole) for area in areas]
        claims, passed, failed = plan(self.rules, public, forms, heads, shares, self._holds)
        result = {
            "forms": {"heads": forms[0], "area": forms[1]}, "heads": heads, "area": None, "shares": shares,
            "passed": passed, "failed": failed,
        }  # fmt: skip
        made = [self._claim(rule, met) for rule, met in claims]
        openings = [{"label": name, "partials": _written(one)} for name, one in self.openings.items()]
        key = {**box.data["key"], "sealed": []}
        return {**box.data, "key": key, "openings": openings, "claims": made, "result": result}

    def _partials(self, label: bytes, cipher: Any, name: str = "") -> Partials:
        if not self.shares:
            return [(one["holder"], bytes.fromhex(one["partials"][name])) for one in self.files]
        return [
            (holder, open_partly(self.box.opened, label, cipher, holder, share))
            for holder, share in self.shares
        ]

    def _total(self, name: str, published: bool = False) -> int:
        if name not in self.totals and self.box.sums:
            label, cipher = label_of(name), self.box.sums[name]
            partials = self._partials(label, cipher, name)
            if published:
                self.openings[name] = partials
            bound = self.public["ballots_area" if name.startswith("area") else "ballots"]
            found = logarithm(combine(self.box.opened, label, cipher, partials), bound)
            if found is None:
                raise Wrong("开出的总数不可能", "the total that was opened is impossible")
            self.totals[name] = found
        return self.totals.get(name, 0)

    def _value(self, rule: Rule, met: bool) -> tuple[Any, int]:
        what = claimed(rule, self.public, self.box.paper, met)
        return what, sum(factor * self._total(name) for name, factor in what.a) + what.b

    def _holds(self, rule: Rule) -> bool:
        return self._value(rule, True)[1] >= 0

    def _claim(self, rule: Rule, met: bool) -> dict[str, Any]:
        what, d = self._value(rule, met)
        bits = claim_bits(self.box.opened, what, self.box.sums, d)
        rest = claim_rest(self.box.opened, what, self.box.sums, bits, check=False)
        partials = self._partials(label_of(f"zero {rule.text}"), rest)
        return {"name": rule.text, "met": met, "bits": bits.hex(), "partials": _written(partials)}


def open_alone(box: Box, holder: int, share: int) -> dict[str, Any]:
    """What one holder makes on the own computer, for a box whose totals are published."""
    public = box.public
    forms = box.rules(False).forms(
        public["voted_heads"], box.weighted, public["heaviest"], public["voted_area"]
    )
    if forms[0] != "E" or box.weighted or not box.sums:
        raise Wrong(
            "这次表决不公布各项票数，须由持钥人在一起开票（count）",
            "the totals of this ballot are not published: the holders must open together (count)",
        )
    partials = {
        name: open_partly(box.opened, label_of(name), cipher, holder, share).hex()
        for name, cipher in box.sums.items()
    }
    return {"ctx": box.ctx.hex(), "z": box.z.hex(), "holder": holder, "partials": partials}


def _pairs(data: Any) -> Partials:
    made = [(holder, bytes.fromhex(text)) for holder, text in data]
    if any(type(holder) is not int for holder, _ in made):
        raise ValueError
    return made


def _written(partials: Partials) -> list[list[Any]]:
    return [[holder, one.hex()] for holder, one in sorted(partials)]


def _whole(numbers: Any, count: int, most: int) -> bool:
    return (
        isinstance(numbers, list)
        and len(numbers) == count
        and all(type(one) is int and 0 <= one <= most for one in numbers)
    )


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _plain(data: Any) -> str:
    """Data as text, in which 1 is not true."""
    return json.dumps(data, sort_keys=True)
