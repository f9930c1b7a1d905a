"""Uploads: what they are is told from their content, place and time are taken out, and only who may gets them."""

from __future__ import annotations

import errno
import io
import shutil
import struct
import zipfile
import zlib
from datetime import timedelta

import pytest
import xlsxwriter
from django.test import RequestFactory
from django.utils import timezone
from PIL import Image

from shanzhi.matters.files.contents import path_of
from shanzhi.matters.files.file_types import type_of
from shanzhi.matters.files.keeping import forget_unsent, keep_file
from shanzhi.matters.files.office_files import OFFICE
from shanzhi.matters.files.pictures import ORIENTATION, clean
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import File
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from shanzhi.reading.file_answers import whole_file
from shanzhi.reading.files import file_for
from shanzhi.tables.workbooks import read_bounded
from tests.matters.town import code

GPS = b"GPS-104.06-30.67"


def picture(form: str, **how: object) -> bytes:
    """A small picture that any program can open."""
    out = io.BytesIO()
    Image.new("RGB", (9, 6), (200, 30, 30)).save(out, form, **how)
    return out.getvalue()


def exif(orientation: int) -> bytes:
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, ORIENTATION, 3, 1, orientation, 0, 0) + GPS
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(orientation: int = 6) -> bytes:
    """One that tells where it was taken in every way that phones know: Exif, APP2, a comment, a film behind its end."""
    plain = picture("JPEG")
    told = exif(orientation) + segment(0xE2, b"MPF\0" + GPS) + segment(0xFE, GPS)
    return plain[:2] + told + plain[2:] + picture("JPEG")[:2] + GPS + b"\0\0\0\x18ftypmp42" + GPS


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png() -> bytes:
    plain = picture("PNG")
    told = chunk(b"eXIf", GPS) + chunk(b"tEXt", b"Author\0" + GPS) + chunk(b"prVt", GPS)
    return plain[:33] + told + plain[33:] + GPS


def gif() -> bytes:
    return picture("GIF", comment=GPS)


def webp() -> bytes:
    return picture("WEBP", exif=b"Exif\0\0MM\0*" + GPS)


@pytest.mark.parametrize(
    ("content", "type_"),
    [(jpeg(), "image/jpeg"), (png(), "image/png"), (gif(), "image/gif"), (webp(), "image/webp")],
)
def test_pictures_keep_nothing_but_what_is_seen(content, type_):
    cleaned = clean(content, type_)
    assert GPS in content
    assert GPS not in cleaned
    assert Image.open(io.BytesIO(cleaned)).size == (9, 6)
    assert Image.open(io.BytesIO(cleaned)).convert("RGB").getpixel((4, 3))[0] > 150


def test_a_jpeg_keeps_its_orientation():
    cleaned = clean(jpeg(6), "image/jpeg")
    assert Image.open(io.BytesIO(cleaned)).getexif()[ORIENTATION] == 6
    assert b"Exif" not in clean(jpeg(1), "image/jpeg")


def test_an_animation_keeps_its_frames_and_their_times():
    frames = [Image.new("P", (4, 4), n) for n in range(3)]
    for n, frame in enumerate(frames):
        frame.putpalette([90 * n] * 768)
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], comment=GPS)
    cleaned = Image.open(io.BytesIO(clean(out.getvalue(), "image/gif")))
    assert cleaned.n_frames == 3
    cleaned.seek(1)
    assert cleaned.info["duration"] == 200


@pytest.mark.parametrize("type_", ["image/jpeg", "image/png", "image/gif", "image/webp"])
@pytest.mark.parametrize("part", [0.1, 0.4, 0.7])
def test_a_broken_picture_is_refused_and_never_kept_as_it_is(type_, part):
    content = {"image/jpeg": jpeg, "image/png": png, "image/gif": gif, "image/webp": webp}[type_]()
    try:
        assert GPS not in clean(content[: int(len(content) * part)], type_)
    except ValueError:
        pass


def test_a_picture_of_too_many_pixels_is_refused_from_its_head(town):
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    row = zlib.compress(bytes(3751) * 100)
    huge = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", row) + chunk(b"IEND", b"")
    with pytest.raises(BadInput, match="百万像素"):
        keep(town, huge, "大.png")
    assert not File.objects.exists()


