"""The box of the test vector: three ballots by area and one paper, 2 of 3 holders, every random number a known one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from shanzhi.secrecy import (
    BallotKey,
    Bulletin,
    Cast,
    Claim,
    Closing,
    Elector,
    Opening,
    Paper,
    Question,
    Result,
    Share,
    chain_heads,
    closing_digest,
    deal,
    elector_code,
    numbers_of,
    open_share,
    read_condition,
    roll_digest,
    seal,
)
from shanzhi.secrecy.cards import card_text, secret_of
from shanzhi.secrecy.claims import Asked, asked, begin_claim
from shanzhi.secrecy.encoding import digest, u8, u32
from shanzhi.secrecy.group import Draw, base, hashed
from shanzhi.secrecy.openings import Sum, add_up, named_sums, open_partly
from shanzhi.secrecy.publishing import Forms

OPTIONS = ("赞成", "反对", "弃权")
NAMES = ("yes", "no", "abstain")
WEIGHTS = (8932, 12055, 7700, 8932, 10000)
CHOICES = ((1, 0, 0), (0, 1, 0), (1, 0, 0))
CLAIMS = ("yes_area * 3 >= voted_area * 2", "yes_heads * 2 > voted_heads")
TOTALS = {"heads 0": 2, "heads 1": 1, "heads 2": 0, "area 0": 16632, "area 1": 12055, "area 2": 0}


def stream(label: str | bytes) -> Draw:
    """The known scalars of one label, one after another."""

    def numbers() -> Iterator[bytes]:
        number = 0
        while True:
            number += 1
            yield hashed("test", label, u32(number))

    drawn = numbers()
    return lambda: next(drawn)


class Vector(Struct):
    """The box with all that was made on the way."""

    cards: list[str]
    salts: list[bytes]
    key: BallotKey
    roll: list[Elector]
    question: Question
    cast: Cast
    ballots: list[bytes]
    heads: list[bytes]
    closing: Closing
    z: bytes
    sums: dict[str, Sum]
    shares: dict[int, Share]
    partials: dict[str, dict[int, bytes]]
    asked: list[Asked]
    claims: list[Claim]
    bulletin: Bulletin


def make() -> Vector:
    """The box, made anew."""
    seeds = [digest("test", "seed", u32(i))[:16] for i in (1, 2, 3)]
    cards = [card_text(seed) for seed in seeds]
    for_key = stream("key")
    drawn = iter([for_key(), for_key(), *(stream(b"seal" + u8(i))() for i in (1, 2, 3))])
    key = deal(2, [base(secret_of(seed)) for seed in seeds], lambda: next(drawn))
    salts = [digest("test", "salt", u32(i))[:16] for i in range(1, 6)]
    roll = [
        Elector(elector_code("T-1", 1, salt, f"flat:{i}"), WEIGHTS[i - 1])
        for i, salt in enumerate(salts, start=1)
    ]
    question = Question(
        "T-1", 1, "是否在院内增设晾衣区", OPTIONS, 1, 1, True, "exact", roll_digest(roll), key.digest
    )
    context = question.context
    cast = Cast(context, key.public, 3, 1, 1)
    ballots = [
        seal(cast, roll[b - 1], choice, stream(b"ballot" + u8(b))) for b, choice in enumerate(CHOICES, 1)
    ]
    heads = chain_heads(context, ballots)
    closing = Closing((roll[3].e,), (), Paper((1, 0, 0), (8932, 0, 0), 0))
    z = closing_digest(heads[-1], 3, closing)
    sums = named_sums(add_up(ballots, 3, weighted=True), 3)
    shares = {i: open_share(key, cards[i - 1]) for i in (1, 2, 3)}
    draw = stream("partial")
    partials = {
        name: {i: open_partly(context, z, one, shares[i], draw) for i in (1, 3)} for name, one in sums.items()
    }
    numbers = numbers_of(question, roll, ballots, closing)
    wanted, claims = [], []
    for name in CLAIMS:
        what = asked(read_condition(name, NAMES), numbers, closing.paper, met=True)
        begun = begin_claim(context, z, key.public, what, sums, what.value(TOTALS), stream(name))
        rest = {
            i: open_partly(context, z, begun.rest, shares[i], stream(b"z" + name.encode() + u8(i)))
            for i in (1, 3)
        }
        wanted.append(what)
        claims.append(Claim(name, True, begun.bits, rest))
    bulletin = Bulletin(
        question,
        key,
        ("居委会主任", "居务监督委员会主任", "街道经办"),
        tuple(roll),
        tuple(ballots),
        heads[-1],
        closing,
        z,
        tuple(Opening(name, one) for name, one in partials.items()),
        tuple(claims),
        Result(Forms("E", "E"), heads=(3, 1, 0), area=(25564, 12055, 0)),
    )
    return Vector(
        cards, salts, key, roll, question, cast, ballots, heads, closing, z, sums, shares, partials, wanted, claims, bulletin
    )  # fmt: skip
