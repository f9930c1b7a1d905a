"""Small pictures for lists: made once, upright and without what tells, by many at once; gone with their content."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from shanzhi.matters.files import thumbnails
from shanzhi.matters.files.contents import path_of
from shanzhi.matters.files.keeping import drop_unsent, keep_file
from shanzhi.matters.files.thumbnails import LONGEST, thumbnail, thumbnail_path
from shanzhi.matters.models import File
from tests.matters.files.test_files import jpeg, png
from tests.matters.town import Town


def large(form: str, **how: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 60).convert("RGB").save(out, form, **how)  # type: ignore[arg-type]
    return out.getvalue()


def kept(town: Town, content: bytes, name: str = "照片.jpg") -> File:
    return keep_file(actor=town.actor("resident"), name=name, content=content)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_thumbnail_is_small_and_keeps_its_sides(town: Town, form: str) -> None:
    file = kept(town, large(form), f"a.{form.lower()}")
    path = thumbnail(file, path_of(file.hash))
    assert path is not None
    with Image.open(path) as small:
        assert (small.format, small.size) == ("JPEG", (LONGEST, LONGEST * 3 // 4))
        assert not small.getexif()
    assert path.stat().st_size < path_of(file.hash).stat().st_size / 4


def test_a_picture_taken_on_its_side_stands_upright(town: Town) -> None:
    file = kept(town, jpeg(6))
    path = thumbnail(file, path_of(file.hash))
    assert path is not None
    with Image.open(path_of(file.hash)) as whole, Image.open(path) as small:
        assert whole.getexif()[0x0112] == 6
        assert (small.width > small.height) is (whole.height > whole.width)


def test_many_who_ask_at_once_get_one_whole_picture(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    make = thumbnails.made_small

    def counted(content: bytes, type_: str, longest: int) -> bytes:
        made.append(1)
        return make(content, type_, longest)

    monkeypatch.setattr(thumbnails, "made_small", counted)
    file = kept(town, large("JPEG"))
    content = path_of(file.hash)
    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda _: thumbnail(file, content), range(16)))
    assert (set(paths), len(made)) == ({thumbnail_path(file.hash)}, 1)
    assert [p.name for p in thumbnail_path(file.hash).parent.iterdir()] == [f"{file.hash}.jpg"]


def test_what_is_no_picture_has_none(town: Town) -> None:
    file = kept(town, "只是文字".encode(), "说明.txt")
    assert thumbnail(file, path_of(file.hash)) is None


def test_where_the_disk_takes_nothing_there_is_none_and_nothing_is_left(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = kept(town, png())

    def full(*_where: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(thumbnails.os, "replace", full)
    assert thumbnail(file, path_of(file.hash)) is None
    folder = thumbnail_path(file.hash).parent
    assert list(folder.iterdir() if folder.exists() else ()) == []


def test_a_content_that_is_destroyed_takes_it_along(town: Town) -> None:
    file = kept(town, large("JPEG"))
    path = thumbnail(file, path_of(file.hash))
    assert isinstance(path, Path)
    drop_unsent(File.objects.filter(pk=file.pk))
    assert not path.exists()
