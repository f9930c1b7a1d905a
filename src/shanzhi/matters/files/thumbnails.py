"""Small pictures of pictures, for lists: made when first asked for, from what was cleaned, and kept beside the files.

They hold pixels alone and can be made again at any time, so no backup holds them. One is made at a time in a process,
and put in its place whole, so that processes that make the same one do not meet.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

from django.conf import settings

from shanzhi.matters.files.redrawn import READ_AS, made_small
from shanzhi.matters.models import File

LONGEST = 320
"""Pixels of the longer side: twice what a list shows, for sharp screens."""
ON_PAPER = 640
"""Pixels of the longer side in a paper that can still be sent on."""
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_MAKING = Lock()


def thumbnail_path(digest: str) -> Path:
    """Where the small picture of the content of this digest lies."""
    return Path(settings.SHANZHI_HOME) / "thumbnails" / digest[:2] / f"{digest}.jpg"


def thumbnail(file: File, content: Path) -> Path | None:
    """The small picture of a file, a JPEG; None where there is none: it is no picture, or the disk takes nothing."""
    if file.type not in PICTURES:
        return None
    path = thumbnail_path(file.hash)
    if path.exists():
        return path
    with _MAKING:
        if path.exists():
            return path
        try:
            _put(path, made_small(content.read_bytes(), file.type, LONGEST))
        except (OSError, ValueError):
            return None
    return path


def small_picture(file: File, content: Path) -> bytes | None:
    """A picture as a small JPEG for a paper; None for what is no picture that can be read."""
    if file.type not in READ_AS:
        return None
    try:
        return made_small(content.read_bytes(), file.type, ON_PAPER)
    except (OSError, ValueError):
        return None


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        try:
            draft.write(content)
            draft.flush()
            os.replace(draft.name, path)
        except OSError:
            Path(draft.name).unlink(missing_ok=True)
            raise


def drop_thumbnail(digest: str) -> None:
    """Destroy the small picture of a content that is destroyed."""
    thumbnail_path(digest).unlink(missing_ok=True)
