"""Files people attach: what they really are, cleaned of where and when, kept once under their digest.

The type is told from the content, never from the name. Pictures lose all metadata but their orientation: place
and time of a photo are nobody's business unless whoever sends it wants them known (国办函〔2026〕12号; PIPL art. 6).
Limits are settings of the installation.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.files.contents import path_of, store
from shanzhi.matters.files.file_types import name_of_type, type_of
from shanzhi.matters.files.heic import as_jpeg
from shanzhi.matters.files.office_files import OFFICE, DoesSomething
from shanzhi.matters.files.photo_position import Whereabouts
from shanzhi.matters.files.pictures import clean, holds_more, marked, where_of, without_where
from shanzhi.matters.files.redrawn import MOST_MOVING, MOST_PIXELS, TooManyPixels
from shanzhi.matters.files.thumbnails import drop_thumbnail
from shanzhi.matters.files.upload_work import at_work
from shanzhi.matters.models import File
from shanzhi.method.unseen_signs import without_unseen
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.people.problems import BadInput

MOST_UNSENT = 40
"""Files one person may have sent in and not attached."""
UNSENT_DAYS = 3
EMPTY = Sentence("文件是空的，请重新选择", "the file is empty; choose another")
TOO_LARGE = Sentence(
    "文件太大（最大 {most} MB），请压缩后再传", "the file is too large (at most {most} MB); make it smaller"
)
UNKNOWN_TYPE = Sentence(
    "不接受这种文件；请上传照片（JPG、HEIC、PNG、WebP、GIF）、PDF、Word、Excel、文本、录音或视频",
    "this kind of file is not taken; send a picture (JPG, HEIC, PNG, WebP, GIF), PDF, Word, Excel, text, sound or video",
)
MANY_PIXELS = Sentence(
    "图片太大（最多 {most} 百万像素），请缩小后再传",
    "the picture is too large (at most {most} million pixels); make it smaller",
)
MANY_MOVING = Sentence(
    "动图太大太长（各帧合计最多 {most} 百万像素）；请剪短、缩小，或改传视频",
    "the animation is too large or too long (at most {most} million pixels in all its frames); shorten it, make it smaller, "
    "or send a film",
)
MANY_INSIDE = Sentence(
    "文件里的图片合计太大（最多 {most} 百万像素，动图 {moving}）；请用“压缩图片”存小一些，或分成几个文件",
    "the pictures in the file are too large together (at most {most} million pixels, {moving} of animations); compress them, "
    "or split the file",
)
DAMAGED = Sentence(
    "文件打不开，可能损坏或没有传完整；请重新上传",
    "the file cannot be read, it may be damaged or not whole; send it again",
)
RUNS = Sentence(
    "文件里有宏、控件或嵌入的程序，或打开时会从别处取东西；请另存为不含这些的文件，或导出 PDF 再传",
    "the file holds macros, controls or other programs, or fetches something when it is opened; save it without them, or as "
    "PDF, and send that",
)
UNSENT = Sentence(
    "您上传后还没有提交的文件太多了（最多 {files} 个、共 {most} MB）。请先提交或等 {days} 天后自动清除",
    "you have too many files that were sent in and not attached to anything (at most {files}, {most} MB together); submit "
    "them first, or wait: they are cleared away after {days} days",
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
        with at_work(actor.person):
            if type_ == "image/heic":
                content, exif = as_jpeg(content)
                content = marked(content, exif) if keep_where else content
                name, type_ = f"{Path(name).stem}.jpg", "image/jpeg"
            cleaned = clean(content, type_, keep_where=keep_where)
        if type_ == "image/avif":
            name, type_ = f"{Path(name).stem}.jpg", "image/jpeg"
    except DoesSomething:
        raise BadInput(RUNS) from None
    except TooManyPixels as far:
        raise BadInput(_too_many(type_, far)) from None
    except ValueError:
        raise BadInput(BROKEN if type_.startswith("image/") else DAMAGED) from None
    kept = content if cleaned is None else cleaned
    made = File(
        hash=hashlib.sha256(kept).hexdigest(),
        name=name_of_type(plain_name(name), type_),
        type=type_,
        size=len(kept),
        person_id=actor.person,
        at=at or timezone.now(),
        cleaned=cleaned is not None and not holds_more(kept, type_),
    )
    with transaction.atomic():
        _hold_to_quota(actor, len(kept))
        store(made.hash, kept)
        made.save(force_insert=True)
    if not path_of(made.hash).exists():  # a sweep took the same content away in this moment
        store(made.hash, kept)
    return made


def _too_many(type_: str, far: TooManyPixels) -> Sentence:
    most, moving = MOST_PIXELS // 1_000_000, MOST_MOVING // 1_000_000
    if type_ in OFFICE.values():
        return MANY_INSIDE.fill(most=most, moving=moving)
    return MANY_MOVING.fill(most=moving) if far.moving else MANY_PIXELS.fill(most=most)


def _hold_to_quota(actor: Actor, size: int) -> None:
    """Refuse what would leave too much lying about that was never attached. Two uploads at once count both."""
    if actor.person is None:
        return
    Person.objects.select_for_update().filter(pk=actor.person).first()
    unsent = File.objects.filter(person=actor.person, matter=None).aggregate(n=Count("pk"), size=Sum("size"))
    if unsent["n"] >= MOST_UNSENT or (unsent["size"] or 0) + size > most_unsent_bytes():
        raise BadInput(
            UNSENT.fill(most=most_unsent_bytes() // (1024 * 1024), files=MOST_UNSENT, days=UNSENT_DAYS)
        )


def most_unsent_bytes() -> int:
    """How much one person may have sent in and not attached, in bytes: five of the largest files."""
    return 5 * most_bytes()


def forget_unsent(now: datetime | None = None) -> int:
    """Destroy what was sent in and not attached to anything for `UNSENT_DAYS`. Returns how many files."""
    old = File.objects.filter(matter=None, at__lt=(now or timezone.now()) - timedelta(days=UNSENT_DAYS))
    count = old.count()
    if count:
        drop_unsent(old)
    return count


def forget_where(actor: Actor, files: Iterable[str]) -> None:
    """Take place and time out of the actor's photos that are not sent yet: they changed their mind."""
    for file in _unsent_photos(actor, files):
        content = path_of(file.hash).read_bytes()
        cleaned = without_where(content)
        if cleaned != content:
            file.hash, file.size = hashlib.sha256(cleaned).hexdigest(), len(cleaned)
            store(file.hash, cleaned)
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


