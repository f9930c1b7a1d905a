"""督办: a post above asks the desk for an answer by a date, or takes the matter over; and work that comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.engine.play import DAY, Play

STAGES = """
first:
  label: 待办
  desk: {role: [grid_worker, community_staff, street_staff], last: first}
  due: {in: 3 days, clock: handle}
  acts:
    answer: {label: 答复, form: {reply: {type: text, max: 50, label: 答复}}, stop: [handle], to: checking}
    wait: {label: 等补充, to: info}
    note: {label: 记一笔}
checking:
  label: 待核
  desk: {role: community_staff}
  due: {in: 2 days}
  acts:
    pass: {label: 属实, to: rating}
    back: {label: 退回, to: first}
info:
  label: 待补充
  desk: opener
  due: {in: 3 days}
  pauses: [handle]
  acts:
    supply: {label: 补充, to: first}
rating:
  label: 待评
  desk: opener
  due: {in: 3 days}
  acts:
    rate:
      label: 评分
      form: {stars: {type: integer, min: 1, max: 5, label: 几星}}
      restart: [handle]
      to: [{when: stars > 2, stage: closed}, {stage: first}]
"""


def play(stages: str = STAGES) -> Play:
    found = Play(stages)
    found.open(subject="路灯不亮")
    return found


def test_who_stands_above_the_desk_presses_it_and_nobody_else():
    p = play()
    for who in ("grid_chief", "community_staff", "secretary", "street_staff", "district_staff", "inspector"):
        assert "remind" in p.open_acts(who), who
    for who in ("grid_worker", "building_lead", "volunteer", "department_staff", "resident", "resident2"):
        assert "remind" not in p.open_acts(who), who
        assert p.refused("remind", who, text="快办", until="2026-03-05").code == "not_yours"


def test_what_was_asked_stands_until_the_desk_answers_with_an_act():
    p = play()
    p.do("remind", "street_staff", text="三日内报进展", until="2026-03-05")
    assert p.kinds() == ["urged"]
    assert p.matter.urged is not None
    assert p.matter.urged.until == datetime(2026, 3, 5, 16, tzinfo=UTC)
    assert p.matter.urged.seq == p.matter.seq
    assert p.entries[-1].role == "street_staff"
    assert p.entries[-1].values["text"] == "三日内报进展"
    due = p.matter.due
    p.do("message", "resident", text="怎么样了")
    p.do("watch", "grid_worker")
    assert p.matter.urged is not None
    p.do("note", "grid_worker")
    assert p.matter.urged is None
    assert p.matter.due == due


@pytest.mark.parametrize("act", ["message", "answer"])
def test_a_word_of_the_desk_answers_as_its_work_does(act):
    p = play()
    p.do("remind", "community_staff", text="请答复", until="2026-03-05")
    p.do(act, "grid_worker", **({"text": "今天去修"} if act == "message" else {"reply": "修好了"}))
    assert p.matter.urged is None


def test_a_date_that_has_passed_is_refused_and_today_is_not():
    p = play()
    answer = p.refused("remind", "street_staff", text="快办", until="2026-03-01")
    assert answer.code == "form"
    assert "已经过去" in answer.fields["until"].zh
    assert p.refused("remind", "street_staff", until="2026-03-05").fields.keys() == {"text"}
    assert p.refused("remind", "street_staff", text="快办").fields.keys() == {"until"}
    p.do("remind", "street_staff", text="今天办", until="2026-03-02")
    assert p.matter.urged is not None


def test_a_post_above_takes_the_matter_over_and_then_it_stands_there():
    p = play()
    p.do("remind", "street_staff", text="街道来办", until="2026-03-05", take_over=True)
    assert (p.matter.desk.role, p.matter.desk.place, p.matter.place) == ("street_staff", 2, 2)
    assert {"urged", "arrived", "told"} <= set(p.kinds())
    assert p.refused("answer", "grid_worker", reply="修好了").code == "not_yours"
    p.do("answer", "street_staff", reply="街道修好了")
    assert p.matter.urged is None
    # What comes after is for the level where it stands now, not for those it was taken from.
    assert p.matter.desk.place != 4


def test_a_post_that_the_stage_does_not_know_presses_but_takes_nothing_over():
    p = play()
    answer = p.refused("remind", "inspector", text="我来办", until="2026-03-05", take_over=True)
    assert answer.code == "not_to_take_over"
    assert p.matter.urged is None
    p.do("remind", "inspector", text="请办", until="2026-03-05")
    assert p.matter.desk.role == "grid_worker"


def test_nobody_presses_the_resident_whose_own_turn_it_is_and_the_end_asks_nothing():
    p = play()
    p.do("wait", "grid_worker")
    assert "remind" not in p.open_acts("street_staff")
    p.do("supply", "resident")
    p.do("remind", "street_staff", text="快", until="2026-03-05")
    p.do("withdraw", "resident", reason="不需要了")
    assert (p.matter.urged, p.matter.returned) == (None, False)


def test_a_stage_may_do_without_it():
    p = play(
        STAGES.replace("    note: {label: 记一笔}\n", "").replace(
            "label: 待办\n", "label: 待办\n  builtins: [message]\n"
        )
    )
    assert "remind" not in p.open_acts("street_staff")


def test_work_that_was_answered_and_rejected_comes_back_marked():
    p = play()
    p.do("answer", "grid_worker", reply="修好了")
    assert not p.matter.returned
    p.do("back", "community_staff")
    assert p.matter.returned
    p.do("answer", "grid_worker", reply="又修了")
    assert not p.matter.returned
    p.do("pass", "community_staff")
    p.do("rate", "resident", stars=1)
    assert p.matter.returned


def test_what_only_waited_for_more_information_goes_on_unmarked():
    p = play()
    p.do("wait", "grid_worker")
    p.do("supply", "resident")
    assert p.stage == "first"
    assert not p.matter.returned


def test_the_clock_does_not_answer_for_the_desk():
    p = play()
    p.do("remind", "street_staff", text="快", until="2026-03-03")
    p.run(5 * DAY)
    assert p.matter.urged is not None
    assert p.matter.urged.until < p.now - timedelta(days=1)
