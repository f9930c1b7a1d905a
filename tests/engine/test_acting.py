"""Acts a method writes: who, what is asked, what must hold, where it leads; what may be done, and why not."""

from __future__ import annotations

from dataclasses import replace

from shanzhi.engine.decide import available, decide, why_not
from shanzhi.engine.types import SYSTEM, Actor, Command, Decision
from tests.engine.play import DAY, HOUR, Play

STAGES = """
first:
  label: 待办
  desk: grid_worker
  due: {in: 3 days}
  acts:
    rate:
      label: 评分
      by: [desk, opener]
      form:
        stars: {type: integer, min: 1, max: 5, label: 几星}
        why: {type: text, max: 20, label: 为什么, asked: stars < 3}
        tip: {type: integer, optional: true, label: 打赏}
      requires:
        - {that: "stars != 4", otherwise: 不能是四星}
        - {that: "visits.second < 2", otherwise: 已去过两次}
      to:
        - {when: stars >= inputs.enough, stage: closed}
        - {stage: second}
    staff: {label: 社区看过, by: [community_staff]}
    mine: {label: 只有发起人, by: [opener]}
    robot: {label: 系统做, by: [system]}
second:
  label: 再来
  desk: opener
  due: {in: 3 days}
  acts:
    back: {label: 回去, requires: [{that: actor.opener, otherwise: 只有发起人}], to: first}
    tip_again: {label: 再打赏, requires: [{that: "data.tip > 1", otherwise: 太少}], form: {tip: {type: integer, optional: true, label: 打赏}}, to: [{when: tip > 5, stage: closed}, {stage: second}]}
"""
ENOUGH = "enough: {type: integer, default: 3, label: 下限}"


def play() -> Play:
    found = Play(STAGES, inputs=ENOUGH)
    found.open()
    return found


def test_answers_decide_where_it_leads():
    p = play()
    p.do("rate", "grid_worker", stars=2, why="没修好")
    assert (p.stage, p.entries[-1].to, p.entries[-1].stage) == ("second", "second", "first")
    p.do("back", "resident")
    p.do("rate", "resident", stars=5)
    assert p.matter.end == "done"
    assert p.entries[-1].role == "opener"


def test_inputs_of_the_adopting_community_count():
    p = Play(STAGES, inputs=ENOUGH, given={"enough": 1})
    p.open()
    p.do("rate", "grid_worker", stars=1, why="一般")
    assert p.stage == "closed"


def test_a_question_is_asked_only_when_it_applies():
    p = play()
    assert set(p.refused("rate", "grid_worker", stars=2).fields) == {"why"}
    p.do("rate", "grid_worker", stars=5, why="不该问的")
    assert "why" not in p.matter.data
    p = play()
    faulty = p.refused("rate", "grid_worker", why="x")
    assert set(faulty.fields) == {"stars", "why"} or set(faulty.fields) == {"stars"}


def test_requirements_name_their_rule_and_line():
    p = play()
    answer = p.refused("rate", "grid_worker", stars=4)
    assert (answer.code, answer.why.zh) == ("requires", "不能是四星")
    assert answer.rule == "stages.first.acts.rate.requires[0]"


def test_a_fact_that_is_not_answered_again_stays_as_it_was():
    p = play()
    p.do("rate", "grid_worker", stars=1, why="差", tip=9)
    p.do("tip_again", "resident")
    assert p.stage == "closed"


def test_what_can_be_done_by_whom():
    p = play()
    builtins = {"message", "attach", "correct", "watch", "unwatch"}
    assert p.open_acts("grid_worker") == {"rate", *builtins}
    assert p.open_acts("community_staff") == {"staff", "correct", "watch", "unwatch", "remind"}
    assert p.open_acts("resident") == {"rate", "mine", "withdraw", *builtins}
    assert p.open_acts("resident2") == {"watch", "unwatch"}
    assert p.open_acts("system") == {"robot"}
    p.do("rate", "grid_worker", stars=1, why="差")
    assert "back" in p.open_acts("resident")
    p.do("back", "resident")
    p.do("rate", "grid_worker", stars=1, why="差")
    p.do("back", "resident")
    assert "rate" not in p.open_acts("grid_worker")


def test_nothing_can_be_done_with_a_closed_matter():
    p = play()
    p.do("rate", "grid_worker", stars=5)
    assert p.open_acts("resident") == set()
    answer = p.refused("message", "resident", text="还有")
    assert (answer.code, "closed out" in answer.why.en) == ("closed", True)


