"""One sealed paper (密封票): every option encrypted as 0 or 1, with proofs that each is, and that as many are chosen as may be.

Exponential ElGamal. A ballot is bytes: `01 ‖ e ‖ u64 w ‖ m × (α ‖ β ‖ c₀ ‖ s₀ ‖ c₁ ‖ s₁) ‖ (hi − lo + 1) × (c ‖ s)`, of one
length whatever was chosen. The elector, the weight and all ciphertexts lie under every proof: nothing can be moved to
another elector, option, matter or visit.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from shanzhi.secrecy.context import Elector
from shanzhi.secrecy.encoding import digest, u16, u64
from shanzhi.secrecy.faults import SecrecyFault, fault
from shanzhi.secrecy.group import (
    IDENTITY,
    ZERO,
    Draw,
    G,
    add,
    base,
    is_point,
    mul,
    random_scalar,
    scalar_add,
)
from shanzhi.secrecy.proofs import Statement, prove, proved

_HEAD = 41
_OPTION = 192


class Cast(Struct, frozen=True):
    """What a ballot is held to: its context, the key's public point, and how many options there are and may be chosen."""

    context: bytes
    public: bytes
    options: int
    lo: int
    hi: int


def ballot_size(options: int, lo: int, hi: int) -> int:
    """How many bytes every ballot of such a question has."""
    return _HEAD + _OPTION * options + 64 * (hi - lo + 1)


def seal(cast: Cast, elector: Elector, choice: Sequence[int], draw: Draw = random_scalar) -> bytes:
    """Encrypt a choice (0 or 1 for each option) with its proofs, and check the result before anyone stores it.

    Raises SecrecyFault (`ballot`) for a choice that the question does not allow; the sentence does not tell the choice.
    """
    if (
        len(choice) != cast.options
        or any(v not in (0, 1) for v in choice)
        or not cast.lo <= sum(choice) <= cast.hi
    ):
        raise fault(
            "ballot",
            f"请在 {cast.options} 个选项中选 {_many(cast, '至')} 项。",
            f"Choose {_many(cast, ' to ')} of the {cast.options} options.",
        )
    sealed = _sealed(cast, elector, choice, draw)
    check_ballot(cast, elector, sealed)
    return sealed


def _sealed(cast: Cast, elector: Elector, choice: Sequence[int], draw: Draw) -> bytes:
    randoms, points = [], []
    for v in choice:
        r = draw()
        randoms.append(r)
        points.append((base(r), add(mul(r, cast.public), (IDENTITY, G)[v])))
    statements = _statements(cast, elector.e, elector.weight, points)
    parts = [b"\x01", elector.e, u64(elector.weight)]
    for (alpha, beta), r, v, statement in zip(points, randoms, choice, statements, strict=False):
        parts += (alpha, beta, prove(statement, cast.public, r, v, draw))
    together = ZERO
    for r in randoms:
        together = scalar_add(together, r)
    parts.append(prove(statements[-1], cast.public, together, sum(choice), draw))
    return b"".join(parts)


def check_ballot(cast: Cast, elector: Elector, ballot: bytes, number: int | None = None) -> None:
    """Refuse a ballot that is not this elector's, or is not one valid vote. `number` (from 1) names it in what is said."""
    if len(ballot) != ballot_size(cast.options, cast.lo, cast.hi) or ballot[:1] != b"\x01":
        raise _bad(number, "格式不对", "has another form")
    if ballot[1:33] != elector.e:
        raise _bad(number, "不是这位表决人的", "is not this elector's")
    if ballot[33:_HEAD] != u64(elector.weight):
        raise _bad(number, "的权重与名册不符", "has another weight than the roll says")
    points = ciphertexts(ballot, cast.options)
    if not all(is_point(alpha) and is_point(beta) for alpha, beta in points):
        raise _bad(number, "含有无效的密文", "holds something that is no ciphertext")
    statements = _statements(cast, elector.e, elector.weight, points)
    for j, statement in enumerate(statements[:-1]):
        at = _HEAD + _OPTION * j + 64
        if not proved(statement, cast.public, ballot[at : at + 128]):
            raise _bad(number, f"第 {j + 1} 个选项的证明不成立", f"has no valid proof for option {j + 1}")
    if not proved(statements[-1], cast.public, ballot[_HEAD + _OPTION * cast.options :]):
        raise _bad(number, "所选项数的证明不成立", "has no valid proof of how many options are chosen")


def elector_of(ballot: bytes) -> bytes:
    """e of a ballot."""
    return ballot[1:33]


def weight_of(ballot: bytes) -> int:
    """w of a ballot."""
    return int.from_bytes(ballot[33:_HEAD], "big")


def ciphertexts(ballot: bytes, options: int) -> list[tuple[bytes, bytes]]:
    """(α, β) for each option."""
    starts = range(_HEAD, _HEAD + _OPTION * options, _OPTION)
    return [(ballot[at : at + 32], ballot[at + 32 : at + 64]) for at in starts]


def _statements(cast: Cast, e: bytes, weight: int, points: Sequence[tuple[bytes, bytes]]) -> list[Statement]:
    """One for each option, and one of their number."""
    over = digest("ballot", cast.context, e, u64(weight), b"".join(alpha + beta for alpha, beta in points))
    made = [Statement("option", over, u16(j), alpha, beta, 0, 1) for j, (alpha, beta) in enumerate(points)]
    alphas, betas = points[0]
    for alpha, beta in points[1:]:
        alphas, betas = add(alphas, alpha), add(betas, beta)
    made.append(Statement("count", over, b"", alphas, betas, cast.lo, cast.hi))
    return made


def _many(cast: Cast, between: str) -> str:
    return str(cast.lo) if cast.lo == cast.hi else f"{cast.lo}{between}{cast.hi}"


def _bad(number: int | None, zh: str, en: str) -> SecrecyFault:
    which_zh = "这张票" if number is None else f"第 {number} 张票"
    which_en = "This ballot" if number is None else f"Ballot {number}"
    return fault("ballot", f"{which_zh}{zh}。", f"{which_en} {en}.", ballot=number)
