"""A bulletin read from its file, and everything about the box that can be checked before it is opened."""

from __future__ import annotations

import json
import multiprocessing
import os
from typing import Any, Callable, Optional, Sequence

from .hashing import SUITE, Wrong, digest, number_bytes, short_form
from .proving import NOTHING, Cast, Cipher, Key, Opened, check_ballot, scaled, total
from .ristretto import add
from .rules import Rules, read_rules, vector_rules

Say = Callable[[int, int], None]
Sums = list[Cipher]


class Box:
    """A bulletin. Reading it checks its form alone; `check` finds what is wrong with it."""

    def __init__(self, text: str) -> None:
        try:
            data = json.loads(text)
            self.data: dict[str, Any] = data
            if data["suite"] != SUITE:
                raise Wrong(f"格式版本“{data['suite']}”不认识", f"suite “{data['suite']}” is unknown")
            self.options: list[str] = [_text(one) for one in _list(data["options"])]
            self.lo, self.hi = _number(data["lo"], 16), _number(data["hi"], 16)
            self.visit = _number(data["visit"], 32)
            self.weighted = data["weighted"]
            if not isinstance(self.weighted, bool):
                raise ValueError
            key = data["key"]
            self.roll = {bytes.fromhex(e): _number(w, 64) for e, w in _list(data["roll"])}
            self.lines = len(data["roll"])
            self.ballots = [bytes.fromhex(one) for one in _list(data["ballots"])]
            self.key = Key(
                _number(key["k"], 8),
                [bytes.fromhex(one) for one in _list(key["commitments"])],
                [bytes.fromhex(one) for one in _list(key["cards"])],
                [bytes.fromhex(one) for one in _list(key.get("sealed", []))],
            )
            if _number(key["n"], 8) != self.key.n:
                raise ValueError
            self.posts = [_text(one) for one in _list(key["posts"])]
            self._read_closing(data["closing"])
            self.head = bytes.fromhex(data["head"])
            roll = b"".join(e + number_bytes(w, 8) for e, w in sorted(self.roll.items()))
            bounds = number_bytes(self.lo, 2), number_bytes(self.hi, 2), bytes([self.weighted])
            self.ctx = digest(
                "context",
                _text(data["matter"]),
                number_bytes(self.visit, 4),
                _text(data["question"]),
                *self.options,
                *bounds,
                _text(data["publish"]),
                digest("roll", roll),
                self.key.digest,
            )
            self.ctx_stated, self.key_stated = bytes.fromhex(data["ctx"]), bytes.fromhex(key["digest"])
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            raise Wrong(
                "公报读不出来，请重新下载完整的文件",
                "the bulletin cannot be read; download the whole file again",
            ) from None
        self.opened = Opened(self.ctx, self.z, self.key)
        self.cast = Cast(self.ctx, self.key.public, len(self.options), self.lo, self.hi)
        self.sums: dict[str, Cipher] = {}
        self.heads: list[bytes] = []

    def _read_closing(self, closing: dict[str, Any]) -> None:
        self.drawn = [bytes.fromhex(e) for e in _list(closing["drawn"])]
        self.struck = {bytes.fromhex(e): _text(why) for e, why in _list(closing["struck"])}
        self.struck_lines = len(closing["struck"])
        self.paper_heads = [_number(one, 32) for one in _list(closing["heads"])]
        self.paper_area = [_number(one, 64) for one in _list(closing["area"])]
        self.spoilt = _number(closing["spoilt"], 32)
        self.z = bytes.fromhex(closing["z"])

    def rules(self, vector: bool) -> Rules:
        """What may be published; a test vector is read only when asked for."""
        if vector and self.data["publish"] == "exact":
            return vector_rules(len(self.options))
        return read_rules(self.data["publish"], len(self.options))

    @property
    def paper(self) -> dict[str, int]:
        """The paper totals by name."""
        made = {f"heads {j}": one for j, one in enumerate(self.paper_heads)}
        return made | {f"area {j}": one for j, one in enumerate(self.paper_area)}

    @property
    def public(self) -> dict[str, int]:
        """The public numbers."""
        counted = [self.roll[one[1:33]] for one in self.ballots if one[1:33] not in self.struck]
        single = self.lo == self.hi
        drawn = sum(self.roll[e] for e in self.drawn)
        papers = sum(self.paper_heads) // self.lo if single else len(self.drawn) - self.spoilt
        if not self.weighted:
            paper_area = papers
        else:
            paper_area = sum(self.paper_area) // self.lo if single else drawn if papers else 0
        return {
            "ballots": len(counted),
            "papers": papers,
            "ballots_area": sum(counted),
            "heaviest": max(counted, default=0),
            "voted_heads": len(counted) + papers,
            "voted_area": sum(counted) + paper_area,
            "electors_heads": len(self.roll) - len(self.struck),
            "electors_area": sum(self.roll.values()) - sum(self.roll[e] for e in self.struck),
        }

    def check(self, vector: bool = False, processes: int = 0, say: Optional[Say] = None) -> list[Wrong]:
        """Everything that is wrong with the box; the sums are in `sums` if nothing is."""
        faults: list[Wrong] = []
        for check in (self._question, lambda: self._rule(vector), self._roll, self._chain, self._closing):
            try:
                check()
            except Wrong as found:
                faults.append(found)
        faults += self._ballots(processes, say)
        if not faults and not vector:
            public, rules = self.public, self.rules(vector)
            if self.lines < rules.least:
                faults.append(
                    Wrong(
                        f"名册不足 {rules.least} 人（户），不得无记名",
                        f"fewer than {rules.least} on the roll",
                    )
                )
            if not rules.plain_paper(public["papers"], public["ballots"], self.weighted):
                faults.append(Wrong("纸质票合计不得单独公布", "the paper totals must not be published"))
        return faults

    def _question(self) -> None:
        count = len(self.options)
        if len(set(self.options)) != count or not 0 <= self.lo <= self.hi <= count or not self.hi:
            raise Wrong("选项不成立", "the options are impossible")
        if self.ctx != self.ctx_stated or self.key.digest != self.key_stated:
            raise Wrong(
                "题目、办法、名册或计票密钥被改动过（ctx 不符）",
                "question, rules, roll or key were changed (ctx)",
            )

    def _rule(self, vector: bool) -> None:
        self.rules(vector)

    def _roll(self) -> None:
        good = len(self.roll) == self.lines and all(len(e) == 32 for e in self.roll)
        weights = self.roll.values()
        if not good or sum(weights) > 10**10 or any(w < 1 or (w > 1 and not self.weighted) for w in weights):
            raise Wrong("名册有重复，或权重不成立", "the roll has somebody twice, or an impossible weight")

    def _chain(self) -> None:
        self.heads = [digest("chain", self.ctx)]
        for number, ballot in enumerate(self.ballots, 1):
            mark = digest("fingerprint", self.ctx, ballot)
            self.heads.append(digest("link", self.heads[-1], number_bytes(number, 4), mark))
        if self.heads[-1] != self.head:
            raise Wrong(
                "票链不符：有票被加入、拿走、调换或改动",
                "the chain does not fit: ballots were added, taken, moved or changed",
            )
        z = digest(
            "close",
            self.head,
            number_bytes(len(self.ballots), 4),
            b"".join(sorted(self.drawn)),
            b"".join(sorted(self.struck)),
            b"".join(number_bytes(one, 4) for one in self.paper_heads),
            b"".join(number_bytes(one, 8) for one in self.paper_area),
            number_bytes(self.spoilt, 4),
        )
        if z != self.z:
            raise Wrong("封箱记录被改动过（z 不符）", "the closing was changed (z)")

    def _closing(self) -> None:
        voted = {one[1:33] for one in self.ballots}
        drawn, struck = set(self.drawn), set(self.struck)
        if (
            len(drawn) != len(self.drawn)
            or len(struck) != self.struck_lines
            or not drawn | struck <= set(self.roll)
        ):
            raise Wrong(
                "封箱记录有重复或不在名册上的人", "the closing names somebody twice or not on the roll"
            )
        if drawn & (voted | struck) or not all(why.strip() for why in self.struck.values()):
            raise Wrong(
                "有人两样票都有，或剔除不成立", "somebody has paper and ballot, or a striking out is wrong"
            )
        count, papers = len(self.options), len(drawn) - self.spoilt
        most = [(self.paper_heads, count, papers)]
        most.append((self.paper_area, count * self.weighted, sum(self.roll[e] for e in drawn)))
        for totals, wanted, bound in most:
            whole = self.lo != self.hi or sum(totals) % self.lo == 0
            if (
                len(totals) != wanted
                or max(totals, default=0) > bound
                or sum(totals) > bound * self.hi
                or not whole
            ):
                raise Wrong("纸质票合计与领票不符", "the paper totals do not fit the papers drawn")
        if papers < 0 or any(
            bool(h) != bool(a) for h, a in zip(self.paper_heads, self.paper_area, strict=False)
        ):
            raise Wrong("纸质票合计与领票不符", "the paper totals do not fit the papers drawn")

    def _ballots(self, processes: int, say: Optional[Say]) -> list[Wrong]:
        faults, seen, jobs = [], set(), []
        for number, ballot in enumerate(self.ballots, 1):
            e = ballot[1:33]
            if e not in self.roll or e in seen:
                faults.append(
                    Wrong(
                        f"第 {number} 张票的投票人不在名册上或投了两次",
                        f"ballot {number}: its elector is not on the roll or voted twice",
                    )
                )
                continue
            seen.add(e)
            jobs.append((number, e, self.roll[e], ballot, e not in self.struck))
        parts = [jobs[at : at + 16] for at in range(0, len(jobs), 16)]
        sums: Sums = []
        many = (processes or os.cpu_count() or 1) if len(jobs) > 64 else 1
        pool = multiprocessing.Pool(many, _begin, (self._plain(),)) if many > 1 else None
        _begin(self)
        try:
            for at, (wrong, made) in enumerate(pool.imap(_part, parts) if pool else map(_part, parts), 1):
                faults += [Wrong(zh, en) for zh, en in wrong]
                sums = (
                    [(add(a, c), add(b, d)) for (a, b), (c, d) in zip(sums, made, strict=False)]
                    if sums
                    else made
                )
                if say:
                    say(min(16 * at, len(jobs)), len(jobs))
        finally:
            if pool:
                pool.terminate()
        if any(job[4] for job in jobs):
            kinds = ("heads", "area") if self.weighted else ("heads",)
            names = [f"{kind} {j}" for kind in kinds for j in range(len(self.options))]
            self.sums = dict(zip(names, sums, strict=False))
        return faults

    def _plain(self) -> tuple[Any, ...]:
        return self.ctx, self.key.commitments[0], len(self.options), self.lo, self.hi, self.weighted

    def fingerprint(self, number: int) -> str:
        """The short form of a ballot's fingerprint, from 1."""
        return short_form(digest("fingerprint", self.ctx, self.ballots[number - 1]))


