"""Pieces of a text that reach or identify somebody: numbers, plates, mail addresses, doors, names of the register.

The one finder: what is published is looked through by it, and what leaves the house is masked by it. It reads a text
as people write it: full width, with blanks or dashes between, Chinese numerals, invisible signs in between.
GB 11643 (公民身份号码), GA 36 (机动车号牌), ISO/IEC 7812 (银行卡号, Luhn).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from msgspec import Struct

from shanzhi.engine.id_numbers import check_sign
from shanzhi.method.words import Sentence
from shanzhi.places.doors_within import doors_within

KINDS: dict[str, Sentence] = {
    "id_number": Sentence("身份证号", "identity number"),
    "bank": Sentence("银行卡号", "bank card"),
    "phone": Sentence("电话号码", "telephone number"),
    "plate": Sentence("车牌号", "number plate"),
    "email": Sentence("邮箱", "e-mail address"),
    "door": Sentence("门牌", "door"),
    "name": Sentence("人名", "name of a person"),
    "maybe_name": Sentence("可能是人名", "perhaps a name"),
}
NUMBERS = ("id_number", "email", "phone", "bank", "plate")
"""Kinds that are found without knowing place or people, and reach somebody wherever they stand."""
_DASHES = "‐‑‒–—―−﹣－~～"
_SIGNS = {
    "〇": "0",
    "○": "0",
    "零": "0",
    "幺": "1",
    **dict(zip("一二三四五六七八九", "123456789", strict=True)),
}
_SIGNS |= dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True))
_SPELT = re.compile(rf"[{''.join(_SIGNS)}](?:[\s\-]?[{''.join(_SIGNS)}0-9]){{6,}}")
_S = r"(?:[\s\-.·]{1,2})?"
_BREAK = re.compile(r"[\s\-.·]+")
_ID_18 = re.compile(rf"(?<![0-9a-z])[1-9](?:{_S}\d){{16}}{_S}[\dx](?![0-9a-z])")
_ID_15 = re.compile(rf"(?<![0-9a-z])[1-9](?:{_S}\d){{14}}(?![0-9a-z])")
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_S})?1{_S}[3-9](?:{_S}\d){{9}}(?!\d)")
_LANDLINE = re.compile(
    r"(?<!\d)(?:\(0\d{2,3}\)\s?|0\d{2,3}[\s\-]?)[2-9]\d{2,3}[\s\-]?\d{4}(?:(?:-|转)\d{1,4})?(?!\d)"
)
_LOCAL = re.compile(r"(?:电话|座机|致电|联系|手机|tel)[^0-9。；;\n]{0,6}([2-9]\d{2,3}[\s\-]?\d{4})(?![\d])")
_CARD = re.compile(rf"(?<!\d)[3-9](?:{_S}\d){{15,18}}(?!\d)")
_GROUPED = re.compile(r"\d{4}(?:[ \-]\d{4}){3}(?:[ \-]?\d{1,3})?")
_EMAIL = re.compile(r"[a-z0-9_.+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][\s\-]?[a-z][\s\-·.•]{0,2}"
    r"(?:[a-hj-np-z0-9]{6}|[a-hj-np-z0-9]{4}[a-hj-np-z0-9挂学警港澳])(?![a-z0-9])"
)


class Piece(Struct, frozen=True):
    """One piece: its kind (of KINDS), as it is written, and where it stands in the text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The plain form by which two writings of one piece are the same."""
        return plain_piece(self.text)


def plain_piece(text: str) -> str:
    """A piece as pieces are compared: folded, without blanks and dashes."""
    return _BREAK.sub("", Folded(text).text)


class Folded:
    """A text in half width, small letters and one kind of dash, without invisible signs; it knows where each sign stood."""

    def __init__(self, text: str) -> None:
        signs: list[str] = []
        self._at: list[int] = []
        for n, sign in enumerate(text):
            if sign in _DASHES:
                sign = "-"
            elif not sign.isascii():
                if unicodedata.category(sign) in ("Cf", "Mn", "Me"):
                    continue
                even = unicodedata.normalize("NFKC", sign)
                sign = even if len(even) == 1 else sign
            signs.append(sign.lower() if len(sign.lower()) == 1 else sign)
            self._at.append(n)
        self.text = "".join(signs)
        self.spelt = _SPELT.sub(lambda run: "".join(_SIGNS.get(s, s) for s in run[0]), self.text)
        """The same with runs of Chinese numerals in digits."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text in the text itself."""
        return self._at[start], self._at[end - 1] + 1


