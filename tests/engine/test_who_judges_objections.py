"""Objections to what a vote came to are judged by others than who ran it (practice: never the desk that did)."""

from __future__ import annotations

from tests.engine.play import DAY, Play

STAGES = """
    working: {label: 办表决, desk: [community_staff, supervision_member], due: 5 days, acts: {go: {label: 办好了, to: showing}}}
    showing:
      label: 公示
      desk: community_staff
      publicity: {for: 5 days, shows: [subject], by: [anyone], judged_by: [supervision_member, secretary], not: [actors.working], answer_within: 3 days}
      outcomes: {clear: clear, upheld: upheld}
    clear: {label: 无异议, end: done}
    upheld: {label: 成立, end: failed}
"""
ANSWER = {"objection": 1, "upheld": False, "answer": "已核"}


def shown(by: str) -> Play:
    play = Play(STAGES, opening="{by: [anyone], at: community, to: working}")
    play.open("resident")
    play.do("go", by)
    play.do("object", "resident3", reason="票数不对")
    return play


def test_the_desk_that_ran_it_does_not_judge():
    play = shown("community_staff")
    assert play.refused("answer", "community_staff", **ANSWER).code == "not_yours"
    play.do("answer", "supervision_member", **ANSWER)
    play.run(6 * DAY)
    assert play.stage == "clear"


def test_nobody_judges_what_they_did_themselves():
    play = shown("supervision_member")
    assert play.refused("answer", "supervision_member", **ANSWER).code == "own_work"
    play.do("answer", "secretary", **{**ANSWER, "upheld": True})
    play.run(6 * DAY)
    assert play.stage == "upheld"


def test_who_judges_is_told_when_objections_are_left_at_the_end():
    play = shown("community_staff")
    play.run(6 * DAY)
    told = [effect.values["to"] for effect in play.said if effect.kind == "notify"]
    assert ["supervision_member", "secretary"] in told
