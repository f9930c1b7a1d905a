"""A list that is too long is refused before anything it names is looked up; what is looked up, once for a whole list."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanzhi.engine.types import SYSTEM, Refusal
from shanzhi.people import actions as people
from shanzhi.places.actions import add_place
from tests.matters.method_texts import end, method

pytestmark = pytest.mark.django_db
STAFF = "community_staff"
GUESTS = method(
    "guests",
    "请客",
    STAFF,
    "waiting: {label: 待办, desk: community_staff, due: 2 workdays, acts: {done: {label: 办好, to: closed}}}\n"
    + end("closed", "办好了", "done"),
    form="""\
  guests: {type: people, max: 3, optional: true, label: 来客}
  seats: {type: list, max: 300, optional: true, label: 座位, form: {who: {type: person, label: 谁}}}
""",
)


def offered(**values: object) -> dict[str, object]:
    return {"subject": "搬新家", **values}


def told(refusal: object) -> str:
    assert isinstance(refusal, Refusal), refusal
    return str(refusal.why.zh) + str([why.zh for why in refusal.fields.values()])


def test_nobody_is_named_behind_five_hundred_repetitions(town) -> None:
    """What is named twice counts once, so a list could be longer than what was looked at."""
    away = add_place(name="远区", level="district", code="990909")
    stranger = people.add_person(SYSTEM, name="远方人", home=away)
    town.adopt(GUESTS)
    own = town.residents[0].pk
    assert "最多 3 项" in told(
        town.try_open("guests", STAFF, values=offered(guests=[own] * 500 + [stranger.pk]))
    )
    assert "没有这个人员" in told(town.try_open("guests", STAFF, values=offered(guests=[own, stranger.pk])))


def test_a_list_too_long_asks_nothing_of_the_database_about_its_lines(town) -> None:
    town.adopt(GUESTS)
    town.open("guests", STAFF)
    with CaptureQueriesContext(connection) as none:
        town.open("guests", STAFF)
    with CaptureQueriesContext(connection) as asked:
        assert "最多 300 项" in told(
            town.try_open("guests", STAFF, values=offered(seats=[{"who": n} for n in range(1, 20_001)]))
        )
    assert len(asked) <= len(none)


def test_a_long_list_of_lines_is_looked_up_at_once(town) -> None:
    town.adopt(GUESTS)
    lines = [{"who": town.residents[n % 3].pk} for n in range(300)]
    with CaptureQueriesContext(connection) as few:
        town.open("guests", STAFF, values=offered(seats=lines[:3]))
    with CaptureQueriesContext(connection) as many:
        town.open("guests", STAFF, values=offered(seats=lines))
    assert len(many) <= len(few)
