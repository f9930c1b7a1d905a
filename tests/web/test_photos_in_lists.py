"""Photos in lists, on the board and on the wall: small, told in words, opened on a page with a way back; for who may."""

import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shanzhi.matters.models import Matter
from tests.matters.town import METHODS


def photo(name: str, colour: str = "navy") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.fixture
def pictured(town, signed_in):
    """An appeal with two photos; its number and theirs."""
    sent = {"subject": "楼道灯不亮", "photos": [photo("a.jpg"), photo("b.jpg", "teal")], "command": "c1"}
    assert signed_in("resident").post("/open/appeal", sent).status_code == 302
    row = Matter.objects.get()
    return row.pk, list(row.data["photos"])


def small(page: str) -> list[str]:
    return re.findall(r'<img src="/files/([0-9a-f-]{36})/small"', page)


@pytest.mark.parametrize(
    ("who", "address"),
    [("grid_worker", "/inbox"), ("community_staff", "/board"), ("resident", "/mine"), ("grid_worker", "/search?q=楼道灯")],
)  # fmt: skip
def test_lists_show_small_photos_with_words(town, signed_in, pictured, who, address):
    _number, photos = pictured
    page = signed_in(who).get(address).content.decode()
    assert sorted(small(page)) == sorted(photos)
    assert 'alt="“楼道灯不亮”的照片，第 1 张，共 2 张"' in html.unescape(page)
    assert f'href="/files/{photos[0]}/photo" data-photo="/files/{photos[0]}"' in page


def test_a_small_photo_is_small_and_only_for_who_may_have_the_photo(town, signed_in, pictured):
    _number, photos = pictured
    answer = signed_in("grid_worker").get(f"/files/{photos[0]}/small")
    with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as shown:
        assert max(shown.size) == 320
    assert "no-store" not in answer["Cache-Control"]
    for face in ("", "/small", "/photo"):
        assert signed_in("resident2").get(f"/files/{photos[0]}{face}").status_code == 404
        gone = signed_in("resident2").get(f"/files/00000000-0000-4000-8000-000000000000{face}")
        assert gone.status_code == 404


def test_without_scripts_a_photo_opens_on_a_page_that_leads_back_and_on(town, signed_in, pictured):
    number, photos = pictured
    worker = signed_in("grid_worker")
    first, second = (worker.get(f"/files/{file}/photo").content.decode() for file in photos)
    for page in (first, second):
        assert f'href="/matters/{number}"' in page
    assert f'src="/files/{photos[0]}"' in first
    assert f'href="/files/{photos[1]}/photo">下一张' in first
    assert f'href="/files/{photos[0]}/photo">上一张' in second
    assert "上一张</a>" not in first


def test_a_neighbour_who_sees_the_matter_sees_no_photo_that_is_not_shown(town, signed_in):
    town.adopt((METHODS / "appeal-wall.yaml").read_text(encoding="utf-8"))
    sent = {
        "subject": "电梯常坏", "detail": "三楼停一次", "category": "other", "agree": "true", "photos": photo("a.jpg"), "command": "c1",
    }  # fmt: skip
    assert signed_in("resident").post("/open/appeal-wall", sent).status_code == 302
    row = Matter.objects.get()
    town.act(row.pk, "post", "community_staff", shown="电梯三天两头坏")
    wall = signed_in("resident2").get(f"/wall/at/{town.community.pk}").content.decode()
    assert "电梯三天两头坏" in wall
    assert small(wall) == []
    assert signed_in("resident2").get(f"/files/{row.data['photos'][0]}/small").status_code == 404


def test_a_photo_that_a_method_publishes_hangs_on_the_wall_for_everybody(town, signed_in, client):
    text = (METHODS / "appeal-wall.yaml").read_text(encoding="utf-8")
    town.adopt(
        text.replace(
            "publish: {what: [subject, shown, category]", "publish: {what: [subject, shown, category, photos]"
        )
    )
    sent = {
        "subject": "电梯常坏", "detail": "三楼停一次", "category": "other", "agree": "true", "photos": photo("a.jpg"), "command": "c1",
    }  # fmt: skip
    assert signed_in("resident").post("/open/appeal-wall", sent).status_code == 302
    row = Matter.objects.get()
    file = row.data["photos"][0]
    assert client.get(f"/files/{file}").status_code == 302
    town.act(row.pk, "post", "community_staff", shown="电梯三天两头坏")
    wall = client.get(f"/wall/at/{town.community.pk}").content.decode()
    assert small(wall) == [file]
    assert client.get(f"/files/{file}/small").status_code == 200
    page = client.get(f"/files/{file}/photo").content.decode()
    assert f'href="/matters/{row.pk}"' not in page
    assert f'href="/wall/{row.pk}"' in page
