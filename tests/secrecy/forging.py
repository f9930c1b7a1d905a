"""The forgeries that must be found, each a function; a forger may make anew whatever no secret of others is needed for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from shanzhi.secrecy import (
    Bulletin,
    Cast,
    Closing,
    Elector,
    Paper,
    Struck,
    chain_heads,
    closing_digest,
    deal,
    draw_card,
    roll_digest,
    seal,
)
from shanzhi.secrecy.ballots import _statements
from shanzhi.secrecy.claims import asked, begin_claim
from shanzhi.secrecy.closing import numbers_of
from shanzhi.secrecy.conditions import read_condition
from shanzhi.secrecy.encoding import u64
from shanzhi.secrecy.group import ORDER, ZERO, G, add, base, mul, random_scalar, scalar, scalar_add
from shanzhi.secrecy.openings import Opening, open_partly
from shanzhi.secrecy.proofs import prove
from tests.secrecy.vector import NAMES, TOTALS, Vector

Lie = Callable[[Vector], bytes]
Change = Callable[[Vector], Bulletin]


def sealed_lie(cast: Cast, elector: Elector, values: Sequence[int]) -> bytes:
    """A ballot of any numbers: proofs are right where they can be, and as good as a forger has them elsewhere."""
    randoms = [random_scalar() for _ in values]
    points = [
        (base(r), add(mul(r, cast.public), base(scalar(v)))) for r, v in zip(randoms, values, strict=True)
    ]
    statements = _statements(cast, elector.e, elector.weight, points)
    together = ZERO
    parts = [b"\x01", elector.e, u64(elector.weight)]
    for (alpha, beta), r, v, statement in zip(points, randoms, values, statements, strict=False):
        parts += (alpha, beta, prove(statement, cast.public, r, min(max(v, 0), 1), random_scalar))
        together = scalar_add(together, r)
    count = min(max(sum(values), cast.lo), cast.hi)
    parts.append(prove(statements[-1], cast.public, together, count, random_scalar))
    return b"".join(parts)


def part(ballot: bytes, option: int, start: int, end: int) -> slice:
    """The place of some bytes of an option."""
    return slice(41 + 192 * option + start, 41 + 192 * option + end)


def exchanged(ballot: bytes, one: slice, other: slice) -> bytes:
    made = bytearray(ballot)
    made[one], made[other] = ballot[other], ballot[one]
    return bytes(made)


def put(ballot: bytes, at: slice, data: bytes) -> bytes:
    made = bytearray(ballot)
    made[at] = data
    return bytes(made)


def under(m: Vector, **changes: object) -> Cast:
    return replace(m.cast, context=replace(m.question, **changes).context)


LIES: dict[str, Lie] = {
    "two options": lambda m: sealed_lie(m.cast, m.roll[0], (1, 1, 0)),
    "one option twice": lambda m: sealed_lie(m.cast, m.roll[0], (2, 0, 0)),
    "no option": lambda m: sealed_lie(m.cast, m.roll[0], (0, 0, 0)),
    "a negative one": lambda m: sealed_lie(m.cast, m.roll[0], (1, 1, -1)),
    "a thousand against 999": lambda m: sealed_lie(m.cast, m.roll[0], (1000, -999, 0)),
    "replayed from another matter": lambda m: seal(under(m, matter="T-2"), m.roll[0], (1, 0, 0)),
    "replayed from another visit": lambda m: seal(under(m, visit=2), m.roll[0], (1, 0, 0)),
    "a neighbour's ballot copied": lambda m: put(m.ballots[1], slice(1, 41), m.ballots[0][1:41]),
    "options exchanged": lambda m: exchanged(
        m.ballots[0], part(m.ballots[0], 0, 0, 192), part(m.ballots[0], 1, 0, 192)
    ),
    "ciphertexts exchanged": lambda m: exchanged(
        m.ballots[0], part(m.ballots[0], 0, 0, 64), part(m.ballots[0], 1, 0, 64)
    ),
    "proofs exchanged": lambda m: exchanged(
        m.ballots[0], part(m.ballots[0], 0, 64, 192), part(m.ballots[0], 1, 64, 192)
    ),
    "weight raised in the ballot": lambda m: put(m.ballots[0], slice(33, 41), u64(89320)),
    "a scalar with the order added": lambda m: put(
        m.ballots[0],
        part(m.ballots[0], 0, 96, 128),
        (int.from_bytes(m.ballots[0][part(m.ballots[0], 0, 96, 128)], "little") + ORDER).to_bytes(
            32, "little"
        ),
    ),
    "the identity as ciphertext": lambda m: put(m.ballots[0], part(m.ballots[0], 0, 0, 32), bytes(32)),
    "a point that is none": lambda m: put(m.ballots[0], part(m.ballots[0], 0, 32, 64), b"\x01" + bytes(31)),
}
"""Held by the ballot of the first elector, under the question, at weight 8932."""


def anew(bulletin: Bulletin, **changes: object) -> Bulletin:
    """Changed, with the chain and z made anew, and not opened yet."""
    made = replace(bulletin, **changes)
    head = chain_heads(made.question.context, made.ballots)[-1]
    z = closing_digest(head, len(made.ballots), made.closing)
    return replace(made, head=head, z=z, openings=(), claims=(), result=None)


def another(m: Vector) -> bytes:
    """Another right ballot of the first elector."""
    return seal(m.cast, m.roll[0], (0, 1, 0))


def put_in(m: Vector) -> bytes:
    """A right ballot of the fifth elector, who did not vote."""
    return seal(m.cast, m.roll[4], (0, 1, 0))


BALLOTS: dict[str, Callable[[Vector], Sequence[bytes]]] = {
    "a ballot dropped": lambda m: (m.ballots[0], m.ballots[2]),
    "the last ballot dropped": lambda m: m.ballots[:2],
    "a ballot put in": lambda m: (m.ballots[0], put_in(m), *m.ballots[1:]),
    "ballots reordered": lambda m: (m.ballots[1], m.ballots[0], m.ballots[2]),
    "a ballot exchanged for another right one": lambda m: (another(m), *m.ballots[1:]),
}
"""Found by the chain; and where the chain is made anew, by receipts."""


def with_roll(m: Vector, roll: Sequence[Elector], **changes: object) -> Bulletin:
    question = replace(m.question, roll=roll_digest(roll))
    return anew(m.bulletin, roll=tuple(roll), question=question, **changes)


def weighed(m: Vector) -> Bulletin:
    heavy = Elector(m.roll[0].e, 89320)
    ballot = put(m.ballots[0], slice(33, 41), u64(89320))
    return with_roll(m, [heavy, *m.roll[1:]], ballots=(ballot, *m.ballots[1:]))


def not_on_roll(m: Vector) -> Bulletin:
    stranger = Elector(b"\x05" * 32, 5000)
    return anew(m.bulletin, ballots=(*m.ballots, seal(m.cast, stranger, (1, 0, 0))))


def with_partial(m: Vector, name: str, holder: int, partial: bytes | None) -> Bulletin:
    """One contribution exchanged, or taken away."""
    openings = []
    for one in m.bulletin.openings:
        partials = dict(one.partials)
        if one.name == name:
            partials.pop(holder)
            if partial is not None:
                partials[holder] = partial
        openings.append(Opening(one.name, partials))
    return replace(m.bulletin, openings=tuple(openings))


def wrong_share(m: Vector) -> Bulletin:
    share = replace(m.shares[1], secret=m.shares[2].secret)
    partial = open_partly(m.question.context, m.z, m.sums["heads 0"], share)
    return with_partial(m, "heads 0", 1, partial)


def shifted(m: Vector) -> Bulletin:
    good = m.partials["heads 0"][1]
    return with_partial(m, "heads 0", 1, add(good[:32], G) + good[32:])


def with_closing(m: Vector, **changes: object) -> Bulletin:
    """The closing changed, with z made anew; what was opened stays."""
    closing: Closing = replace(m.closing, **changes)
    z = closing_digest(m.heads[-1], len(m.ballots), closing)
    return replace(m.bulletin, closing=closing, z=z)


def other_key(m: Vector) -> Bulletin:
    """A key of the forger's own in place of the right one."""
    key = deal(2, [draw_card().public for _ in range(3)])
    return anew(m.bulletin, key=key, question=replace(m.question, key=key.digest))


