"""The same thing reported twice is noticed while the second is written, and one can say 我也是 instead."""

from __future__ import annotations

import pytest

from shanzhi.matters.models import Entry, Watch
from shanzhi.matters.search.nearby import join, nearly_same
from shanzhi.matters.writing.actions import Done
from tests.matters.town import changed, code

PUBLIC = changed("appeal", "visible: desk", "visible: public")


@pytest.fixture
def open_town(town):
    town.adopt(PUBLIC)
    return town


def found(town, text, who="resident2", **more):
    more.setdefault("place", town.building)
    alike = nearly_same(town.actor(who), method="appeal", text=text, **more)
    return [one.matter.pk for one in alike]


def test_the_same_in_other_words_is_found_and_something_else_is_not(open_town):
    lamp = open_town.open(values={"subject": "三号楼一单元的路灯不亮了"}).matter.id
    open_town.open(values={"subject": "垃圾桶满了没人收"})
    assert found(open_town, "三号楼一单元路灯坏了，不亮") == [lamp]
    assert found(open_town, "电梯停在四楼不动") == []
    assert found(open_town, "灯") == []


def test_at_the_same_spot_less_likeness_is_enough(open_town):
    lamp = open_town.open(
        values={"subject": "路灯不亮很久了", "where": "104.06, 30.67"}, place=open_town.grid.pk
    ).matter.id
    words = "路灯坏了，不亮"
    assert found(open_town, words, place=open_town.other_grid) == []
    assert found(open_town, words, place=open_town.other_grid, point=(104.0602, 30.67)) == [lamp]
    assert found(open_town, words, place=open_town.other_grid, point=(104.07, 30.67)) == []


def test_nobody_learns_of_what_they_may_not_see(town):
    own = town.open(values={"subject": "楼道灯不亮"}).matter.id
    assert found(town, "楼道灯不亮") == []
    assert found(town, "楼道灯不亮", who="resident") == [own]
    assert found(town, "楼道灯不亮", who="grid_worker") == [own]


def test_what_has_ended_is_not_offered(open_town):
    done = open_town.open(values={"subject": "楼道灯不亮"})
    open_town.act(done, "withdraw", "resident", reason="已经好了")
    assert found(open_town, "楼道灯不亮") == []


def test_who_joins_is_told_from_then_on_and_counts_once(open_town):
    number = open_town.open(values={"subject": "楼道灯不亮"}).matter.id
    neighbour = open_town.actor("resident2")
    assert isinstance(join(actor=neighbour, matter=number, command_id="j1"), Done)
    assert Watch.objects.filter(matter=number, person=neighbour.person).exists()
    assert code(join(actor=neighbour, matter=number, command_id="j2")) == "already"
    assert code(join(actor=open_town.actor("resident"), matter=number)) == "already"
    assert Entry.objects.filter(matter=number, act="watch").count() == 1


def test_a_stranger_joins_nothing(town):
    number = town.open().matter.id
    assert code(join(actor=town.actor("resident2"), matter=number)) in ("no_such_matter", "already")
    assert not Watch.objects.exists()
