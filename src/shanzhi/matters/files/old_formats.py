"""Taking out of sound recordings of old phones and of rich text what they say beside their content.

AMR (RFC 4867 §5): the frames, one after another, and nothing behind the last. RTF (1.9.1): without the groups that tell who
wrote and changed it, when, with what and from which template; one that holds other programs' objects is refused.
"""

from __future__ import annotations

import re

from shanzhi.matters.files.office_files import DoesSomething

_NARROW, _WIDE = b"#!AMR\n", b"#!AMR-WB\n"
_FRAMES = {
    _NARROW: (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1),
    _WIDE: (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1),
}
"""Bytes of a frame by its type, with its head; 0 for types that no recording has."""
MOST_STEPS = 1_000_000
"""Words and braces of an RTF that are gone through: about a second, and half a million characters of Chinese."""
RTF = b"{\\rtf"
_TELLS = frozenset(
    b"info userprops generator template revtbl rsidtbl atnid atnauthor atrfstart atrfend docvar company operator "
    b"passwordhash xmlnstbl datastore mailmerge private1 oldcprops oldpprops oldsprops oldtprops".split()
)
"""Groups of an RTF that tell of people and programs and not of the text."""
_RUNS = re.compile(rb"\\(objdata|objocx|objupdate|objlink|objautlink)\b|INCLUDETEXT|DDEAUTO", re.IGNORECASE)
_PICTURES = re.compile(rb"\\(pict|shppict|nonshppict|themedata|fontemb)\b")
_STEP = re.compile(rb"\\bin(\d{1,9}) ?|\\'[0-9a-fA-F]{2}|\\[a-zA-Z]+-?\d* ?|\\.|[{}]", re.DOTALL)
_NAME = re.compile(rb"\{\s*(?:\\\*\s*)?\\([a-zA-Z]+[0-9]?)")


def clean_amr(content: bytes) -> bytes | None:
    """An AMR up to its last whole frame; None for one of several channels, which is not looked into.

    Raises ValueError where there is no frame in it.
    """
    head = next((one for one in (_WIDE, _NARROW) if content.startswith(one)), None)
    if head is None:
        return None
    at = len(head)
    while at < len(content):
        size = _FRAMES[head][content[at] >> 3 & 0xF] if not content[at] & 0x83 else 0
        if not size or at + size > len(content):
            break
        at += size
    if at == len(head):
        raise ValueError("there is no sound in it")
    return content[:at]


def is_rtf(content: bytes) -> bool:
    """Whether a text is rich text, whatever its name."""
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(RTF)


def clean_rtf(content: bytes) -> bytes | None:
    """An RTF without the groups that tell of people; None for one of more than `MOST_STEPS`, which is not gone through.

    Raises `DoesSomething`, or ValueError where its braces do not close.
    """
    if _RUNS.search(content):
        raise DoesSomething("it holds a program, or fetches something")
    kept: list[bytes] = []
    at, depth, dropped, end, steps = 0, 0, 0, 0, 0
    while (step := _STEP.search(content, end)) is not None:
        steps += 1
        if steps > MOST_STEPS:
            return None
        end = step.end()
        sign = step[0]
        if step[1]:
            end += int(step[1])
        elif sign == b"{":
            depth += 1
            name = _NAME.match(content, step.start())
            if not dropped and name is not None and name[1].lower() in _TELLS:
                kept.append(content[at : step.start()])
                dropped = depth
        elif sign == b"}":
            if depth == dropped:
                dropped, at = 0, end
            depth -= 1
            if depth == 0:
                break
    if depth or dropped:
        raise ValueError("its braces do not close")
    return b"".join(kept) + content[at:end]


def rtf_holds_more(content: bytes) -> bool:
    """Whether a cleaned RTF still holds pictures or data, which may tell where and by whom they were made."""
    return _PICTURES.search(content) is not None
