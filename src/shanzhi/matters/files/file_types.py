"""What a file really is, told from its content and never from its name."""

from __future__ import annotations

from pathlib import Path

from shanzhi.matters.files.office_files import OFFICE

_MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"%PDF-", 0, "application/pdf"),
    (b"ftyp", 4, "video/mp4"),
    (b"ID3", 0, "audio/mpeg"),
    (b"#!AMR", 0, "audio/amr"),
    (b"PK\x03\x04", 0, "application/zip"),
)
HEIF = frozenset(b"heic heix hevc hevx heim heis hevm hevs mif1 mif2 msf1 miaf".split())
AVIF = frozenset(b"avif avis avio".split())
"""Brands of pictures in the container that films use too (ISO/IEC 23008-12; AV1 Image File Format)."""
INLINE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Types that a browser may show in a page; everything else is handed over as a download."""

ENDINGS: dict[str, tuple[str, ...]] = {
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/avif": (".avif",),
    "application/pdf": (".pdf",),
    "video/mp4": (".mp4", ".m4v", ".mov", ".3gp", ".3gpp"),
    "audio/mp4": (".m4a", ".m4b", ".mp4", ".aac"),
    "audio/mpeg": (".mp3",),
    "audio/amr": (".amr",),
    "text/csv": (".csv",),
    "text/plain": (".txt", ".md", ".log", ".json", ".yaml", ".yml", ".rtf", ".doc"),
    **{type_: (ending,) for ending, type_ in OFFICE.items()},
}
"""The endings that a name of each type may have; the first is put behind any other."""


def name_of_type(name: str, type_: str) -> str:
    """A file's name with an ending of its type: what is handed on never runs because it is called a program."""
    endings = ENDINGS.get(type_, ())
    if not endings or name.lower().endswith(endings):
        return name
    return f"{name[: 120 - len(endings[0])]}{endings[0]}"


def type_of(content: bytes, name: str = "") -> str | None:
    """What a content is; the name only tells office files from each other. None for what is not taken."""
    for magic, offset, type_ in _MAGIC:
        if content[offset : offset + len(magic)] == magic:
            if type_ == "application/zip":
                return (
                    OFFICE.get(Path(name).suffix.lower())
                    if b"[Content_Types].xml" in content[:4096]
                    else None
                )
            if magic == b"ftyp":
                return _brand(content)
            if type_ == "image/webp" and content[:4] != b"RIFF":
                return None
            return type_
    return _text_type(content, name)


def _brand(content: bytes) -> str:
    """Whether a container holds a picture, sound or a film, by its brand and those it is compatible with."""
    size = min(int.from_bytes(content[:4]), 256)
    brands = [content[8:12], *(content[at : at + 4] for at in range(16, size - 3, 4))]
    if brands[0] in (b"M4A ", b"M4B "):
        return "audio/mp4"
    if brands[0] in AVIF or (brands[0] in HEIF and AVIF.intersection(brands)):
        return "image/avif"
    return "image/heic" if brands[0] in HEIF else "video/mp4"


def _text_type(content: bytes, name: str) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(c < " " and c not in "\n\r\t\f" for c in text[:10_000]):
            return None
        if text.lstrip()[:1] == "<":
            return None
        return "text/csv" if name.lower().endswith(".csv") else "text/plain"
    return None
