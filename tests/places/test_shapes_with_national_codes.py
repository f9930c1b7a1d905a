"""Administrative outlines as map services hand them out: their `adcode` is the code, and an import can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely.geometry import box, mapping

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.imports.outlines import import_outlines
from shanzhi.matters.imports.undoing import undo_import
from shanzhi.places.actions import add_place
from shanzhi.places.models import Place

pytestmark = pytest.mark.django_db
AREAS = ((510104, "锦江区", 104.06), (510132, "新津县", 103.80))


@pytest.fixture
def city() -> Place:
    city = add_place(name="成都市", level="city", code="5101")
    add_place(name="锦江区", level="district", code="510104", parent=city)
    return city


def file_of(folder: Path, *areas: tuple[object, str, float], **more: object) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {
                "adcode": code,
                "name": name,
                "level": "district",
                "parent": {"adcode": 510100},
                **more,
            },
            "geometry": mapping(box(west, 30.4, west + 0.04, 30.5)),
        }
        for code, name, west in areas
    ]
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    return path


def codes() -> list[tuple[str, str]]:
    return list(Place.objects.filter(level="district").order_by("code").values_list("code", "name"))


@pytest.mark.parametrize("level", ["district", None])
def test_the_code_is_the_one_the_file_gives_and_nothing_comes_twice(city, tmp_path, level) -> None:
    for times in (1, 2):
        report, _ = import_outlines(SYSTEM, file_of(tmp_path, *AREAS), level=level)
        assert (report.added, report.changed, report.unchanged) == ((1, 1, 0) if times == 1 else (0, 0, 2))
        assert codes() == [("510104", "锦江区"), ("510132", "新津县")]
    assert all(place.parent == city for place in Place.objects.filter(level="district"))


def test_a_place_that_has_changed_its_ending_and_code_gets_no_twin(city, tmp_path) -> None:
    add_place(name="新津区", level="district", code="510118", parent=city)
    report, _ = import_outlines(SYSTEM, file_of(tmp_path, *AREAS), level="district")
    assert codes() == [("510104", "锦江区"), ("510118", "新津区")]
    assert report.notes["renamed"].count == 1
    now = Place.objects.get(code="510118")
    assert (now.other_names, now.geometry is not None) == (["新津县"], True)


def test_no_code_is_made_up_for_a_level_whose_codes_the_state_gives(city, tmp_path) -> None:
    report, number = import_outlines(SYSTEM, file_of(tmp_path, ("510100_JD", "", 104.0)), level="district")
    assert (report.added, number) == (0, None)
    assert "国家代码" in report.rejected[0].why.zh or "上级" in report.rejected[0].why.zh
    assert codes() == [("510104", "锦江区")]


def test_an_import_of_outlines_is_taken_back(city, tmp_path) -> None:
    _, number = import_outlines(SYSTEM, file_of(tmp_path, *AREAS), level="district")
    undone = undo_import(actor=SYSTEM, number=number)
    assert (undone.voided, undone.left) == (2, [])
    assert codes() == [("510104", "锦江区")]
    assert Place.objects.get(code="510104").geometry is None
    report, _ = import_outlines(SYSTEM, file_of(tmp_path, *AREAS), level="district")
    assert (report.added, report.changed) == (1, 1)


def test_what_is_in_use_or_was_changed_since_stays_and_is_told(city, tmp_path) -> None:
    _, number = import_outlines(SYSTEM, file_of(tmp_path, *AREAS), level="district")
    add_place(name="五津街道", level="street", parent=Place.objects.get(code="510132"))
    Place.objects.filter(code="510104").update(name="锦江")
    undone = undo_import(actor=SYSTEM, number=number)
    assert undone.voided == 0
    assert len(undone.left) == 2
    assert ("510132", "新津县") in codes()
