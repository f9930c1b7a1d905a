"""Who is named in a matter and has its desk is called by their part in it, and the one who took it (接单人) only where one takes."""

from __future__ import annotations

import pytest
from django.test import Client

from shanzhi.matters.models import Notice
from shanzhi.people.models import Account
from tests.matters.town import Town

ASKED = """
method: asked
title: 问一问
version: 1
source: 示例
heading: '{subject}'
people:
  reporter: {type: person, side: true, label: 反映人}
  doer: {type: person, optional: true, side: true, label: 负责的人}
data:
  subject: {type: text, label: 什么事}
open: {start: {by: [grid_worker], asks: [subject, reporter], at: grid, to: telling}}
stages:
  telling:
    label: 待说
    desk: grid_worker
    due: 3 days
    acts:
      ask: {label: 请他说, to: saying, effects: [{notify: {whom: [community_staff], text: '现在等{desk}'}}]}
      hand: {label: 请人办, asks: [doer], to: doing}
      close: {label: 不问了, to: over}
  saying: {label: 请说, desk: [people.reporter], due: 3 days, acts: {say: {label: 说了, to: over}}}
  doing: {label: 在办, desk: [people.doer, holder], due: 3 days, acts: {done: {label: 办好了, to: over}}}
  over: {label: 已办结, end: done, says: '“{subject}”已办结。'}
examples:
  - title: 不问了
    steps:
      - {open: start, with: {subject: 楼道灯不亮, reporter: resident}, by: grid_worker}
      - {act: close, by: grid_worker}
    expect: {stage: over, end: done}
"""


@pytest.fixture
def browser(town: Town) -> Client:
    town.adopt(ASKED)
    found = Client()
    account = Account.objects.create(username="wangge", person=town.people["grid_worker"])
    found.force_login(account)
    return found


def test_every_face_calls_the_one_named_by_their_part(town: Town, browser: Client) -> None:
    reporter = town.people["resident"].pk
    values = {"subject": "楼道灯不亮", "reporter": reporter}
    number = town.open("asked", "grid_worker", values=values).matter.id

    answer = browser.post(
        f"/api/matters/{number}/acts",
        {"act": "ask", "values": {}, "command_id": "a1"},
        content_type="application/json",
    ).json()

    assert answer["desk"]["title"] == "反映人"
    assert browser.get(f"/api/matters/{number}").json()["desk"]["title"] == "反映人"
    lines = browser.get("/api/matters?box=mine").json()["matters"]
    assert [line["desk"]["title"] for line in lines if line["number"] == number] == ["反映人"]
    assert "现在等反映人" in browser.get(f"/matters/{number}").content.decode()
    board = browser.get("/board").content.decode()
    assert "反映人" in board
    assert "接单人" not in board
    told = " ".join(Notice.objects.filter(matter=number).values_list("zh", flat=True))
    assert "反映人" in told
    assert "接单人" not in told


def test_where_one_takes_it_they_are_called_so(town: Town, browser: Client) -> None:
    values = {"subject": "楼道灯不亮", "reporter": town.people["resident"].pk}
    number = town.open("asked", "grid_worker", values=values).matter.id
    town.act(number, "hand", doer=town.people["resident2"].pk)

    assert "现在等接单人" in browser.get(f"/matters/{number}").content.decode()
