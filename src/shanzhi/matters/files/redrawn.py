"""Pictures drawn anew from their pixels, so that nothing is in the file but what is seen.

What a camera or program hides in a picture (a second picture or a film behind its end, previews, colour profiles with a
serial number, comments, chunks nobody knows) has no pixels, and stays behind. A JPEG keeps its own quality; colours of a
profile become sRGB. How large a picture may be is known from its head, before any of it is unpacked.
"""

from __future__ import annotations

import io
from threading import BoundedSemaphore
from typing import Any

from PIL import Image, ImageCms, ImageOps, ImageSequence

MOST_PIXELS = 80_000_000
"""A picture with more is no photo, and would fill the memory; of a file with pictures in it, all of them together."""
MOST_MOVING = 24_000_000
"""Of an animation, all its frames together: each is drawn and packed anew, which takes a processor far longer."""
MOST_FRAMES = 500
LARGE = 12_000_000
"""From so many pixels on a WebP is packed less closely, in a third of the time."""
QUALITY = 88
SMALL_QUALITY = 72
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
READ_AS = {
    **{type_: (name,) for type_, name in FORMATS.items()},
    "image/jpeg": ("JPEG", "MPO"),
    "image/avif": ("AVIF",),
}
TOGETHER = BoundedSemaphore(2)
"""However many send pictures at once, one process unpacks two of them at a time."""
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
    IndexError,
    KeyError,
    TypeError,
    Image.DecompressionBombError,
)
_STAYS = ("transparency", "duration", "loop", "background", "disposal", "blend", "default_image")
"""What tells how pixels are shown; everything else a picture says is left out."""


class TooManyPixels(ValueError):
    """The picture would unpack to more than is taken; `moving` where it is an animation that does."""

    def __init__(self, said: str = "more pixels than a photo has", *, moving: bool = False) -> None:
        super().__init__(said)
        self.moving = moving


class Allowance:
    """What one file may still unpack to, in pixels, however many pictures lie in it."""

    def __init__(self) -> None:
        self.still, self.moving = MOST_PIXELS, MOST_MOVING

    def take(self, picture: Any, frame: int = 0) -> None:
        """Count a picture before it is unpacked, or a further frame of it before the next is. Raises `TooManyPixels`."""
        if frame:
            self.moving -= picture.width * picture.height
        else:
            self.still -= picture.width * picture.height
        if self.still < 0 or self.moving < 0 or frame == MOST_FRAMES:
            raise TooManyPixels(moving=frame > 0)


def made_small(content: bytes, type_: str, longest: int) -> bytes:
    """A picture as a JPEG of at most `longest` pixels a side, upright, on white where one sees through it; of an animation
    its first frame. Raises ValueError for what is no whole picture."""
    try:
        with TOGETHER, Image.open(io.BytesIO(content), formats=READ_AS[type_]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooManyPixels
            picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest, longest))
            seen = upright.convert("RGBA")
            ground = Image.new("RGB", seen.size, "white")
            ground.paste(seen, mask=seen.getchannel("A"))
            out = io.BytesIO()
            ground.save(out, "JPEG", quality=SMALL_QUALITY, optimize=True)
            return out.getvalue()
    except _UNREADABLE as problem:
        raise ValueError("the picture cannot be read") from problem


def redrawn(content: bytes, type_: str, allowance: Allowance | None = None) -> bytes:
    """The picture drawn anew; an AVIF becomes a JPEG. `allowance` is that of the file it lies in.

    Raises `TooManyPixels`, or ValueError for what is no whole picture.
    """
    try:
        with TOGETHER, Image.open(io.BytesIO(content), formats=READ_AS[type_]) as picture:
            allowance = allowance or Allowance()
            allowance.take(picture)
            return (
                _jpeg(picture)
                if type_ in ("image/jpeg", "image/avif")
                else _frames(picture, FORMATS[type_], content, allowance)
            )
    except TooManyPixels:
        raise
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except _UNREADABLE as problem:
        raise ValueError("the picture cannot be read") from problem


def _jpeg(picture: Any) -> bytes:
    out = io.BytesIO()
    profile = picture.info.get("icc_profile")
    picture.load()
    if profile is None and picture.format in ("JPEG", "MPO") and picture.mode in ("RGB", "L"):
        tables, sampling = picture.quantization, _sampling(picture)
        picture.info.clear()
        picture.save(out, "JPEG", qtables=tables, subsampling=sampling, optimize=True)
    else:
        shown = _in_srgb(picture, profile)
        shown.info.clear()
        shown.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _sampling(picture: Any) -> int:
    from PIL import JpegImagePlugin

    return max(JpegImagePlugin.get_sampling(picture), 0) if picture.mode == "RGB" else 0


def _in_srgb(picture: Any, profile: bytes | None) -> Any:
    """The picture in the colours every browser assumes; as it is where its profile makes no sense."""
    if profile is None or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _frames(picture: Any, name: str, content: bytes, allowance: Allowance) -> bytes:
    """A picture of one frame or several, each shown as long as it was."""
    frames: list[Any] = []
    profile = picture.info.get("icc_profile")
    for frame in ImageSequence.Iterator(picture):
        if frames:
            allowance.take(frame, len(frames))
        kept = {key: frame.info[key] for key in _STAYS if key in frame.info}
        shown = _in_srgb(frame.copy(), profile)
        shown.info.clear()
        shown.info.update(kept)
        frames.append(shown)
    out = io.BytesIO()
    how: dict[str, Any] = {}
    if name == "WEBP":
        how = {"lossless": True} if b"VP8L" in content[:64] else {"quality": QUALITY}
        how |= {
            "exif": b"",
            "xmp": b"",
            "icc_profile": None,
            "method": 0 if picture.width * picture.height > LARGE else 4,
        }
    if name == "PNG":
        how = {"icc_profile": None, "optimize": False}
    if len(frames) > 1:
        how |= {"save_all": True, "append_images": frames[1:], "loop": picture.info.get("loop", 0)}
        how |= {"duration": [frame.info.get("duration", 100) for frame in frames]} if name != "PNG" else {}
    frames[0].save(out, name, **how)
    return out.getvalue()
