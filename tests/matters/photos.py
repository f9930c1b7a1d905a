"""Small invented photos: what a phone writes into them, and how to read it back."""

from __future__ import annotations

import io
from base64 import b64decode

from PIL import Image

TAKEN = "2026:05:06 07:08:09"
POINT = (104.06, 30.67)
HEIC = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4QABAAAAAAAAADYAAgAAAAACFwABAAAAAAAAANgAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADcaXBjbwAAAHVodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "rprm4CGgwIAAAAyAAAADAIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFw"
    "AAAACAAAAAEAAAAGAAAAAf///8gAAAAC////xgAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAA"
    "GmlyZWYAAAAAAAAADmNkc2MAAgABAAEAAAEWbWRhdAAAADIoAa8ZIXJiQPf9U1HHqf87HIh5VLRBf2XxGBZVwapdst6A6K0HEFyG"
    "4pcKpW2Ai0gEFAAAAAZFeGlmAABNTQAqAAAACAADARAAAgAAAA8AAAAyh2kABAAAAAEAAABCiCUABAAAAAEAAABoAAAAAEludmVu"
    "dGVkIHBob25lAAAAAZADAAIAAAAUAAAAVAAAAAAyMDI2OjA1OjA2IDA3OjA4OjA5AAAEAAEAAgAAAAJOAAAAAAIABQAAAAMAAACe"
    "AAMAAgAAAAJFAAAAAAQABQAAAAMAAAC2AAAAAAAAAB4AAAABAAAAKAAAAAEAAAAMAAAAAQAAAGgAAAABAAAAAwAAAAEAAAAkAAAA"
    "AQ=="
)
"""Eight by six pixels, taken at POINT and TAKEN with an «Invented phone»."""


def photo(*, wide: int = 8, turned: int = 1) -> bytes:
    """A JPEG taken at POINT and TAKEN with an «Invented phone»."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Invented phone", turned
    exif.get_ifd(0x8769)[0x9003] = TAKEN
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 40.0, 12.0), 3: "E", 4: (104.0, 3.0, 36.0)})
    out = io.BytesIO()
    Image.new("RGB", (wide, 6), (200, 30, 30)).save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


def told(content: bytes) -> set[str]:
    """What a picture's metadata tell: `where`, `when`, `camera`."""
    exif = Image.open(io.BytesIO(content)).getexif()
    found = {
        "where": exif.get_ifd(0x8825),
        "when": exif.get_ifd(0x8769).get(0x9003),
        "camera": exif.get(0x0110),
    }
    return {name for name, value in found.items() if value}
