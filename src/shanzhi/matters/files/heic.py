"""Photos in HEIC, as iPhones make them, turned into JPEG that every browser shows.

The browser does this where it can; what comes here whole is decoded, turned upright and made no larger than a page
needs. ISO/IEC 23008-12.
"""

from __future__ import annotations

import io

import pi_heif

LONGEST = 1600
"""The longer side of a picture afterwards, in pixels."""
QUALITY = 84
MOST_PIXELS = 80_000_000
"""A picture with more is no photo, and would fill the memory."""


def as_jpeg(content: bytes) -> tuple[bytes, bytes]:
    """The picture as JPEG without metadata, and the TIFF part of its Exif block (empty if there is none).

    Raises ValueError for what is no whole picture, or one of more than 80 million pixels.
    """
    try:
        read = pi_heif.open_heif(content)
        wide, high = read.size
        if wide * high > MOST_PIXELS:
            raise ValueError("more pixels than a photo has")
        exif = read.info.get("exif") or b""
        picture = read.to_pillow()
        picture.thumbnail((LONGEST, LONGEST))
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True)
    except (OSError, RuntimeError, EOFError, MemoryError) as problem:
        raise ValueError("the picture cannot be read") from problem
    _, head, tiff = exif.partition(b"Exif\0\0")
    return out.getvalue(), tiff if head else exif
