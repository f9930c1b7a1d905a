"""Taking out of office files (ECMA-376) what they say beside their content, and refusing those that can do something.

Left out: `docProps`, the list of people. Emptied: the names of who commented or changed what. Cleaned in their turn: the
pictures and the office files inside. What would run or be fetched when the file is opened (macros, controls, other
programs' objects, a template at an address) is no content that a reader expects: such a file is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
PICTURES = (".jpg", ".jpeg", ".png", ".gif")
_MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
MOST_BYTES = 200 * 1024 * 1024
"""How much a file may hold when it is unpacked: all of it is read and packed anew while its sender waits."""
MOST_INSIDE = 1
"""How deep office files lie in each other: a chart's own sheet, and no deeper."""
_LEFT_OUT = re.compile(r"docProps/|(word|xl|ppt)/(people|persons/person)\d*\.xml$", re.IGNORECASE)
_LISTED = re.compile(
    rb"<(?:\w+:)?(?:Relationship|Override)\b[^>]*(?:docProps/|people\d*\.xml|persons/)[^>]*/>"
)
_RUNS = re.compile(
    r"(^|/)(vba[^/]*\.(bin|xml)|activeX/.*|macrosheets/.*|embeddings/[^/]*\.(?!docx$|xlsx$|pptx$)[^/]*)$",
    re.IGNORECASE,
)
_FETCHED = re.compile(
    rb"<(?:\w+:)?Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?![^>]*relationships/(?:hyperlink|externalLinkPath|xlExternalLinkPath)\b)[^>]*>",
    re.IGNORECASE,
)
_AUTHOR = re.compile(rb"(\s(?:\w+:)?(?:author|initials|userId)\s*=\s*)(\"[^\"]*\"|'[^']*')")
_NAMED = re.compile(rb"(\s(?:name|initials)\s*=\s*)(\"[^\"]*\"|'[^']*')")
_WRITTEN = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</)")


class DoesSomething(ValueError):
    """The file holds a program, or fetches one when it is opened."""


def clean_office(content: bytes, picture: Callable[[bytes, str], bytes], *, depth: int = 0) -> bytes:
    """A docx, xlsx or pptx with its content alone; `picture` cleans a picture of a type.

    Raises `DoesSomething`, or ValueError for one that is damaged or unpacks to too much.
    """
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as packed,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > MOST_BYTES or len(parts) > 10_000:
                raise ValueError("it unpacks to too much")
            if any(_RUNS.search(part.filename.replace("\\", "/")) for part in parts):
                raise DoesSomething("it holds a program")
            for part in parts:
                if not _LEFT_OUT.match(part.filename):
                    kept = _cleaned(part.filename, packed.read(part), picture, depth)
                    made.writestr(zipfile.ZipInfo(part.filename), kept, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as problem:
        raise ValueError("it is damaged") from problem
    return out.getvalue()


def _cleaned(name: str, part: bytes, picture: Callable[[bytes, str], bytes], depth: int) -> bytes:
    ending = f".{name.rpartition('.')[2].lower()}"
    if ending == ".rels":
        if _FETCHED.search(part):
            raise DoesSomething("it fetches something")
        return _LISTED.sub(b"", part)
    if name == "[Content_Types].xml":
        if b"macroEnabled" in part:
            raise DoesSomething("it holds a program")
        return _LISTED.sub(b"", part)
    if ending == ".xml":
        return _unsigned(name, part)
    if ending in PICTURES and (type_ := _picture_type(part)) is not None:
        return picture(part, type_)
    if ending in OFFICE and depth < MOST_INSIDE:
        return clean_office(part, picture, depth=depth + 1)
    return part


def _picture_type(part: bytes) -> str | None:
    return next((type_ for magic, type_ in _MAGIC if part.startswith(magic)), None)


def _unsigned(name: str, part: bytes) -> bytes:
    """A part without the names of those who commented or changed something."""
    named = _NAMED if name.lower().endswith("commentauthors.xml") else _AUTHOR
    return _WRITTEN.sub(rb"\1\2", named.sub(rb'\1""', part))


def holds_more(content: bytes) -> bool:
    """Whether a cleaned file still holds what nobody here can look into: drawings of other programs, films, fonts."""
    known = {".xml", ".rels", *PICTURES, *OFFICE, ".vml"}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            ending = f".{name.rpartition('.')[2].lower()}"
            strange = ending in PICTURES and _picture_type(packed.read(name)) is None
            if not name.endswith("/") and (strange or ending not in known):
                return True
    return False
