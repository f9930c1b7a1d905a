"""A small invented district at work: posts held, methods adopted, and people who act."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone

from shanzhi.engine.types import SYSTEM, Actor, Refusal
from shanzhi.matters.methods import adopting
from shanzhi.matters.writing import actions
from shanzhi.matters.writing.actions import Done
from shanzhi.people import actions as people
from shanzhi.people.models import Household, Organization, Person
from shanzhi.people.queries import load_actor
from shanzhi.places.actions import add_place
from shanzhi.places.models import Place
from tests.matters.kept import Kept

METHODS = Path(__file__).parents[1] / "methods"
"""Methods that tests play: they stay as they are while the library's are rewritten, as a place's own do."""
SINCE = timezone.now() - timedelta(days=400)


def played() -> dict[str, Path]:
    """The methods that tests play, as the library lists its own: put in its place where a page shows it."""
    return {file.stem: file for file in sorted(METHODS.glob("*.yaml"))}


def changed(name: str, before: str, after: str, *, version: int = 99) -> str:
    """A method with one of its lines changed, as a version of its own."""
    text = (METHODS / f"{name}.yaml").read_text()
    assert before in text
    return re.sub(r"^version: \d+$", f"version: {version}", text.replace(before, after), flags=re.MULTILINE)


@dataclass
class Town:
    """A district, a street, a community with two grids, an office, three households; one person in each post."""

    district: Place
    street: Place
    community: Place
    grid: Place
    other_grid: Place
    building: Place
    office: Organization
    households: list[Household]
    residents: list[Person]
    people: dict[str, Person] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def actor(self, who: str) -> Actor:
        """Somebody by post (`grid_worker`, `grid_worker@other`), or `resident`, `resident2` …"""
        return load_actor(self.people[who].pk)

    def appoint(self, role: str, place: Place, name: str, *, office: Organization | None = None) -> Person:
        person = people.add_person(SYSTEM, name=name, serves=place)
        people.assign_post(SYSTEM, person=person, role=role, place=place, organization=office, since=SINCE)
        return person

    def open(self, method: str = "appeal", who: str = "resident", **more: Any) -> Done:
        values = more.pop("values", {"subject": "楼道灯不亮"})
        done = self.try_open(method, who, values=values, **more)
        assert isinstance(done, Done), done
        return done

    def try_open(self, method: str = "appeal", who: str = "resident", **more: Any) -> Done | Refusal:
        more.setdefault("place", self.building.pk)
        more.setdefault("command_id", f"c{next(self.numbers)}")
        return actions.open_matter(actor=self.actor(who), method=method, **more)

    def act(
        self,
        done: Done | int,
        act: str,
        who: str = "grid_worker",
        at: datetime | None = None,
        **values: Any,
    ) -> Done:
        answer = self.try_act(done, act, who, values=values, **({"at": at} if at is not None else {}))
        assert isinstance(answer, Done), answer
        return answer

    def try_act(self, done: Done | int, act: str, who: str = "grid_worker", **more: Any) -> Done | Refusal:
        number = done if isinstance(done, int) else done.matter.id
        if act == "withdraw":
            more["values"] = {"reason": "不需要了", **more.get("values", {})}
        more.setdefault("command_id", f"c{next(self.numbers)}")
        if act == "entrust":  # as the page does, which found the neighbour by name and door
            more.setdefault("vouched", [more["values"]["proxy"]])
        return actions.act(actor=self.actor(who), matter=number, act=act, **more)

    def adopt(self, text: str, place: Place | None = None, at: datetime | None = None, **inputs: Any) -> None:
        method = adopting.add_method(text=text)
        adopting.adopt(
            actor=SYSTEM, method=method, place=place or self.district, inputs=inputs, at=at or SINCE
        )


def build_town(methods: Callable[[str], Path] | None = None) -> Town:
    """The town, in whatever database is at hand; appeal and assist, from where `methods` has them, adopted by the district."""
    if methods is not None:
        return _built(methods)
    town = _town()
    town.numbers = count(1)
    return town


def _built(methods: Callable[[str], Path]) -> Town:
    district = add_place(name="样例区", level="district", code="990101")
    street = add_place(name="样例街道", level="street", parent=district)
    community = add_place(name="样例社区", level="community", parent=street)
    grid = add_place(name="第一网格", level="grid", parent=community)
    other = add_place(name="第二网格", level="grid", parent=community)
    building = add_place(name="一栋", level="building", parent=grid)
    office = Organization.objects.create(name="城管局", kind="department", place=district)
    households = [
        people.add_household(SYSTEM, name=f"一单元 {n}01", place=building, area=8_000 + 100 * n)
        for n in range(1, 4)
    ]
    residents = [
        people.add_person(
            SYSTEM, name=f"居民{n}", household=home, facts={"phone": f"1380000000{n}", "birth": "1960-05-06"}
        )
        for n, home in enumerate(households, 1)
    ]
    town = Town(district, street, community, grid, other, building, office, households, residents)
    town.people = {"resident": residents[0], "resident2": residents[1], "resident3": residents[2]}
    for role, place in {
        "grid_worker": grid,
        "community_staff": community,
        "street_staff": street,
        "district_staff": district,
    }.items():
        town.people[role] = town.appoint(role, place, f"{role}甲")
    town.people["grid_worker@other"] = town.appoint("grid_worker", other, "网格员乙")
    town.people["department_staff"] = town.appoint("department_staff", district, "部门甲", office=office)
    for name in ("appeal", "assist"):
        town.adopt(methods(name).read_text(encoding="utf-8"))
    return town


def _usual() -> Town:
    town = _built(lambda name: METHODS / f"{name}.yaml")
    town.numbers = None
    return town


_town = Kept(_usual)


def code(answer: Done | Refusal) -> str:
    """The refusal's code, or `done`."""
    return answer.code if isinstance(answer, Refusal) else "done"
