"""A small invented district with people in it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.people import actions
from shanzhi.people.models import Account, Household, Person, Post
from shanzhi.people.queries import load_actor
from shanzhi.places.actions import add_place
from shanzhi.places.models import Place

PASSWORD = "Ping-An-2026-xiang"


@dataclass
class Ground:
    """A district down to two buildings, and one household; the second grid stands apart."""

    district: Place
    street: Place
    community: Place
    grid: Place
    other_grid: Place
    microgrid: Place
    building: Place
    household: Household
    resident: Person

    def post(self, role: str, place: Place, name: str = "某某", **terms: object) -> Post:
        """Somebody who holds a role at a place."""
        person = actions.add_person(SYSTEM, name=name, serves=place)
        return actions.assign_post(SYSTEM, person=person, role=role, place=place, **terms)  # type: ignore[arg-type]

    def worker(self, role: str, place: Place) -> Actor:
        """The actor of somebody who holds a role at a place."""
        return load_actor(self.post(role, place).person_id)


@pytest.fixture
def ground(db: None) -> Ground:
    district = add_place(name="样例区", level="district", code="990101")
    street = add_place(name="样例街道", level="street", parent=district)
    community = add_place(name="样例社区", level="community", parent=street)
    grid = add_place(name="第一网格", level="grid", parent=community)
    other = add_place(name="第二网格", level="grid", parent=community)
    microgrid = add_place(name="甲微网格", level="microgrid", parent=grid)
    building = add_place(name="一栋", level="building", parent=microgrid)
    household = actions.add_household(SYSTEM, name="一单元 501", place=building, area=8_950)
    resident = actions.add_person(
        SYSTEM, name="居民一", household=household, facts={"phone": "13800001234", "birth": "1960-05-06"}
    )
    return Ground(district, street, community, grid, other, microgrid, building, household, resident)


@pytest.fixture
def account(ground: Ground) -> Account:
    """The resident's account, with its first password already changed to PASSWORD."""
    opened, _ = actions.open_account(SYSTEM, username="jumin1", person=ground.resident)
    opened.set_password(PASSWORD)
    opened.must_change_password = False
    opened.save()
    return opened