@pytest.mark.parametrize("brand", [b"heis", b"msf1", b"heim", b"mif2", b"mif1", b"heic"])
def test_a_picture_is_never_taken_for_a_film(brand):
    assert type_of(struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1" + brand) == "image/heic"
    assert type_of(struct.pack(">I", 24) + b"ftypavif" + bytes(4) + b"mif1avif") == "image/avif"
    assert type_of(struct.pack(">I", 20) + b"ftypisom" + bytes(4) + b"isom") == "video/mp4"


def test_an_avif_becomes_a_jpeg(town):
    kept = keep(town, picture("AVIF"), "灯.avif")
    assert (kept.name, kept.type, kept.cleaned) == ("灯.jpg", "image/jpeg", True)


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", 8 + len(body)) + kind + body


def film() -> bytes:
    """A film of a phone: a track of pictures, a track of positions, and where it was made."""
    head = box(b"ftyp", b"isom", bytes(4))
    data = box(b"mdat", b"PICTURES", GPS)

    def track(handler: bytes, at: int, size: int) -> bytes:
        table = box(
            b"stbl",
            box(b"stsz", bytes(4), struct.pack(">II", size, 1)),
            box(b"stsc", bytes(4), struct.pack(">IIII", 1, 1, 1, 1)),
            box(b"stco", bytes(4), struct.pack(">II", 1, at)),
        )
        return box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12)), box(b"minf", table)))

    at = len(head) + 8
    moov = box(
        b"moov",
        box(b"mvhd", bytes(4), b"\xda\x00\x00\x01" * 2, bytes(8)),
        track(b"vide", at, 8),
        track(b"mdta", at + 8, len(GPS)),
        box(b"udta", box(b"\xa9xyz", GPS)),
        box(b"meta", GPS),
    )
    return head + data + moov + box(b"uuid", GPS)


def test_a_film_says_no_longer_where_and_when():
    cleaned = clean(film(), "video/mp4")
    assert GPS not in cleaned
    assert b"\xda\x00\x00\x01" not in cleaned
    assert b"PICTURES" in cleaned
    assert len(cleaned) == len(film())  # every position in it stays true


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_a_film_that_breaks_off_is_refused(cut):
    with pytest.raises(ValueError):
        clean(film()[:-cut], "video/mp4")


def test_sound_and_office_files_lose_who_made_them():
    sound = b"ID3\x04\0\0\0\0\0" + bytes([len(GPS)]) + GPS + b"\xff\xfbsound" + b"TAG" + GPS.ljust(125, b"\0")
    assert clean(sound, "audio/mpeg") == b"\xff\xfbsound"
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.set_properties({"author": "居民甲", "comments": GPS.decode()})
    book.add_worksheet().write(0, 0, "内容")
    book.close()
    cleaned = clean(out.getvalue(), OFFICE[".xlsx"])
    with zipfile.ZipFile(io.BytesIO(cleaned)) as packed:
        assert not any(name.startswith("docProps") for name in packed.namelist())
        assert b"docProps" not in packed.read("_rels/.rels")
    assert read_bounded(cleaned).sheets[0].rows[0].cells == ("内容",)


def test_a_picture_under_a_films_brand_is_refused(town):
    told = struct.pack(">I", 20) + b"ftypqt  " + bytes(4) + b"qt  " + box(b"meta", GPS) + box(b"mdat", GPS)
    assert type_of(told) == "video/mp4"
    with pytest.raises(BadInput, match="打不开"):
        keep(town, told, "影片.mov")


def test_what_cannot_be_cleaned_is_kept_and_said_to_be_so(town):
    kept = keep(town, b"%PDF-1.7 " + GPS, "公告.pdf")
    assert not kept.cleaned
    assert keep(town, b"plain words", "a.txt").cleaned


