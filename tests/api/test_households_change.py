"""Households changed over the API, by the same rules as on pages."""

from __future__ import annotations

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as doing
from shanzhi.people.models import Household


def test_programs_change_households_by_the_same_rules(api) -> None:
    town = api.town
    home = doing.add_household(SYSTEM, name="909", place=town.building)
    one, two = (doing.add_person(SYSTEM, name=name, household=home) for name in ("甲一", "甲二"))
    staff, stranger = api.as_("community_staff"), api.as_("grid_worker@other")
    assert stranger.post(f"/households/{home.pk}/split", {"name": "910", "members": [one.pk]}).status == 404
    made = staff.post(f"/households/{home.pk}/split", {"name": "910", "members": [one.pk], "head": one.pk})
    assert (made.status, made["name"], made["head"]) == (201, "910", one.pk)
    merged = staff.post(f"/households/{made['id']}/merge", {"into": home.pk})
    assert (merged.status, merged["moved"], merged["household"]["head"]) == (200, 1, one.pk)
    assert staff.post(f"/households/{home.pk}/leave", {}).status == 422
    assert staff.post(f"/households/{home.pk}/leave", {"away": True})["moved"] == 2
    other = doing.add_household(SYSTEM, name="911", place=town.building)
    moved = staff.ask("PATCH", f"/households/{other.pk}", {"place": town.grid.pk, "area": -1})
    assert moved.status == 400
    assert Household.objects.get(pk=other.pk).place == town.building
    assert staff.post(f"/people/{two.pk}/alive", {"reason": "没有去世"}).status in (404, 422)
