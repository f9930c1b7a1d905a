"""A meeting on screen: agenda, attendance, hands and turns on the chair's desk; the wall; minutes from what was recorded."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shanzhi.matters.models import Entry, Matter
from tests.web.gathering import gather
from tests.web.test_acting import hidden
from tests.web.test_files import PNG


@pytest.fixture
def number(town):
    return gather(town, "call")


def tally():
    return Matter.objects.get().state["tally"]


def tap(client, page: str, number: int, act: str, *, value: object = None):
    """Press a button of a page: its form as it stands there."""
    forms = re.findall(rf'<form[^>]*action="/matters/{number}/acts/{act}".*?</form>', page, re.DOTALL)
    form = next(f for f in forms if value is None or f'value="{value}"' in f)
    return client.post(
        f"/matters/{number}/acts/{act}", dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    )


def test_only_the_desk_leads(number, signed_in):
    for page in ("meeting", "attendance", "projector"):
        assert signed_in("resident").get(f"/matters/{number}/{page}").status_code == 403
        assert signed_in("community_staff").get(f"/matters/{number}/{page}").status_code == 200


def test_a_clerk_keeps_the_record_and_the_minutes_name_who_did(town, number, signed_in):
    clerk, staff = signed_in("grid_worker"), signed_in("community_staff")
    assert "做会议记录" in clerk.get(f"/matters/{number}").content.decode()
    room = f"/matters/{number}/attendance"
    tap(clerk, clerk.get(room).content.decode(), number, "attend_for", value=town.people["resident"].pk)
    page = clerk.get(f"/matters/{number}/meeting").content.decode()
    assert "主持会议" not in page
    for act in ("minutes", "ask_floor_for"):
        assert f"acts/{act}" in page
    for act in ("finish", "next_item", "publish_agenda", "give_floor"):
        assert f"acts/{act}" not in page
    note = {"topic": "通报情况", "text": "路灯修好了", "command": "n"}
    assert clerk.post(f"/matters/{number}/acts/minutes", note).status_code == 302
    tap(staff, staff.get(f"/matters/{number}/meeting").content.decode(), number, "next_item")
    minutes = staff.get(f"/matters/{number}/minutes").content.decode()
    assert re.search(r"<dt>主持</dt><dd>[^<]*（社区工作者）", minutes)
    assert re.search(r"<dt>记录</dt><dd>[^<]*（网格员）", minutes)


def test_the_agenda_is_arranged_published_and_taken_item_by_item(town, signed_in):
    town.number = gather(
        town, "call", begins=(timezone.localtime() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    )
    number, staff = town.number, signed_in("community_staff")
    desk = f"/matters/{number}/meeting"
    staff.post(f"/matters/{number}/acts/agenda", {"topic": "充电桩", "command": "a", "next": desk})
    page = staff.get(desk).content.decode()
    forms = re.findall(r'<form[^>]*acts/move_item".*?</form>', page, re.DOTALL)
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', forms[-1]))
    assert (sent["item"], sent["to"]) == ("3", "2")
    assert staff.post(f"/matters/{number}/acts/move_item", sent)["Location"] == desk
    tap(staff, staff.get(desk).content.decode(), number, "drop_item", value=3)
    assert "拟定中" in signed_in("resident").get(f"/matters/{number}").content.decode()
    tap(staff, staff.get(desk).content.decode(), number, "publish_agenda")
    page = staff.get(desk).content.decode()
    assert "已公布" in page
    assert "acts/move_item" not in page
    assert Entry.objects.get(matter=number, act="publish_agenda").values["agenda"] == ["通报情况", "充电桩"]


def test_attendance_is_one_tap_each_and_a_slip_is_undone(town, number, signed_in):
    staff, one = signed_in("community_staff"), town.people["resident"].pk
    address = f"/matters/{number}/attendance"
    page = staff.get(address).content.decode()
    assert "一栋 一单元 101" in page
    assert tap(staff, page, number, "attend_for", value=one)["Location"] == address
    page = staff.get(address).content.decode()
    assert "✓ 居民1" in page
    assert "还没有达到" in page
    tap(staff, page, number, "absent", value=one)
    assert tally()["present"] == 0
    page = staff.get(address, {"find": "一栋 201"}).content.decode()
    assert "居民2" in page
    assert "居民1" not in page
    tap(staff, page, number, "attend_for", value=town.people["resident2"].pk)
    signed_in("resident").post(f"/matters/{number}/acts/attend", {"command": "me"})
    assert "达到" in staff.get(address).content.decode()
    again = town.people["resident"].pk
    back = staff.post(
        f"/matters/{number}/acts/attend_for", {"person": again, "command": "z", "next": address}, follow=True
    )
    assert "已经做过了" in back.content.decode()


def test_hands_go_up_and_the_floor_is_given_and_kept_by_the_server(town, number, signed_in):
    staff, desk = signed_in("community_staff"), f"/matters/{number}/meeting"
    for who in ("resident", "resident2"):
        client = signed_in(who)
        tap(client, client.get(f"/matters/{number}").content.decode(), number, "attend")
        tap(client, client.get(f"/matters/{number}").content.decode(), number, "ask_floor")
    assert "前面还有 1 人要发言" in signed_in("resident2").get(f"/matters/{number}").content.decode()
    page = staff.get(desk).content.decode()
    assert "举手 2 人" in page
    two = town.people["resident2"].pk
    tap(staff, page, number, "give_floor", value=two)
    until = tally()["speaking"]["until"]
    page = staff.get(desk).content.decode()
    left = int(re.search(r'data-left="(\d+)"', page).group(1))
    assert 170 <= left <= 180
    assert tally()["speaking"]["until"] == until
    assert "轮到您发言" in signed_in("resident2").get(f"/matters/{number}").content.decode()
    wall = staff.get(f"/matters/{number}/projector").content.decode()
    assert "居民2" in wall
    assert "居民1" not in wall
    assert "一单元" not in wall
    client = signed_in("resident")
    tap(client, client.get(f"/matters/{number}").content.decode(), number, "lower_hand")
    tap(staff, staff.get(desk).content.decode(), number, "end_turn")
    assert (tally()["speaking"], tally()["waiting"], tally()["turns"]) == (None, [], 1)


def test_minutes_write_themselves_and_are_only_added_to(town, number, signed_in):
    staff, desk = signed_in("community_staff"), f"/matters/{number}/meeting"
    for who in ("resident", "resident2"):
        town.act(number, "attend", who)
    town.act(number, "ask_floor", "resident", topic="先说车位")
    tap(staff, staff.get(desk).content.decode(), number, "next_item", value=1)
    tap(staff, staff.get(desk).content.decode(), number, "give_floor")
    tap(staff, staff.get(desk).content.decode(), number, "end_turn")
    note = {"topic": "讨论方案", "text": "同意先划线", "command": "n", "next": desk}
    staff.post(f"/matters/{number}/acts/minutes", note)
    page = staff.get(f"/matters/{number}/minutes").content.decode()
    for text in (
        "2 人（应到 3）",
        "居民1、居民2",
        "1. 通报情况",
        "居民1发言",
        "先说车位",
        "2. 讨论方案",
        "同意先划线",
        "会议进行中",
    ):
        assert text in page, text
    staff.post(f"/matters/{number}/acts/finish", {"command": "f"})
    page = staff.get(f"/matters/{number}/minutes").content.decode()
    assert "开成了" in page
    assert "到场人数要达到应到人数的三分之二" in page
    looks_on = signed_in("resident3").get(f"/matters/{number}/minutes").content.decode()
    assert "同意先划线" in looks_on
    assert "居民1" not in looks_on
    file = staff.get(f"/matters/{number}/minutes", {"as": "docx"})
    assert "wordprocessingml" in file["Content-Type"]
    assert signed_in("community_staff").get(f"/matters/{number}/minutes?visit=99").status_code == 404


def test_what_comes_afterwards_is_added_beside_the_minutes(town, number, signed_in):
    town.act(number, "finish", "community_staff")
    staff = signed_in("community_staff")
    assert "会后补充（签字件" in staff.get(f"/matters/{number}/minutes").content.decode()
    photo = SimpleUploadedFile("签字.png", PNG, "image/png")
    sent = {"files": photo, "text": "签字的记录", "command": "s"}
    assert staff.post(f"/matters/{number}/acts/attach", sent).status_code == 302
    page = staff.get(f"/matters/{number}/minutes").content.decode()
    assert "签字的记录" in page.split("会后补充")[1]
    assert "签字的记录" not in signed_in("resident3").get(f"/matters/{number}/minutes").content.decode()


def test_the_desk_of_a_meeting_that_is_over_leads_back(town, number, signed_in):
    town.act(number, "finish", "community_staff")
    assert signed_in("community_staff").get(f"/matters/{number}/meeting")["Location"] == f"/matters/{number}"
    assert (
        "到的人不够"
        in signed_in("community_staff").get(f"/matters/{number}/projector", follow=True).content.decode()
    )


def test_taps_of_two_chairs_come_to_one(number, signed_in):
    staff, desk = signed_in("community_staff"), f"/matters/{number}/meeting"
    page, other = staff.get(desk).content.decode(), staff.get(desk).content.decode()
    tap(staff, page, number, "next_item", value=1)
    tap(staff, other, number, "next_item", value=1)
    assert tally()["item"] == 1
    assert hidden(page, "seq") == hidden(other, "seq")


def test_who_has_no_phone_is_given_the_floor_and_noted_as_entered_by_the_chair(town, number, signed_in):
    staff, desk = signed_in("community_staff"), f"/matters/{number}/meeting"
    acts = f"/matters/{number}/acts"
    assert "还没有人签到" in staff.get(desk).content.decode()
    one, two = town.people["resident"].pk, town.people["resident2"].pk
    for person in (one, two):
        staff.post(f"{acts}/attend_for", {"person": person, "command": f"in-{person}"})
    signed_in("resident").post(f"{acts}/attend", {"command": "phone"})
    assert tally()["present"] == 2
    page = staff.get(desk).content.decode()
    assert f'<option value="{one}">居民1' in page
    sent = {"person": one, "topic": "车位", "command": "for", "next": desk}
    assert staff.post(f"{acts}/ask_floor_for", sent)["Location"] == desk
    assert "下一位就是您" in signed_in("resident").get(f"/matters/{number}").content.decode()
    tap(staff, staff.get(desk).content.decode(), number, "give_floor", value=one)
    assert "轮到您发言" in signed_in("resident").get(f"/matters/{number}").content.decode()
    tap(staff, staff.get(desk).content.decode(), number, "end_turn")
    note = {"topic": "讨论方案", "text": "先划线", "person": two, "command": "n", "next": desk}
    staff.post(f"{acts}/minutes", note)
    page = staff.get(f"/matters/{number}/minutes").content.decode()
    assert "居民1发言：车位" in page
    assert page.count("（community_staff甲代录）") == 2
    assert "居民2：先划线" in page
    looks_on = signed_in("resident3").get(f"/matters/{number}/minutes").content.decode()
    assert "先划线" in looks_on
    for name in ("居民1", "居民2", "community_staff甲代录"):
        assert name not in looks_on
    absent = {
        "topic": "讨论方案",
        "text": "没来",
        "person": town.people["resident3"].pk,
        "command": "x",
        "next": desk,
    }
    assert "还没有签到" in staff.post(f"{acts}/minutes", absent, follow=True).content.decode()
    assert "没来" not in staff.get(f"/matters/{number}/minutes").content.decode()


def test_a_hand_raised_for_somebody_goes_down_again_from_the_chairs_desk(town, number, signed_in):
    staff, desk = signed_in("community_staff"), f"/matters/{number}/meeting"
    one = town.people["resident"].pk
    for act in ("attend_for", "ask_floor_for"):
        staff.post(f"/matters/{number}/acts/{act}", {"person": one, "command": act})
    tap(staff, staff.get(desk).content.decode(), number, "lower_hand_for", value=one)
    assert tally()["waiting"] == []
