"""A method has several ways in: each with who opens by it, what it asks, where that lands and into which stage it goes."""

from __future__ import annotations

from typing import Any

import pytest

from shanzhi.engine.decide import open_matter
from shanzhi.engine.types import Command, Decision, Matter, Refusal
from shanzhi.method.model import Method
from tests.engine.play import MONDAY, Play, method_of

OPENINGS = """
  register:
    label: 登记来单
    by: [community_staff]
    asks: [subject, number]
    requires: [{that: data.number > 0, otherwise: 请填单号。}]
    set: {channel: outside}
    at: community
    to: second
  report:
    label: 反映问题
    by: [resident]
    asks: [subject, big]
    at: [{when: data.big, level: street, why: "这么大的由{desk}办。"}, {level: grid}]
    to: [{when: data.big, stage: second}, {stage: first}]
"""
DATA = """
subject: {type: text, label: 什么事}
big: {type: boolean, default: false, label: 大吗}
number: {type: integer, label: 单号}
channel: {type: choice, optional: true, options: {outside: 外面来的}, label: 从哪里来}
"""
STAGES = """
first: {label: 一, desk: grid_worker, due: 5 days, acts: {send: {label: 转走, move: up, to: second}}}
second: {label: 二, desk: [community_staff, street_staff], due: 5 days, acts: {done: {label: 办好, to: closed}}}
"""


@pytest.fixture(scope="module")
def method() -> Method:
    return method_of(STAGES, data=DATA, opening=OPENINGS)


def tried(method: Method, by: str, opening: str = "", **values: Any) -> Decision | Refusal:
    play = Play(method)
    command = Command("", "open", MONDAY, play.actor(by), values=values)
    return open_matter(method, command, 4, play.world, matter=1, opening=opening)


def opened(method: Method, by: str, opening: str = "", **values: Any) -> Decision:
    answer = tried(method, by, opening, **values)
    assert isinstance(answer, Decision), answer
    return answer


def test_where_none_is_named_it_is_the_first_that_is_open_to_whoever_acts(method: Method) -> None:
    assert opened(method, "resident", subject="灯").matter.opening == "report"
    assert opened(method, "community_staff", subject="灯", number=3).matter.opening == "register"


def test_each_way_in_asks_its_own_and_leads_its_own_way(method: Method) -> None:
    matter = opened(method, "community_staff", "register", subject="灯", number=3).matter
    assert (matter.stage, matter.data) == ("second", {"subject": "灯", "number": 3, "channel": "outside"})
    refused = tried(method, "community_staff", "register", subject="灯")
    assert isinstance(refused, Refusal)
    assert set(refused.fields) == {"number"}


def test_the_cases_say_where_it_lands_and_into_which_stage(method: Method) -> None:
    decision = opened(method, "resident", subject="桥", big=True)
    assert (decision.matter.stage, Play(method).world.level(decision.matter.place)) == ("second", "street")
    (told,) = [one for one in decision.effects if one.kind == "notify"]
    assert told.values["to"] == ["opener"]
    assert told.values["text"]["zh"].startswith("这么大的由")
    small = opened(method, "resident", subject="灯").matter
    assert (small.stage, Play(method).world.level(small.place)) == ("first", "grid")


def test_a_way_in_that_is_not_there_or_not_theirs_is_refused_with_the_words_on_the_buttons(
    method: Method,
) -> None:
    nosuch = tried(method, "resident", "nosuch", subject="灯")
    assert isinstance(nosuch, Refusal)
    assert (nosuch.code, "登记来单、反映问题" in nosuch.why.zh) == ("no_such_opening", True)
    other = tried(method, "resident", "register", subject="灯", number=1)
    assert isinstance(other, Refusal)
    assert (other.code, "登记来单" in other.why.zh) == ("not_yours", True)


def test_what_one_way_in_requires_is_asked_of_no_other(method: Method) -> None:
    refused = tried(method, "community_staff", "register", subject="灯", number=0)
    assert isinstance(refused, Refusal)
    assert refused.why.zh == "请填单号。"
    assert opened(method, "resident", "report", subject="灯").matter.stage == "first"


def test_a_matter_goes_on_as_it_came_in(method: Method) -> None:
    play = Play(method)
    play.open("resident", subject="灯")
    play.do("send", "grid_worker")
    assert play.matter.stage == "second"


def test_a_matter_kept_before_ways_in_had_names_is_of_the_first(method: Method) -> None:
    old = Matter(1, method.hash, 0, 0, "first", 4, 4, None, MONDAY)
    assert method.way_in(old.opening).name == "register"


def test_the_method_by_way_of_an_opening_is_made_once_and_knows_that_opening_alone(method: Method) -> None:
    report = method.through("report")
    assert report is method.through("report")
    assert [field.name for field in report.form] == ["subject", "big"]
    assert list(report.openings) == ["report"]
    assert report.through("report") is report
    assert method.through("no_such_way").opening.name == "register"
