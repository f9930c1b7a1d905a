"""The places of the sample district: two streets, six communities, thirty grids with shapes, and households.

Every grid is a rectangle about 400 m wide in an invented place; its buildings stand in it in two rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from shapely.geometry import box

from shanzhi.places.actions import add_place, add_places
from shanzhi.places.models import Place

STREETS = ("桂湖街道", "望江街道")
COMMUNITIES = (("桂花社区", "银杏社区", "石榴社区"), ("江月社区", "新桥社区", "青石社区"))
YARDS = ("兰苑", "竹苑", "梅苑", "菊苑", "荷苑")
GRIDS, MICROGRIDS, BUILDINGS, DOORS = 5, 2, 2, 4
WEST, SOUTH = 104.30, 30.90
GRID_WIDTH, GRID_HEIGHT = 0.0042, 0.0036
ROOT_CODE = "S99"


class Tree(Struct):
    """The places made, by level, in the order of the tree."""

    district: Place
    streets: list[Place] = []
    communities: list[Place] = []
    grids: list[Place] = []
    microgrids: list[Place] = []
    buildings: list[Place] = []
    doors: list[Place] = []


def make_places() -> Tree:
    """Add the whole tree below a district of its own code."""
    tree = Tree(add_place(name="善治示例区", level="district", code=ROOT_CODE))
    for s, street_name in enumerate(STREETS):
        street = add_place(name=street_name, level="street", parent=tree.district)
        tree.streets.append(street)
        for c, community_name in enumerate(COMMUNITIES[s]):
            community = add_place(name=community_name, level="community", parent=street)
            tree.communities.append(community)
            _grids(tree, community, s * 3 + c)
    return tree


def _grids(tree: Tree, community: Place, row: int) -> None:
    for column in range(GRIDS):
        west, south = WEST + column * GRID_WIDTH, SOUTH + row * GRID_HEIGHT
        shape = box(west, south, west + GRID_WIDTH, south + GRID_HEIGHT)
        grid = add_place(name=f"第{column + 1}网格", level="grid", parent=community, geometry=shape)
        tree.grids.append(grid)
        for m in range(MICROGRIDS):
            yard = f"{YARDS[column]}{'一二'[m]}院"
            microgrid = add_place(name=yard, level="microgrid", parent=grid)
            tree.microgrids.append(microgrid)
            for b in range(BUILDINGS):
                corner = (west + (0.12 + 0.5 * b) * GRID_WIDTH, south + (0.15 + 0.42 * m) * GRID_HEIGHT)
                building = add_place(
                    name=f"{b + 1}号楼",
                    level="building",
                    parent=microgrid,
                    geometry=box(*corner, corner[0] + 0.26 * GRID_WIDTH, corner[1] + 0.2 * GRID_HEIGHT),
                )
                tree.buildings.append(building)
                tree.doors.extend(
                    add_places(parent=building, level="household", names=list(_door_names())).values()
                )


def _door_names() -> Iterator[str]:
    for door in range(DOORS):
        yield f"{door // 2 + 1}0{door % 2 + 1}"
