"""What the tests of places share: the real data beside the repository, map files, and a small invented district."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from shanzhi.places.actions import add_place
from shanzhi.places.models import Place

WEST, SOUTH = 121.48, 31.22


@pytest.fixture
def shared_data() -> Callable[[str], Path]:
    """The path of a real file or folder beside the repository; the test is skipped where it is absent."""

    def find(name: str) -> Path:
        beside = Path(__file__).parents[2].parent / "shared" / "data"
        path = Path(os.environ.get("SHANZHI_SHARED_DATA", beside)) / name
        if not path.exists():
            pytest.skip(f"the real data are not here: {name}")
        return path

    return find


@pytest.fixture
def map_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a FeatureCollection of (shape or raw geometry, properties)."""

    def write(*features: tuple[Any, dict[str, Any]], **more: Any) -> Path:
        path = tmp_path / "map.geojson"
        items = [
            {
                "type": "Feature",
                "geometry": shapely.geometry.mapping(shape) if isinstance(shape, shapely.Geometry) else shape,
                "properties": properties,
            }
            for shape, properties in features
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": items} | more), "utf-8")
        return path

    return write


def box(x: float, y: float, wide: float = 1.0, high: float = 1.0) -> shapely.Polygon:
    """A rectangle on a grid of hundredths of a degree, x eastward and y northward from the district's corner."""
    return shapely.box(WEST + x / 100, SOUTH + y / 100, WEST + (x + wide) / 100, SOUTH + (y + high) / 100)


@pytest.fixture
def district() -> Place:
    return add_place(name="甲区", level="district", code="310199", geometry=box(0, 0, 4, 4))


@pytest.fixture
def community(district: Place) -> Place:
    street = add_place(name="乙街道", level="street", parent=district)
    return add_place(name="丙社区", level="community", parent=street, geometry=box(0, 0, 2, 2))
