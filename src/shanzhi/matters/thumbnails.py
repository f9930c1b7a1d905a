"""Pictures made small, for papers: enough to see what they show, in a file that can be sent on."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from shanzhi.matters.files import path_of
from shanzhi.matters.models import File
from shanzhi.matters.redrawn import MOST_PIXELS, READ_AS, TOGETHER

SIDE = 640
"""The longest side of a small picture, in pixels."""
QUALITY = 80


def thumbnail(file: File) -> bytes | None:
    """A picture as a small JPEG, turned as it is seen; None for what is no picture that can be read."""
    if file.type not in READ_AS:
        return None
    try:
        with TOGETHER, Image.open(path_of(file.hash), formats=READ_AS[file.type]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE, SIDE))
            seen = upright.convert("RGBA")
            shown = Image.new("RGB", seen.size, "white")
            shown.paste(seen, mask=seen.getchannel("A"))
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
