"""A file as it is answered with, whole or small, from whichever face: under one policy.

It may show itself and do nothing. A browser may keep it, but asks each time whether it may still have it: whoever loses the
right, or shares a phone with somebody who has it, is not shown it again.
"""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from shanzhi.matters.files.contents import path_of
from shanzhi.matters.files.file_types import INLINE, name_of_type
from shanzhi.matters.files.thumbnails import PICTURES, thumbnail
from shanzhi.matters.models import File

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "private, no-cache",
}
SMALL = "image/jpeg"
NOT_KEPT = "private, no-store"
"""What is said of a file of a sensitive answer: no browser keeps it, since each opening is recorded."""


def there(file: File) -> bool:
    """Whether the content of a file is still here."""
    return path_of(file.hash).exists()


def whole_file(
    request: HttpRequest, file: File, recorded: bool = False
) -> HttpResponse | FileResponse | None:
    """The answer with a file; None where its content is gone. What is opened on record is kept nowhere."""
    if not there(file):
        return None
    made = _answer(request, file, path_of(file.hash), file.type, "")
    if recorded:
        made["Cache-Control"] = NOT_KEPT
    return made


def small_picture(request: HttpRequest, file: File) -> HttpResponse | FileResponse | None:
    """The answer with a picture as lists show it; itself where it cannot be made smaller. None of what is no picture."""
    if file.type not in PICTURES or not there(file):
        return None
    path = thumbnail(file, path_of(file.hash))
    return whole_file(request, file) if path is None else _answer(request, file, path, SMALL, "-small")


def _answer(
    request: HttpRequest, file: File, path: Path, type_: str, kind: str
) -> HttpResponse | FileResponse:
    mark = f'"{file.hash}{kind}"'
    made: HttpResponse | FileResponse | None = get_conditional_response(request, etag=mark)  # it has it still
    if made is None:
        made = FileResponse(path.open("rb"), content_type=type_)
        inline = bool(kind) or file.type in INLINE
        made["Content-Disposition"] = (
            content_disposition_header(not inline, name_of_type(file.name, file.type)) or "attachment"
        )
    made["ETag"] = mark
    for name, value in HEADERS.items():
        made[name] = value
    return made
