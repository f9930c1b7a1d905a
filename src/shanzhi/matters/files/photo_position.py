"""Where and when a photo was taken, as its Exif block says: kept only for those who ask for it.

Everything else an Exif block tells (the camera, its number, a portrait in small, the owner's name) is left out in
any case. CIPA DC-008 (Exif); PIPL art. 6 and 14.
"""

from __future__ import annotations

import struct
from typing import Any

from msgspec import Struct
from PIL import Image

ORIENTATION = 0x0112
TAKEN = 0x9003
_EXIF, _GPS = 0x8769, 0x8825
_PLACE = (1, 2, 3, 4)
"""The tags of the GPS block that hold latitude and longitude with their hemispheres."""
_UNREADABLE = (SyntaxError, ValueError, KeyError, TypeError, OSError, ZeroDivisionError, struct.error)


class Whereabouts(Struct, frozen=True):
    """Where (degrees, longitude first) and when (`2026:05:06 07:08:09`, the camera's clock) a photo was taken."""

    point: tuple[float, float] | None = None
    taken: str = ""


def whereabouts(tiff: bytes) -> Whereabouts:
    """What an Exif block (from its TIFF head on) says of place and time; empty where it says nothing readable."""
    read = _read(tiff)
    if read is None:
        return Whereabouts()
    gps, taken = read
    return Whereabouts(_point(gps), taken)


def only_whereabouts(tiff: bytes, turned: int = 1) -> bytes | None:
    """A new Exif block (with its `Exif` head) of place, time and orientation alone; None if it tells no place and no time."""
    read = _read(tiff)
    if read is None:
        return None
    gps, taken = read
    if _point(gps) is None and not taken:
        return None
    kept = Image.Exif()
    if turned != 1:
        kept[ORIENTATION] = turned
    if _point(gps) is not None:
        kept.get_ifd(_GPS).update({tag: gps[tag] for tag in _PLACE})
    if taken:
        kept.get_ifd(_EXIF)[TAKEN] = taken
    return kept.tobytes()


def _read(tiff: bytes) -> tuple[dict[int, Any], str] | None:
    try:
        exif = Image.Exif()
        exif.load(b"Exif\0\0" + tiff)
        taken = str(exif.get_ifd(_EXIF).get(TAKEN, "")).strip("\0 ")[:19]
        return dict(exif.get_ifd(_GPS)), taken if taken[:4].isdecimal() else ""
    except _UNREADABLE:
        return None


def _point(gps: dict[int, Any]) -> tuple[float, float] | None:
    try:
        lat, lon = (sum(float(part) / 60**n for n, part in enumerate(gps[tag])) for tag in (2, 4))
        lat, lon = lat * (-1 if gps[1] == "S" else 1), lon * (-1 if gps[3] == "W" else 1)
    except _UNREADABLE:
        return None
    found = abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0, 0)
    return (round(lon, 6), round(lat, 6)) if found else None
