"""Claims: the first takes it. Checklists: every item, each with its proof."""

from __future__ import annotations

import pytest

from tests.engine.play import DAY, MONDAY, Play

CLAIM = """
first:
  label: 待接单
  desk: [grid_worker, community_staff]
  claim:
    by: [volunteer, steward]
    open_for: 1 day
    form: {when: {type: date, label: 哪天来}}
  outcomes: {taken: doing, unclaimed: assigned}
doing:
  label: 在办
  desk: holder
  due: {in: 3 days, until: when}
  acts:
    done:
      label: 办好
      effects: [{award: {to: holder, points: "5", for: 帮忙}}, {notify: {to: [holder], text: "{when}"}}]
      to: closed
    give_up: {label: 退回, to: first}
assigned: {label: 待安排, desk: grid_worker, due: {in: 1 day}, acts: {done: {label: 办好, to: closed}}}
"""


def test_the_first_who_takes_it_is_its_holder():
    play = Play(CLAIM)
    play.open()
    assert play.refused("take", "steward").code == "form"
    assert play.refused("take", "resident2", when="2026-03-04").code == "not_yours"
    play.do("take", "steward", when="2026-03-04")
    assert (play.stage, play.matter.data["when"]) == ("doing", "2026-03-04")
    assert play.matter.handlers["@holder"].person == play.actor("steward").person
    assert play.refused("take", "volunteer", when="2026-03-04").code == "no_such_act"
    assert play.matter.due > MONDAY + 2 * DAY
    play.do("done", "steward")
    assert play.effect("award")["person"] == play.actor("steward").person


def test_nobody_takes_it_in_time():
    play = Play(CLAIM)
    play.open()
    assert play.refused("take", "steward", after=DAY, when="2026-03-04").code == "window_over"
    play.run(DAY)
    assert play.stage == "assigned"


def test_given_back_it_is_offered_again_to_all():
    play = Play(CLAIM)
    play.open()
    play.do("take", "steward", when="2026-03-04")
    play.do("give_up", "steward", after=DAY)
    assert play.matter.window == MONDAY + 2 * DAY
    play.do("take", "volunteer", when="2026-03-09")
    assert play.matter.desk.person == play.actor("volunteer").person


def test_nobody_is_awarded_for_an_errand_of_ones_own():
    play = Play(CLAIM)
    play.open("steward")
    play.do("take", "steward", when="2026-03-04")
    play.do("done", "steward")
    assert "award" not in play.kinds()


def test_when_nobody_takes_it_in_time_it_goes_where_the_method_says():
    play = Play(
        """
        first:
          label: 待接单
          desk: grid_worker
          due: 1 day
          claim: {by: [volunteer]}
          outcomes: {taken: closed, unclaimed: second}
        second: {label: 派人, desk: grid_worker, due: 9 days, acts: {sent: {label: 派了, to: first}}}
        """
    )
    play.open()
    play.run(2 * DAY)
    assert (play.stage, play.matter.late) == ("second", False)
    play.do("sent", "grid_worker")
    play.do("take", "volunteer")
    assert play.matter.end == "done"


CHECKS = """
first:
  label: 清单
  desk: community_staff
  due: {in: 5 days}
  checklist:
    items:
      notice: {label: 张贴通知, proof: files}
      minutes: {label: 会议记录, proof: text}
      gifts: {label: 礼品, optional: true}
      calls: 电话通知
  outcomes: {complete: closed}
"""


def test_every_needed_item_is_done_with_its_proof():
    play = Play(CHECKS)
    play.open("community_staff")
    assert play.matter.tally == {"items": 4, "done": 0, "ticked": []}
    play.do("tick", "community_staff", item="calls")
    assert play.refused("tick", "community_staff", item="calls").code == "item_done"
    no_file = play.refused("tick", "community_staff", item="notice", proof="贴了")
    assert (no_file.code, "a file" in no_file.why.en) == ("proof_missing", True)
    assert play.refused("tick", "community_staff", item="minutes").code == "proof_missing"
    unknown = play.refused("tick", "community_staff", item="x")
    assert unknown.code == "no_such_item"
    assert "张贴通知" in unknown.why.zh
    assert play.refused("tick", "resident", item="gifts").code == "not_yours"
    play.do("tick", "community_staff", item="notice", files=["照片一.jpg"])
    assert play.stage == "first"
    play.do("tick", "community_staff", item="minutes", proof="已记录")
    assert play.stage == "closed"
    assert play.acts[-2:] == ["tick", "complete"]


def test_an_item_can_be_taken_back():
    play = Play(CHECKS)
    play.open("community_staff")
    play.do("tick", "community_staff", item="calls")
    assert play.refused("untick", "community_staff", item="gifts", reason="没有做").code == "item_open"
    play.do("untick", "community_staff", item="calls", reason="打错了")
    assert play.matter.tally["done"] == 0
    play.do("tick", "community_staff", item="calls")
    assert play.matter.tally["done"] == 1


LINES = """
first:
  label: 登记
  desk: community_staff
  due: {in: 5 days}
  acts:
    list: {label: 列清单, form: {tasks: {type: list, min: 0, optional: true, label: 任务, form: {what: {type: text, max: 20, label: 内容}}}}, to: second}
second:
  label: 逐项
  desk: community_staff
  due: {in: 5 days}
  checklist: {from: tasks, by: [volunteer]}
  outcomes: {complete: closed}
"""


def test_one_item_for_each_line_of_a_list():
    play = Play(LINES)
    play.open("community_staff")
    play.do("list", "community_staff", tasks=[{"what": "扫楼道"}, {"what": "修灯"}])
    assert play.refused("tick", "community_staff", item="1").code == "not_yours"
    play.do("tick", "volunteer", item="2")
    play.do("tick", "volunteer", item="1")
    assert play.stage == "closed"


@pytest.mark.parametrize("tasks", [None, []])
def test_an_empty_list_is_refused_before_the_matter_stands_where_nothing_can_be_done(tasks):
    play = Play(LINES)
    play.open("community_staff")
    given = {} if tasks is None else {"tasks": tasks}
    answer = play.refused("list", "community_staff", **given)
    assert (answer.code, answer.rule) == ("nothing_to_do", "stages.second.checklist")
    assert play.stage == "first"
