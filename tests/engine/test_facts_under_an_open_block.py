"""Facts that an open block rests on stand still until it closes, by whichever act somebody would change them."""

from __future__ import annotations

import pytest

from shanzhi.engine.world import World
from tests.engine.play import DAY, Play

FORM = """
    subject: {type: text, optional: true, max: 80, label: 什么事}
    motion: {type: text, max: 80, label: 表决什么}
    special: {type: boolean, label: 四分之三}
    other: {type: text, optional: true, max: 80, label: 别的}
"""
STAGES = """
    first:
      label: 表决
      desk: community_staff
      ballot:
        electors: household
        on: motion
        open_for: 3 days
        quorum: 'data.special ? voted * 3 >= electors * 2 : voted > 0'
        pass: yes * 2 > voted
      outcomes: {passed: closed, failed: failed, no_quorum: failed}
      acts:
        note_it: {label: 记一笔, form: {other: {type: text, max: 80, label: 别的}}}
        amend: {label: 改, form: {special: {type: boolean, label: 四分之三}}}
    failed: {label: 未通过, end: failed}
"""


@pytest.fixture
def play() -> Play:
    opening = "{by: [anyone], at: community, to: first}"
    played = Play(STAGES, form=FORM, opening=opening, world=World(residents=3))
    played.open("community_staff", place=6, motion="装灯", special=True)
    return played


@pytest.mark.parametrize("name", ["motion", "special"])
def test_a_correction_waits_until_it_is_over(play, name):
    refused = play.refused("correct", "community_staff", field=name, value="否", reason="写错了")
    assert refused.code == "shown_now"
    play.do("correct", "community_staff", field="other", value="别的", reason="补上")


def test_an_act_of_the_method_changes_none_of_them_either(play):
    play.do("note_it", "community_staff", other_2="天气好")
    assert play.refused("amend", "community_staff", special=False).code == "shown_now"
    play.do("amend", "community_staff", special=True)
    play.do("vote", "resident", choice="agree")
    play.run(4 * DAY)
    assert play.stage == "failed"
