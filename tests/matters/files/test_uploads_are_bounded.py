"""What an upload may make the server do: pixels over all frames and all pictures of a file, and the work of one person."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from shanzhi.matters.files import redrawn, upload_work
from shanzhi.matters.files.redrawn import Allowance, TooManyPixels
from shanzhi.matters.models import File
from shanzhi.people import pace
from shanzhi.people.problems import BadInput
from tests.matters.files.test_files import jpeg, keep, png
from tests.matters.files.test_office_files import office


@pytest.fixture(autouse=True)
def _fresh():
    pace.forget()


@pytest.fixture
def small(monkeypatch):
    """Bounds that a test can reach: 200 pixels of pictures, 120 of animations."""
    monkeypatch.setattr(redrawn, "MOST_PIXELS", 200)
    monkeypatch.setattr(redrawn, "MOST_MOVING", 120)


def moving(form: str, frames: int) -> bytes:
    """An animation of 9 × 6 pixels."""
    out = io.BytesIO()
    made = [Image.new("RGB", (9, 6), (20 * n, 30, 30)) for n in range(frames)]
    made[0].save(out, form, save_all=True, append_images=made[1:], duration=50)
    return out.getvalue()


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_the_frames_of_an_animation_count_together(town, small, form):
    keep(town, moving(form, 3), f"a.{form}")
    with pytest.raises(BadInput, match="动图太大太长"):
        keep(town, moving(form, 4), f"a.{form}")
    assert File.objects.count() == 1


def test_the_pictures_in_one_file_count_together(town, small):
    pictures = {f"word__media__image{n}_dot_jpeg": jpeg(1) for n in range(3)}
    keep(town, office(**pictures), "三张.docx")
    with pytest.raises(BadInput, match="文件里的图片合计太大"):
        keep(town, office(**pictures, word__media__more_dot_png=png()), "四张.docx")
    with pytest.raises(BadInput, match="文件里的图片合计太大"):
        keep(town, office(word__media__a_dot_gif=moving("GIF", 4)), "动图.docx")


def test_a_picture_is_counted_before_it_is_unpacked(small):
    picture = Image.new("L", (15, 15))
    with pytest.raises(TooManyPixels):
        Allowance().take(picture)


def test_what_unpacks_to_too_much_is_no_office_file(town, monkeypatch):
    monkeypatch.setattr("shanzhi.matters.files.office_files.MOST_BYTES", 2000)
    keep(town, office(), "小.docx")
    with pytest.raises(BadInput):
        keep(town, office(word__header_dot_xml="<x/>" * 1000), "大.docx")


def test_one_person_s_uploads_wait_for_their_own_turn_and_nobody_else_does(town, monkeypatch):
    monkeypatch.setattr(upload_work, "SECONDS_A_MINUTE", 1e-6)
    keep(town, png(), "一.png")
    with pytest.raises(BadInput, match=r"这一分钟传的大文件太多了，请 [0-9]+ 秒后再传"):
        keep(town, png(), "二.png")
    keep(town, png(), "三.png", "resident2")
    assert File.objects.count() == 2


def test_few_uploads_of_one_person_are_worked_on_at_once(town):
    number = town.people["resident"].pk
    with upload_work.at_work(number), upload_work.at_work(number), pytest.raises(BadInput, match="还在处理"):
        keep(town, png(), "三.png")
    keep(town, png(), "四.png")
    assert not upload_work._now
