"""Opening a sum: what each holder contributes, with a proof that it is right, and how k of them make the total's point.

A sum is (A, B): all ciphertexts of one option added, each once (`heads`) or times its weight (`area`). Nothing else is opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from shanzhi.secrecy.ballots import ciphertexts, weight_of
from shanzhi.secrecy.encoding import u8, u16, utf8
from shanzhi.secrecy.faults import SecrecyFault, fault
from shanzhi.secrecy.group import (
    IDENTITY,
    ORDER,
    Draw,
    add,
    base,
    hashed,
    is_point,
    is_scalar,
    mul,
    random_scalar,
    scalar,
    scalar_add,
    scalar_mul,
    sub,
)
from shanzhi.secrecy.keys import BallotKey, Share


class Sum(Struct, frozen=True):
    """A ciphertext that may be opened: its name in the bulletin (`heads 0`, `area 2`, `zero …`), as hashed, and (A, B)."""

    name: str
    label: bytes
    a: bytes
    b: bytes


class Opening(Struct, frozen=True):
    """The partial openings of one sum: holder → D ‖ c ‖ s."""

    name: str
    partials: dict[int, bytes]


def sum_of(kind: str, option: int, a: bytes, b: bytes) -> Sum:
    """The sum of one option; kind `heads` or `area`."""
    return Sum(f"{kind} {option}", kind.encode() + u16(option), a, b)


def zero_of(name: str, a: bytes, b: bytes) -> Sum:
    """What must open to nothing for a claim to hold."""
    return Sum(f"zero {name}", b"zero" + utf8(name), a, b)


def add_up(ballots: Sequence[bytes], options: int, *, weighted: bool) -> list[tuple[bytes, bytes]]:
    """(A, B) of every option's heads, then of every option's area. The ballots were checked before."""
    totals = [(IDENTITY, IDENTITY)] * (options * (2 if weighted else 1))
    for ballot in ballots:
        weight = scalar(weight_of(ballot))
        for j, (alpha, beta) in enumerate(ciphertexts(ballot, options)):
            a, b = totals[j]
            totals[j] = add(a, alpha), add(b, beta)
            if weighted:
                a, b = totals[options + j]
                totals[options + j] = add(a, mul(weight, alpha)), add(b, mul(weight, beta))
    return totals


def named_sums(totals: Sequence[tuple[bytes, bytes]], options: int) -> dict[str, Sum]:
    """The sums by name, from what `add_up` returned."""
    made = [
        sum_of("area" if at >= options else "heads", at % options, a, b) for at, (a, b) in enumerate(totals)
    ]
    return {one.name: one for one in made}


def open_partly(context: bytes, z: bytes, sum_: Sum, share: Share, draw: Draw = random_scalar) -> bytes:
    """A holder's contribution D ‖ c ‖ s to the opening of a sum, with the proof that it was made with the share."""
    rho, own = draw(), base(share.secret)
    point = mul(share.secret, sum_.a)
    c = _challenge(context, z, share.holder, sum_, own, point, base(rho), mul(rho, sum_.a))
    return point + c + scalar_add(rho, scalar_mul(c, share.secret))


def check_partial(key: BallotKey, context: bytes, z: bytes, sum_: Sum, holder: int, partial: bytes) -> None:
    """Refuse a contribution that was not made with this holder's share for this sum. Raises SecrecyFault (`opening`)."""
    point, c, s = partial[:32], partial[32:64], partial[64:]
    if 1 <= holder <= key.n and is_point(point) and is_scalar(c) and is_scalar(s):
        own = key.share_public(holder)
        p, q = sub(base(s), mul(c, own)), sub(mul(s, sum_.a), mul(c, point))
        if _challenge(context, z, holder, sum_, own, point, p, q) == c:
            return
    raise fault(
        "opening",
        f"第 {holder} 位持钥人对“{sum_.name}”的开票数据不成立，不予采用；请改由其他持钥人开票，并记入办理记录。",
        f"The partial opening of “{sum_.name}” by holder {holder} is false and is not used. Let another holder open, and note it.",
        holder=holder,
    )


def combined(sum_: Sum, k: int, partials: Mapping[int, bytes]) -> bytes:
    """V·G from the contributions of k holders, which were checked before. Raises SecrecyFault if there are fewer."""
    if len(partials) < k:
        raise too_few(k, len(partials))
    holders = sorted(partials)[:k]
    made = sum_.b
    for holder in holders:
        made = sub(made, mul(scalar(_lagrange(holder, holders)), partials[holder][:32]))
    return made


def too_few(k: int, got: int) -> SecrecyFault:
    """Not enough holders have opened."""
    return fault(
        "opening",
        f"须 {k} 位持钥人一起开票，现在只有 {got} 位。请其余持钥人也输入密钥卡。",
        f"{k} key holders must open together; there are {got}. Let the others type their cards, too.",
    )


def _lagrange(holder: int, holders: Sequence[int]) -> int:
    made = 1
    for other in holders:
        if other != holder:
            made = made * other * pow(other - holder, -1, ORDER) % ORDER
    return made


def _challenge(
    context: bytes, z: bytes, holder: int, sum_: Sum, own: bytes, point: bytes, p: bytes, q: bytes
) -> bytes:
    return hashed("partial", context, z, u8(holder), sum_.label, sum_.a, sum_.b, own, point, p, q)
