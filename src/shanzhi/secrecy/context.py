"""What a ballot is about: the roll of its electors and the question, hashed into the context under which every paper is sealed."""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec import Struct

from shanzhi.secrecy.encoding import digest, u8, u16, u32, u64
from shanzhi.secrecy.faults import fault
from shanzhi.secrecy.keys import BallotKey, check_key

MOST_WEIGHT = 10**10
"""The sum of weights that can still be counted: a million m² in units of 0.01 m² are 10⁸."""
MOST_OPTIONS = 100


class Elector(Struct, frozen=True):
    """One line of the frozen roll (名册): the elector's code e and weight w (1, or the area in 0.01 m²)."""

    e: bytes
    weight: int


class Question(Struct, frozen=True):
    """The question with its rules. `publish` is the canonical text of `publishing`; `roll` and `key` are digests."""

    matter: str
    visit: int
    question: str
    options: tuple[str, ...]
    lo: int
    hi: int
    weighted: bool
    publish: str
    roll: bytes
    key: bytes

    @property
    def context(self) -> bytes:
        """ctx: published when the ballot opens, and printed on every receipt."""
        return digest(
            "context",
            self.matter,
            u32(self.visit),
            self.question,
            *self.options,
            u16(self.lo),
            u16(self.hi),
            u8(self.weighted),
            self.publish,
            self.roll,
            self.key,
        )

    @property
    def single(self) -> bool:
        """Whether each paper names the same number of options, so that totals must add up."""
        return self.lo == self.hi


def new_salt() -> bytes:
    """What keeps an elector's code from being guessed; kept sealed at rest, given to the elector on request."""
    return os.urandom(16)


def elector_code(matter: str, visit: int, salt: bytes, elector: str) -> bytes:
    """e of an elector (`flat:3`, `person:12`) in one ballot."""
    return digest("elector", matter, u32(visit), salt, elector)


def roll_digest(roll: Sequence[Elector]) -> bytes:
    """`roll`: the digest of all codes with their weights, in the order of the codes."""
    return digest("roll", b"".join(one.e + u64(one.weight) for one in sorted(roll, key=lambda one: one.e)))


def check_roll(roll: Sequence[Elector], *, weighted: bool) -> None:
    """Refuse a roll with a code twice, a weight that cannot be, or more weight than can be counted."""
    seen: set[bytes] = set()
    for number, one in enumerate(roll, start=1):
        if len(one.e) != 32 or one.e in seen:
            raise fault(
                "roll",
                f"名册第 {number} 行有误或重复，请核对名册。",
                f"Line {number} of the roll is wrong or stands there twice; check the roll.",
            )
        seen.add(one.e)
        if one.weight < 1 or (not weighted and one.weight != 1):
            raise fault(
                "roll",
                f"名册第 {number} 行的权重 {one.weight} 不对：按人数计为 1；按面积计须大于 0。",
                f"Line {number} of the roll has weight {one.weight}: it is 1 where heads count, and an area above 0 otherwise.",
            )
    if sum(one.weight for one in roll) > MOST_WEIGHT:
        raise fault(
            "roll",
            f"名册的总面积超过 {MOST_WEIGHT // 10**6} 万平方米，无法计票，请分区表决。",
            f"The areas on the roll exceed {MOST_WEIGHT // 100:,} m² in all and cannot be counted; vote by parts.",
        )


def check_question(question: Question, key: BallotKey, roll: Sequence[Elector]) -> None:
    """Refuse a question that cannot be put, and one that does not belong to this key and roll."""
    options, lo, hi = question.options, question.lo, question.hi
    if (
        not 1 <= len(options) <= MOST_OPTIONS
        or len(set(options)) != len(options)
        or not 0 <= lo <= hi <= len(options)
        or hi == 0
    ):
        raise fault(
            "context",
            f"选项有误：{len(options)} 个选项，选 {lo} 至 {hi} 个。选项不得重名，须可选至少一项。",
            f"The options are wrong: {len(options)} of them, {lo} to {hi} to be chosen. No two may be alike, and one must be choosable.",
        )
    check_key(key)
    check_roll(roll, weighted=question.weighted)
    if question.key != key.digest or question.roll != roll_digest(roll):
        raise fault(
            "context",
            "题目、名册或计票密钥被改动过，与开始时公布的不符。",
            "The question, the roll or the key was changed: it is not what was published when the ballot opened.",
        )
