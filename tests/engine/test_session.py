"""Meetings: notice, agenda, attendance, the floor, minutes, quorum."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shanzhi.engine.blocks.agenda import MAX_AGENDA
from shanzhi.engine.blocks.session import LOGIC
from shanzhi.engine.types import Actor
from shanzhi.engine.world import World
from tests.engine.play import DAY, HOUR, MONDAY, Play

SESSION = """
first:
  label: 筹备
  desk: community_staff
  due: {in: 5 days}
  acts:
    call: {label: 通知开会, form: {begins: {type: time, optional: true, label: 何时}}, to: meeting}
meeting:
  label: 议事会
  desk: community_staff
  session:
    at: begins
    lasts: 2 hours
    notice: 3 days
    roll: residents
    quorum: attended * 3 >= expected * 2
    turn: 5
    agenda: [通报上次情况]
  outcomes: {held: closed, no_quorum: first}
"""


def meeting(at: str = "2026-03-06 19:00") -> Play:
    play = Play(SESSION, world=World(residents=3))
    play.open("community_staff")
    play.do("call", "community_staff", begins=at)
    return play


def begun(*people: str) -> Play:
    play = meeting()
    play.now = MONDAY + 4 * DAY + 10 * HOUR
    for name in people:
        play.do("attend", name)
    return play


def test_the_notice_must_be_long_enough_and_the_time_known():
    play = Play(SESSION)
    play.open("community_staff")
    assert play.refused("call", "community_staff").code == "date_missing"
    short = play.refused("call", "community_staff", begins="2026-03-05 08:59")
    assert short.code == "notice_too_short"
    assert "3月5日 09:00" in short.why.zh
    assert "3 天" in short.why.zh
    play.do("call", "community_staff", begins="2026-03-05 09:00")
    assert play.matter.due == MONDAY + 3 * DAY + 2 * HOUR
    assert play.matter.tally["agenda"] == ["通报上次情况"]


def test_topics_are_added_until_the_agenda_is_full():
    play = meeting()
    play.do("agenda", "community_staff", topic="停车位")
    assert play.matter.tally["agenda"] == ["通报上次情况", "停车位"]
    assert play.refused("agenda", "resident", topic="停车位").code == "not_yours"
    for n in range(MAX_AGENDA - 2):
        play.do("agenda", "community_staff", topic=f"议题{n}")
    assert play.refused("agenda", "community_staff", topic="再加一个").code == "full"


def test_nothing_of_the_meeting_happens_before_it():
    play = meeting()
    assert play.refused("attend", "resident").code == "not_begun"
    for act, more in (("finish", {}), ("give_floor", {}), ("minutes", {"topic": "甲", "text": "乙"})):
        assert play.refused(act, "community_staff", **more).code == "not_begun"
    assert "attend" not in play.open_acts("resident")
    play.now = MONDAY + 4 * DAY + timedelta(hours=9, minutes=50)
    play.do("attend", "resident")


def test_each_is_present_once():
    play = begun("resident", "resident2")
    assert play.refused("attend", "resident").code == "already"
    assert play.refused("attend_for", "community_staff", person=2001).code == "already"
    play.do("attend_for", "community_staff", person=2003)
    assert (play.matter.tally["present"], play.entries[-1].values) == (3, {"person": 2003})
    assert play.kinds() == []
    assert play.refused("attend", "resident3").code == "already"


def test_the_floor_goes_round_in_order_one_at_a_time():
    play = begun("resident", "resident2")
    assert play.refused("ask_floor", "resident3", topic="停车").code == "not_present"
    assert play.refused("give_floor", "community_staff").code == "no_speaker"
    assert play.refused("end_turn", "community_staff").code == "no_speaker"
    play.do("ask_floor", "resident2", topic="停车")
    play.do("ask_floor", "resident", topic="绿化")
    assert play.refused("ask_floor", "resident2", topic="再说停车").code == "already"
    play.do("give_floor", "community_staff")
    speaking = play.matter.tally["speaking"]
    assert (speaking["person"], speaking["topic"]) == (2002, "停车")
    assert speaking["until"] == (play.now + timedelta(minutes=5)).isoformat()
    assert play.refused("give_floor", "community_staff").code == "speaking"
    play.do("end_turn", "community_staff")
    play.do("give_floor", "community_staff")
    assert play.matter.tally["speaking"]["person"] == 2001
    assert play.matter.tally["turns"] == 1


def test_the_chair_is_neutral():
    play = begun("resident", "resident2")
    chair = play.actor("resident2")
    both = Actor(
        chair.person, posts=frozenset({("community_staff", 3)}), household=chair.household, home=chair.home
    )
    play.do("ask_floor", both, topic="我来说")
    assert play.refused("give_floor", both).code == "chair_neutral"
    play.do("ask_floor", "resident", topic="停车")
    play.do("give_floor", both)
    assert play.matter.tally["speaking"]["person"] == play.actor("resident").person


def test_the_floor_is_asked_for_beforehand_and_kept_for_who_comes():
    play = meeting()
    play.do("ask_floor", "resident3", topic="停车")
    play.do("ask_floor", "resident2", topic="绿化")
    play.now = MONDAY + 4 * DAY + 10 * HOUR
    play.do("attend", "resident2")
    play.do("give_floor", "community_staff")
    assert play.matter.tally["speaking"]["person"] == 2002
    assert play.matter.tally["waiting"] == [[2003, "停车"]]
    play.do("end_turn", "community_staff")
    assert play.refused("give_floor", "community_staff").code == "not_there"
    assert play.refused("give_floor", "community_staff", person=2003).code == "not_there"


def test_the_chair_may_call_by_name_and_a_hand_goes_down_again():
    play = begun("resident", "resident2", "resident3")
    for who in ("resident", "resident2", "resident3"):
        play.do("ask_floor", who)
    assert play.refused("give_floor", "community_staff", person=2004).code == "not_waiting"
    play.do("give_floor", "community_staff", person=2003)
    assert play.matter.tally["speaking"]["since"] == play.now.isoformat()
    play.do("lower_hand", "resident")
    assert play.refused("lower_hand", "resident").code == "not_waiting"
    assert [person for person, _ in play.matter.tally["waiting"]] == [2002]


def test_clerks_keep_the_record_and_the_chair_leads():
    play = Play(
        SESSION.replace("    turn: 5", "    turn: 5\n    clerks: [volunteer]"), world=World(residents=3)
    )
    play.open("community_staff")
    play.do("call", "community_staff", begins="2026-03-06 19:00")
    play.now = MONDAY + 4 * DAY + 10 * HOUR
    play.do("attend_for", "volunteer", person=2001)
    play.do("ask_floor_for", "volunteer", person=2001, topic="停车")
    play.do("give_floor", "community_staff")
    play.do("minutes", "volunteer", topic="停车", text="加画车位", person=2001)
    play.do("absent", "volunteer", person=2001)
    play.do("minutes", "community_staff", topic="停车", text="主持人补一句")
    for act, more in (("give_floor", {}), ("next_item", {}), ("agenda", {"topic": "绿化"}), ("finish", {})):
        assert play.refused(act, "volunteer", **more).code == "not_yours"
    assert play.refused("minutes", "resident", topic="停车", text="我来记").code == "not_yours"


def test_the_agenda_is_arranged_until_it_is_published():
    play = meeting()
    play.do("agenda", "community_staff", topic="停车位")
    play.do("agenda", "community_staff", topic="绿化")
    play.do("move_item", "community_staff", item=3, to=1)
    play.do("drop_item", "community_staff", item=2)
    assert play.matter.tally["agenda"] == ["绿化", "停车位"]
    assert play.refused("drop_item", "community_staff", item=9).code == "no_such_item"
    play.do("publish_agenda", "community_staff")
    assert play.entries[-1].values == {"agenda": ["绿化", "停车位"]}
    for act, more in (
        ("move_item", {"item": 1, "to": 2}),
        ("drop_item", {"item": 1}),
        ("publish_agenda", {}),
    ):
        assert play.refused(act, "community_staff", **more).code == "agenda_fixed"
    play.do("agenda", "community_staff", topic="路灯")
    assert (len(play.matter.tally["agenda"]), play.matter.tally["settled"]) == (3, 2)


def test_items_are_taken_one_after_the_other():
    play = begun("resident")
    assert play.refused("next_item", "resident").code == "not_yours"
    play.do("next_item", "community_staff")
    assert play.entries[-1].values == {"item": 1, "topic": "通报上次情况"}
    assert play.refused("next_item", "community_staff").code == "agenda_over"
    play.do("ask_floor", "resident")
    play.do("give_floor", "community_staff")
    assert play.matter.tally["speaking"]["topic"] == "通报上次情况"
    assert play.refused("next_item", "community_staff").code == "speaking"
    play.do("end_turn", "community_staff")
    play.do("agenda", "community_staff", topic="绿化")
    play.do("next_item", "community_staff", item=2)
    assert play.matter.tally["item"] == 2


def test_a_slip_at_the_attendance_is_undone():
    play = begun("resident", "resident2")
    play.do("ask_floor", "resident2")
    play.do("absent", "community_staff", person=2002)
    assert (play.matter.tally["present"], play.matter.tally["waiting"]) == (1, [])
    assert play.refused("absent", "community_staff", person=2002).code == "not_present"
    assert play.refused("ask_floor", "resident2").code == "not_present"
    play.do("attend", "resident2")
    assert play.refused("attend", "resident2").code == "already"
    assert play.matter.tally["present"] == 2


def test_minutes_are_kept_and_enough_people_make_it_count():
    play = begun("resident", "resident2")
    play.do("minutes", "community_staff", topic="停车", text="大家同意划线。")
    play.do("finish", "community_staff")
    assert play.stage == "closed"
    told = play.entries[-1].values["tally"]
    assert (told["present"], told["roll"], told["minutes"]) == (2, 3, 1)


def test_too_few_people_and_it_must_be_called_again():
    play = begun("resident")
    play.do("finish", "community_staff")
    assert play.stage == "first"
    play.do("call", "community_staff", begins="2026-03-20 19:00")
    play.now = MONDAY + 18 * DAY + 10 * HOUR
    play.do("attend", "resident")
    assert play.matter.tally["present"] == 1


def test_a_meeting_that_is_not_closed_is_late():
    play = begun("resident")
    play.run(3 * DAY)
    assert (play.matter.late, play.stage) == (True, "meeting")
    play.do("finish", "community_staff")


def test_what_is_told_of_a_meeting_names_nobody():
    play = begun("resident", "resident2")
    play.do("ask_floor", "resident", topic="绿化")
    play.do("ask_floor", "resident2", topic="停车")
    play.do("give_floor", "community_staff")
    shown = LOGIC.public(play.matter.tally)
    assert set(shown) == {"present", "roll", "others", "begins", "turns", "turn", "minutes", "item"}


def test_a_meeting_called_by_the_clock_without_enough_notice_waits_for_a_better_date():
    play = Play(
        """
        first:
          label: 公示
          desk: community_staff
          publicity: {for: 5 days, what: [subject], objections: [resident], answer_within: 1 day}
          outcomes: {clear: meeting, upheld: closed}
        meeting:
          label: 议事会
          desk: community_staff
          session: {at: begins, lasts: 2 hours, notice: 3 days, roll: residents}
          outcomes: {held: closed}
        """,
        form="""
        subject: {type: text, max: 9, label: 议题}
        begins: {type: time, label: 何时}
        """,
    )
    play.open("community_staff", subject="停车", begins="2026-03-08 09:00")
    play.run(5 * DAY)
    assert (play.stage, play.entries[-1].note) == ("first", "notice_too_short")
    assert play.refused("object", "resident", reason="晚了").code == "window_over"
    play.do("correct", "community_staff", after=HOUR, field="begins", value="2026-03-20 09:00", reason="改期")
    play.run(HOUR)
    assert play.stage == "meeting"
    assert play.matter.entered == MONDAY + 5 * DAY + HOUR


@pytest.mark.parametrize("quorum", [True, False])
def test_without_a_quorum_a_meeting_counts_whoever_came(quorum):
    text = SESSION if quorum else SESSION.replace("    quorum: attended * 3 >= expected * 2\n", "")
    play = Play(text)
    play.open("community_staff")
    play.do("call", "community_staff", begins="2026-03-06 19:00")
    play.do("finish", "community_staff", after=5 * DAY)
    assert play.stage == ("first" if quorum else "closed")


def test_who_has_no_phone_waits_in_the_same_line_entered_by_the_chair():
    play = begun("resident")
    assert play.refused("ask_floor_for", "community_staff", person=2002).code == "not_there"
    play.do("attend_for", "community_staff", person=2002)
    play.do("ask_floor", "resident", topic="停车")
    play.do("ask_floor_for", "community_staff", person=2002, topic="绿化")
    assert play.matter.tally["waiting"] == [[2001, "停车"], [2002, "绿化"]]
    assert play.refused("ask_floor_for", "community_staff", person=2002).code == "already"
    assert play.refused("ask_floor", "resident2", topic="绿化").code == "already"
    assert play.refused("ask_floor_for", "resident", person=2002).code == "not_yours"
    play.do("give_floor", "community_staff")
    assert play.matter.tally["speaking"]["person"] == 2001
    assert play.refused("ask_floor_for", "community_staff", person=2001).code == "already"
    play.do("end_turn", "community_staff")
    play.do("give_floor", "community_staff")
    assert play.entries[-1].values == {"person": 2002, "topic": "绿化"}


def test_the_chair_takes_back_a_hand_it_raised_for_somebody():
    play = begun("resident", "resident2")
    assert play.refused("lower_hand_for", "community_staff", person=2002).code == "not_waiting"
    play.do("ask_floor_for", "community_staff", person=2002)
    play.do("lower_hand_for", "community_staff", person=2002)
    assert play.matter.tally["waiting"] == []
    play.do("ask_floor_for", "community_staff", person=2001)
    play.do("absent", "community_staff", person=2001)
    assert play.matter.tally["waiting"] == []


def test_who_signs_in_by_phone_after_the_chair_entered_them_is_counted_once():
    play = begun()
    play.do("attend_for", "community_staff", person=2001)
    assert play.refused("attend", "resident").code == "already"
    play.do("leave", "resident")
    play.do("attend", "resident")
    assert play.matter.tally["present"] == 1


def test_what_somebody_said_is_noted_in_their_name_while_they_are_there():
    play = begun("resident")
    note = {"topic": "停车", "text": "门口别停车"}
    assert play.refused("minutes", "community_staff", person=2002, **note).code == "said_by_absent"
    play.do("minutes", "community_staff", person=2001, **note)
    assert play.entries[-1].values == {**note, "person": 2001}
    play.do("minutes", "community_staff", **note)
    assert play.matter.tally["minutes"] == 2


def test_the_floor_may_be_asked_for_by_word_of_mouth_before_the_meeting():
    play = meeting()
    play.do("ask_floor_for", "community_staff", person=2003, topic="停车")
    play.now = MONDAY + 4 * DAY + 10 * HOUR
    assert play.refused("give_floor", "community_staff").code == "not_there"
    play.do("attend_for", "community_staff", person=2003)
    play.do("give_floor", "community_staff")
    assert play.matter.tally["speaking"]["person"] == 2003
