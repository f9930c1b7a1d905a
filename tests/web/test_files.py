"""Files on a form and on their own: kept through mistakes, given only to those who may have them, never run."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shanzhi.matters.models import File, Matter

_OUT = io.BytesIO()
Image.new("RGB", (2, 2), (200, 30, 30)).save(_OUT, "PNG")
PNG = _OUT.getvalue()


def photo(name: str = "灯.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_photo_survives_a_mistake_and_is_sent_with_the_rest(town, signed_in):
    client = signed_in("resident")
    failed = client.post(
        "/open/appeal", {"subject": "", "photos": [photo("a.png"), photo("b.png")], "command": "c1"}
    )
    page = failed.content.decode()
    ids = re.findall(r'name="photos" value="([0-9a-f-]{36})" checked', page)
    assert (failed.status_code, len(ids)) == (422, 2)
    sent = client.post("/open/appeal", {"subject": "楼道灯不亮", "photos": ids[:1], "command": "c1"})
    assert sent.status_code == 302
    row = Matter.objects.get()
    assert [str(f.pk) for f in File.objects.filter(matter=row)] == ids[:1]
    assert f"/files/{ids[0]}" in signed_in("grid_worker").get(f"/matters/{row.pk}").content.decode()


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (photo("a.png", b"MZ\x90\x00\x03"), "不接受这种文件"),
        (photo("空.png", b""), "文件是空的"),
        (
            photo("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
            "不接受这种文件",
        ),
        (photo("a.png", PNG[:40]), "图片打不开"),
    ],
)
def test_what_is_not_taken_gets_a_sentence_and_the_text_stays(town, signed_in, upload, says):
    answer = signed_in("resident").post(
        "/open/appeal", {"subject": "楼道灯不亮", "photos": upload, "command": "c1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert 'value="楼道灯不亮"' in page
    assert (File.objects.count(), Matter.objects.count()) == (0, 0)


def test_one_too_large_is_told_before_it_is_read(town, signed_in, settings):
    settings.SHANZHI_FILE_MB = 1
    answer = signed_in("resident").post(
        "/open/appeal",
        {"subject": "楼道灯不亮", "photos": photo("大.png", PNG + b"\0" * 2_000_000), "command": "c1"},
    )
    assert "文件太大（最大 1 MB）" in answer.content.decode()


def test_only_those_who_see_the_matter_have_its_files(town, signed_in):
    signed_in("resident").post("/open/appeal", {"subject": "楼道灯不亮", "photos": photo(), "command": "c1"})
    address = f"/files/{File.objects.get().pk}"
    for who, status in (
        ("resident", 200),
        ("grid_worker", 200),
        ("resident2", 404),
        ("grid_worker@other", 404),
    ):
        assert signed_in(who).get(address).status_code == status, who
    assert signed_in("resident").get("/files/00000000-0000-4000-8000-000000000000").status_code == 404


def test_what_is_not_sent_yet_is_its_owners_alone(town, signed_in):
    signed_in("resident").post("/open/appeal", {"subject": "", "photos": photo(), "command": "c1"})
    kept = File.objects.get()
    assert signed_in("resident").get(f"/files/{kept.pk}").status_code == 200
    assert signed_in("grid_worker").get(f"/files/{kept.pk}").status_code == 404
    stolen = {"subject": "别人的照片", "photos": str(kept.pk), "command": "c2"}
    assert signed_in("resident2").post("/open/appeal", stolen).status_code == 422
    assert Matter.objects.count() == 0


def test_a_file_is_never_run(town, signed_in):
    name = '"><script>alert(1)</script>\r\nSet-Cookie: a=b.png'
    client = signed_in("resident")
    client.post("/open/appeal", {"subject": "楼道灯不亮", "photos": photo(name), "command": "c1"})
    client.post(
        "/open/appeal", {"subject": "", "photos": photo("说明.txt", "只是文字".encode()), "command": "c2"}
    )
    picture, text = File.objects.order_by("at")
    shown = client.get(f"/files/{picture.pk}")
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Disposition"].startswith("inline")
    assert "Set-Cookie" not in shown.headers
    for answer in (shown, client.get(f"/files/{text.pk}")):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "\n" not in answer["Content-Disposition"]
    assert client.get(f"/files/{text.pk}")["Content-Disposition"].startswith("attachment")
    assert "<script>alert(1)" not in client.get(f"/matters/{Matter.objects.get().pk}").content.decode()
