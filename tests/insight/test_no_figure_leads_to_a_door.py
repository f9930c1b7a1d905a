"""Who is to stay unnamed is not found by counting: what is kept from somebody is in no figure nearer than the community."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.insight.appeals import matters_of, report_appeals
from shanzhi.insight.pending import Pending
from shanzhi.insight.period import closed_in, count_by_place, days_until, opened_in
from shanzhi.library import files
from shanzhi.people import actions as people
from shanzhi.places.actions import add_place
from shanzhi.places.models import Place
from tests.matters.town import Town, build_town

ACCUSED, UNNAMED = {"kind": "accusation"}, {"unnamed": True}


@pytest.fixture
def street(db: None) -> Town:
    """The town with the library's appeal, and somebody at home behind a door of their own."""
    town = build_town(lambda name: files()[name])
    door = add_place(name="九〇七室", level="household", parent=town.building)
    home = people.add_household(SYSTEM, name="九〇七室", place=door)
    town.people["accuser"] = people.add_person(SYSTEM, name="欧阳明诚", household=home)
    town.open(who="accuser", place=door.pk, values={"subject": "路灯不亮"})
    return town


def complain(town: Town, how: dict[str, object]) -> Place:
    """A complaint from behind that door which is kept from those below the desk; the door."""
    about = [town.people["community_staff"].pk] if how is ACCUSED else None
    values = {"subject": "收了钱", **how, **({"about": about} if about else {})}
    door = Place.objects.get(level="household")
    town.open(who="accuser", place=door.pk, values=values)
    return door


@pytest.mark.parametrize("how", [ACCUSED, UNNAMED], ids=["accused", "unnamed"])
def test_a_report_counts_it_for_the_community_and_no_nearer(street: Town, how: dict[str, object]) -> None:
    door = complain(street, how)
    assert report_appeals(place=street.community).total.matters == 2
    for near in (street.grid, street.building, door):
        assert report_appeals(place=near).total.matters == 1
        assert matters_of("appeal", place=near).count() == 1
    for by in ("household", "building", "grid", "place"):
        divided = report_appeals(place=street.community, by=by)
        assert [line.matters for line in divided.lines] == [1], by
    assert [line.matters for line in report_appeals(place=street.street, by="place").lines] == [2]


@pytest.mark.parametrize("how", [ACCUSED, UNNAMED], ids=["accused", "unnamed"])
def test_the_overview_counts_it_for_the_community_and_no_nearer(street: Town, how: dict[str, object]) -> None:
    door, now = complain(street, how), timezone.now()
    reader, period = street.actor("street_staff"), days_until(now, 30)
    for place, count in ((street.community, 2), (street.grid, 1), (street.building, 1), (door, 1)):
        assert Pending(place, reader, at=now).totals()["open"] == count
        assert opened_in(place, period).count() == count
        assert closed_in(place, period).count() == 0
    assert sum(count_by_place(opened_in(street.community, period), street.community).values()) == 1
