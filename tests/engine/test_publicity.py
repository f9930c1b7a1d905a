"""Publicity: shown for a time; objections are answered before it goes on."""

from __future__ import annotations

from tests.engine.play import DAY, MONDAY, Play

SHOWN = """
first:
  label: 公示
  desk: community_staff
  publicity: {for: 5 workdays, what: [subject], objections: [resident], answer_within: 3 workdays}
  outcomes: {clear: closed, upheld: back}
back: {label: 退回, desk: community_staff, due: {in: 1 day}, acts: {again: {label: 再公示, to: first}}}
"""
WEEK = 8 * DAY


def shown() -> Play:
    play = Play(SHOWN)
    play.open("community_staff", subject="名单")
    return play


def test_it_is_published_and_goes_on_when_nobody_objects():
    play = shown()
    assert play.effect("publish") == {"fields": ["subject"], "title": None, "until": play.matter.window}
    play.run(WEEK)
    assert play.stage == "closed"
    assert play.entries[-1].values == {"tally": {"objections": 0, "answered": 0, "upheld": 0}}


def test_an_objection_answered_in_time_does_not_hold_it_up():
    play = shown()
    play.do("object", "resident2", after=DAY, reason="名单有误")
    assert play.entries[-1].values == {"reason": "名单有误", "objection": 1}
    assert play.effect("watch") == {"person": 2002}
    assert play.refused("answer", "resident2", objection=1, upheld=True, answer="是").code == "not_yours"
    assert (
        play.refused("answer", "community_staff", objection=2, upheld=True, answer="是").code
        == "no_such_objection"
    )
    play.do("answer", "community_staff", objection=1, upheld=False, answer="核对无误")
    assert play.kinds() == ["told"]
    again = play.refused("answer", "community_staff", objection=1, upheld=True, answer="改了")
    assert again.code == "objection_answered"
    assert play.stage == "first"
    play.run(WEEK)
    assert play.stage == "closed"


def test_an_objection_upheld_leads_back_when_the_time_is_over():
    play = shown()
    play.do("object", "resident2", reason="名单有误")
    play.do("answer", "community_staff", objection=1, upheld=True, answer="确有遗漏")
    play.run(WEEK)
    assert play.stage == "back"


def test_late_answers_hold_it_up_and_the_last_one_leads_on():
    play = shown()
    play.do("object", "resident2", reason="甲")
    play.do("object", "resident3", reason="乙")
    end = play.matter.window
    play.run(WEEK)
    assert (play.stage, play.matter.window, play.matter.late) == ("first", None, False)
    assert play.entries[-1].at == end
    assert play.effect("notify")["to"] == ["desk"]
    assert play.matter.due > end
    late = play.refused("object", "resident4", reason="丙")
    assert (late.code, "9 Mar 17:00" in late.why.en) == ("window_over", True)
    assert "object" not in play.open_acts("resident4")
    play.do("answer", "community_staff", objection=2, upheld=False, answer="已核")
    assert play.stage == "first"
    play.do("answer", "community_staff", objection=1, upheld=True, answer="确有遗漏")
    assert (play.stage, play.acts[-2:]) == ("back", ["answer", "upheld"])


def test_answers_that_do_not_come_make_it_late():
    play = shown()
    play.do("object", "resident2", reason="甲")
    play.run(30 * DAY)
    assert (play.matter.late, play.stage, play.matter.desk.role) == (True, "first", "community_staff")
    assert play.acts == ["open", "object", "window_over", "overdue"]
    play.do("answer", "community_staff", objection=1, upheld=False, answer="已核")
    assert play.stage == "closed"


def test_each_round_begins_anew():
    play = shown()
    play.do("object", "resident2", reason="甲")
    play.do("answer", "community_staff", objection=1, upheld=True, answer="是")
    play.run(WEEK)
    play.do("again", "community_staff")
    assert play.matter.tally["objections"] == 0
    play.do("object", "resident2", reason="仍有误")
    assert play.entries[-1].values["objection"] == 1
    assert play.matter.window > MONDAY + WEEK


def test_one_person_does_not_stop_it_with_a_pile_of_objections():
    play = shown()
    for reason in ("名单有误", "人数不对", "公示栏没贴"):
        play.do("object", "resident2", reason=reason)
    refused = play.refused("object", "resident2", reason="再来一条")
    assert refused.code == "objections_wait"
    assert "3" in refused.why.zh
    play.do("object", "resident3", reason="我也有一条")
    play.do("answer", "community_staff", objection=1, upheld=False, answer="核对无误")
    play.do("object", "resident2", reason="再来一条")
    assert play.matter.tally["objections"] == 5
    play.do("take_back", "resident2", objection=2)
    play.do("object", "resident2", reason="换一条说")
    assert play.matter.tally["objections"] == 6
