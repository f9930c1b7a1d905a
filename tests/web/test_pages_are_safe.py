"""What every page tells the browser, and what a person reads when something went wrong."""

import pytest
from django.test import Client

from tests.method.tiny import spoiled
from tests.web.every_kind import EVERY_KIND


@pytest.fixture
def failing(settings):
    """Pages that fail in each way, beside the real ones."""
    settings.ROOT_URLCONF = "tests.web.failing_urls"
    settings.DEBUG = False
    return Client(raise_request_exception=False)


def test_every_answer_forbids_foreign_scripts_and_frames(town, signed_in):
    for answer in (Client().get("/"), Client().get("/nowhere"), signed_in("resident").get("/mine")):
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in signed_in("resident").get("/mine")["Cache-Control"]


def test_no_page_holds_a_script_or_a_style_of_its_own(town, signed_in):
    number = town.open().matter.id
    addresses = [
        "/",
        "/open/appeal",
        "/inbox",
        f"/matters/{number}",
        f"/matters/{number}/acts/accept",
        "/library/appeal",
        "/account",
    ]
    for address in addresses:
        page = signed_in("grid_worker").get(address).content.decode()
        assert "<script>" not in page
        assert " style=" not in page
        assert "<style" not in page
        assert "onclick" not in page
        assert "http://" not in page.replace("http://www.w3.org/", "")
        assert "https://" not in page


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/nowhere", 404, "没有找到"),
        ("/fails", 500, "系统出错了"),
        ("/denied", 403, "只有社区可以"),
        ("/bad", 400, "请核对后再填"),
        ("/forbidden", 403, "不能查看"),
        ("/suspicious", 400, "没有看懂"),
        ("/large", 413, "内容太大"),
    ],
)
def test_what_went_wrong_is_said_in_a_sentence(db, failing, address, status, says):
    answer = failing.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert says in page
    for trace in ("Traceback", "Exception", "/src/", "secret detail"):
        assert trace not in page


def test_the_sentences_are_there_in_english_too(db, failing):
    page = failing.get("/denied", headers={"accept-language": "en"}).content.decode()
    assert "only the community may" in page
    assert 'lang="en"' in page


def test_language_and_type_size_are_kept_in_cookies(db):
    client = Client()
    assert client.post("/display", {"language": "en", "next": "/sign-in"})["Location"] == "/sign-in"
    client.post("/display", {"text": "large"})
    page = client.get("/sign-in").content.decode()
    assert 'lang="en"' in page
    assert 'data-text="large"' in page
    assert (
        client.post("/display", {"language": "xx", "text": "huge", "next": "//evil.example"})["Location"]
        == "/"
    )


def test_a_method_from_a_stranger_is_shown_and_never_run(town, signed_in):
    evil = "<script>alert(1)</script>"
    text = spoiled(
        EVERY_KIND,
        ("title: 样样都有", f'title: "{evil}题"'),
        ("label: 逐项办", f'label: "{evil}环节"'),
        ("label: 什么事", f'label: "{evil}问"'),
        ("{a: 甲, b: 乙, c: 丙}", f'{{a: "{evil}", b: "\\"><img src=x onerror=alert(1)>", c: 丙}}'),
        ("label: 时限}", f'label: "{evil}数"}}'),
        ("source: 本库自编", f'source: "{evil}"'),
    )
    town.adopt(text)
    number = town.open(
        "every-kind", values={"subject": evil, "kind": "a", "tasks": [{"what": evil}]}
    ).matter.id
    for who, address in (
        ("resident", "/"),
        ("resident", "/open/every-kind"),
        ("resident", f"/matters/{number}"),
        ("grid_worker", f"/matters/{number}/acts/tick"),
        ("grid_worker", "/inbox"),
        ("resident", "/library"),
        ("resident", "/library/every-kind"),
        ("street_staff", f"/library/every-kind/adopt/{town.street.pk}"),
        ("resident", f"/places/{town.district.pk}"),
    ):
        page = signed_in(who).get(address)
        assert page.status_code == 200, address
        assert "alert(1)" in page.content.decode() or address.startswith("/places"), address
        assert "<script>alert" not in page.content.decode(), address
        assert "<img src=x" not in page.content.decode(), address
