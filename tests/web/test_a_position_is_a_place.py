"""A position is shown as the place it lies in, with a link that a phone's map opens; outside it is said before filing."""

import pytest
import shapely

from shanzhi.matters.models import Matter
from shanzhi.method.model import Field, Rule
from shanzhi.method.words import Sentence
from shanzhi.places.actions import reshape_place
from shanzhi.places.queries import is_outside
from shanzhi.reading.facts import fact


@pytest.fixture
def drawn(town):
    reshape_place(place=town.grid, geometry=shapely.box(104.06, 30.67, 104.07, 30.68))
    return town


def test_a_point_is_told_as_its_place_with_a_link_for_a_phone(drawn) -> None:
    field = Field("spot", "point", Sentence("位置", "Location"), Rule("spot", 0))
    shown = fact(field, [104.065, 30.675], None)
    assert shown.text == "第一网格"
    assert shown.geo == "geo:30.675000,104.065000?q=30.675000,104.065000"
    assert fact(field, [0.0, 0.0], None).text == "不在已画出的地方里"


def test_a_point_far_from_every_outline_is_outside(drawn) -> None:
    assert not is_outside(104.065, 30.675)
    assert not is_outside(104.0705, 30.675)
    assert is_outside(104.2, 30.675)


def test_where_nothing_is_drawn_nothing_is_outside(town) -> None:
    assert not is_outside(0.0, 0.0)


def test_outside_it_is_said_before_anything_is_filed(drawn, signed_in) -> None:
    resident, before = signed_in("resident"), Matter.objects.count()
    typed = {"subject": "楼道灯不亮", "where": "105.5, 31.9", "command": "c-9"}
    page = resident.post("/open/appeal", typed).content.decode()
    assert "不在本区范围内" in page
    assert Matter.objects.count() == before
    assert resident.post("/open/appeal", {**typed, "seen": "outside"}).status_code == 302
    assert Matter.objects.count() == before + 1
