"""Taking out of films and sound what they say beside their content: who, where, when, with what.

MP4 and MOV (ISO/IEC 14496-12): boxes of metadata become free space of the same length, so every position in the file stays
true; moments of making become zero; tracks that are neither picture, sound nor words (a phone's track of positions) are
blotted out with their samples. MP3: the ID3 tags before and behind. Office files (ECMA-376): `docProps` is left out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HOLDS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"moof", b"traf", b"mvex", b"dinf")
_TOLD = (b"udta", b"meta", b"uuid", b"\xa9xyz", b"loci", b"XMP_", b"skip", b"free", b"wide")
_TOP = (b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp", b"free", b"wide")
_DATED = (b"mvhd", b"tkhd", b"mdhd")
_SHOWN = (b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp")
MOST_BOXES = 20_000


def clean_film(content: bytes) -> bytes:
    """An MP4 or MOV without what it tells. Raises ValueError for one that breaks off, or that holds no film: a picture
    under a film's brand keeps what it tells among its data."""
    made = bytearray(content)
    films = 0
    try:
        for kind, begin, inner, end in _boxes(made, 0, len(made)):
            if kind not in _TOP:
                _blot(made, begin, inner, end)
            elif kind == b"moov":
                films += 1
                for inside in _boxes(made, inner, end):
                    if inside[0] == b"trak" and not _is_shown(made, inside[2], inside[3]):
                        _blot_samples(made, inside[2], inside[3])
                        _blot(made, *inside[1:])
                _clean_below(made, inner, end)
            elif kind in (b"free", b"wide"):
                _blot(made, begin, inner, end)
    except (struct.error, IndexError):
        raise ValueError("the film breaks off") from None
    if not films:
        raise ValueError("there is no film in it")
    return bytes(made)


def clean_mp3(content: bytes) -> bytes:
    """An MP3 without its tags. Raises ValueError where nothing is left."""
    while content[:3] == b"ID3" and len(content) > 10:
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        content = content[10 + size + (10 if content[5] & 0x10 else 0) :]
    if content[-128:-125] == b"TAG":
        content = content[:-128]
    if not content:
        raise ValueError("nothing is left")
    return content


def _boxes(content: bytearray, begin: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """The boxes of a stretch: kind, where each begins, where its content does, where it ends."""
    for _ in range(MOST_BOXES):
        if begin + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", content, begin)
        inner = begin + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, inner)
            inner += 8
        elif size == 0:
            size = end - begin
        if size < inner - begin or begin + size > end:
            raise ValueError("the film breaks off")
        yield bytes(kind), begin, inner, begin + size
        begin += size
    raise ValueError("the film has too many parts")


def _blot(content: bytearray, begin: int, inner: int, end: int) -> None:
    content[begin + 4 : begin + 8] = b"free"
    content[inner:end] = bytes(end - inner)


def _clean_below(content: bytearray, begin: int, end: int) -> None:
    for kind, start, inner, stop in _boxes(content, begin, end):
        if kind in _TOLD:
            _blot(content, start, inner, stop)
        elif kind in _DATED:
            wide = 16 if content[inner] == 1 else 8
            content[inner + 4 : inner + 4 + wide] = bytes(wide)
        elif kind in _HOLDS:
            _clean_below(content, inner, stop)


def _inside(content: bytearray, begin: int, end: int, *way: bytes) -> tuple[int, int] | None:
    """Where the content of a box lies that is found by a way of kinds."""
    for kind, _start, inner, stop in _boxes(content, begin, end):
        if kind == way[0]:
            return (inner, stop) if len(way) == 1 else _inside(content, inner, stop, *way[1:])
    return None


def _is_shown(content: bytearray, begin: int, end: int) -> bool:
    found = _inside(content, begin, end, b"mdia", b"hdlr")
    return found is not None and bytes(content[found[0] + 8 : found[0] + 12]) in _SHOWN


def _blot_samples(content: bytearray, begin: int, end: int) -> None:
    """Overwrite what a track shows: from each chunk's position to as far as its samples reach."""
    table = _inside(content, begin, end, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    sizes = _inside(content, *table, b"stsz")
    wide = _inside(content, *table, b"co64")
    chunks = wide or _inside(content, *table, b"stco")
    per = _inside(content, *table, b"stsc")
    if sizes is None or chunks is None or per is None:
        raise ValueError("the film breaks off")
    same, count = struct.unpack_from(">II", content, sizes[0] + 4)
    count = min(count, len(content))
    (number,) = struct.unpack_from(">I", content, chunks[0] + 4)
    (runs,) = struct.unpack_from(">I", content, per[0] + 4)
    first = [struct.unpack_from(">II", content, per[0] + 8 + 12 * n) for n in range(min(runs, MOST_BOXES))]
    sample, run = 0, 0
    for chunk in range(min(number, len(content) // 4)):
        while run + 1 < len(first) and first[run + 1][0] <= chunk + 1:
            run += 1
        (at,) = struct.unpack_from(
            ">Q" if wide else ">I", content, chunks[0] + 8 + chunk * (8 if wide else 4)
        )
        for _ in range(first[run][1] if first else 0):
            if sample >= count:
                return
            size = same or struct.unpack_from(">I", content, sizes[0] + 12 + 4 * sample)[0]
            if at + size > len(content):
                raise ValueError("the film breaks off")
            content[at : at + size] = bytes(size)
            at, sample = at + size, sample + 1
