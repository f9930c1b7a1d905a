"""Where the contents of files lie: each once, under its digest, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from shanzhi.database.full_disk import room
from shanzhi.matters.models import File
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput

log = logging.getLogger(__name__)
DISK_FULL = Sentence(
    "服务器的磁盘满了，文件没有保存；请过一会儿再传，并告诉管理员",
    "the disk of the server is full and the file was not kept; send it later, and tell the administrator",
)
NOT_KEPT = Sentence(
    "文件没有保存成功；请过一会儿再传，并告诉管理员",
    "the file could not be kept; send it later, and tell the administrator",
)
MISSING = Sentence("文件 {file} 的内容不在磁盘上", "the content of file {file} is not on disk")
SPOILED = Sentence("文件 {file} 的内容被改动过", "the content of file {file} was changed")


def path_of(digest: str) -> Path:
    """Where the content of this digest lies."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def store(digest: str, content: bytes) -> None:
    """Put a content where it lies, whole or not at all. Raises `BadInput` where the disk has no room for it."""
    path = path_of(digest)
    if path.exists():
        return
    draft = None
    try:
        free, least = room()
        if free - len(content) < least:
            raise BadInput(DISK_FULL)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
        os.replace(draft.name, path)
    except OSError as fault:
        if draft is not None:
            Path(draft.name).unlink(missing_ok=True)
        log.exception("an upload could not be kept")
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise BadInput(DISK_FULL if full else NOT_KEPT) from None


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