def with_claim(
    m: Vector, text: str, *, met: bool, lie: str | None = None, bits: int | None = None
) -> Bulletin:
    """The first claim exchanged: by one under this condition, which the holders even open."""
    numbers = numbers_of(m.question, m.roll, m.ballots, m.closing)
    what = asked(read_condition(lie or text, NAMES), numbers, m.closing.paper, met=met)
    d = what.value(TOTALS)
    if bits is not None:
        what = replace(what, bits=bits)
    if not 0 <= d < 1 << what.bits:
        d = 1
    begun = begin_claim(m.question.context, m.z, m.key.public, replace(what, name=text), m.sums, d)
    partials = {i: open_partly(m.question.context, m.z, begun.rest, m.shares[i]) for i in (1, 3)}
    first = replace(m.claims[0], name=text, met=met, bits=begun.bits, partials=partials)
    return replace(m.bulletin, claims=(first, m.claims[1]))


MET = "yes_area * 3 >= voted_area * 2"
CHANGES: dict[str, Change] = {
    "weight raised in ballot and roll": weighed,
    "an elector not on the roll": not_on_roll,
    "an elector twice": lambda m: anew(m.bulletin, ballots=(*m.ballots, another(m))),
    "an elector also on paper": lambda m: anew(
        m.bulletin, closing=replace(m.closing, drawn=(*m.closing.drawn, m.roll[0].e))
    ),
    **{
        name: (lambda m, make=make: replace(m.bulletin, ballots=tuple(make(m))))
        for name, make in BALLOTS.items()
    },
    "a wrong share": wrong_share,
    "a shifted partial opening": shifted,
    "a partial opening of another sum": lambda m: with_partial(m, "heads 0", 1, m.partials["heads 1"][1]),
    "a partial opening of another holder": lambda m: with_partial(m, "heads 0", 1, m.partials["heads 0"][3]),
    "a missing partial opening": lambda m: with_partial(m, "heads 0", 1, None),
    "the result changed": lambda m: replace(
        m.bulletin,
        result=replace(m.bulletin.result, heads=(2, 2, 0)),  # type: ignore[type-var]
    ),
    "the question changed": lambda m: anew(m.bulletin, question=replace(m.question, question="是否涨物业费")),
    "the key changed": other_key,
    "the paper totals changed": lambda m: with_closing(m, paper=Paper((0, 1, 0), (0, 8932, 0), 0)),
    "a strike changed": lambda m: with_closing(m, struck=(Struck(m.roll[1].e, "不是本栋住户"),)),
    "a claim that is not met": lambda m: with_claim(m, "yes_area * 3 >= voted_area * 3", met=True),
    "a claim turned round": lambda m: with_claim(m, MET, met=False),
    "a claim with another constant": lambda m: with_claim(
        m, "no_area * 3 >= voted_area * 2", met=True, lie="no_area * 3 >= 2"
    ),
    "a claim with other bits": lambda m: with_claim(m, MET, met=True, bits=40),
}
"""Held by the whole bulletin."""
