"""A refusal names a place so that it cannot be taken for another: two communities have a 第1网格."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import shanzhi
from shanzhi.engine.types import SYSTEM
from shanzhi.people.actions import import_people
from shanzhi.places.actions import add_place, close_place, move_place
from shanzhi.places.refused import PlaceRefused

PLACES = frozenset(("place", "parent", "at", "here", "to", "grid", "holder"))
"""What a variable or a field is called that holds a place."""


@pytest.fixture
def grids(db):
    """The 第1网格 of two communities, the second with a building."""
    district = add_place(name="样例区", level="district", code="990101")
    street = add_place(name="样例街道", level="street", parent=district)
    found = []
    for name in ("东院社区", "西院社区"):
        community = add_place(name=name, level="community", parent=street)
        found.append(add_place(name="第1网格", level="grid", parent=community))
    add_place(name="2号楼", level="building", parent=found[1])
    return found


def test_changes_of_the_tree_name_the_place_with_what_tells_it_apart(grids):
    with pytest.raises(PlaceRefused, match="“西院社区 第1网格”之下已有叫“2号楼”"):
        add_place(name="2号楼", level="building", parent=grids[1])
    with pytest.raises(PlaceRefused, match="“西院社区 第1网格”还不能撤销，仍有未撤销的下级地方 1 处"):
        close_place(place=grids[1])
    with pytest.raises(PlaceRefused, match="网格“东院社区 第1网格”之下"):
        move_place(place=grids[1], to=grids[0])


def test_the_refused_rows_of_a_roster_do_too(grids):
    street = grids[0].parent.parent
    rows = "社区,网格,楼栋,门牌,姓名\n东院社区,第1网格,2号楼,101,某甲\n"
    report = import_people(SYSTEM, content=rows.encode(), file="住户.csv", place=street, dry_run=True)
    (row,) = report.rejected
    assert row.why.zh.startswith("“东院社区 第1网格”里找不到楼栋")


def test_no_sentence_is_filled_with_the_bare_name_of_a_place():
    found = []
    for path in Path(shanzhi.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "fill":
                for part in (inside for given in node.keywords for inside in ast.walk(given.value)):
                    if isinstance(part, ast.Attribute) and part.attr == "name":
                        of = getattr(part.value, "id", getattr(part.value, "attr", ""))
                        if of in PLACES:
                            found.append(f"{path.name}:{node.lineno}")
    assert found == []