_working: list[Any] = []


def _begin(box: Any) -> None:
    """What every part needs: in this process the box itself, in another what can be sent there."""
    from .proving import Public

    if isinstance(box, Box):
        _working[:] = [box.cast, box.weighted]
    else:
        ctx, public, options, lo, hi, weighted = box
        _working[:] = [Cast(ctx, Public(public), options, lo, hi), weighted]


def _part(jobs: Sequence[tuple[int, bytes, int, bytes, bool]]) -> tuple[list[tuple[str, str]], Sums]:
    """The faults of some ballots, and their sums."""
    cast, weighted = _working
    wrong: list[tuple[str, str]] = []
    heads: list[list[Cipher]] = [[NOTHING] for _ in range(cast.options)]
    area: list[list[Cipher]] = [[NOTHING] for _ in range(cast.options)]
    for number, e, weight, ballot, counts in jobs:
        try:
            ciphers = check_ballot(cast, e, weight, ballot)
        except Wrong as found:
            wrong.append((f"第 {number} 张票：{found.zh}", f"ballot {number}: {found.en}"))
            continue
        for j, one in enumerate(ciphers if counts else ()):
            heads[j].append(one)
            if weighted:
                area[j].append(scaled(weight, one))
    return wrong, [total(one) for one in (heads + area if weighted else heads)]


def _number(value: Any, bits: int) -> int:
    if type(value) is not int or not 0 <= value < 1 << bits:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError
    return value
