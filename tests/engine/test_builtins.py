"""The built-in acts: message, attach, correct, watch, withdraw."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.engine.play import DAY, Play

STAGES = """
first:
  label: 待办
  desk: grid_worker
  due: {in: 3 days, clock: handle}
  acts:
    answer:
      label: 答复
      form: {reply: {type: text, max: 50, label: 答复}, cost: {type: money, optional: true, label: 花费}}
      to: rating
    up: {label: 上报, by: [community_staff]}
rating:
  label: 待评
  desk: opener
  due: {in: 3 days}
  acts:
    rate: {label: 评分, form: {stars: {type: integer, min: 1, max: 5, label: 几星}}, to: [{when: stars > 2, stage: closed}, {stage: first}]}
"""
FORM = """
subject: {type: text, max: 20, label: 什么事}
phone: {type: phone, sensitive: true, optional: true, label: 电话}
kinds: {type: choices, options: {a: 甲, b: 乙}, optional: true, label: 类别}
items: {type: list, optional: true, form: {what: {type: text, max: 9, label: 内容}}, label: 清单}
where: {type: point, optional: true, label: 位置}
noisy: {type: boolean, optional: true, label: 吵不吵}
day: {type: date, optional: true, label: 哪天}
"""


def play() -> Play:
    found = Play(STAGES, form=FORM)
    found.open(subject="路灯不亮", phone="13800138000")
    return found


def test_the_parties_talk_and_others_do_not():
    p = play()
    p.do("message", "resident", text="什么时候修？")
    assert p.effect("message") == {"text": "什么时候修？"}
    assert p.kinds() == ["message"]
    p.do("message", "grid_worker", text="明天")
    assert p.refused("message", "resident2", text="我也想问").code == "not_yours"
    assert p.refused("message", "resident").code == "form"
    p.do("attach", "resident", files=["a.jpg"])
    assert p.refused("attach", "resident", files=[]).code == "form"
    assert p.matter.due is not None
    assert p.matter.visit == 1


def test_a_fact_is_corrected_with_its_history():
    p = play()
    p.do("correct", "grid_worker", field="subject", value="路灯闪烁", reason="写错了")
    assert p.matter.data["subject"] == "路灯闪烁"
    assert p.entries[-1].values == {
        "field": "subject",
        "before": "路灯不亮",
        "after": "路灯闪烁",
        "reason": "写错了",
    }


def test_a_sensitive_fact_stays_sealed_when_it_is_corrected():
    p = play()
    p.do("correct", "resident", field="phone", value="13900139000", reason="换号了")
    assert p.entries[-1].sealed == ("before", "after")
    assert p.matter.data["phone"] == "13900139000"


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("kinds", "a，b", ["a", "b"]),
        ("where", "104.06, 30.67", [104.06, 30.67]),
        ("noisy", "是", True),
        ("day", "2026-03-09", "2026-03-09"),
    ],
)
def test_what_was_left_empty_when_it_was_opened_is_added_in_its_own_type(name, text, kept):
    p = play()
    p.do("correct", "resident", field=name, value=text, reason="补充")
    assert p.matter.data[name] == kept


def test_a_correction_must_be_a_good_answer_to_a_question_there_is():
    p = play()
    assert p.refused("correct", "resident", field="phone", value="12", reason="换号了").code == "form"
    assert p.refused("correct", "resident", field="subject", value="很" * 21, reason="改").code == "form"
    for name in ("nothing", "items", "reply", "stars"):
        assert p.refused("correct", "resident", field=name, value="x", reason="改").code == "no_such_field"


def test_nobody_corrects_the_answers_of_others():
    p = play()
    p.do("answer", "grid_worker", reply="已修好", cost=300)
    p.do("rate", "resident", stars=1)
    wrong = p.refused("correct", "grid_worker", field="stars", value="5", reason="打错了")
    assert (wrong.code, "几星" in wrong.why.zh) == ("not_your_answer", True)
    assert p.refused("correct", "resident", field="cost", value="1", reason="改").code == "not_your_answer"
    p.do("correct", "grid_worker", field="cost", value="350", reason="少算了")
    assert p.matter.data["cost"] == 350
    p.do("correct", "resident", field="stars", value="2", reason="手滑")
    assert p.matter.data["stars"] == 2


def test_a_correction_moves_no_clock():
    p = play()
    before = (p.matter.due, p.matter.clocks, p.matter.visit)
    p.do("correct", "resident", field="subject", value="别的", reason="改", after=DAY)
    assert (p.matter.due, p.matter.clocks, p.matter.visit) == before


def test_following_twice_neither_fails_nor_doubles():
    p = play()
    p.do("watch", "resident2")
    assert p.effect("watch") == {"person": 2002}
    before = p.matter
    p.do("watch", "resident2")
    assert p.effect("watch") == {"person": 2002}
    assert replace(p.matter, seq=before.seq) == before


def test_the_opener_withdraws_and_nobody_else():
    p = play()
    assert p.refused("withdraw", "grid_worker").code == "not_yours"
    p.do("withdraw", "resident", reason="自己修好了", after=DAY)
    assert (p.matter.end, p.matter.closed, p.matter.desk, p.matter.due) == ("withdrawn", p.now, None, None)
    assert p.matter.clocks["handle"].stopped == p.now
    assert p.refused("withdraw", "resident").code == "closed"


def test_a_method_may_narrow_them():
    p = Play(
        "first: {label: 待办, desk: grid_worker, due: {in: 1 day}, builtins: [message], acts: {done: {label: 好, to: closed}}}"
    )
    p.open()
    assert p.open_acts("resident") == {"message"}
    assert p.refused("withdraw", "resident").code == "no_such_act"
