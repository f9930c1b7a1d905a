"""What was typed is still there after a mistake, a search, or an added line; and is shown as text, never run."""

import html
import re

import pytest

from shanzhi.matters.models import Matter
from tests.web.conftest import PASSWORD

FULL = {
    "subject": "楼道灯不亮",
    "detail": "三楼拐角\n第二行",
    "category": "e2105",
    "address": "一栋二单元",
    "where": "104.06, 30.67",
    "command": "c-1",
}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ user.password }}{% csrf_token %}",
    "مرحبا بالعالم \u202eabc",
    "👩‍👩‍👧‍👦🏮" * 5,
    "'; DROP TABLE matters_matter; --",
]


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}"[^>]*?value="([^"]*)"', page) or re.search(
        rf'<textarea[^>]*name="{re.escape(name)}"[^>]*>\n?([^<]*)</textarea>', page
    )
    assert found, name
    return found.group(1)


def test_a_mistake_in_one_answer_keeps_the_others(town, signed_in):
    answer = signed_in("resident").post("/open/appeal", {**FULL, "phone": "12", "subject": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Matter.objects.count() == 0
    for name in ("detail", "category", "address", "where"):
        assert value_of(page, name).replace("\r\n", "\n") == FULL[name]
    assert value_of(page, "phone") == "12"
    assert "请填写“什么事”" in page
    assert 'href="#q-phone"' in page
    assert 'aria-invalid="true"' in page


def test_what_the_system_knows_is_shown_masked_and_not_asked(town, signed_in):
    page = signed_in("resident").get("/open/appeal").content.decode()
    assert "138****0001" in page
    assert "13800000001" not in page
    signed_in("resident").post("/open/appeal", FULL)
    number = Matter.objects.get().pk
    assert "138****0001" in signed_in("grid_worker").get(f"/matters/{number}").content.decode()


def test_a_search_is_a_step_and_sends_nothing(town, signed_in):
    client = signed_in("resident")
    answer = client.post("/open/appeal", {**FULL, "step": "find:@at", "@at.find": "第二"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert Matter.objects.count() == 0
    assert f'name="@at" value="{town.other_grid.pk}"' in page
    assert value_of(page, "detail").replace("\r\n", "\n") == FULL["detail"]


def test_a_search_for_nonsense_finds_nothing_and_breaks_nothing(town, signed_in):
    client = signed_in("resident")
    for text in ("\0", "%", "长" * 500, "\u202e", "' OR 1=1"):
        assert client.post("/open/appeal", {**FULL, "step": "find:@at", "@at.find": text}).status_code == 200
        assert client.get("/places", {"q": text}).status_code in (200, 302)


def test_enter_in_the_search_box_searches_and_does_not_send(town, signed_in):
    client = signed_in("resident")
    assert client.post("/open/appeal", {**FULL, "@at.find": "第二", "@at.found": ""}).status_code == 200
    assert Matter.objects.count() == 0
    sent = client.post(
        "/open/appeal", {**FULL, "@at.find": "第二", "@at.found": "第二", "@at": town.other_grid.pk}
    )
    assert sent.status_code == 302
    assert Matter.objects.get().origin == town.other_grid


def test_untouched_the_place_is_where_the_person_lives(town, signed_in):
    signed_in("resident").post("/open/appeal", FULL)
    assert Matter.objects.get().origin == town.building


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(town, signed_in, text):
    client = signed_in("resident")
    assert client.post("/open/appeal", {**FULL, "subject": text, "detail": text}).status_code == 302
    for address in (f"/matters/{Matter.objects.get().pk}", "/mine", "/"):
        page = client.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
    from django.utils.html import escape

    # What turns round all that follows it is no part of what somebody writes.
    kept = text.replace("\u202e", "")
    assert escape(kept) in client.get("/mine").content.decode()
    assert "\u202e" not in client.get("/mine").content.decode()


def test_a_name_of_two_hundred_characters_is_refused_with_its_length(town, signed_in):
    answer = signed_in("resident").post("/open/appeal", {**FULL, "subject": "长" * 200})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "最多 80 个字，现在 200 个" in page
    assert "长" * 200 in page


def test_impossible_places_are_told_apart_from_the_rest(town, signed_in):
    for at in ("999999", str(2**70), "abc", "-1"):
        answer = signed_in("resident").post(
            "/open/appeal", {**FULL, "command": f"c-{at[:5]}", "@at": at, "seen": "all"}
        )
        assert answer.status_code in (302, 422)
    assert (
        "没有这个地方"
        in signed_in("resident")
        .post("/open/appeal", {**FULL, "@at": "999999", "command": "c-x"})
        .content.decode()
    )


def test_broken_encodings_and_control_characters_get_a_sentence(town, signed_in):
    client = signed_in("resident")
    body = b"subject=%FF%FE%00abc&detail=%00&command=c-9"
    answer = client.post("/open/appeal", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "不能保存的字符" in answer.content.decode()


def hidden(page: str, name: str) -> str:
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page).group(1))


def test_a_session_that_ran_out_does_not_take_the_text_with_it(town, signed_in):
    client = signed_in("resident")
    client.get("/open/appeal")
    client.logout()
    asked = client.post("/open/appeal", {**FULL, "detail": '他说：“<b>快点</b>” "哦"'})
    page = asked.content.decode()
    assert asked.status_code == 401
    assert Matter.objects.count() == 0
    form = {"username": "resident", "next": hidden(page, "next"), "kept": hidden(page, "kept")}
    wrong = client.post("/sign-in", {**form, "password": "not-this-one"}).content.decode()
    assert hidden(wrong, "kept") == form["kept"]
    back = client.post("/sign-in", {**form, "password": PASSWORD})
    assert back["Location"] == "/open/appeal"
    again = client.get("/open/appeal").content.decode()
    assert value_of(again, "subject") == FULL["subject"]
    assert html.unescape(value_of(again, "detail")) == '他说：“<b>快点</b>” "哦"'
    assert value_of(client.get("/open/appeal").content.decode(), "subject") == ""


@pytest.mark.parametrize(
    "kept",
    ["", "no json", "[]", '{"subject": "x"}', '{"subject": [1, null, {}]}', "[" * 100_000, "x" * 300_000],
)
def test_what_is_no_form_is_not_taken_along(town, signed_in, kept):
    client = signed_in("resident")
    client.logout()
    sent = {"username": "resident", "password": PASSWORD, "next": "/open/appeal", "kept": kept}
    assert client.post("/sign-in", sent).status_code == 302
    assert client.get("/open/appeal").status_code == 200
