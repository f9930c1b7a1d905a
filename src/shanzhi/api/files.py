"""Files: sent first, then named in an act's answers; given to those who see their matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.multipartparser import MultiPartParserError
from msgspec import Meta

from shanzhi.api.faults import Fault, not_found
from shanzhi.api.matter_parts import FileView, file_views
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message, raw_body
from shanzhi.api.subjects import files
from shanzhi.matters.files.keeping import keep_file, most_bytes
from shanzhi.matters.files.thumbnails import PICTURES
from shanzhi.method.words import Sentence
from shanzhi.people.permission import Denied
from shanzhi.reading.file_answers import small_picture, whole_file
from shanzhi.reading.files import file_for, opened

if TYPE_CHECKING:
    from shanzhi.matters.models import File


BINARY = "application/octet-stream"
MULTIPART = "multipart/form-data"
ONE_FILE = Sentence("请在 file 这一项里上传一个文件。", "Send one file, as the part named `file`.")
NOT_A_FILE = Sentence(
    "请用 application/octet-stream（加 name）或 multipart/form-data 上传。",
    "Send it as application/octet-stream (with `name`) or as multipart/form-data.",
)


class FileName(Message):
    """The file's name, where the body is the file itself."""

    name: Annotated[str, Meta(max_length=255)] = "file"


@operation(
    files,
    "POST",
    "/files",
    Sentence("上传文件", "Send a file"),
    about=Sentence(
        "得到的 id 写进动作的 files 类答案；照片里的拍摄地点和时间会去掉。",
        "Put the id into an act's answers; place and time are taken out of pictures.",
    ),
    query=FileName,
    takes={
        BINARY: {"type": "string", "format": "binary"},
        MULTIPART: {
            "type": "object",
            "properties": {"file": {"type": "string", "format": "binary"}},
            "required": ["file"],
        },
    },
    answer=FileView,
    status=201,
    scope="act",
)
def send_file(call: Call) -> FileView:
    """It belongs to its sender until an act attaches it."""
    name, content = _sent(call)
    return file_views([keep_file(actor=call.actor, name=name, content=content)])[0]


def _sent(call: Call) -> tuple[str, bytes]:
    kind = call.request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind == BINARY:
        return call.query.name, raw_body(call.request, most_bytes())
    if kind != MULTIPART:
        raise Fault(415, "not_a_file", NOT_A_FILE)
    try:
        sent = call.request.FILES.getlist("file")
    except MultiPartParserError:
        raise Fault(400, "bad_multipart", ONE_FILE) from None
    if len(sent) != 1:
        raise Fault(400, "one_file", ONE_FILE, fields={"file": ONE_FILE})
    return sent[0].name or "file", sent[0].read()


@operation(
    files,
    "GET",
    "/files/{uuid:file}",
    Sentence("下载文件", "Fetch a file"),
    media=["*/*"],
    refuses=[403, 404],
)
def get_file(call: Call, file: UUID) -> HttpResponse | FileResponse:
    """For its sender, and for those who see its matter; one of a sensitive answer for who may look at that answer, once they
    have (`POST /matters/{number}/looks`). Each opening of it is recorded."""
    try:
        found, recorded = opened(call.actor, str(file))
    except Denied as problem:
        if problem.seen:
            raise
        raise not_found() from None
    return _shown(whole_file(call.request, found, recorded))


@operation(
    files,
    "GET",
    "/files/{uuid:file}/thumbnail",
    Sentence("照片的小图", "A photo, small"),
    media=sorted(PICTURES),
    refuses=[404],
)
def get_thumbnail(call: Call, file: UUID) -> HttpResponse | FileResponse:
    """At most 320 pixels a side, for lists, or itself where it cannot be made smaller; there is none of what is no picture."""
    return _shown(small_picture(call.request, _found(call, file)))


def _found(call: Call, file: UUID) -> File:
    """A file, for one who may have it."""
    try:
        return file_for(call.actor, str(file))
    except Denied:
        raise not_found() from None


def _shown(answer: HttpResponse | FileResponse | None) -> HttpResponse | FileResponse:
    if answer is None:
        raise not_found()
    return answer
