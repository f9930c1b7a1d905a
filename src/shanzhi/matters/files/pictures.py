"""Taking out of what people attach what tells where, when, by whom and with what it was made.

Pictures are drawn anew from their pixels (`redrawn`); films, sound and office files lose the parts that tell (`containers`);
what cannot be cleaned is said to be so. Of a JPEG's Exif the orientation alone is written back, or pictures would lie on
their side; place and time are too, where whoever sends the picture asks for it. ITU-T T.81 annex B; CIPA DC-008 (Exif).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import partial

from shanzhi.matters.files.containers import clean_film, clean_mp3
from shanzhi.matters.files.office_files import OFFICE, clean_office
from shanzhi.matters.files.office_files import holds_more as office_holds_more
from shanzhi.matters.files.old_formats import clean_amr, clean_rtf, is_rtf, rtf_holds_more
from shanzhi.matters.files.photo_position import Whereabouts, only_whereabouts, whereabouts
from shanzhi.matters.files.redrawn import READ_AS, Allowance, redrawn

ORIENTATION = 0x0112


CLEAN = frozenset({"text/plain", "text/csv"})
"""What holds nothing but its content, unless it is rich text."""


def clean(content: bytes, type_: str, *, keep_where: bool = False) -> bytes | None:
    """The content and nothing beside it; None for a type that cannot be cleaned (a PDF), which stays as it is.

    `keep_where` leaves place and time in a JPEG, and nothing else. Raises ValueError for what breaks off or is not what
    it seems, `DoesSomething` for an office file with a program in it, `TooManyPixels` for a picture that would unpack to more than is taken.
    """
    if type_ in CLEAN:
        return clean_rtf(content) if is_rtf(content) else content
    if type_ == "image/jpeg":
        return _with_exif(redrawn(content, type_), content, keep_where)
    if type_ in READ_AS:
        return redrawn(content, type_)
    cleaner = _CLEANERS.get(type_)
    return None if cleaner is None else cleaner(content)


def holds_more(content: bytes, type_: str) -> bool:
    """Whether a file that was cleaned still holds what nobody here can look into."""
    if type_ in CLEAN:
        return is_rtf(content) and rtf_holds_more(content)
    return type_ in OFFICE.values() and office_holds_more(content)


_CLEANERS: dict[str, Callable[[bytes], bytes | None]] = {
    "video/mp4": clean_film,
    "audio/mp4": clean_film,
    "audio/mpeg": clean_mp3,
    "audio/amr": clean_amr,
    **dict.fromkeys(
        OFFICE.values(), lambda content: clean_office(content, partial(_inside, allowance=Allowance()))
    ),
}


def _inside(content: bytes, type_: str, allowance: Allowance) -> bytes:
    """A picture inside another file, cleaned."""
    drawn = redrawn(content, type_, allowance)
    return _with_exif(drawn, content, keep_where=False) if type_ == "image/jpeg" else drawn


def without_where(content: bytes) -> bytes:
    """A JPEG that was cleaned before, without the place and time that were left in it."""
    return _with_exif(_bare(content), content, keep_where=False)


def where_of(content: bytes) -> Whereabouts:
    """Where and when a JPEG was taken, as far as it says so."""
    try:
        for marker, segment, _end in _segments(content):
            if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
                return whereabouts(segment[10:])
    except (ValueError, struct.error, IndexError):
        pass
    return Whereabouts()


def marked(content: bytes, tiff: bytes) -> bytes:
    """A JPEG without Exif, with place and time of the Exif block of the picture it was made from."""
    block = only_whereabouts(tiff)
    return content if block is None else content[:2] + _segment(block) + content[2:]


def _with_exif(drawn: bytes, original: bytes, keep_where: bool) -> bytes:
    """A JPEG with the orientation of the one it was made from, and its place and time if they are wanted."""
    turned, exif = 1, b""
    try:
        for marker, segment, _end in _segments(original):
            if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
                exif = segment[10:]
                turned = _orientation(exif) or turned
    except (ValueError, struct.error, IndexError):
        pass
    block = only_whereabouts(exif, turned) if keep_where else None
    if block is not None:
        return drawn[:2] + _segment(block) + drawn[2:]
    return drawn[:2] + _oriented(turned) + drawn[2:] if turned != 1 else drawn


def _bare(content: bytes) -> bytes:
    """A JPEG without its Exif, the picture itself byte by byte."""
    kept, picture = [content[:2]], 2
    for marker, segment, end in _segments(content):
        picture = end
        if marker != 0xE1:
            kept.append(segment)
    return b"".join(kept) + content[picture:]


def _segments(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """The segments before the picture itself: marker, bytes, and where the next one begins; last the picture's own start."""
    position = 2
    while True:
        if content[position] != 0xFF:
            raise ValueError("no marker where one must stand")
        marker = content[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xDA:
            yield marker, b"", position
            return
        (length,) = struct.unpack_from(">H", content, position + 2)
        segment = content[position : position + 2 + length]
        if len(segment) < 2 + length or length < 2:
            raise ValueError("the picture breaks off")
        position += 2 + length
        yield marker, segment, position


def _orientation(tiff: bytes) -> int | None:
    """The orientation of an Exif block (1–8), or None."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return None
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    if start + 2 > len(tiff):
        return None
    (count,) = struct.unpack_from(order + "H", tiff, start)
    for n in range(min(count, 200)):
        at = start + 2 + 12 * n
        if at + 12 > len(tiff):
            return None
        tag, _kind, _number, value = struct.unpack_from(order + "HHIH", tiff, at)
        if tag == ORIENTATION:
            return value if 1 <= value <= 8 else None
    return None


def _oriented(value: int) -> bytes:
    """An APP1 segment with the orientation and nothing else."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, value, 0, 0)
    return _segment(b"Exif\0\0" + tiff)


def _segment(body: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
