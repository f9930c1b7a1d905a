"""Posts that a method gives and takes: whom its fields name, only its own roles, only where the matter concerns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.engine.play import Play

STAGES = """
first:
  label: 任免
  desk: secretary
  due: {in: 3 days}
  acts:
    appoint:
      label: 任命
      form:
        role: {type: choice, label: 岗位, options: {grid_chief: 网格长, building_lead: 楼栋长}}
        who: {type: person, optional: true, label: 谁}
        where: {type: place, optional: true, label: 哪里}
        until: {type: date, optional: true, label: 到哪天}
        minutes: {type: text, optional: true, max: 40, label: 推选结果}
      effects:
        - appoint: {person: who, role: role, at: where, until: until, record: minutes}
    share:
      label: 包楼
      form:
        lines: {type: list, label: 分工, form: {building: {type: place, label: 楼}, member: {type: person, label: 委员}}}
        result: {type: text, max: 40, label: 推选结果}
      effects:
        - appoint: {each: lines, person: member, at: building, role: yard_member, term: 30 days, record: result}
    dismiss:
      label: 免职
      form:
        former: {type: person, label: 谁}
        reason: {type: text, max: 40, label: 理由}
      effects:
        - dismiss: {person: former, role: grid_chief, why: "免职：{reason}"}
    close: {label: 办结, to: closed}
"""


@pytest.fixture
def play() -> Play:
    play = Play(STAGES, opening="{by: [anyone], at: community, to: first}")
    play.open(place=6)
    return play


def test_a_post_is_given_until_a_day(play):
    play.do("appoint", "secretary", role="grid_chief", who=2002, where=4, until="2026-12-31")
    ends = datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert play.effect("appoint") == {"person": 2002, "role": "grid_chief", "place": 4, "until": ends}


def test_where_no_place_is_named_it_is_the_role_s_usual_one(play):
    play.do("appoint", "secretary", role="building_lead", who=2002, minutes="楼栋会议记录第 3 号")
    assert (play.effect("appoint")["place"], play.effect("appoint")["until"]) == (6, None)


def test_nobody_named_nobody_appointed(play):
    play.do("appoint", "secretary", role="grid_chief")
    assert "appoint" not in play.kinds()


def test_one_post_for_each_line(play):
    play.do(
        "share",
        "secretary",
        lines=[{"building": 6, "member": 2002}, {"building": 5, "member": 2003}],
        result="院委会记录",
    )
    given = [
        (e.values["person"], e.values["place"], e.values["role"]) for e in play.said if e.kind == "appoint"
    ]
    assert given == [(2002, 6, "yard_member"), (2003, 5, "yard_member")]
    assert all(e.values["until"] is not None for e in play.said if e.kind == "appoint")


def test_a_post_is_taken_with_the_reason(play):
    play.do("dismiss", "secretary", former=2002, reason="届满")
    assert play.effect("dismiss") == {"person": 2002, "role": "grid_chief", "place": 4, "why": "免职：届满"}


def test_an_elected_role_is_given_by_a_recorded_result_alone(play):
    refused = play.refused("appoint", "secretary", role="building_lead", who=2002)
    assert refused.code == "not_elected"
    assert "楼栋长" in refused.why.zh
    play.do("appoint", "secretary", role="grid_chief", who=2002)


def test_nobody_appoints_themselves(play):
    own = play.actor("secretary").person
    assert play.refused("appoint", "secretary", role="grid_chief", who=own, where=4).code == "own_post"


@pytest.mark.parametrize("where", [1, 99])
def test_no_post_is_given_outside_of_where_it_concerns(play, where):
    answer = play.refused("appoint", "secretary", role="grid_chief", who=2002, where=where)
    assert answer.code == "post_elsewhere"


def test_a_post_stands_at_its_role_s_level(play):
    answer = play.refused(
        "appoint", "secretary", role="building_lead", who=2002, where=4, minutes="楼栋会议记录第 3 号"
    )
    assert answer.code == "post_level"
