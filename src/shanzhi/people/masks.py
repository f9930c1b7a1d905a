"""How a sensitive value looks to someone who may not see it whole (脱敏).

Each kind keeps only what lets a person recognise a value they already know. An unknown kind shows nothing.
GB/T 35273 §6.3 (个人信息展示限制), PIPL art. 51.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from shanzhi.people.pieces import NUMBERS, Piece, find_pieces

HIDDEN = "***"
_NUMBERED = re.compile(
    r"[0-9A-Za-z零〇一二三四五六七八九十百]+(?=\s*(?:号|栋|幢|座|单元|楼|层|室|户|弄|组))|[0-9]+"
)

_DOOR_NUMBER = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ零〇○一二三四五六七八九十甲乙丙丁戊己庚辛]+")


def mask(kind: str, text: str) -> str:
    """`text` with what identifies or reaches the person hidden: `138****1234`, `王*`, `510***********1234`."""
    if not text:
        return ""
    return _MASKS.get(kind, lambda _: HIDDEN)(text.strip())


def mask_within(text: str) -> str:
    """Free text with the numbers, plates and mail addresses in it masked: what leaves the house."""
    return mask_pieces(text, find_pieces(text, NUMBERS))


def mask_pieces(text: str, pieces: Iterable[Piece]) -> str:
    """A text with these of its pieces masked. What is only perhaps a name stays."""
    for piece in sorted(pieces, key=lambda one: -one.start):
        if piece.kind != "maybe_name":
            shown = mask(piece.kind, piece.text)
            text = text[: piece.start] + shown + text[piece.end :]
    return text


def _keep(text: str, first: int, last: int) -> str:
    """Keep some characters at both ends if at least four stay hidden between them, else none."""
    if len(text) < first + last + 4:
        return "*" * max(len(text), 3)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


def _name(text: str) -> str:
    return text[:1] + "*" * min(max(len(text) - 1, 1), 2) if len(text) > 1 else "*"


def _phone(text: str) -> str:
    return _keep(re.sub(r"[^\d+]", "", text) or text, 3, 4)


def _email(text: str) -> str:
    name, at, domain = text.partition("@")
    return name[:1] + HIDDEN + at + domain if at and len(name) > 1 else HIDDEN


def _birth(text: str) -> str:
    return text[:4] + "-**-**" if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else HIDDEN


_MASKS: dict[str, Callable[[str], str]] = {
    "name": _name,
    "phone": _phone,
    "id_number": lambda text: _keep(text, 3, 4),
    "bank": lambda text: _keep(text, 0, 4),
    "plate": lambda text: _keep(text, 2, 1),
    "email": _email,
    "birth": _birth,
    "door": lambda text: _DOOR_NUMBER.sub("*", text),
    "address": lambda text: _NUMBERED.sub("*", text),
}
