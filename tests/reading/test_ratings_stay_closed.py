"""While a survey runs nobody reads by name who rated what, least of all the desk that is rated; then its parties do."""

from __future__ import annotations

import pytest

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter
from shanzhi.reading.course import lines
from shanzhi.reading.matter import look
from shanzhi.reading.meanwhile import tally_seen
from shanzhi.reading.search import numbers
from tests.matters.method_texts import end, method
from tests.matters.town import build_town

JUDGED = method(
    "judged",
    "大家评",
    "community_staff",
    """
judging:
  label: 评议中
  desk: community_staff
  survey:
    by: [resident]
    questions:
      stars: {type: integer, min: 1, max: 5, label: 几颗星}
      comment: {type: text, max: 100, optional: true, label: 想说的话}
    open_for: 3 days
  outcomes: {passed: closed, failed: closed, too_few: closed}
"""
    + end("closed", "评完了", "done"),
)
DESK_AND_ABOVE = ("community_staff", "street_staff", "district_staff")


@pytest.fixture
def town(db):
    town = build_town()
    town.adopt(JUDGED)
    return town


@pytest.fixture
def rated(town):
    number = town.open("judged", "community_staff", values={"subject": "修好的楼道灯"}).matter.id
    town.act(number, "respond", "resident2", stars=1, comment="拖了半个月")
    town.act(number, "respond", "resident3", stars=5)
    town.act(number, "unrespond", "resident3")
    return number


def ratings(town, who, number):
    seen = look(town.actor(who), number)
    assert seen is not None
    return [(one.row.act, one.named, one.values) for one in lines(seen, limit=50)[0] if one.row.act != "open"]


def test_before_it_closes_nobody_reads_it_by_name(town, rated):
    for who in DESK_AND_ABOVE:
        assert ratings(town, who, rated) == [
            ("unrespond", False, {}),
            ("respond", False, {}),
            ("respond", False, {}),
        ]
        assert numbers(town.actor(who), "半个月") == []
        assert numbers(town.actor(who), "楼道灯") == [rated]


def test_who_answered_reads_their_own(town, rated):
    assert ratings(town, "resident2", rated)[-1][2] == {"stars": 1, "comment": "拖了半个月"}


def test_of_the_counts_how_many_answered_is_told(town, rated):
    for who in (*DESK_AND_ABOVE, "resident2"):
        seen = look(town.actor(who), rated)
        assert seen is not None
        assert tally_seen(seen) == {"answers": 1, "roll": 3}


def test_once_it_has_closed_its_parties_read_the_answers(town, rated):
    tick(now=Matter.objects.get(pk=rated).wakes_at)
    found = [one for one in ratings(town, "community_staff", rated) if one[0] == "respond"]
    assert found[-1] == ("respond", True, {"stars": 1, "comment": "拖了半个月"})
    assert numbers(town.actor("community_staff"), "半个月") == [rated]
