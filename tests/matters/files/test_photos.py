"""Photos: HEIC becomes JPEG; place and time leave them, but for who asked to keep those, and nothing else stays."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from shanzhi.matters.files.contents import path_of
from shanzhi.matters.files.keeping import forget_where, keep_file, where_taken
from shanzhi.matters.models import File
from shanzhi.people.problems import BadInput
from tests.matters.photos import HEIC, POINT, photo, told


@pytest.fixture
def sender(settings, tmp_path, town):
    settings.MEDIA_ROOT = tmp_path
    return town.actor("resident")


def content_of(file: File) -> bytes:
    file.refresh_from_db()
    return path_of(file.hash).read_bytes()


@pytest.mark.parametrize(
    ("name", "content"), [("灯.jpg", photo()), ("IMG_0001.HEIC", HEIC)], ids=["jpeg", "heic"]
)
@pytest.mark.parametrize("keep", [False, True], ids=["taken out", "kept"])
def test_place_and_time_stay_only_where_they_are_wanted(sender, name, content, keep):
    kept = keep_file(actor=sender, name=name, content=content, keep_where=keep)
    assert (kept.type, kept.name[-4:]) == ("image/jpeg", ".jpg")
    assert told(content_of(kept)) == ({"where", "when"} if keep else set())
    assert Image.open(io.BytesIO(content_of(kept))).size == (8, 6)


def test_a_photo_stays_upright_with_and_without_its_place(sender):
    for keep in (True, False):
        kept = keep_file(actor=sender, name="灯.jpg", content=photo(turned=6), keep_where=keep)
        assert Image.open(io.BytesIO(content_of(kept))).getexif()[0x0112] == 6


def test_who_changes_their_mind_has_the_place_taken_out(sender, town):
    kept = keep_file(actor=sender, name="灯.jpg", content=photo(), keep_where=True)
    assert where_taken(sender, [str(kept.pk)]).point == pytest.approx(POINT)
    assert where_taken(town.actor("resident2"), [str(kept.pk)]).point is None
    forget_where(town.actor("resident2"), [str(kept.pk)])
    assert told(content_of(kept)) == {"where", "when"}
    forget_where(sender, [str(kept.pk), "no-id", "[object File]"])
    assert told(content_of(kept)) == set()
    assert content_of(kept)[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    "content",
    [HEIC[:500], HEIC[:24] + b"\0" * 600, photo()[:-200][:60]],
    ids=["broken off", "no picture in it", "a torn jpeg"],
)
def test_what_cannot_be_read_gets_a_sentence_and_no_file(sender, content):
    with pytest.raises(BadInput, match="图片打不开"):
        keep_file(actor=sender, name="a.heic", content=content)
    assert File.objects.count() == 0


def test_a_picture_of_too_many_pixels_is_not_unpacked(sender, monkeypatch):
    monkeypatch.setattr("shanzhi.matters.files.heic.MOST_PIXELS", 40)
    with pytest.raises(BadInput, match="图片打不开"):
        keep_file(actor=sender, name="a.heic", content=HEIC)


def test_hostile_metadata_break_nothing(sender):
    whole = photo()
    at = whole.index(b"Exif\0\0") + 6
    for n in range(0, 120, 5):
        broken = whole[: at + n] + b"\xff\xff\xff\xff" + whole[at + n + 4 :]
        kept = keep_file(actor=sender, name="a.jpg", content=broken, keep_where=True)
        assert told(content_of(kept)) <= {"where", "when"}