def test_one_person_has_a_bound_for_what_is_not_attached(town, settings):
    settings.SHANZHI_FILE_MB = 1
    for n in range(5):
        keep(town, bytes([65 + n]) * 1_000_000, f"{n}.txt")
    with pytest.raises(BadInput, match="还没有提交"):
        keep(town, b"x" * 400_000, "6.txt")
    keep(town, b"x" * 400_000, "6.txt", "resident2")
    assert File.objects.count() == 6


def test_what_was_never_attached_goes_with_its_content_after_some_days(town):
    now = timezone.now()
    mine, same, new = (
        keep(town, b"one", "a.txt"),
        keep(town, b"one", "b.txt", "resident2"),
        keep(town, b"two", "c.txt"),
    )
    alone = keep(town, b"three", "d.txt")
    File.objects.filter(pk__in=[mine.pk, alone.pk]).update(at=now - timedelta(days=4))
    assert forget_unsent(now) == 2
    assert set(File.objects.values_list("pk", flat=True)) == {same.pk, new.pk}
    assert path_of(same.hash).exists()
    assert not path_of(alone.hash).exists()


def test_a_full_disk_is_said_and_leaves_no_draft(town, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path

    def full(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shanzhi.matters.files.contents.os.fsync", full)
    with pytest.raises(BadInput, match="磁盘满了"):
        keep(town, b"words", "a.txt")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not File.objects.exists()


def test_uploads_leave_room_on_the_disk_for_records(town, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    usage = shutil._ntuple_diskusage(10**12, 10**12 - 10**8, 10**8)
    monkeypatch.setattr("shanzhi.database.full_disk.shutil.disk_usage", lambda path: usage)
    with pytest.raises(BadInput, match="磁盘满了"):
        keep(town, b"words", "a.txt")
    assert list(tmp_path.iterdir()) == []


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
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\用户\\说明.txt", "说明.txt"),
        ("a\u202egpj.exe", "agpj.exe.txt"),
        ("照片.jpg.vbs", "照片.jpg.vbs.txt"),
        ("通知.bat", "通知.bat.txt"),
        ("说明.HTML", "说明.HTML.txt"),
        ("说明.TXT", "说明.TXT"),
        ("长" * 200 + ".hta", "长" * 116 + ".txt"),
        ("", "file.txt"),
    ],
)
def test_names_lose_their_tricks(town, name, kept):
    assert keep(town, b"plain words", name).name == kept


def test_a_picture_or_paper_called_a_program_is_handed_on_as_what_it_is(town):
    assert keep(town, jpeg(), "灯.scr").name == "灯.scr.jpg"
    assert keep(town, b"%PDF-1.4 x", "公告.hta").name == "公告.hta.pdf"
    assert keep(town, b"a,b\n", "名单.csv").name == "名单.csv"


def test_what_was_taken_in_before_is_handed_on_so_too(town):
    before = keep(town, b"MsgBox 1", "a.txt")
    File.objects.filter(pk=before.pk).update(name="照片.jpg.vbs")
    answer = whole_file(RequestFactory().get("/"), File.objects.get(pk=before.pk))
    assert answer["Content-Disposition"].endswith("%E7%85%A7%E7%89%87.jpg.vbs.txt")


def test_too_large_is_refused(town, settings):
    settings.SHANZHI_FILE_MB = 1
    with pytest.raises(BadInput, match="1 MB"):
        keep(town, b"x" * (1024 * 1024 + 1), "a.txt")


def test_a_correction_takes_in_ones_own_file_and_no_other(town):
    own, foreign = keep(town, jpeg()), keep(town, jpeg(), who="resident2")
    done = town.open(values={"subject": "灯坏"})
    for value in (str(foreign.pk), f'["{own.pk}"]', "7f0b", f"{own.pk},{foreign.pk}"):
        wrong = {"field": "photos", "value": value, "reason": "换照片"}
        assert code(town.try_act(done, "correct", "resident", values=wrong)) == "unknown_refs"
    town.act(done, "correct", "resident", field="photos", value=str(own.pk), reason="换照片")
    own.refresh_from_db()
    assert own.matter_id == done.matter.id, (
        "what a correction names is attached, so that no sweep takes it away"
    )
    assert file_for(town.actor("grid_worker"), str(own.pk)) is not None


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
