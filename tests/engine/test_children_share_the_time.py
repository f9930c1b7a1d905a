"""A child matter may take no longer than what is left to the matter that asked for it (`not_after: parent.due`)."""

from __future__ import annotations

from datetime import timedelta

from shanzhi.engine.memory_store import Book
from shanzhi.engine.types import Command, Decision
from shanzhi.engine.world import World
from tests.engine.play import DAY, HOUR, MONDAY, Play, method_of

PARENT = """
first:
  label: 办理
  desk: grid_worker
  due: {clock: whole}
  acts: {help: {label: 请协办, to: jointly}}
jointly:
  label: 协办中
  desk: grid_worker
  due: {clock: whole}
  split: {method: helped, with: {subject: data.subject}}
  outcomes: {joined: first, recalled: first}
"""
WHOLE = "clocks: {whole: {label: 总时限, starts: open, lasts: 2 days, ends: [closed]}}"
CHILD = """
first:
  label: 协办
  desk: community_staff
  due: {clock: answer}
  acts: {more: {label: 延期, extend: {clock: answer, more: 9 days}}, done: {label: 办好, to: closed}}
"""
ANSWER = (
    "clocks: {answer: {label: 答复时限, starts: open, lasts: 3 days, not_after: parent.due, ends: [closed]}}"
)
FACTS = "subject: {type: text, optional: true, max: 80, label: 什么事}"


def asked(after: timedelta) -> Book:
    """A matter with two days for the whole, that asks for help after some of them."""
    parent, child = method_of(PARENT, data=FACTS, more=WHOLE), method_of(CHILD, data=FACTS, more=ANSWER)
    book = Book(World(), {"asking": parent, "helped": child})
    person = book.world.people
    opened = book.open("asking", Command("1", "open", MONDAY, person["resident"]), 4)
    assert isinstance(opened, Decision), opened
    helped = book.act(1, Command("2", "help", MONDAY + after, person["grid_worker"]))
    assert isinstance(helped, Decision), helped
    return book


def test_it_is_due_when_the_matter_that_asked_is():
    book = asked(DAY)
    assert book.kept[1].matter.due == book.kept[2].matter.due == MONDAY + 2 * DAY


def test_more_time_stays_within_what_the_other_has_left():
    book = asked(DAY)
    book.act(2, Command("3", "more", MONDAY + DAY, book.world.people["community_staff"]))
    assert book.kept[2].matter.due == MONDAY + 2 * DAY


def test_what_stands_by_itself_has_its_own_time():
    play = Play(CHILD, data=FACTS, more=ANSWER)
    play.open()
    assert play.matter.due == MONDAY + 3 * DAY


def test_where_nothing_is_left_it_is_due_at_once():
    book = asked(2 * DAY + HOUR)
    assert book.kept[2].matter.due == MONDAY + 2 * DAY + HOUR
