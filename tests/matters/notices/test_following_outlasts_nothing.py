"""Who follows a matter is told of it as long as they may see that there is one, and no longer."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.models import Notice, Watch
from shanzhi.matters.rights.access import seen_by
from shanzhi.people import actions as people
from shanzhi.places.actions import add_place
from tests.matters.town import Town, code

METHOD = """
method: word
title: 反映
version: 1
heading: "{subject}"
source: 本库自编
visible:
  - {shows: all, whom: [above], when: data.unnamed}
  - {shows: [subject], whom: [place], when: data.open_talk}
data:
  subject: {type: text, max: 80, label: 什么事}
  unnamed: {type: boolean, default: false, label: 不想露名}
  open_talk: {type: boolean, default: false, label: 愿意让邻居看见}
open: {by: [resident], asks: [subject, unnamed, open_talk], at: community, to: looking}
stages:
  looking:
    label: 核实
    desk: {by: [community_staff, street_staff, district_staff]}
    due: 3 days
    builtins: [message, correct, watch]
    acts:
      note: {label: 记一笔}
      up: {label: 上报, move: up, to: looking}
      finish: {label: 办结, to: done}
  done: {label: 办结, end: done, says: '“{subject}”办结了'}
examples:
  - title: 办结
    steps:
      - {open: {subject: 试试}, by: resident}
      - {act: finish, by: community_staff}
    expect: {end: done}
"""
FOLLOWERS = ("grid_worker", "street_staff", "district_staff")


@pytest.fixture
def number(town: Town) -> int:
    return opened(town, subject="楼道灯不亮")


def opened(town: Town, **values: object) -> int:
    """A matter with the community that is followed from below it and from above."""
    town.adopt(METHOD)
    found = town.open("word", values=values).matter.id
    for who in FOLLOWERS:
        town.act(found, "watch", who)
    Notice.objects.all().delete()
    return found


def told(town: Town, act: str, number: int, who: str = "community_staff", **values: object) -> set[str]:
    """Which of the followers learn of an act."""
    assert code(town.try_act(number, act, who, values=values)) == "done"
    people_told = set(Notice.objects.filter(matter=number).values_list("person", flat=True))
    Notice.objects.all().delete()
    return {name for name, person in town.people.items() if person.pk in people_told} - {"resident"}


def test_whoever_may_see_it_is_told(town: Town, number: int) -> None:
    assert told(town, "note", number) == set(FOLLOWERS)


def test_whom_it_is_hidden_from_by_a_correction_is_told_no_more(town: Town, number: int) -> None:
    town.act(number, "correct", "resident", field="unnamed", value="true", reason="不想露名")
    Notice.objects.all().delete()
    assert not seen_by(town.actor("grid_worker")).filter(pk=number).exists()
    assert told(town, "note", number) == {"street_staff", "district_staff"}
    assert told(town, "finish", number) == {"street_staff", "district_staff"}
    assert Watch.objects.filter(matter=number).count() == len(FOLLOWERS)


def test_not_even_the_correction_that_hides_it_is_told(town: Town, number: int) -> None:
    values = {"field": "unnamed", "value": "true", "reason": "不想露名"}
    assert told(town, "correct", number, "resident", **values) == {"street_staff", "district_staff"}


def test_who_left_the_post_is_told_no_more(town: Town, number: int) -> None:
    post = town.people["grid_worker"].posts.get()
    people.end_post(SYSTEM, post=post, reason="换岗")
    assert told(town, "note", number) == {"street_staff", "district_staff"}


def test_who_stands_below_is_told_no_more_once_it_moved_up(town: Town) -> None:
    town.people["committee_chair"] = town.appoint("committee_chair", town.community, "主任")
    number = opened(town, subject="楼道灯不亮")
    town.act(number, "correct", "resident", field="unnamed", value="true", reason="不想露名")
    town.act(number, "watch", "committee_chair")
    Notice.objects.all().delete()
    assert told(town, "note", number, "community_staff") == {
        "committee_chair",
        "street_staff",
        "district_staff",
    }
    assert told(town, "up", number, "community_staff") == {"street_staff", "district_staff"}


def test_who_moved_away_is_told_no_more_of_what_their_neighbours_see(town: Town) -> None:
    number = opened(town, subject="楼道灯不亮", open_talk=True)
    town.act(number, "watch", "resident2")
    town.act(number, "watch", "resident3")
    assert told(town, "note", number) == {*FOLLOWERS, "resident2", "resident3"}
    far = add_place(name="远社区", level="community", parent=town.street)
    home = people.add_household(SYSTEM, name="101", place=far)
    people.move_person(SYSTEM, person=town.people["resident2"], household=home)
    assert told(town, "note", number) == {*FOLLOWERS, "resident3"}


def test_forty_who_follow_cost_hardly_more_questions_than_two(town: Town, number: int):
    def asked(extra: int) -> int:
        for n in range(extra):
            person = people.add_person(SYSTEM, name=f"跟看的人{extra}号{n}", serves=town.district)
            Watch.objects.create(matter_id=number, person=person, since=timezone.now())
        with CaptureQueriesContext(connection) as said:
            town.act(number, "note", "community_staff")
        return len(said)

    few = asked(2)
    assert asked(40) <= few + 3
