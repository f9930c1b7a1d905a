"""That a condition on the totals holds, or does not, proved without showing the totals.

The condition is Σ a·V + b ≥ 0. What is left over, d, is encrypted bit by bit, each bit with its proof, and k holders open
that the bits make up Σ a·V + b. For a condition that is not met its contrary is proved.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from shanzhi.secrecy.closing import Numbers, Paper
from shanzhi.secrecy.conditions import Linear
from shanzhi.secrecy.encoding import digest, u8, u16
from shanzhi.secrecy.faults import SecrecyFault, fault
from shanzhi.secrecy.group import IDENTITY, Draw, G, add, base, is_point, mul, random_scalar, scalar, sub
from shanzhi.secrecy.keys import BallotKey
from shanzhi.secrecy.openings import Sum, check_partial, combined, zero_of
from shanzhi.secrecy.proofs import Statement, prove, proved

LEAST_BITS, MOST_BITS = 36, 64
_BIT = 192


class Claim(Struct, frozen=True):
    """One claim: the condition's text, whether it is met, L × (A ‖ B ‖ c₀ ‖ s₀ ‖ c₁ ‖ s₁), and who opened the rest as zero."""

    name: str
    met: bool
    bits: bytes
    partials: dict[int, bytes]


class Asked(Struct, frozen=True):
    """What a claim is about, worked out from the condition and from public numbers: d = Σ a·V + b over the sealed ballots."""

    name: str
    a: tuple[tuple[str, int], ...]
    b: int
    bits: int

    def value(self, totals: Mapping[str, int]) -> int:
        """d, from the totals of the ballots by name (`heads 0`)."""
        return sum(factor * totals[name] for name, factor in self.a) + self.b

    def encrypted(self, sums: Mapping[str, Sum]) -> tuple[bytes, bytes]:
        """(A, B), which encrypts d."""
        a, b = IDENTITY, base(scalar(self.b))
        for name, factor in self.a:
            a = add(a, mul(scalar(factor), sums[name].a))
            b = add(b, mul(scalar(factor), sums[name].b))
        return a, b


def asked(condition: Linear, numbers: Numbers, paper: Paper, *, met: bool) -> Asked:
    """What has to be proved for a condition, or (not `met`) for its contrary. Raises SecrecyFault (`claim`) beyond 64 bits."""
    in_box = {f"heads {j}": number for j, number in enumerate(paper.heads)}
    in_box |= {f"area {j}": number for j, number in enumerate(paper.area)}
    b = condition.constant(numbers) + sum(factor * in_box.get(name, 0) for name, factor in condition.secret)
    a = condition.secret
    if not met:
        a, b = tuple((name, -factor) for name, factor in a), -b - 1
    most = sum(abs(factor) for _, factor in a) * numbers.ballots_area + abs(b)
    bits = max(LEAST_BITS, most.bit_length())
    if bits > MOST_BITS:
        raise fault(
            "claim",
            f"条件“{condition.text}”的数值太大，无法在不公布总数的情况下证明。",
            f"The numbers of “{condition.text}” are too large to be proved without the totals.",
        )
    return Asked(condition.text, a, b, bits)


class Begun(Struct, frozen=True):
    """A claim before the holders have opened its rest."""

    bits: bytes
    rest: Sum


def begin_claim(
    context: bytes,
    z: bytes,
    public: bytes,
    what: Asked,
    sums: Mapping[str, Sum],
    d: int,
    draw: Draw = random_scalar,
) -> Begun:
    """Encrypt d (0 ≤ d < 2ᴸ) bit by bit with proofs. The same operations are run whatever d is."""
    if not 0 <= d < 1 << what.bits:
        raise _bad(what.name)
    a, b = what.encrypted(sums)
    over = _over(context, z, what, a, b)
    parts = []
    for at in range(what.bits):
        bit, r = d >> at & 1, draw()
        alpha, beta = base(r), add(mul(r, public), (IDENTITY, G)[bit])
        parts.append(alpha + beta + prove(_bit_statement(over, at, alpha, beta), public, r, bit, draw))
    bits = b"".join(parts)
    return Begun(bits, _rest(what, a, b, bits))


def check_claim(
    key: BallotKey, context: bytes, z: bytes, what: Asked, sums: Mapping[str, Sum], claim: Claim
) -> None:
    """Refuse a claim that does not prove what is asked. Raises SecrecyFault (`claim`, or `opening` with its holder)."""
    if len(claim.bits) != _BIT * what.bits:
        raise _bad(what.name)
    a, b = what.encrypted(sums)
    over = _over(context, z, what, a, b)
    for at in range(what.bits):
        part = claim.bits[_BIT * at : _BIT * (at + 1)]
        alpha, beta = part[:32], part[32:64]
        if not is_point(alpha) or not is_point(beta):
            raise _bad(what.name)
        if not proved(_bit_statement(over, at, alpha, beta), key.public, part[64:]):
            raise _bad(what.name)
    rest = _rest(what, a, b, claim.bits)
    for holder, partial in claim.partials.items():
        check_partial(key, context, z, rest, holder, partial)
    if combined(rest, key.k, claim.partials) != IDENTITY:
        raise _bad(what.name)


def _over(context: bytes, z: bytes, what: Asked, a: bytes, b: bytes) -> bytes:
    return digest("threshold", context, z, what.name, u8(what.bits), a, b)


def _bit_statement(over: bytes, at: int, alpha: bytes, beta: bytes) -> Statement:
    return Statement("bit", over, u16(at) + alpha + beta, alpha, beta, 0, 1)


def _rest(what: Asked, a: bytes, b: bytes, bits: bytes) -> Sum:
    for at in range(what.bits):
        alpha, beta = bits[_BIT * at : _BIT * at + 32], bits[_BIT * at + 32 : _BIT * at + 64]
        a, b = sub(a, mul(scalar(1 << at), alpha)), sub(b, mul(scalar(1 << at), beta))
    return zero_of(what.name, a, b)


def _bad(name: str) -> SecrecyFault:
    return fault("claim", f"“{name}”的证明不成立。", f"The proof of “{name}” does not hold.")
