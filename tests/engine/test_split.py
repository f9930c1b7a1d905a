"""Split and join: children for offices or lines, joined on all, any or n; late, failed and recalled ones."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import Refusal
from tests.engine.play import DAY, MONDAY, Play

SPLIT = """
first:
  label: 分派
  desk: grid_worker
  due: {in: 1 day}
  acts:
    ask: {label: 请协办, form: {helpers: {type: offices, max: 3, label: 部门}}, to: jointly}
jointly:
  label: 协办中
  desk: grid_worker
  due: {in: 5 days}
  split: {method: assist, each: helpers, as: office, with: {subject: subject}JOIN}
  outcomes:
    joined: [{when: failed_children > 0, stage: failed}, {stage: closed}]RECALL
failed: {label: 没办成, end: failed}
closed: {label: 已销账, end: done}
"""


def split(join: str = "", recall: bool = False, offices: tuple[int, ...] = (1, 2, 3)) -> Play:
    text = SPLIT.replace("JOIN", join).replace("RECALL", "\n    recalled: first" if recall else "")
    play = Play(text)
    play.open(subject="路灯")
    play.do("ask", "grid_worker", helpers=list(offices))
    return play


def test_each_office_gets_a_child_with_what_it_needs_to_know():
    play = split()
    children = [e.values for e in play.said if e.kind == "child"]
    assert [(c["index"], c["office"], c["place"], c["values"]) for c in children] == [
        (n, n, 1, {"subject": "路灯", "office": n}) for n in (1, 2, 3)
    ]
    assert {c["slot"] for c in children} == {"child:1", "child:2", "child:3"}


def test_it_goes_on_when_all_are_closed():
    play = split()
    play.joined(1)
    play.joined(3)
    assert play.stage == "jointly"
    assert play.matter.tally["done"] == 2
    play.joined(2)
    assert play.stage == "closed"


@pytest.mark.parametrize(("join", "needed"), [(", join: any", 1), (", join: 2", 2), (", join: 9", 3)])
def test_joined_on_any_or_so_many(join, needed):
    play = split(join)
    for n in range(1, needed):
        play.joined(n)
        assert play.stage == "jointly"
    play.joined(needed)
    assert play.stage == "closed"


def test_one_that_failed_can_lead_elsewhere():
    play = split()
    play.joined(1)
    play.joined(2, "refused")
    play.joined(3)
    assert play.stage == "failed"
    assert play.entries[-1].values["tally"]["undone"] == 1


def test_a_child_joins_once_and_only_if_there_is_such_a_child():
    play = split()
    play.joined(1)
    assert play.joined(1).code == "already"
    assert play.joined(4).code == "no_such_child"
    for wrong in ({"child": "1"}, {"child": 1, "end": None}, {"child": None}):
        answer = play.joined(**{"child": 1, "end": "done", **wrong})
        assert isinstance(answer, Refusal)


def test_waiting_can_be_ended_only_where_the_method_says_what_then():
    play = split()
    assert play.refused("recall", "grid_worker", reason="来不及").code == "no_recall"
    assert "recall" not in play.open_acts("grid_worker")
    play = split(recall=True)
    assert "recall" in play.open_acts("grid_worker")
    play.do("recall", "grid_worker", reason="来不及")
    assert play.stage == "first"


def test_a_child_that_comes_back_late_is_noted_and_changes_nothing():
    play = split(recall=True)
    visit = play.matter.visit
    play.do("recall", "grid_worker", reason="来不及")
    play.joined(1, visit=visit)
    entry = play.entries[-1]
    assert (entry.act, entry.values, entry.note, play.stage) == (
        "joined",
        {"child": 1, "end": "done"},
        "late",
        "first",
    )
    play.do("ask", "grid_worker", helpers=[1, 2])
    play.joined(2, visit=visit)
    assert play.matter.tally["done"] == 0
    play.joined(2, visit=play.matter.visit)
    assert play.matter.tally["done"] == 1


def test_a_closed_parent_refuses_a_late_child():
    play = split(join=", join: any")
    play.joined(1)
    assert play.joined(2).code == "closed"


def test_children_of_lines_take_what_the_line_says():
    play = Play(
        """
        first:
          label: 分派
          desk: grid_worker
          due: {in: 1 day}
          acts:
            ask:
              label: 分派
              form:
                tasks: {type: list, label: 任务, form: {subject: {type: text, max: 9, label: 内容}}}
              to: jointly
        jointly:
          label: 分头办
          desk: grid_worker
          due: {in: 5 days}
          split: {method: task, each: tasks, with: {note: subject}}
          outcomes: {joined: closed}
        """
    )
    play.open(place=6, subject="大扫除")
    play.do("ask", "grid_worker", tasks=[{"subject": "扫地"}, {"subject": "擦窗"}])
    children = [e.values for e in play.said if e.kind == "child"]
    assert [c["values"] for c in children] == [
        {"note": "大扫除", "subject": "扫地"},
        {"note": "大扫除", "subject": "擦窗"},
    ]
    assert {c["place"] for c in children} == {6}


def test_nothing_to_hand_out_and_offices_that_do_not_exist_are_refused():
    play = Play(SPLIT.replace("max: 3", "optional: true").replace("JOIN", "").replace("RECALL", ""))
    play.open()
    assert play.refused("ask", "grid_worker").code == "nothing_to_do"
    assert play.refused("ask", "grid_worker", helpers=[1, 88]).code == "no_such_office"


def test_the_last_child_is_never_lost_though_the_way_on_is_barred():
    play = Play(
        """
        first:
          label: 分派
          desk: grid_worker
          due: {in: 1 day}
          acts:
            ask: {label: 请协办, form: {helpers: {type: offices, label: 部门}}, to: jointly}
        jointly:
          label: 协办中
          desk: grid_worker
          due: {in: 5 days}
          split: {method: assist, each: helpers, as: office}
          outcomes: {joined: meeting}
        meeting:
          label: 开会
          desk: grid_worker
          session: {at: begins, lasts: 2 hours, roll: residents}
          outcomes: {held: closed}
        """,
        form="begins: {type: time, optional: true, label: 何时}",
    )
    play.open()
    play.do("ask", "grid_worker", helpers=[1])
    play.joined(1)
    assert (play.stage, play.matter.late, play.acts[-2:]) == ("jointly", True, ["joined", "blocked"])
    assert play.entries[-1].note == "date_missing"
    assert play.matter.wakes == MONDAY + DAY
    play.do("correct", "grid_worker", field="begins", value="2026-03-09 19:00", reason="定了时间")
    assert play.run(DAY) == 1
    assert play.stage == "meeting"


def test_children_not_waited_for_are_released_unless_left_to_themselves():
    play = split(recall=True)
    play.joined(1)
    visit = play.matter.visit
    play.do("recall", "grid_worker", reason="来不及")
    assert play.effect("release_children") == {"visit": visit}
    play = split(join=", join: any")
    play.joined(1)
    assert "release_children" in play.kinds()
    play = split(join=", join: any, left: leave")
    play.joined(1)
    assert "release_children" not in play.kinds()


def test_with_all_back_none_is_released():
    play = split(offices=(1,))
    play.joined(1)
    assert "release_children" not in play.kinds()


def test_a_matter_taken_back_releases_its_children():
    play = split()
    play.do("withdraw", "resident", reason="不需要了")
    assert "release_children" in play.kinds()


def test_one_child_needs_no_list():
    play = Play(
        """
        first:
          label: 交办
          desk: grid_worker
          due: {in: 9 days}
          split: {method: task, with: {subject: subject, whom: opener}}
          outcomes: {joined: closed}
        """
    )
    play.open(subject="路灯")
    child = play.effect("child")
    assert (child["index"], child["values"]) == (1, {"subject": "路灯", "whom": play.matter.opener})
    play.joined(1)
    assert play.stage == "closed"


LINES = """
first:
  label: 摸排
  desk: community_staff
  due: 1 day
  acts:
    give: {label: 分下去, asks: [heaps], to: clearing}
clearing:
  label: 各自清
  desk: community_staff
  due: 5 days
  split: {method: heap, of: data.heaps, with: {where: data.where, owner: line.whose}}
  outcomes: {joined: closed}
closed: {label: 已销账, end: done, says: 完}
"""


def test_of_a_line_the_named_parts_go_under_the_names_of_the_other_method():
    play = Play(
        LINES,
        data="where: {type: text, max: 20, label: 哪里}\n"
        "heaps: {type: list, max: 5, label: 堆物, form: {whose: {type: person, label: 谁的}, risky: {type: boolean, label: 挡路}}}",
        opening="{by: [resident], at: community, to: first, asks: [where]}",
    )
    play.open(where="3栋")
    one, two = (play.world.people[name].person for name in ("resident", "resident2"))
    play.do("give", "community_staff", heaps=[{"whose": one, "risky": True}, {"whose": two, "risky": False}])
    children = [e.values["values"] for e in play.said if e.kind == "child"]
    assert children == [{"where": "3栋", "owner": one}, {"where": "3栋", "owner": two}]
