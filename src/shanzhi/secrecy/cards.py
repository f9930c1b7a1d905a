"""A key holder's card (密钥卡): 128 bits on paper, from which a holder's secret scalar is made when it is needed.

Nothing of a card is ever stored but its public point T. A passphrase of one's own may be added; forgotten means lost.
"""

from __future__ import annotations

import os
import re

from msgspec import Struct

from shanzhi.secrecy.encoding import digest, from_base32, to_base32, utf8
from shanzhi.secrecy.faults import SecrecyFault, fault
from shanzhi.secrecy.group import base, hashed

DIGITS = 28
"""140 bits: the seed, then 12 that tell a mistyped card."""
_SEPARATORS = re.compile(r"[\s\-‐‑–—−－]+")


class Card(Struct, frozen=True):
    """A new card: the text for paper and QR (28 characters in seven groups), and the point T that is kept and published."""

    text: str
    public: bytes

    def __repr__(self) -> str:
        """Never shows the text: a card must not get into a log."""
        return f"Card(public={self.public.hex()})"


def draw_card(passphrase: str = "") -> Card:
    """A card from fresh randomness."""
    seed = os.urandom(16)
    return Card(card_text(seed), base(secret_of(seed, passphrase)))


def card_text(seed: bytes) -> str:
    """The seed with its check bits, as it is printed: `56CE-MJDW-9DF1-GA69-3G0W-ZE7T-XFHY`."""
    check = int.from_bytes(digest("card", seed)[:2], "big") >> 4
    text = to_base32(int.from_bytes(seed, "big") << 12 | check, DIGITS)
    return "-".join(text[at : at + 4] for at in range(0, DIGITS, 4))


def read_card(text: str) -> bytes:
    """The seed of a typed card. Raises SecrecyFault (`card`) that says how it is mistyped."""
    bare = _SEPARATORS.sub("", text)
    if len(bare) != DIGITS:
        raise fault(
            "card",
            f"密钥卡应有 {DIGITS} 位（七组，每组四位），现在输入了 {len(bare)} 位。请对照卡片补齐或删去。",
            f"A card has {DIGITS} characters (seven groups of four); {len(bare)} were typed. Compare with the card.",
        )
    number = from_base32(bare)
    if number is None:
        raise fault(
            "card",
            "密钥卡只用数字和字母（没有 U，也没有符号）。请对照卡片逐组核对。",
            "A card has digits and letters only (no U, no other sign). Compare it group by group.",
        )
    seed = (number >> 12).to_bytes(16, "big")
    if number & 0xFFF != int.from_bytes(digest("card", seed)[:2], "big") >> 4:
        raise fault(
            "card",
            "密钥卡输错了：校验位对不上。请对照卡片逐组核对后重新输入。",
            "The card is mistyped: its check digits do not fit. Compare it group by group and type it again.",
        )
    return seed


def secret_of(seed: bytes, passphrase: str = "") -> bytes:
    """t: the holder's secret scalar. It lives in memory for as long as it is used."""
    if not passphrase:
        return hashed("holder", seed)
    from argon2.low_level import Type, hash_secret_raw

    stretched = hash_secret_raw(
        utf8(passphrase),
        digest("pass", seed)[:16],
        time_cost=3,
        memory_cost=64 * 1024,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return hashed("holder", seed, stretched)


def public_of(text: str, passphrase: str = "") -> bytes:
    """T of a typed card. Raises SecrecyFault (`card`) if it is mistyped."""
    return base(secret_of(read_card(text), passphrase))


def card_record(public: bytes, holder: str, post: str, start: str, end: str) -> bytes:
    """What the application seals (HMAC) of a card it keeps: T, the holder's number, post, and from when until when."""
    return digest("record of a card", public, holder, post, start, end)


def other_card(holder: int | None = None) -> SecrecyFault:
    """A card that is read well, but is another one."""
    return fault(
        "card",
        "这张密钥卡不是本事项登记的密钥卡（也可能是附加口令不对）。请换用登记的那张卡。",
        "This is not a card registered for this matter (or its passphrase is wrong). Use the registered card.",
        holder=holder,
    )