def find_pieces(text: str, kinds: Iterable[str] = (*NUMBERS, "door")) -> list[Piece]:
    """The pieces of a text that are known by their form, left to right; of two that overlap, the earlier kind of KINDS."""
    folded = Folded(text)
    taken: list[Piece] = []
    for kind in KINDS:
        if kind in kinds and kind in _FINDERS:
            taken += apart(taken, kind, text, folded, _FINDERS[kind](folded))
    return sorted(taken, key=lambda piece: piece.start)


def apart(
    taken: list[Piece], kind: str, text: str, folded: Folded, spans: Iterable[tuple[int, int]]
) -> list[Piece]:
    """The pieces of these spans that overlap nothing taken; the longest of those that overlap each other."""
    free: list[Piece] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        a, b = folded.span(start, end)
        if all(b <= one.start or a >= one.end for one in (*taken, *free)):
            free.append(Piece(kind, text[a:b], a, b))
    return free


def _spans(pattern: re.Pattern[str], text: str, fits: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    at = 0
    while found := pattern.search(text, at):
        if fits(found[0]):
            yield found.span()
            at = found.end()
        else:
            at = found.start() + 1


def _evenly(written: str) -> bool:
    """Whether digits stand as a number is written: in groups of two and more, or each by itself; not as a list."""
    groups = [len(group) for group in _BREAK.split(written.strip())]
    return all(size > 1 for size in groups) or all(size == 1 for size in groups) or groups[0] == len(written)


def _digits(written: str) -> str:
    return re.sub(r"[^0-9x]", "", written)


def may_be_id_number(digits: str) -> bool:
    """Whether 18 signs are an identity number: the check sign agrees, or (mistyped, it still points to somebody) the
    date of birth is one; 15 digits (until 1999): the date."""
    if len(digits) == 15:
        return digits.isdecimal() and _is_date("19" + digits[6:12])
    if len(digits) != 18 or not digits[:17].isdecimal():
        return False
    return digits[17] == check_sign(digits).lower() or _is_date(digits[6:14])


def _is_date(text: str) -> bool:
    try:
        return 1900 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2099
    except ValueError:
        return False


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1 annex B)."""
    total = 0
    for n, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + n % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_card(written: str) -> bool:
    return _evenly(written) and (luhn(_digits(written)) or _GROUPED.fullmatch(written) is not None)


def _ids(folded: Folded) -> Iterator[tuple[int, int]]:
    for pattern in (_ID_18, _ID_15):
        yield from _spans(pattern, folded.spelt, lambda s: _evenly(s) and may_be_id_number(_digits(s)))


def _phones(folded: Folded) -> Iterator[tuple[int, int]]:
    yield from _spans(_MOBILE, folded.spelt, lambda s: _evenly(re.sub(r"^(?:\+|00)?86", "", s).strip(" -.·")))
    yield from _spans(_LANDLINE, folded.spelt, lambda s: True)
    for found in _LOCAL.finditer(folded.spelt):
        yield found.span(1)


_FINDERS: dict[str, Callable[[Folded], Iterable[tuple[int, int]]]] = {
    "id_number": _ids,
    "phone": _phones,
    "bank": lambda folded: _spans(_CARD, folded.spelt, _is_card),
    "plate": lambda folded: _spans(_PLATE, folded.text, lambda s: any(c.isdigit() for c in s)),
    "email": lambda folded: _spans(_EMAIL, folded.text, lambda s: True),
    "door": lambda folded: doors_within(folded.text),
}
