"""Texts for replies on pages and over the API: offered beside a reply, put in by a button, never sent by themselves."""

from __future__ import annotations

import html
import re

import pytest

from shanzhi.matters.desks.replies import ReplyDesk, add_reply
from shanzhi.matters.models import Entry, ReplyText
from shanzhi.people.tokens import issue_token
from tests.web.conftest import open_account


@pytest.fixture
def kept(town) -> ReplyText:
    desk = ReplyDesk("grid_worker", town.grid.pk)
    return add_reply(
        actor=town.actor("grid_worker"), desk=desk, title="已安排", text="{居民}您好，{事项}已安排。"
    )


def box(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="text"[^>]*>\n?([^<]*)</textarea>', page)
    return html.unescape(found.group(1))


def test_a_text_is_put_in_after_what_was_typed_and_nothing_is_sent(town, signed_in, kept):
    number = town.open().matter.id
    worker, address = signed_in("grid_worker"), f"/matters/{number}/acts/message"
    page = worker.get(address).content.decode()
    assert f'name="step" value="reply:{kept.pk}:text"' in page
    before = Entry.objects.count()
    answer = worker.post(address, {"text": "先说一句", "step": f"reply:{kept.pk}:text", "command": "c"})
    assert answer.status_code == 200
    assert box(answer.content.decode()).split("\n") == ["先说一句", "居民1您好，楼道灯不亮已安排。"]
    assert Entry.objects.count() == before
    by_link = worker.get(address, {"reply": kept.pk, "into": "text"}).content.decode()
    assert box(by_link) == "居民1您好，楼道灯不亮已安排。"


def test_nobody_elses_text_and_no_other_field_is_filled(town, signed_in, kept):
    number = town.open().matter.id
    address = f"/matters/{number}/acts/message"
    page = signed_in("resident").get(address, {"reply": kept.pk, "into": "text"}).content.decode()
    assert (box(page), "常用回复" in page) == ("", False)
    worker = signed_in("grid_worker")
    for step in ("reply:999999:text", f"reply:{kept.pk}:nothing", "reply:", f"reply:{kept.pk}"):
        answer = worker.post(address, {"text": "原样", "step": step, "command": "c"})
        assert (answer.status_code, box(answer.content.decode())) == (200, "原样")


def test_a_desk_keeps_its_texts_on_a_page(town, signed_in):
    worker = signed_in("grid_worker")
    wrong = worker.post("/replies/new", {"title": "问好", "text": "您好{姓名}"})
    assert wrong.status_code == 422
    page = html.unescape(wrong.content.decode())
    assert "没有“姓名”这一项" in page
    assert box(page) == "您好{姓名}"
    assert worker.post("/replies/new", {"title": "问好", "text": "您好，{居民}"}).status_code == 302
    row = ReplyText.objects.get()
    assert "样例社区" in worker.get("/replies").content.decode()
    assert worker.post(f"/replies/{row.pk}/change", {"title": "问好", "text": "再见"}).status_code == 302
    assert worker.post(f"/replies/{row.pk}/change", {"title": "问好", "text": "又改"}).status_code == 422
    page = worker.get("/replies").content.decode()
    assert "以前的和停用的" in page
    now = ReplyText.objects.get(until=None)
    worker.post(f"/replies/{now.pk}/retire")
    assert not ReplyText.objects.filter(until=None).exists()
    assert signed_in("resident").get("/replies").status_code == 404
    for who in ("resident", "grid_worker@other"):
        assert signed_in(who).get(f"/replies/{now.pk}/change").status_code == 404
        assert signed_in(who).post(f"/replies/{now.pk}/retire").status_code == 404


def test_texts_over_the_api(town, client):
    def ask(who):
        account = open_account(town.people[who], who)
        _token, key = issue_token(town.actor(who), account, label="t", scopes=("read", "act"), days=9)
        headers = {"Authorization": f"Bearer {key}"}
        return lambda verb, path, body=None: getattr(client, verb)(
            f"/api{path}",
            **({"data": body, "content_type": "application/json"} if body else {}),
            headers=headers,
        )

    mine, other = ask("grid_worker"), ask("grid_worker@other")
    new = {"role": "grid_worker", "place": town.grid.pk, "title": "已办", "text": "{事项}已办好"}
    made = mine("post", "/replies", new)
    assert (made.status_code, made.json()["before"]) == (201, None)
    assert mine("post", "/replies", {**new, "text": "{unknown}"}).status_code == 422
    assert other("post", "/replies", new).status_code == 403
    number = town.open().matter.id
    assert mine("get", f"/matters/{number}/replies").json()["replies"][0]["text"] == "楼道灯不亮已办好"
    assert other("get", f"/matters/{number}/replies").status_code == 404
    address = f"/replies/{made.json()['id']}"
    assert other("patch", address, {"title": "x", "text": "y"}).status_code == 404
    again = mine("patch", address, {"title": "已办", "text": "好了"})
    assert again.json()["before"] == made.json()["id"]
    assert mine("delete", f"/replies/{again.json()['id']}").json()["until"] is not None
    assert mine("get", "/replies").json()["replies"] == []
    assert len(mine("get", "/replies?retired=true").json()["replies"]) == 2
    assert other("get", "/replies?retired=true").json()["replies"] == []