def plain_name(name: str) -> str:
    """A file's name without folders, control characters and tricks of direction, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = without_unseen(unicodedata.normalize("NFC", last)).strip()
    if len(kept) > 120:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: 119 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else kept[:120]
    return kept or "file"


def drop_unsent(files: QuerySet[File]) -> None:
    """Destroy files that no matter holds, their contents too unless another file has the same."""
    _drop_contents(_deleted(files))


def drop(files: QuerySet[File]) -> None:
    """Destroy files as part of what is being written: their contents go once that stands."""
    gone = _deleted(files)
    transaction.on_commit(lambda: _drop_contents(gone))


def _deleted(files: QuerySet[File]) -> set[str]:
    gone = set(files.values_list("hash", flat=True))
    files.delete()
    return gone


def _drop_contents(digests: Iterable[str]) -> None:
    for digest in digests:
        if File.objects.filter(hash=digest).exists():
            continue
        path = path_of(digest)
        aside = path.with_name(f".{digest}")
        try:
            os.replace(path, aside)
        except FileNotFoundError:
            continue
        if File.objects.filter(hash=digest).exists():  # somebody sent the same in this moment
            os.replace(aside, path)
        else:
            aside.unlink(missing_ok=True)
            drop_thumbnail(digest)


def file_by_id(file: str) -> File | None:
    """The file of an id, or None; who may have it says `reading.files`."""
    return File.objects.filter(pk=file).first() if _is_uuid(file) else None


def _is_uuid(text: str) -> bool:
    return len(text) in (32, 36) and all(c in "0123456789abcdef-" for c in text.lower())
