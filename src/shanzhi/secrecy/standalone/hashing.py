"""How everything is written before it is hashed, cards, and what is said when something is wrong."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from typing import Union

from .ristretto import ORDER, ZERO, Point, decode, same

Item = Union[bytes, str]
SUITE = "shanzhi/ballot/1"
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Wrong(Exception):
    """A check that failed, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en = zh, en


def number_bytes(number: int, size: int) -> bytes:
    """A number that is no scalar, big-endian."""
    return number.to_bytes(size, "big")


def _framed(tag: str, items: tuple[Item, ...]) -> bytes:
    made = b""
    for item in (f"{SUITE}/{tag}", *items):
        data = unicodedata.normalize("NFC", item).encode("utf-8") if isinstance(item, str) else item
        made += number_bytes(len(data), 4) + data
    return made


def digest(tag: str, *items: Item) -> bytes:
    """D of the specification: 32 bytes."""
    return hashlib.sha512(_framed(tag, items)).digest()[:32]


def hashed(tag: str, *items: Item) -> int:
    """S of the specification: a scalar."""
    return int.from_bytes(hashlib.sha512(_framed(tag, items)).digest(), "little") % ORDER


def scalar_bytes(number: int) -> bytes:
    """A scalar as it is written."""
    return (number % ORDER).to_bytes(32, "little")


def read_scalar(data: bytes) -> int:
    """A scalar as it was written; one that is too large is refused."""
    number = int.from_bytes(data, "little")
    if len(data) != 32 or number >= ORDER:
        raise Wrong("有一个数超出范围", "a scalar is too large")
    return number


def read_point(data: bytes) -> Point:
    """A point as it was written; the identity is refused, too."""
    point = decode(data)
    if point is None or same(point, ZERO):
        raise Wrong("有一个点无效", "a point is none")
    return point


def random_scalar() -> int:
    """A fresh secret scalar."""
    return int.from_bytes(os.urandom(64), "little") % ORDER


def base32(data: bytes, bits: int) -> str:
    """The first bits (a multiple of five) of some bytes."""
    number = int.from_bytes(data, "big") >> (8 * len(data) - bits)
    return "".join(DIGITS[number >> at & 31] for at in range(bits - 5, -1, -5))


def short_form(data: bytes) -> str:
    """The 25 digits of a fingerprint, or of a card's public point."""
    text = base32(data, 125)
    return "-".join(text[at : at + 5] for at in range(0, 25, 5))


def card_text(seed: bytes) -> str:
    """A card as it is printed."""
    text = base32(seed + digest("card", seed)[:2], 140)
    return "-".join(text[at : at + 4] for at in range(0, 28, 4))


def read_card(text: str) -> bytes:
    """The seed of a typed card."""
    typed = "".join(one for one in text.upper() if one.isalnum())
    typed = typed.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(typed) != 28 or any(one not in DIGITS for one in typed):
        raise Wrong(
            f"密钥卡应是 28 位数字和字母（没有 U），现在是 {len(typed)} 位，请对照卡片重新输入",
            f"a card has 28 digits and letters (no U), {len(typed)} were typed; compare with the card",
        )
    number = 0
    for one in typed:
        number = number * 32 + DIGITS.index(one)
    seed = number_bytes(number >> 12, 16)
    if card_text(seed).replace("-", "") != typed:
        raise Wrong(
            "密钥卡输错了，校验位对不上，请对照卡片重新输入",
            "the card is mistyped: its check digits do not fit",
        )
    return seed


def card_secret(seed: bytes, passphrase: str = "") -> int:
    """t of a card. A passphrase needs the package argon2-cffi, which Python alone has not."""
    if not passphrase:
        return hashed("holder", seed)
    try:
        from argon2.low_level import Type, hash_secret_raw
    except ImportError:
        raise Wrong(
            "附加口令要用 Argon2，Python 自带的库里没有：请先运行 pip install argon2-cffi",
            "a passphrase needs Argon2, which Python alone has not: pip install argon2-cffi first",
        ) from None
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    salt = digest("pass", seed)[:16]
    return hashed("holder", seed, hash_secret_raw(words, salt, 3, 65536, 1, 32, Type.ID))
