"""That an encrypted number is one of a … b, proved without telling which (disjunctive Chaum–Pedersen proofs, 1994).

The whole statement lies under every challenge (Bernhard, Pereira, Warinschi 2012), so a proof fits one ciphertext in one place.
"""

from __future__ import annotations

from msgspec import Struct

from shanzhi.secrecy.group import (
    ZERO,
    Draw,
    base,
    hashed,
    is_scalar,
    mul,
    scalar,
    scalar_add,
    scalar_mul,
    scalar_sub,
    sub,
)


class Statement(Struct, frozen=True):
    """What is proved: under `tag`, `over` (the digest of all that belongs to it) and `extra`, (α, β) encrypts one of lo … hi."""

    tag: str
    over: bytes
    extra: bytes
    alpha: bytes
    beta: bytes
    lo: int
    hi: int


def prove(statement: Statement, public: bytes, r: bytes, value: int, draw: Draw) -> bytes:
    """The proof: c ‖ s for each number of lo … hi. `r` is the randomness of the ciphertext, `value` what it encrypts.

    Whatever the value, the same operations of the group are run: who knows r works out the branches that are not
    true with one multiplication less than who checks them.
    """
    rho = draw()
    drawn = [(draw(), draw()) for _ in range(statement.lo, statement.hi + 1)]
    commitments: list[bytes] = []
    others = ZERO
    for number, (c, s) in enumerate(drawn, start=statement.lo):
        if number == value:
            commitments += (base(rho), mul(rho, public))
        else:
            known = scalar_sub(s, scalar_mul(c, r))
            shift = base(scalar_mul(c, scalar(value - number)))
            commitments += (base(known), sub(mul(known, public), shift))
            others = scalar_add(others, c)
    c = scalar_sub(hashed(statement.tag, statement.over, statement.extra, *commitments), others)
    drawn[value - statement.lo] = (c, scalar_add(rho, scalar_mul(c, r)))
    return b"".join(c + s for c, s in drawn)


def proved(statement: Statement, public: bytes, proof: bytes) -> bool:
    """Whether the proof holds. α and β are points that were checked before."""
    count = statement.hi - statement.lo + 1
    if len(proof) != 64 * count:
        return False
    commitments: list[bytes] = []
    challenges = ZERO
    for at in range(count):
        c, s = proof[64 * at : 64 * at + 32], proof[64 * at + 32 : 64 * at + 64]
        if not is_scalar(c) or not is_scalar(s):
            return False
        number = statement.lo + at
        beta = sub(statement.beta, base(scalar(number))) if number else statement.beta
        commitments += (sub(base(s), mul(c, statement.alpha)), sub(mul(s, public), mul(c, beta)))
        challenges = scalar_add(challenges, c)
    return hashed(statement.tag, statement.over, statement.extra, *commitments) == challenges
