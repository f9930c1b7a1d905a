"""The page shows what everybody will read, and what was found in it; the answers stay; a correction is told to readers."""

from __future__ import annotations

import pytest
from django.test import Client

from shanzhi.matters.models import Matter, Publication
from tests.matters.town import METHODS, Town, changed

DIRTY = {"shown_title": "一栋门口没有灯", "shown": "夜里没有灯，请打 13800001234"}


@pytest.fixture
def waiting(town: Town) -> int:
    for name in ("task", "deliberation", "appeal-wall"):
        town.adopt((METHODS / f"{name}.yaml").read_text())
    values = {"subject": "没灯", "detail": "没灯", "agree": True}
    return town.open("appeal-wall", values=values).matter.id


def test_what_was_found_is_asked_about_and_nothing_typed_is_lost(waiting, signed_in):
    staff = signed_in("community_staff")
    page = staff.post(f"/matters/{waiting}/acts/post", {**DIRTY, "command": "p1"})
    shown = page.content.decode()
    assert page.status_code == 422
    for text in ("大家会读到的", 'name="@keep" value="13800001234"', DIRTY["shown"]):
        assert text in shown
    assert not Publication.objects.exists()
    kept = {**DIRTY, "command": "p1", "@keep": ["13800001234"], "@keep_reason": "值班电话"}
    assert staff.post(f"/matters/{waiting}/acts/post", kept).status_code == 302
    assert DIRTY["shown"] in Client().get(f"/wall/{waiting}").content.decode()
    assert "值班电话" in staff.get(f"/matters/{waiting}").content.decode()


def test_the_preview_changes_nothing(waiting, signed_in):
    staff = signed_in("community_staff")
    assert 'name="@look"' in staff.get(f"/matters/{waiting}/acts/post").content.decode()
    clean = {"shown_title": "一栋门口没有灯", "shown": "夜里没有灯，出入不便", "@look": "1", "command": "p1"}
    page = staff.post(f"/matters/{waiting}/acts/post", clean).content.decode()
    assert "大家会读到的" in page
    assert "没有发现电话" in page
    assert Matter.objects.get(pk=waiting).stage == "offered"


def test_the_preview_and_the_page_of_what_is_public_tell_to_whom_it_goes(town, signed_in):
    for name in ("task", "deliberation"):
        town.adopt((METHODS / f"{name}.yaml").read_text())
    before = "{publish: {what: [subject, shown, category], title: '{subject}'}}"
    town.adopt(changed("appeal-wall", before, before.replace("what:", "whom: [place], what:")))
    number = town.open("appeal-wall", values={"subject": "没灯", "detail": "没灯", "agree": True}).matter.id
    staff = signed_in("community_staff")
    clean = {"shown_title": "一栋门口没有灯", "shown": "夜里没有灯，出入不便", "command": "p1"}
    address = f"/matters/{number}/acts/post"
    assert "只公开给：本社区居民" in staff.post(address, {**clean, "@look": "1"}).content.decode()
    assert staff.post(address, clean).status_code == 302
    assert "只公开给：本社区居民" in staff.get(f"/matters/{number}/public").content.decode()
    assert Client().get(f"/wall/{number}").status_code == 404
    assert signed_in("resident2").get(f"/wall/{number}").status_code == 200


def test_the_desk_corrects_and_takes_down_and_readers_are_told(town, waiting, signed_in):
    town.act(waiting, "post", "community_staff", shown_title="门口没有灯", shown="夜里没有灯，出入不便")
    staff, address = signed_in("community_staff"), f"/matters/{waiting}/public"
    assert address in staff.get(f"/matters/{waiting}").content.decode()
    wrong = staff.post(address, {"text": "没有这句", "value": "x", "reason": "写错了"})
    assert wrong.status_code == 422
    assert "公开的内容里没有" in wrong.content.decode()
    right = {"text": "夜里没有灯", "value": "夜里灯很暗", "reason": "写错了", "command": "c1"}
    assert staff.post(address, right).status_code == 302
    for page in (f"/wall/{waiting}", f"/wall/at/{town.community.pk}"):
        read = Client().get(page).content.decode()
        assert "夜里灯很暗" in read
        assert "已更正" in read
        assert "夜里没有灯" not in read
    assert "夜里没有灯" in staff.get(address).content.decode()
    assert signed_in("resident").get(address).status_code == 404
    assert staff.post(address, {"retract": "1", "reason": "误发"}).status_code == 302
    assert Client().get(f"/wall/{waiting}").status_code == 404


def test_several_at_once_are_published_as_little_unseen(town, waiting, signed_in):
    other = town.open("appeal-wall", values={"subject": "没灯", "detail": "没灯", "agree": True}).matter.id
    staff, chosen = signed_in("community_staff"), {"m": [waiting, other], "act": "appeal-wall:post"}
    foreseen = staff.post("/batch", {**chosen, **DIRTY, "command": "b1"}).content.decode()
    assert "0 件会办成，2 件办不成" in foreseen
    assert "电话号码“13800001234”" in foreseen
    assert not Publication.objects.exists()
    assert set(Matter.objects.filter(pk__in=[waiting, other]).values_list("stage", flat=True)) == {"offered"}
