"""Facts are said once: asked by name, added to a list line by line, recorded without asking, or computed."""

from shanzhi.engine.types import Refusal
from tests.engine.play import Play

DATA = """
subject: {type: text, max: 80, label: 什么事}
size: {type: integer, min: 1, max: 9, label: 大小}
big: {type: boolean, is: data.size > 5, label: 算大的}
word: {type: text, is: 'data.big ? "大" : "小"', label: 怎么叫}
urgent: {type: boolean, optional: true, label: 急不急}
contacts: {type: list, max: 2, optional: true, label: 联系记录, form: {how: {type: choice, options: {phone: 电话, visit: 当面}, label: 方式}, said: {type: text, max: 50, optional: true, when: line.how == "visit", label: 说了什么}}}
checked: {type: choice, optional: true, options: {passed: 通过, not_checked: 未核查}, label: 核查}
seen: {type: date, optional: true, label: 哪天看的}
was: {type: integer, optional: true, label: 原来多大}
calls: {type: integer, is: size(data.contacts), label: 联系几次}
"""
STAGES = """
    first:
      label: 待办
      desk: grid_worker
      due: 2 workdays
      acts:
        contact: {label: 已联系, adds: contacts}
        grow:
          label: 改大小
          asks: [size]
          requires: [{that: data.size > before.size, otherwise: 只能改大。}]
          set: {was: before.size}
          to: [{when: data.big, stage: second}, {stage: first}]
        finish:
          label: 办好了
          requires: [{that: data.calls > 0, otherwise: 请先联系。}]
          set: {checked: passed, seen: now}
          to: closed
    second:
      label: 大的
      desk: grid_worker
      due: {in: 2 workdays, then: lapse}
      acts:
        lapse: {label: 到期, by: [system], set: {checked: not_checked}, to: closed}
"""


def play() -> Play:
    p = Play(STAGES, data=DATA, opening="{by: [anyone], at: grid, to: first, asks: [subject, size]}")
    p.open("resident", subject="路灯不亮", size=3)
    return p


def test_a_computed_fact_follows_what_it_rests_on():
    p = play()
    assert (p.matter.data["big"], p.matter.data["word"], p.matter.data["calls"]) == (False, "小", 0)
    p.do("grow", "grid_worker", size=7)
    assert (p.stage, p.matter.data["big"], p.matter.data["word"]) == ("second", True, "大")
    p.do("correct", "resident", field="size", value="2", reason="写错了")
    assert (p.matter.data["big"], p.matter.data["word"]) == (False, "小")


def test_nobody_answers_a_computed_fact():
    p = Play(STAGES, data=DATA, opening="{by: [anyone], at: grid, to: first, asks: [subject, size]}")
    refused = p.try_open("resident", subject="路灯不亮", size=3, big=True)
    assert isinstance(refused, Refusal)
    assert (refused.code, set(refused.fields)) == ("form", {"big"})
    p = play()
    assert p.refused("correct", "resident", field="big", value="是", reason="写错了").code == "no_such_field"


def test_an_act_adds_one_line_and_history_says_which():
    p = play()
    p.do("contact", "grid_worker", how="phone", said="不会被问到")
    p.do("contact", "grid_worker", how="visit", said="人在家")
    assert p.matter.data["contacts"] == [{"how": "phone"}, {"how": "visit", "said": "人在家"}]
    assert p.matter.data["calls"] == 2
    assert p.entries[-1].values == {"contacts": [{"how": "visit", "said": "人在家"}]}


def test_a_list_that_is_full_takes_no_line_and_says_so():
    p = play()
    p.do("contact", "grid_worker", how="phone")
    p.do("contact", "grid_worker", how="phone")
    refused = p.refused("contact", "grid_worker", how="phone")
    assert (refused.code, "2" in refused.why.zh) == ("list_full", True)
    assert len(p.matter.data["contacts"]) == 2


def test_in_an_act_a_fact_is_what_it_will_be_and_before_what_it_was():
    p = play()
    assert p.refused("grow", "grid_worker", size=2).code == "requires"
    assert p.matter.data["size"] == 3
    p.do("grow", "grid_worker", size=4)
    assert (p.stage, p.matter.data["size"], p.matter.data["was"]) == ("first", 4, 3)


def test_what_an_act_sets_is_recorded_and_in_its_line_of_history():
    p = play()
    p.do("contact", "grid_worker", how="phone")
    p.do("finish", "grid_worker")
    assert (p.matter.data["checked"], p.matter.data["seen"]) == ("passed", "2026-03-02")
    assert p.entries[-1].values == {"checked": "passed", "seen": "2026-03-02"}


def test_what_an_act_requires_of_its_own_answers_is_asked_when_it_is_done():
    p = play()
    assert "grow" in p.open_acts("grid_worker")
    assert "finish" not in p.open_acts("grid_worker")


def test_the_clock_sets_facts_too():
    p = play()
    p.do("grow", "grid_worker", size=7)
    p.run("4 days")
    assert (p.stage, p.matter.data["checked"]) == ("closed", "not_checked")
