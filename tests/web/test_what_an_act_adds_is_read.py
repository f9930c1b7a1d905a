"""A line that an act adds to a list, and what it records without asking, stand in the course, are found, and are not corrected by hand."""

from __future__ import annotations

import pytest

NOTES = """
method: notes
title: 记几次
version: 1
source: 本库自编
data:
  subject: {type: text, max: 80, label: 什么事}
  contacts: {type: list, max: 9, optional: true, label: 联系记录, form: {how: {type: choice, options: {phone: 电话, visit: 当面}, label: 方式}, said: {type: text, max: 50, label: 说了什么}}}
  state: {type: choice, optional: true, options: {met: 见到了, missed: 没见到}, label: 见面情况}
  calls: {type: integer, is: size(data.contacts), label: 联系几次}
  often: {type: boolean, is: size(data.contacts) > 1, label: 联系不止一次}
open: {by: [resident], at: grid, to: first, asks: [subject]}
stages:
  first:
    label: 待办
    desk: grid_worker
    due: 2 workdays
    acts:
      contact: {label: 已联系, adds: contacts, set: {state: met}}
      finish: {label: 办好了, to: closed}
  closed: {label: 已销账, end: done, effects: [{notify: {to: [opener], text: "“{subject}”办好了。"}}]}
examples:
  - {title: 办好, when: [{open: {subject: 路灯不亮}, by: resident}, {act: contact, by: grid_worker, with: {how: phone, said: 在修}}, {act: finish, by: grid_worker}], then: {end: done}}
"""


@pytest.fixture
def contacted(town):
    town.adopt(NOTES)
    number = town.open("notes", values={"subject": "路灯不亮"}, place=town.grid.pk).matter.id
    town.act(number, "contact", "grid_worker", how="visit", said="灯泡已订好")
    return number


def test_the_parts_of_a_line_are_asked_on_the_page(contacted, signed_in):
    page = signed_in("grid_worker").get(f"/matters/{contacted}/acts/contact").content.decode()
    assert 'id="q-how' in page
    assert 'id="q-said"' in page
    sent = signed_in("grid_worker").post(
        f"/matters/{contacted}/acts/contact", {"how": "phone", "said": "明天换上", "command": "c1"}
    )
    assert sent.status_code == 302
    shown = signed_in("grid_worker").get(f"/matters/{contacted}").content.decode()
    for text in ("灯泡已订好", "明天换上", "见到了", "联系几次"):
        assert text in shown


def test_its_opener_reads_what_was_added_and_set_in_the_course(contacted, signed_in):
    course = signed_in("resident").get(f"/matters/{contacted}").content.decode().partition('id="course"')[2]
    assert "灯泡已订好" in course
    assert "见到了" in course


def test_a_line_that_was_added_is_found_by_its_words(contacted, signed_in):
    found = signed_in("grid_worker").get("/search", {"q": "灯泡已订好"}).content.decode()
    assert f"/matters/{contacted}" in found


def test_what_is_computed_is_not_offered_for_correction(contacted, signed_in):
    page = signed_in("resident").get(f"/matters/{contacted}/acts/correct").content.decode()
    assert 'value="subject"' in page
    assert 'value="calls"' not in page


def test_what_is_worked_out_not_to_be_so_is_not_told(town, contacted, signed_in):
    told = signed_in("grid_worker").get(f"/matters/{contacted}").content.decode()
    assert "联系几次" in told
    assert "联系不止一次" not in told
    town.act(contacted, "contact", "grid_worker", how="phone", said="在修")
    assert "联系不止一次" in signed_in("grid_worker").get(f"/matters/{contacted}").content.decode()
