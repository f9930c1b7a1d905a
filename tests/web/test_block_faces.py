"""Support, publicity, tasks and surveys on the matter's page: what is asked, how far it is, what came of it."""

from __future__ import annotations

from itertools import count

import pytest

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter
from tests.web.gathering import gather
from tests.web.test_acting import hidden

NUMBERS = count(1)


def page_of(client, number):
    return client.get(f"/matters/{number}").content.decode()


def press(client, number, act, **values):
    return client.post(f"/matters/{number}/acts/{act}", {"command": f"{act}{next(NUMBERS)}", **values})


def test_support_is_one_tap_and_taken_back_with_another(town, signed_in):
    number = gather(town)
    client = signed_in("resident2")
    page = page_of(client, number)
    assert "还差 3" in page
    assert "最迟" in page
    assert "为止（" not in page, "the date stands at the head of the page already"
    assert "acts/unendorse" not in page
    press(client, number, "endorse")
    page = page_of(client, number)
    assert "您已支持" in page
    assert "还差 2" in page
    press(client, number, "unendorse")
    assert "还差 3" in page_of(client, number)


def test_a_support_is_not_held_up_by_the_support_of_others(town, signed_in):
    number = gather(town)
    seq = hidden(page_of(signed_in("resident2"), number), "seq")
    press(signed_in("resident3"), number, "endorse")
    sent = {"command": "late", "seq": seq}
    assert signed_in("resident2").post(f"/matters/{number}/acts/endorse", sent).status_code == 302
    assert Matter.objects.get().state["tally"]["supporters"] == 2


def test_objections_stand_beside_their_answers_and_are_nobody_elses_business(town, signed_in):
    number = gather(town, "show", plan="划线停车")
    page = page_of(signed_in("resident2"), number)
    assert "划线停车" in page
    press(signed_in("resident2"), number, "object", reason="影响消防通道")
    press(signed_in("resident3"), number, "object", reason="车位太少")
    staff = page_of(signed_in("community_staff"), number)
    assert "2 条还没有答复" in staff
    assert "影响消防通道" in staff
    form = signed_in("community_staff").get(f"/matters/{number}/acts/answer?objection=2").content.decode()
    assert 'value="2" checked' in form
    press(
        signed_in("community_staff"),
        number,
        "answer",
        objection="1",
        upheld="false",
        answer="已留出通道，电话13800000001",
    )
    mine = page_of(signed_in("resident2"), number)
    assert "已留出通道" in mine


def test_who_only_looks_on_reads_answers_but_not_objections(town, signed_in):
    number = gather(town, "show")
    press(signed_in("resident2"), number, "object", reason="影响消防通道")
    press(
        signed_in("community_staff"),
        number,
        "answer",
        objection="1",
        upheld="true",
        answer="改方案，电话13800000001",
    )
    page = page_of(signed_in("resident3"), number)
    assert "改方案" in page
    assert "13800000001" not in page
    assert "影响消防通道" not in page
    assert "居民2" not in page


def test_each_task_is_closed_on_its_own(town, signed_in):
    jobs = [{"what": "划线", "owner": "业委会"}, {"what": "立牌"}]
    number = gather(town, "work", jobs=jobs)
    staff = signed_in("community_staff")
    page = page_of(staff, number)
    assert "0 / 3" in page
    assert "谁来做 业委会" in page
    form = staff.get(f"/matters/{number}/acts/tick?item=sign").content.decode()
    assert 'value="sign" checked' in form
    press(staff, number, "tick", item="1", proof="已划二十个")
    page = page_of(staff, number)
    assert "1 / 3" in page
    assert "已划二十个" in page
    assert f"/matters/{number}/acts/untick?item=1" in page


def test_a_survey_asks_in_the_open_and_tells_its_result_at_the_end(town, signed_in):
    number = gather(town, "ask")
    assert "满意吗" in page_of(signed_in("resident2"), number)
    press(signed_in("resident"), number, "respond", happy="true", stars="4")
    press(signed_in("resident2"), number, "respond", happy="false", stars="1")
    page = page_of(signed_in("resident3"), number)
    assert "已收到 2 人的评议" in page
    assert "平均" not in page
    tick(now=Matter.objects.get().wakes_at)
    assert "平均 2.5（最高 5）" in page_of(signed_in("community_staff"), number)
    assert "平均" not in page_of(signed_in("resident3"), number)  # of two, each would know the other's


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_faces_speak_both_languages(town, signed_in, language):
    number = gather(town, "poll")
    client = signed_in("resident")
    client.post("/display", {"language": language, "next": "/"})
    page = page_of(client, number)
    assert ("去投票" in page) is (language == "zh-hans")


def test_many_who_do_the_same_are_one_line_of_the_course(town, signed_in):
    number = gather(town, "call")
    for who in ("resident2", "resident3"):
        town.act(number, "attend", who)
    page = page_of(signed_in("community_staff"), number)
    assert "居民3、居民2" in page
    assert page.count("<strong>签到 2 次</strong>") == 1


def test_those_who_voted_in_secret_are_one_line_without_names(town, signed_in):
    number = gather(town, "poll")
    for who in ("resident2", "resident3"):
        town.act(number, "vote", who, choice="agree")
    page = page_of(signed_in("community_staff"), number)
    assert "居民3、居民2" not in page
    assert page.count("<strong>投票 2 次</strong>") == 1
