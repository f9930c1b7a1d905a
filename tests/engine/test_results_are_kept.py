"""What of a block a method keeps as facts: words, a share, those who supported, who took it."""

from __future__ import annotations

import pytest

from shanzhi.engine.world import World
from shanzhi.method.check import examine
from shanzhi.method.results import in_words
from tests.engine.play import DAY, Play

STAGES = """
first:
  label: 联名
  desk: [community_staff, street_staff]
  due: 5 days
  endorse: {roll: households, needs: 3, undo: true, result: {support: words, backing: percent, supporters: supporters}}
  outcomes: {reached: taking, expired: [{when: data.backing >= 25, stage: taking}, {stage: lost}]}
taking:
  label: 接单
  desk: [community_staff, street_staff]
  due: 2 days
  claim: {by: [volunteer], result: {taker: taker}}
  outcomes: {taken: closed, unclaimed: lost}
lost: {label: 没有办成, end: expired}
"""
DATA = """
support: {type: words, label: 支持情况}
backing: {type: integer, optional: true, label: 百分之几}
"""
PEOPLE = """
people:
  supporters: {type: people, optional: true, label: 联名的人}
  taker: {type: person, optional: true, label: 接单的人}
"""


def begun() -> Play:
    play = Play(STAGES, data=DATA, more=PEOPLE, world=World(residents=8))
    play.open("community_staff", place=6)
    return play


def numbers(play: Play, *names: str) -> list[int | None]:
    return sorted(play.world.people[name].person or 0 for name in names)


def test_supporters_their_share_and_words_are_kept_the_last_of_them_too() -> None:
    play = begun()
    play.do("endorse", "resident")
    play.do("endorse", "resident2")
    play.do("unendorse", "resident2")
    play.do("endorse", "resident3")
    play.do("endorse", "resident4")
    assert play.stage == "taking"
    assert play.matter.data["supporters"] == numbers(play, "resident", "resident3", "resident4")
    assert play.matter.data["backing"] == 37
    assert in_words(play.matter.data["support"]) == "支持 3 户，需 3 户。达到人数。"


def test_what_was_kept_decides_where_it_leads_when_time_is_over() -> None:
    for supporters, stage in ((1, "lost"), (2, "taking")):
        play = begun()
        for name in ("resident", "resident2")[:supporters]:
            play.do("endorse", name)
        play.run(6 * DAY)
        assert play.stage == stage


def test_who_took_it_is_kept_and_nobody_where_nobody_did() -> None:
    play = begun()
    for name in ("resident", "resident2", "resident3"):
        play.do("endorse", name)
    play.do("take", "volunteer")
    assert [play.matter.data["taker"]] == numbers(play, "volunteer")
    play = begun()
    play.run(12 * DAY)
    assert "taker" not in play.matter.data


@pytest.mark.parametrize(
    ("result", "act", "code"),
    [
        ("said: words", "", None),
        ("said: percent", "", "SZ306"),
        ("said: mean", "", "SZ204"),
        ("nothing: words", "", "SZ305"),
        ("twice: words", "", "SZ311"),
        ("said: words", "asks: [said], ", "SZ311"),
        ("said: words", "set: {said: 一句}, ", "SZ311"),
    ],
)
def test_a_file_that_keeps_or_asks_what_it_cannot_is_refused(result: str, act: str, code: str | None) -> None:
    text = f"""
method: tiny
title: 联名
version: 1
source: 试
data:
  subject: {{type: text, label: 什么事}}
  said: {{type: words, label: 结果}}
  twice: {{type: text, label: 两遍, is: 'data.subject + data.subject'}}
open: {{by: [resident], at: community, to: first, asks: [subject]}}
stages:
  first:
    label: 联名
    desk: [community_staff, street_staff]
    due: 3 days
    acts: {{stop: {{label: 停, {act}to: done}}}}
    endorse: {{roll: households, needs: 3, result: {{{result}}}}}
    outcomes: {{reached: done, expired: done}}
  done: {{label: 完, end: done}}
"""
    found = {problem.code for problem in examine(text).errors} & {"SZ204", "SZ305", "SZ306", "SZ311"}
    assert found == (set() if code is None else {code})


def test_who_is_barred_does_not_take_it() -> None:
    barred = STAGES.replace(
        "claim: {by: [volunteer], ", "claim: {by: [volunteer, community_staff], not: [opener], "
    )
    play = Play(barred, data=DATA, more=PEOPLE, world=World(residents=8))
    play.open("community_staff", place=6)
    for name in ("resident", "resident2", "resident3"):
        play.do("endorse", name)
    assert play.refused("take", "community_staff").code == "own_work"
    play.do("take", "volunteer")
    assert play.stage == "closed"
