"""A method with every kind of question and block, taken in from its file, is opened and worked on the same pages."""

from __future__ import annotations

import pytest

from shanzhi.matters.models import Matter
from tests.web.every_kind import EVERY_KIND

ANSWERS = {
    "command": "c1",
    "subject": "院子里的事",
    "story": "说来话长",
    "stars": "4",
    "people": "12",
    "urgent": "true",
    "why_urgent": "要下雨了",
    "cost": "12.5",
    "day": "2030-05-06",
    "hour": "2030-05-06T09:30",
    "kind": "b",
    "sort": "f",
    "tags": ["a", "c"],
    "card": "",
    "spot": "104.06, 30.67",
    "tasks.count": "3",
    "tasks.0.what": "量尺寸",
    "tasks.0.share": "2",
    "tasks.1.what": "",
    "tasks.1.share": "",
    "tasks.2.what": "买材料",
}


@pytest.fixture
def every_kind(town):
    town.adopt(EVERY_KIND)
    return town


def test_every_question_has_its_input(every_kind, signed_in):
    page = signed_in("resident").get("/open/every-kind").content.decode()
    for name in (
        "subject",
        "stars",
        "urgent",
        "why_urgent",
        "sort",
        "tags",
        "spot",
        "day",
        "hour",
        "papers",
        "bureaus",
        "tasks.0.what",
    ):
        assert f'name="{name}"' in page, name
    assert 'type="datetime-local"' in page
    assert '<select class="input" id="q-sort"' in page


def test_it_is_opened_and_shown_in_words(every_kind, signed_in):
    town = every_kind
    answers = {**ANSWERS, "area": town.other_grid.pk, "bureau": town.office.pk, "bureaus": [town.office.pk]}
    client = signed_in("resident")
    sent = client.post("/open/every-kind", answers)
    assert sent.status_code == 302, sent.content.decode()[-4000:]
    row = Matter.objects.get()
    assert row.data["tasks"] == [{"what": "量尺寸", "share": 2}, {"what": "买材料"}]
    assert row.data["cost"] == 1250
    assert (row.data["tags"], row.data["stars"], row.data["urgent"]) == (["a", "c"], 4, True)
    page = client.get(f"/matters/{row.pk}").content.decode()
    for text in (
        "说来话长",
        "12.50 元",
        "2030-05-06 09:30",
        "甲、丙",
        "己",
        "第二网格",
        "城管局",
        "量尺寸",
        "要下雨了",
        "138****0001",
    ):
        assert text in page, text


@pytest.mark.parametrize(
    ("typed", "why"),
    [("12.505", "如 12.50"), ("十二", "如 12.50"), ("1e9", "如 12.50"), ("-1", "不能小于 0.00 元")],
)
def test_a_wrong_amount_is_told_in_yuan_and_kept(every_kind, signed_in, typed, why):
    answer = signed_in("resident").post("/open/every-kind", {**ANSWERS, "cost": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Matter.objects.count() == 0
    wrong = page.partition('id="q-cost-wrong">')[2]
    assert why in wrong.partition("</p>")[0]
    assert f'name="cost" inputmode="decimal" autocomplete="off" value="{typed}"' in wrong


def test_an_amount_is_corrected_in_yuan(every_kind, signed_in):
    client = signed_in("resident")
    client.post("/open/every-kind", ANSWERS)
    number = Matter.objects.get().pk
    assert "花费（元）" in client.get(f"/matters/{number}/acts/correct").content.decode()
    sent = {"command": "c2", "field": "cost", "value": "8.8", "reason": "找回了零钱"}
    assert client.post(f"/matters/{number}/acts/correct", {**sent, "value": "八块"}).status_code == 422
    assert client.post(f"/matters/{number}/acts/correct", sent).status_code == 302
    assert Matter.objects.get().data["cost"] == 880
    page = client.get(f"/matters/{number}").content.decode()
    assert "12.50 元" in page
    assert "8.80 元" in page


def test_lines_are_added_and_taken_away_without_a_script(every_kind, signed_in):
    client = signed_in("resident")
    page = client.post("/open/every-kind", {**ANSWERS, "step": "add:tasks"}).content.decode()
    assert 'name="tasks.3.what"' in page
    assert 'value="买材料"' in page
    page = client.post("/open/every-kind", {**ANSWERS, "step": "drop:tasks:0"}).content.decode()
    assert 'value="量尺寸"' not in page
    assert 'value="买材料"' in page
    assert Matter.objects.count() == 0


def test_a_question_that_does_not_apply_is_told_so_and_its_answer_left_out(every_kind, signed_in):
    client = signed_in("resident")
    page = client.post("/open/every-kind", {**ANSWERS, "urgent": "false", "step": "refresh"}).content.decode()
    assert 'id="q-why_urgent-field" data-applies="no"' in page
    assert client.post("/open/every-kind", {**ANSWERS, "urgent": "false"}).status_code == 302
    assert "why_urgent" not in Matter.objects.get().data


def test_each_block_is_worked_on_its_page(every_kind, signed_in):
    signed_in("resident").post("/open/every-kind", ANSWERS)
    number = Matter.objects.get().pk
    n = 0

    def do(who: str, act: str, **values: str) -> str:
        nonlocal n
        n += 1
        client = signed_in(who)
        seq = Matter.objects.get().seq
        form = client.get(f"/matters/{number}/acts/{act}").content.decode()
        sent = client.post(f"/matters/{number}/acts/{act}", {**values, "command": f"d{n}", "seq": seq})
        assert sent.status_code == 302, (act, sent.content.decode()[-3000:])
        return form

    form = do("grid_worker", "tick", item="1")
    assert "1. 量尺寸" in form
    page = signed_in("grid_worker").get(f"/matters/{number}").content.decode()
    assert "1 / 2" in page
    do("grid_worker", "tick", item="2")
    assert Matter.objects.get().stage == "joining"
    do("resident2", "endorse")
    assert "1 / 2" in signed_in("resident3").get(f"/matters/{number}").content.decode()
    again = signed_in("resident2").post(f"/matters/{number}/acts/endorse", {"command": "d-again"})
    assert "一次有效" in again.content.decode()
    do("resident3", "endorse")
    assert Matter.objects.get().stage == "voting"
    do("resident", "vote", choice="agree")
    assert "正在表决" in signed_in("resident").get(f"/matters/{number}").content.decode()
