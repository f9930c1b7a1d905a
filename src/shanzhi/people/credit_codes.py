"""Unified social credit codes (统一社会信用代码, GB 32100-2015): 17 signs and one that checks them."""

from __future__ import annotations

import re

from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The signs of a code: no I, O, S, V, Z, which are taken for digits."""
_FORM = re.compile(rf"[{SIGNS}]{{2}}\d{{6}}[{SIGNS}]{{10}}", re.ASCII)
BAD_CODE = Sentence(
    "统一社会信用代码不对：应为 18 位，不含 I、O、S、V、Z，末位校验码须相符，请核对",
    "not a unified social credit code: it has 18 signs, never I, O, S, V or Z, and the last must check; look again",
)


def check_sign(text: str) -> str:
    """The sign that checks the first 17: weights are the powers of 3 modulo 31."""
    total = sum(SIGNS.index(sign) * pow(3, n, 31) for n, sign in enumerate(text[:17]))
    return SIGNS[-total % 31]


def is_credit_code(text: str) -> bool:
    """Whether a text in capitals is such a code: its form and its check sign."""
    return _FORM.fullmatch(text) is not None and text[17] == check_sign(text)


def clean_code(text: str) -> str:
    """A code in its one form, or nothing where none is given. Raises `BadInput` beside `code`."""
    code = re.sub(r"[\s-]", "", text).upper()
    if code and not is_credit_code(code):
        raise BadInput(BAD_CODE, {"code": BAD_CODE})
    return code