def test_why_not_is_what_decide_would_say_and_changes_nothing():
    p = play()
    before = p.matter
    for act, by, values in (
        ("rate", "grid_worker", {"stars": 4}),
        ("rate", "grid_worker", {}),
        ("rate", "community_staff", {"stars": 3}),
        ("nothing", "grid_worker", {}),
        ("robot", "grid_worker", {}),
        ("rate", "grid_worker", {"stars": 5}),
    ):
        command = Command("", act, p.now, p.actor(by), values=values)
        answer = decide(p.method, p.matter, command, p.world)
        said = why_not(p.method, p.matter, command, p.world)
        assert said is None if isinstance(answer, Decision) else said == answer
    assert p.matter is before


def test_an_act_seen_on_an_old_page_is_refused_with_how_much_is_new():
    p = play()
    p.do("message", "resident", text="在吗")
    p.do("message", "resident", text="在吗？")
    stale = decide(
        p.method, p.matter, Command("", "rate", p.now, p.actor("grid_worker"), 1, {"stars": 5}), p.world
    )
    assert (stale.code, "2" in stale.why.en, stale.rule) == ("stale", True, "stages.first")
    ahead = decide(
        p.method, p.matter, Command("", "rate", p.now, p.actor("grid_worker"), 99, {"stars": 5}), p.world
    )
    assert (ahead.code, "-" in ahead.why.en) == ("stale", False)
    seen = Command("", "rate", p.now, p.actor("grid_worker"), p.matter.seq, {"stars": 5})
    assert isinstance(decide(p.method, p.matter, seen, p.world), Decision)


def test_an_act_there_is_not_names_those_there_are():
    answer = play().refused("fly", "grid_worker")
    assert (answer.code, "评分" in answer.why.zh) == ("no_such_act", True)
    assert "系统做" not in answer.why.zh  # what the clock alone does, nobody can do now


def test_a_matter_of_another_version_is_left_alone():
    p = play()
    lost = p.matter.__class__(
        **{**{f: getattr(p.matter, f) for f in p.matter.__struct_fields__}, "stage": "gone"}
    )
    command = Command("", "rate", p.now, p.actor("grid_worker"), values={"stars": 5})
    answer = decide(p.method, lost, command, p.world)
    assert answer.code == "unknown_stage"
    assert "gone" in answer.why.en
    due = Command("", "due", p.now + 30 * DAY, SYSTEM)
    assert decide(p.method, lost, due, p.world).code == "unknown_stage"
    assert available(p.method, lost, p.actor("grid_worker"), p.world, p.now) == []


def test_a_rule_that_gives_no_result_refuses_in_words():
    p = Play(
        """
        first:
          label: 待办
          desk: grid_worker
          due: {in: 1 day}
          acts:
            share:
              label: 平分
              form: {among: {type: integer, label: 几人}}
              requires: [{that: 10 / among > 1, otherwise: 人太多}]
              to: closed
        """
    )
    p.open()
    answer = p.refused("share", "grid_worker", among=0)
    assert (answer.code, answer.rule) == ("fault", "stages.first.acts.share.requires[0]")
    assert p.refused("share", "grid_worker", among=9).code == "requires"
    p.do("share", "grid_worker", among=2)


def test_the_opener_is_told_of_what_others_do_with_it():
    p = play()
    p.do("staff", "community_staff", after=HOUR)
    assert p.effect("told") == {"act": "staff"}
    p.do("rate", "grid_worker", stars=1, why="差")
    assert p.kinds() == ["arrived", "told"]


def test_a_post_at_another_place_does_not_count():
    p = play()
    assert p.refused("staff", Actor(9_000, frozenset({("community_staff", 77)}))).code == "not_yours"


def test_a_method_that_leaves_no_way_on_refuses_and_loses_nothing():
    p = play()
    act = p.method.stages["first"].acts["rate"]
    act = replace(act, routes=act.routes[:1])
    stage = replace(p.method.stages["first"], acts={**p.method.stages["first"].acts, "rate": act})
    p.method = replace(p.method, stages={**p.method.stages, "first": stage})
    answer = p.refused("rate", "grid_worker", stars=1, why="差")
    assert (answer.code, answer.rule) == ("no_way", "stages.first.acts.rate")
    p.do("rate", "grid_worker", stars=5)
