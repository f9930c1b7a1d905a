"""The key of one ballot (计票密钥): dealt among n holders so that any k open sums and k − 1 open nothing.

Shamir's sharing with Feldman's commitments (1987). The dealer keeps nothing: coefficients and shares are dropped when `deal`
returns. Each share is sealed to its holder's card.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from shanzhi.secrecy.cards import other_card, read_card, secret_of
from shanzhi.secrecy.encoding import digest, u8
from shanzhi.secrecy.faults import SecrecyFault, fault
from shanzhi.secrecy.group import (
    IDENTITY,
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
    scalar_sub,
)

MOST = 255


class BallotKey(Struct, frozen=True):
    """k of n holders; commitments C₀…C_{k−1} (C₀ encrypts); the holders' card points T₁…T_n; the shares sealed to them."""

    k: int
    n: int
    commitments: tuple[bytes, ...]
    cards: tuple[bytes, ...]
    sealed: tuple[bytes, ...] = ()

    @property
    def public(self) -> bytes:
        """PK, with which ballots are encrypted."""
        return self.commitments[0]

    @property
    def digest(self) -> bytes:
        """What stands for this key in the context of every ballot."""
        return digest(
            "key", b"\x01", u8(self.k), u8(self.n), b"".join(self.commitments), b"".join(self.cards)
        )

    def share_public(self, holder: int) -> bytes:
        """Y_i = x_i·G, worked out from the commitments; holders are numbered from 1."""
        made = IDENTITY
        for power, commitment in enumerate(self.commitments):
            made = add(made, mul(scalar(holder**power), commitment))
        return made


class Share(Struct, frozen=True):
    """A holder's share of one key, opened: in memory only, for as long as it is used."""

    holder: int
    secret: bytes

    def __repr__(self) -> str:
        """Never shows the secret."""
        return f"Share(holder={self.holder})"


def deal(k: int, cards: Sequence[bytes], draw: Draw = random_scalar) -> BallotKey:
    """A fresh key among the holders with these cards, any k of whom can open. Raises SecrecyFault (`key`)."""
    n = len(cards)
    coefficients = [draw() for _ in range(max(k, 0))]
    key = BallotKey(k, n, tuple(base(one) for one in coefficients), tuple(cards))
    check_key(key)
    sealed = []
    for holder in range(1, n + 1):
        share = coefficients[-1]
        for coefficient in reversed(coefficients[:-1]):
            share = scalar_add(scalar_mul(share, scalar(holder)), coefficient)
        sealed.append(_seal(key, holder, share, draw()))
    return BallotKey(k, n, key.commitments, key.cards, tuple(sealed))


def check_key(key: BallotKey) -> None:
    """Refuse a key whose numbers or points cannot be right, or in which two holders have one card."""
    if not 1 <= key.k <= key.n <= MOST or len(key.commitments) != key.k or len(key.cards) != key.n:
        raise fault(
            "key",
            f"持钥人 {key.n} 位、须 {key.k} 位开票的设置不成立：须 1 ≤ 开票人数 ≤ 持钥人数 ≤ {MOST}。",
            f"{key.k} of {key.n} key holders is impossible: 1 ≤ needed ≤ holders ≤ {MOST}.",
        )
    for holder, point in enumerate(key.cards, start=1):
        if not is_point(point):
            raise fault(
                "key",
                f"第 {holder} 位持钥人的公钥无效，须重新领取密钥卡。",
                f"The public key of holder {holder} is none; this holder must draw a new card.",
                holder=holder,
            )
    if not all(is_point(point) for point in key.commitments):
        raise fault("key", "计票密钥已损坏或被改动。", "The key of this ballot is damaged or was changed.")
    if len(set(key.cards)) != key.n:
        twice = next(h for h, card in enumerate(key.cards, start=1) if card in key.cards[: h - 1])
        raise fault(
            "key",
            f"第 {twice} 位持钥人与另一位用的是同一张密钥卡。每位须有自己的卡。",
            f"Holder {twice} has the same card as another holder. Each needs a card of their own.",
            holder=twice,
        )


def holder_of(key: BallotKey, text: str, passphrase: str = "") -> int:
    """Whose card this is, from 1. Raises SecrecyFault (`card`) if it is mistyped or nobody's here."""
    public = base(secret_of(read_card(text), passphrase))
    if public not in key.cards:
        raise other_card()
    return key.cards.index(public) + 1


def open_share(key: BallotKey, text: str, passphrase: str = "", *, holder: int | None = None) -> Share:
    """The share that is sealed to a card. Raises SecrecyFault: a wrong card (`card`), a wrong share (`share`, with its holder)."""
    secret = secret_of(read_card(text), passphrase)
    public = base(secret)
    at = key.cards.index(public) + 1 if public in key.cards else None
    if at is None or holder not in (None, at):
        raise other_card(holder)
    if len(key.sealed) != key.n or len(key.sealed[at - 1]) != 64:
        raise wrong_share(at)
    point, masked = key.sealed[at - 1][:32], key.sealed[at - 1][32:]
    if not is_point(point) or not is_scalar(masked):
        raise wrong_share(at)
    share = scalar_sub(masked, _mask(key, at, point, mul(secret, point)))
    if base(share) != key.share_public(at):
        raise wrong_share(at)
    return Share(at, share)


def key_record(matter: str, visit: int, key: BallotKey, roll: bytes, context: bytes) -> bytes:
    """What the application seals (HMAC) of a ballot's key: nobody who writes into tables puts a key of their own in place."""
    return digest(
        "record of a key",
        matter,
        visit.to_bytes(4, "big"),
        b"".join(key.commitments),
        b"".join(key.cards),
        roll,
        context,
    )


def wrong_share(holder: int) -> SecrecyFault:
    """A sealed share that does not fit the key."""
    return fault(
        "share",
        f"第 {holder} 位持钥人的密钥份额与本次计票密钥不符，不能使用；请由其他持钥人开票，并记入办理记录。",
        f"The share of holder {holder} does not fit the key of this ballot and cannot be used. Let other holders open, and note it.",
        holder=holder,
    )


def _seal(key: BallotKey, holder: int, share: bytes, epsilon: bytes) -> bytes:
    point = base(epsilon)
    mask = _mask(key, holder, point, mul(epsilon, key.cards[holder - 1]))
    return point + scalar_add(share, mask)


def _mask(key: BallotKey, holder: int, point: bytes, common: bytes) -> bytes:
    return hashed("seal", key.digest, u8(holder), key.cards[holder - 1], point, common)
