"""Open matters counted by place: each person's own view of them, quick at any size."""

from __future__ import annotations

import pytest
import shapely

from shanzhi.matters.lists import on_map
from shanzhi.matters.lists.on_map import heaps, matters_of
from shanzhi.matters.models import Matter
from shanzhi.method.kept import Kept
from shanzhi.places.actions import reshape_place
from tests.matters.town import METHODS, Town

WALL = (METHODS / "appeal.yaml").read_text(encoding="utf-8")


@pytest.fixture
def drawn(town: Town) -> Town:
    """The town with outlines: two grids side by side, and one matter in each."""
    reshape_place(place=town.grid, geometry=shapely.box(104.30, 30.90, 104.31, 30.91))
    reshape_place(place=town.other_grid, geometry=shapely.box(104.31, 30.90, 104.32, 30.91))
    town.open(place=town.building.pk)
    town.open(who="grid_worker@other", place=town.other_grid.pk)
    return town


def counted(town: Town, who: str, **more) -> dict[str, int]:
    here = more.pop("here", town.district)
    found: dict[str, int] = {}
    for heap in heaps(town.actor(who), here, **more):
        name = {town.building.pk: "building", town.other_grid.pk: "other", town.grid.pk: "grid"}[heap.origin]
        found[name] = found.get(name, 0) + heap.count
    return found


def test_each_sees_their_line_of_duty_and_their_own(drawn):
    assert counted(drawn, "district_staff") == {"building": 1, "other": 1}
    assert counted(drawn, "grid_worker") == {"building": 1}
    assert counted(drawn, "grid_worker@other") == {"other": 1}
    assert counted(drawn, "resident") == {"building": 1}
    assert counted(drawn, "resident2") == {}


def test_what_the_neighbourhood_may_see_is_on_its_map(drawn):
    drawn.adopt(WALL.replace("method: appeal", "method: wall").replace("visible: desk", "visible: place"))
    drawn.open("wall")
    assert counted(drawn, "resident2") == {"building": 1}


def test_a_box_a_place_and_a_stage_narrow_it(drawn):
    assert counted(drawn, "district_staff", box=(104.315, 30.90, 104.32, 30.91)) == {"other": 1}
    assert counted(drawn, "district_staff", here=drawn.grid) == {"building": 1}
    (waiting,) = {m.stage for m in Matter.objects.all()}
    assert counted(drawn, "district_staff", method="appeal", stage=waiting) == {"building": 1, "other": 1}
    assert counted(drawn, "district_staff", stage="no-such-stage") == {}


def test_only_what_is_late_when_that_is_asked(drawn):
    Matter.objects.filter(origin=drawn.other_grid).update(late=True)
    assert counted(drawn, "district_staff", late=True) == {"other": 1}


def test_a_closed_or_void_matter_is_not_there(drawn):
    done = drawn.open(place=drawn.building.pk)
    drawn.act(done, "withdraw", "resident", reason="已解决")
    Matter.objects.filter(origin=drawn.other_grid).update(void=True)
    assert counted(drawn, "district_staff") == {"building": 1}


def test_a_count_that_took_long_is_kept_for_all_and_still_shows_each_only_theirs(drawn, monkeypatch):
    monkeypatch.setattr(on_map, "QUICK", -1.0)
    monkeypatch.setattr(on_map, "_kept", Kept(8))
    assert counted(drawn, "district_staff") == {"building": 1, "other": 1}
    drawn.open(place=drawn.building.pk)
    assert counted(drawn, "district_staff") == {"building": 1, "other": 1}
    assert counted(drawn, "grid_worker@other") == {"other": 1}
    assert counted(drawn, "resident2") == {}


def test_the_matters_of_a_heap_are_those_one_may_see(drawn):
    everything = heaps(drawn.actor("district_staff"), drawn.district)
    seen = matters_of(drawn.actor("grid_worker"), everything)
    assert [matter.origin_id for matter in seen] == [drawn.building.pk]
