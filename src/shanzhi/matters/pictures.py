"""Taking out of pictures what tells where, when and with what they were made.

Nothing is decoded or compressed anew: the parts of a file that hold metadata are left out, the picture itself is
copied byte by byte. JPEG: all APP1 (Exif, XMP), APP13 (IPTC) and comment segments; the orientation alone is
written back, or pictures would lie on their side; place and time are too, where whoever sends the picture asks for it.
PNG: eXIf and text chunks. WebP: EXIF and XMP chunks. ITU-T T.81 annex B; CIPA DC-008 (Exif); W3C PNG §11; the WebP container specification.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from shanzhi.matters.whereabouts import Whereabouts, only_whereabouts, whereabouts

_DROPPED = frozenset([0xE1, 0xED, 0xFE])
_TEXTS = frozenset([b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"])
ORIENTATION = 0x0112


def clean(content: bytes, type_: str, *, keep_where: bool = False) -> bytes:
    """The content without metadata; types that hold none, or none we know of, as they are.

    `keep_where` leaves place and time in a JPEG, and nothing else. Raises ValueError for a picture that breaks off
    or is none.
    """
    cleaner = _CLEANERS.get(type_)
    if cleaner is None:
        return content
    try:
        return _jpeg(content, keep_where) if type_ == "image/jpeg" else cleaner(content)
    except (struct.error, IndexError):
        raise ValueError("the picture breaks off") from None


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


def _jpeg(content: bytes, keep_where: bool = False) -> bytes:
    kept, turned, exif, picture = [content[:2]], 1, b"", 2
    for marker, segment, end in _segments(content):
        picture = end
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            exif = segment[10:]
            turned = _orientation(exif) or turned
        if marker not in _DROPPED:
            kept.append(segment)
    block = only_whereabouts(exif, turned) if keep_where else None
    if block is not None:
        kept.insert(1, _segment(block))
    elif turned != 1:
        kept.insert(1, _oriented(turned))
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


def _png(content: bytes) -> bytes:
    kept = [content[:8]]
    position = 8
    while position < len(content):
        (length,) = struct.unpack_from(">I", content, position)
        end = position + 12 + length
        chunk = content[position:end]
        if len(chunk) < 12 + length:
            raise ValueError("the picture breaks off")
        if chunk[4:8] not in _TEXTS:
            kept.append(chunk)
        position = end
        if chunk[4:8] == b"IEND":
            break
    else:
        raise ValueError("the picture breaks off")
    return b"".join(kept)


def _webp(content: bytes) -> bytes:
    kept = []
    position = 12
    while position < len(content):
        name = content[position : position + 4]
        (length,) = struct.unpack_from("<I", content, position + 4)
        end = position + 8 + length + length % 2
        if end > len(content) + 1:
            raise ValueError("the picture breaks off")
        chunk = content[position:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]  # no Exif, no XMP any more
        if name not in (b"EXIF", b"XMP "):
            kept.append(chunk)
        position = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
