"""How everything of a ballot is written as bytes before it is hashed, and short forms that people read and type.

A point is 32 bytes (RFC 9496), a scalar 32 bytes little-endian below the group's order, other numbers big-endian, text
UTF-8 in NFC. Each item that is hashed has its length before it, so that no two lists of items read alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from hashlib import sha512

SUITE = "shanzhi/ballot/1"
"""ristretto255 and SHA-512. A suite on SM2's curve and SM3 would be 2."""
BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's digits: none of I, L, O, U."""

_PREFIX = (SUITE + "/").encode()
_READ_AS = str.maketrans("ILO", "110")


def u8(number: int) -> bytes:
    """8 bits, big-endian."""
    return number.to_bytes(1, "big")


def u16(number: int) -> bytes:
    """16 bits, big-endian."""
    return number.to_bytes(2, "big")


def u32(number: int) -> bytes:
    """32 bits, big-endian."""
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    """64 bits, big-endian."""
    return number.to_bytes(8, "big")


def utf8(text: str) -> bytes:
    """Text as it is hashed: UTF-8 of its composed form (NFC)."""
    return unicodedata.normalize("NFC", text).encode()


def framed(tag: str, items: Iterable[bytes | str]) -> bytes:
    """F(tag, x₁…): the suite with the tag, then each item, every one with its length before it."""
    head = _PREFIX + tag.encode()
    parts = [len(head).to_bytes(4, "big"), head]
    for item in items:
        data = utf8(item) if isinstance(item, str) else item
        parts.append(len(data).to_bytes(4, "big"))
        parts.append(data)
    return b"".join(parts)


def digest(tag: str, *items: bytes | str) -> bytes:
    """D(tag, x₁…): the first 32 bytes of SHA-512 over the framed items."""
    return sha512(framed(tag, items)).digest()[:32]


def wide_digest(tag: str, *items: bytes | str) -> bytes:
    """SHA-512 over the framed items, whole: what a scalar is made of."""
    return sha512(framed(tag, items)).digest()


def to_base32(number: int, digits: int) -> str:
    """A number in Crockford's base 32, most significant digit first."""
    return "".join(BASE32[number >> 5 * at & 31] for at in reversed(range(digits)))


def from_base32(text: str) -> int | None:
    """The number that was typed; I and L are read as 1, O as 0, case, blanks and hyphens do not matter. None: not base 32."""
    number = 0
    for letter in "".join(text.split()).replace("-", "").upper().translate(_READ_AS):
        at = BASE32.find(letter)
        if at < 0:
            return None
        number = number << 5 | at
    return number


def short_form(value: bytes) -> str:
    """The first 125 bits of a fingerprint or of a card's public point, for people: five groups of five digits."""
    text = to_base32(int.from_bytes(value[:16], "big") >> 3, 25)
    return "-".join(text[at : at + 5] for at in range(0, 25, 5))
