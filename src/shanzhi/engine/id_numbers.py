"""Citizen identity numbers (公民身份号码, GB 11643-1999): 17 digits, among them the day of birth, and a sign that checks them.

The one rule for whoever asks: an answer to a form, a register, a text that is about to be published.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

FIRST_YEAR: Final = 1850
_FORM: Final = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS: Final = "10X98765432"


def is_id_number(text: str) -> bool:
    """Whether a text, its X capital, is an identity number: its form, its check sign, and a day of birth that there was."""
    return _FORM.fullmatch(text) is not None and text[17] == check_sign(text) and birth_in(text) is not None


def check_sign(text: str) -> str:
    """The sign that checks the first 17 digits."""
    return _SIGNS[sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True)) % 11]


def birth_in(text: str) -> date | None:
    """The day of birth that an identity number of 18 signs names, or None where there was no such day."""
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None
    return born if born.year >= FIRST_YEAR else None
