"""Uploads: what they are is told from their content, place and time are taken out, and only who may gets them."""

from __future__ import annotations

import struct
import zlib

import pytest

from shanzhi.matters.files import keep_file, path_of
from shanzhi.matters.models import File
from shanzhi.matters.pictures import ORIENTATION, clean
from shanzhi.matters.verify import verify_matters
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from shanzhi.reading.files import file_for
from tests.matters.town import code

GPS = b"GPS-104.06-30.67"


def exif(orientation: int) -> bytes:
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, ORIENTATION, 3, 1, orientation, 0, 0) + GPS
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def jpeg(orientation: int = 6) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">H", 11) + b"\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    return (
        b"\xff\xd8" + exif(orientation) + b"\xff\xfe\x00\x06hi!!" + frame + b"\xff\xda\x00\x02picture\xff\xd9"
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            chunk(b"IHDR", bytes(13)),
            chunk(b"eXIf", GPS),
            chunk(b"tEXt", b"Author\0" + GPS),
            chunk(b"IEND", b""),
        ]
    )


def webp() -> bytes:
    parts = (
        b"WEBP"
        + b"VP8X"
        + struct.pack("<I", 10)
        + b"\x0c"
        + bytes(9)
        + b"EXIF"
        + struct.pack("<I", len(GPS))
        + GPS
    )
    return b"RIFF" + struct.pack("<I", len(parts)) + parts


@pytest.mark.parametrize(
    ("content", "type_"), [(jpeg(), "image/jpeg"), (png(), "image/png"), (webp(), "image/webp")]
)
def test_pictures_lose_where_and_when(content, type_):
    cleaned = clean(content, type_)
    assert GPS in content
    assert GPS not in cleaned
    assert clean(cleaned, type_) == cleaned


def test_a_jpeg_keeps_its_orientation_and_its_picture():
    cleaned = clean(jpeg(6), "image/jpeg")
    assert struct.pack(">HHIHH", ORIENTATION, 3, 1, 6, 0) in cleaned
    assert cleaned.endswith(b"picture\xff\xd9")
    assert b"Exif" not in clean(jpeg(1), "image/jpeg")


@pytest.mark.parametrize("cut", range(2, len(jpeg()) - 12, 3))
def test_a_broken_picture_is_refused_and_never_kept_as_it_is(cut):
    try:
        assert GPS not in clean(jpeg()[:cut], "image/jpeg")
    except ValueError:
        pass


def keep(town, content: bytes, name: str = "照片.jpg", who: str = "resident") -> File:
    return keep_file(actor=town.actor(who), name=name, content=content)


def test_what_is_kept_lies_once_under_its_digest(town):
    first, second = keep(town, jpeg()), keep(town, jpeg(), "再来一张.jpg", "resident2")
    assert first.hash == second.hash
    assert first.pk != second.pk
    assert GPS not in path_of(first.hash).read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b""),
        ("a.jpg", b"\xff\xd8\xff"),
        ("a.jpg", b"MZ\x90\0" + bytes(100)),
        ("a.html", b"<html><script>"),
        ("a.svg", b"<svg onload='x'/>"),
        ("a.docx", b"PK\x03\x04" + bytes(100)),
        ("a.heic", bytes(4) + b"ftypheic" + bytes(100)),
    ],
)
def test_what_is_not_taken_says_why(town, name, content):
    with pytest.raises(BadInput):
        keep(town, content, name)
    assert not File.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\用户\\照片.jpg", "照片.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("", "file"),
    ],
)
def test_names_lose_their_tricks(town, name, kept):
    assert keep(town, b"plain words", name).name == kept


def test_too_large_is_refused(town, settings):
    settings.SHANZHI_FILE_MB = 1
    with pytest.raises(BadInput, match="1 MB"):
        keep(town, b"x" * (1024 * 1024 + 1), "a.txt")


def test_only_who_sent_it_may_attach_it_and_only_who_sees_the_matter_gets_it(town):
    file = keep(town, jpeg())
    values = {"subject": "灯坏", "photos": [str(file.pk)]}
    assert code(town.try_open(who="resident2", values=values)) == "unknown_refs"
    with pytest.raises(Denied):
        file_for(town.actor("grid_worker"), str(file.pk))
    done = town.open(values=values)
    file.refresh_from_db()
    assert (file.matter_id, file.seq) == (done.matter.id, 1)
    assert file_for(town.actor("grid_worker"), str(file.pk)) == file
    with pytest.raises(Denied):
        file_for(town.actor("grid_worker@other"), str(file.pk))
    for odd in ("", "x", "../..", "0" * 32):
        with pytest.raises(Denied):
            file_for(town.actor("grid_worker"), odd)


def test_missing_and_changed_contents_show_in_verification(town):
    file = keep(town, jpeg())
    assert verify_matters().faults == []
    path_of(file.hash).write_bytes(b"something else")
    assert len(verify_matters().faults) == 1
    path_of(file.hash).unlink()
    assert len(verify_matters().faults) == 1
