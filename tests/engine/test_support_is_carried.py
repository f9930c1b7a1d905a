"""Who supported a matter counts for what it led to, once; and may take the support back there as anywhere."""

from __future__ import annotations

from shanzhi.engine.memory_store import Book
from shanzhi.engine.types import Command, Decision
from shanzhi.engine.world import World
from tests.engine.play import MONDAY, method_of

WALL = """
first:
  label: 在墙上
  desk: community_staff
  endorse: {by: [resident], per: household, threshold: inputs.enough, open_for: 9 days, label: 我也是}
  outcomes: {reached: led, expired: closed}
led:
  label: 议事中
  desk: community_staff
  due: {in: 90 days}
  split: {method: proposal, with: {subject: subject, proposer: opener}}
  outcomes: {joined: [{when: failed_children > 0, stage: dropped}, {stage: closed}], recalled: closed}
dropped: {label: 没议成, end: failed}
closed: {label: 已销账, end: done}
"""
PROPOSAL = """
first:
  label: 征集
  desk: community_staff
  endorse: {by: [resident], per: household, threshold: inputs.enough, open_for: 9 days, carried: true}
  outcomes: {reached: closed, expired: late}
late: {label: 不够, end: expired}
closed: {label: 已销账, end: done}
"""
FORM = """
subject: {type: text, max: 60, label: 什么事}
proposer: {type: person, optional: true, label: 谁}
"""


def book(wall: int, proposal: int) -> Book:
    inputs = "enough: {type: integer, default: 1, min: 1, max: 9, label: 几户}"
    methods = {
        "wall": method_of(WALL, form=FORM, inputs=inputs, given={"enough": wall}),
        "proposal": method_of(
            PROPOSAL, form=FORM, inputs=inputs, given={"enough": proposal},
            opening="{by: [resident], at: grid, to: first, for: proposer}",
        ),
    }  # fmt: skip
    return Book(World(), methods)


def ask(kept: Book, number: int, act: str, by: str):
    return kept.act(number, Command("", act, MONDAY, kept.world.people[by]))


def led(kept: Book) -> None:
    """Opened by resident; resident2 and resident3 support it, resident4 took it back before that."""
    command = Command("", "open", MONDAY, kept.world.people["resident"], values={"subject": "缺扶手"})
    kept.open("wall", command, 6)
    ask(kept, 1, "endorse", "resident4")
    ask(kept, 1, "unendorse", "resident4")
    for by in ("resident2", "resident3"):
        ask(kept, 1, "endorse", by)


def test_it_opens_one_with_what_is_known_in_the_name_of_who_opened_it():
    kept = book(2, 5)
    led(kept)
    child = kept.kept[2].matter
    assert (child.data["subject"], child.opener, child.parent) == ("缺扶手", kept.kept[1].matter.opener, 1)
    assert (child.tally["supporters"], child.tally["carried"]) == (2, 2)


def test_nobody_counts_twice_and_who_took_it_back_may_support_again():
    kept = book(2, 5)
    led(kept)
    assert ask(kept, 2, "endorse", "resident2").code == "already"
    assert isinstance(ask(kept, 2, "endorse", "resident4"), Decision)
    assert kept.kept[2].matter.tally["supporters"] == 3


def test_support_that_was_carried_can_be_taken_back_and_given_again():
    kept = book(2, 5)
    led(kept)
    ask(kept, 2, "unendorse", "resident2")
    assert kept.kept[2].matter.tally["supporters"] == 1
    assert ask(kept, 2, "unendorse", "resident2").code == "not_supporting"
    ask(kept, 2, "endorse", "resident2")
    assert kept.kept[2].matter.tally["supporters"] == 2


def test_with_enough_carried_it_goes_on_at_once_and_comes_back():
    kept = book(2, 2)
    led(kept)
    assert (kept.kept[2].matter.end, kept.kept[1].matter.end) == ("done", "done")


def test_one_that_fails_comes_back_as_failed():
    kept = book(2, 5)
    led(kept)
    while kept.next_alarm() is not None and kept.kept[2].matter.closed is None:
        kept.fire(kept.next_alarm())
    assert (kept.kept[2].matter.end, kept.kept[1].matter.end) == ("expired", "failed")
