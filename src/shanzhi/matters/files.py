"""Files people attach: what they really are, cleaned of where and when, kept once under their digest.

The type is told from the content, never from the name. Pictures lose all metadata but their orientation: place
and time of a photo are nobody's business unless whoever sends it wants them known (国办函〔2026〕12号; PIPL art. 6).
Limits are settings of the installation.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.heic import as_jpeg
from shanzhi.matters.models import File
from shanzhi.matters.pictures import clean, marked, where_of
from shanzhi.matters.whereabouts import Whereabouts
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput

_MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"%PDF-", 0, "application/pdf"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypheix", 4, "image/heic"),
    (b"ftyphevc", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
    (b"ftypM4A", 4, "audio/mp4"),
    (b"ftyp", 4, "video/mp4"),
    (b"ID3", 0, "audio/mpeg"),
    (b"#!AMR", 0, "audio/amr"),
    (b"PK\x03\x04", 0, "application/zip"),
)
_OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
INLINE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Types that a browser may show in a page; everything else is handed over as a download."""

EMPTY = Sentence("文件是空的，请重新选择", "the file is empty; choose another")
TOO_LARGE = Sentence(
    "文件太大（最大 {most} MB），请压缩后再传", "the file is too large (at most {most} MB); make it smaller"
)
UNKNOWN_TYPE = Sentence(
    "不接受这种文件；请上传照片（JPG、HEIC、PNG、WebP、GIF）、PDF、Word、Excel、文本、录音或视频",
    "this kind of file is not taken; send a picture (JPG, HEIC, PNG, WebP, GIF), PDF, Word, Excel, text, sound or video",
)
BROKEN = Sentence(
    "图片打不开，可能没有传完整；请重新上传",
    "the picture cannot be read, it may not have arrived whole; send it again",
)
NOT_YOURS = Sentence("没有这个文件，或您不能查看", "there is no such file, or you may not see it")


def most_bytes() -> int:
    """The largest file that is taken."""
    return int(settings.SHANZHI_FILE_MB) * 1024 * 1024


def keep_file(
    *, actor: Actor, name: str, content: bytes, keep_where: bool = False, at: datetime | None = None
) -> File:
    """Take in an upload: it belongs to who sent it until an act attaches it. Raises `BadInput`.

    A HEIC photo becomes a JPEG. `keep_where` leaves in a photo where and when it was taken: only for who asked.
    """
    if not content:
        raise BadInput(EMPTY)
    if len(content) > most_bytes():
        raise BadInput(TOO_LARGE.fill(most=most_bytes() // (1024 * 1024)))
    type_ = type_of(content, name)
    if type_ is None:
        raise BadInput(UNKNOWN_TYPE)
    try:
        if type_ == "image/heic":
            content, exif = as_jpeg(content)
            content = marked(content, exif) if keep_where else content
            name, type_ = f"{Path(name).stem}.jpg", "image/jpeg"
        cleaned = clean(content, type_, keep_where=keep_where)
    except ValueError:
        raise BadInput(BROKEN) from None
    digest = hashlib.sha256(cleaned).hexdigest()
    _store(digest, cleaned)
    return File.objects.create(
        hash=digest,
        name=plain_name(name),
        type=type_,
        size=len(cleaned),
        person_id=actor.person,
        at=at or timezone.now(),
    )


def forget_where(actor: Actor, files: Iterable[str]) -> None:
    """Take place and time out of the actor's photos that are not sent yet: they changed their mind."""
    for file in _unsent_photos(actor, files):
        content = path_of(file.hash).read_bytes()
        cleaned = clean(content, file.type)
        if cleaned != content:
            file.hash, file.size = hashlib.sha256(cleaned).hexdigest(), len(cleaned)
            _store(file.hash, cleaned)
            file.save(update_fields=["hash", "size"])


def where_taken(actor: Actor, files: Iterable[str]) -> Whereabouts:
    """Where and when the first of the actor's unsent photos that says so was taken."""
    for file in _unsent_photos(actor, files):
        found = where_of(path_of(file.hash).read_bytes())
        if found.point is not None:
            return found
    return Whereabouts()


def _unsent_photos(actor: Actor, files: Iterable[str]) -> list[File]:
    if actor.person is None:
        return []
    ids = [file for file in files if _is_uuid(file)]
    found = File.objects.filter(pk__in=ids, person=actor.person, matter=None, type="image/jpeg")
    return [file for file in found if path_of(file.hash).exists()]


def type_of(content: bytes, name: str = "") -> str | None:
    """What a content is; the name only tells office files from each other. None for what is not taken."""
    for magic, offset, type_ in _MAGIC:
        if content[offset : offset + len(magic)] == magic:
            if type_ == "application/zip":
                return (
                    _OFFICE.get(Path(name).suffix.lower())
                    if b"[Content_Types].xml" in content[:4096]
                    else None
                )
            if type_ == "image/webp" and content[:4] != b"RIFF":
                return None
            return type_
    return _text_type(content, name)


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


def plain_name(name: str) -> str:
    """A file's name without folders, control characters and tricks of direction, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C").strip()
    if len(kept) > 120:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: 119 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else kept[:120]
    return kept or "file"


def path_of(digest: str) -> Path:
    """Where the content of this digest lies."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def _store(digest: str, content: bytes) -> None:
    path = path_of(digest)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    os.replace(draft.name, path)


def drop_unsent(files: QuerySet[File]) -> None:
    """Destroy files that no matter holds, their contents too unless another file has the same."""
    gone = set(files.values_list("hash", flat=True))
    files.delete()
    kept = set(File.objects.filter(hash__in=gone).values_list("hash", flat=True))
    for digest in gone - kept:
        path_of(digest).unlink(missing_ok=True)


def file_by_id(file: str) -> File | None:
    """The file of an id, or None; who may have it says `reading.files`."""
    return File.objects.filter(pk=file).first() if _is_uuid(file) else None


def _is_uuid(text: str) -> bool:
    return len(text) in (32, 36) and all(c in "0123456789abcdef-" for c in text.lower())


MISSING = Sentence("文件 {file} 的内容不在磁盘上", "the content of file {file} is not on disk")
SPOILED = Sentence("文件 {file} 的内容被改动过", "the content of file {file} was changed")


def orphan_files() -> Iterator[Sentence]:
    """Files whose content is missing or is not what its digest says."""
    seen: set[str] = set()
    for pk, digest in File.objects.values_list("pk", "hash").iterator(2000):
        if digest in seen:
            continue
        seen.add(digest)
        path = path_of(digest)
        if not path.exists():
            yield MISSING.fill(file=pk)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield SPOILED.fill(file=pk)
