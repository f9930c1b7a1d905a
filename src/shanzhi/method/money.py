"""Amounts of money: kept as whole numbers of fen (分), typed and told in yuan (元)."""

from __future__ import annotations

import re
import unicodedata

from shanzhi.method.words import Sentence

YUAN = "元"
AMOUNT = Sentence(
    "请用数字填写金额，单位是元，最多两位小数，如 12.50。",
    "Write the amount in figures, in yuan, with at most two decimals, such as 12.50.",
)
_TYPED = re.compile(r"[¥]?([+-]?)[¥]?(\d{1,14}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2}))?", re.ASCII)


def in_yuan(fen: int) -> str:
    """An amount in figures, in yuan with two decimals: 1250 is `12.50`."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100}.{fen % 100:02}"


def amount(fen: int) -> Sentence:
    """An amount as people read it."""
    shown = in_yuan(fen)
    return Sentence(f"{shown} 元", f"¥{shown}")


def says_yuan(text: str) -> bool:
    """Whether a text names yuan as its unit, and so is no bare number of fen."""
    return text.rstrip().endswith(YUAN)


def read_yuan(text: str) -> int | None:
    """The fen of an amount typed in yuan, with or without its unit; None for what is no such amount."""
    plain = unicodedata.normalize("NFKC", text[:60]).strip().removesuffix(YUAN).rstrip()
    found = _TYPED.fullmatch(plain)
    if found is None:
        return None
    sign, whole, parts = found.groups()
    fen = int(whole.replace(",", "")) * 100 + int((parts or "").ljust(2, "0"))
    return -fen if sign == "-" else fen
