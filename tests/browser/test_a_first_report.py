"""A newcomer's first report on a phone: few taps, few seconds, a large photo made small on the device."""

from __future__ import annotations

import io
import re
import time

import pytest
from PIL import Image

from shanzhi.matters.files.contents import path_of
from shanzhi.matters.models import File, Matter
from tests.browser.thumb import Thumb
from tests.matters.photos import photo, told
from tests.matters.search.test_nearby import PUBLIC

MOST_TAPS = 4
"""Report, photo, the line to write in, send."""
MINUTE = 60


def large_photo() -> bytes:
    """A photo of several megabytes with the place in it, as a phone makes it."""
    small = photo()
    exif = small[small.index(b"\xff\xe1") : small.index(b"\xff\xdb")]
    out = io.BytesIO()
    Image.effect_noise((4000, 3000), 90).convert("RGB").save(out, "JPEG", quality=88)
    whole = out.getvalue()
    return whole[:2] + exif + whole[2:]


def test_within_a_minute_and_four_taps(town, enter):
    page = enter("resident", is_mobile=True, has_touch=True)
    thumb, began = Thumb(page), time.monotonic()
    content = large_photo()
    thumb.tap(page.get_by_role("link", name="反映问题"))
    thumb.photograph("拍照", content)
    thumb.write("什么事", "三号楼门口路灯不亮")
    page.locator("[data-chosen] img").wait_for()
    thumb.tap(page.get_by_role("button", name="提交", exact=True))
    page.wait_for_url(re.compile(r"/matters/\d+$"))
    assert thumb.taps <= MOST_TAPS
    assert time.monotonic() - began < MINUTE
    sent = path_of(File.objects.get(matter=Matter.objects.get()).hash).read_bytes()
    assert max(Image.open(io.BytesIO(sent)).size) == 1600
    assert len(sent) < len(content)
    assert told(sent) == set()


def test_a_neighbours_report_is_offered_while_one_types(town, enter):
    town.adopt(PUBLIC)
    first = town.open(values={"subject": "三号楼门口路灯不亮"}).matter.id
    page = enter("resident2", is_mobile=True, has_touch=True)
    page.goto("/open/appeal")
    page.get_by_label("什么事").fill("三号楼门口的路灯不亮了")
    page.get_by_label("具体情况").focus()
    page.get_by_role("button", name="我也是").click()
    page.wait_for_url(re.compile(rf"/matters/{first}$"))
    assert Matter.objects.count() == 1


def test_the_place_stays_in_a_photo_only_if_the_box_is_ticked(town, enter):
    page = enter("resident", is_mobile=True, has_touch=True)
    page.goto("/open/appeal")
    page.get_by_label("什么事").fill("路灯不亮")
    page.get_by_label("拍照", exact=True).set_input_files(
        {"name": "IMG_0002.jpg", "mimeType": "image/jpeg", "buffer": photo(turned=6)}
    )
    page.locator("[data-chosen] img").wait_for()
    page.get_by_label("附上拍摄地点和时间").check()
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url(re.compile(r"/matters/\d+$"))
    matter = Matter.objects.get()
    assert matter.lon == pytest.approx(104.06)
    sent = path_of(File.objects.get(matter=matter).hash).read_bytes()
    assert told(sent) == {"where", "when"}
    assert Image.open(io.BytesIO(sent)).size == (6, 8)


def test_looking_anew_for_neighbours_reports_gives_up_the_former_look_without_an_error(town, enter):
    page = enter("resident", is_mobile=True, has_touch=True)
    page.goto("/open/appeal")
    page.route("**/open/appeal", lambda route: None)  # never answered
    for label, text in (("什么事", "路灯不亮"), ("具体情况", "三号楼门口")):
        with page.expect_request(lambda request: request.headers.get("hx-request") == "true"):
            page.get_by_label(label).fill(text)
            page.get_by_label(label).blur()
    page.goto("/mine")
