"""Owners of a flat: several share one vote, a developer's unsold flats are one head, rosters tell them from the head."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.models import Household, Organization, Person
from shanzhi.people.privacy import erase_person
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import roll

HEAD = "网格,楼栋,门牌,姓名,与户主关系,业主,业主电话,份额,登记面积,实测面积,建设单位,交付情况\n"


def take(ground, rows: str):
    return actions.import_people(
        SYSTEM, content=(HEAD + rows).encode(), file="名册.csv", place=ground.community
    )


def heads(ground) -> list[tuple[str, int, int]]:
    return sorted(
        (one.key.split(":")[0], one.area, len(one.persons))
        for one in roll("owner", ground.community).electors
    )


@pytest.fixture
def flats(ground):
    return [
        actions.add_household(SYSTEM, name=f"60{n}", place=ground.building, area=n * 1_000)
        for n in range(1, 6)
    ]


def test_co_owners_are_one_head_and_either_may_vote(ground, flats) -> None:
    spouse = actions.add_person(SYSTEM, name="共有人", home=ground.building)
    actions.set_owners(SYSTEM, household=flats[0], owners=[(ground.resident, "1/2"), (spouse, "50%")])
    actions.set_owners(SYSTEM, household=flats[1], owners=[(spouse, ""), (ground.resident, "")])
    actions.set_owners(SYSTEM, household=flats[2], owners=[(spouse, "")])
    found = {one.key: one for one in roll("owner", ground.building).electors}
    shared = next(one for one in found.values() if len(one.persons) == 2)
    assert (shared.area, set(shared.persons)) == (3_000, {ground.resident.pk, spouse.pk})
    assert found[f"owner:{spouse.pk}"].area == 3_000


def test_a_developers_unsold_flats_are_one_head(ground, flats) -> None:
    firm = Organization.objects.create(name="样例置业", kind="unit", place=ground.community)
    for flat in flats[:3]:
        actions.set_owners(SYSTEM, household=flat, owners=[], developer=firm)
    found = [one for one in roll("owner", ground.building).electors if one.key == f"developer:{firm.pk}"]
    assert [(one.area, one.persons, len(one.flats)) for one in found] == [(6_000, (), 3)]
    with pytest.raises(BadInput, match="建设单位"):
        actions.set_owners(SYSTEM, household=flats[0], owners=[(ground.resident, "")], developer=firm)


def test_an_erased_co_owner_leaves_the_flat_to_the_other(ground, flats) -> None:
    other = actions.add_person(SYSTEM, name="共有人", home=ground.building)
    actions.set_owners(SYSTEM, household=flats[0], owners=[(ground.resident, ""), (other, "")])
    erase_person(SYSTEM, person=other, reason="本人申请")
    assert list(flats[0].owners.all()) == [ground.resident]


@pytest.mark.parametrize("share", ["一半", "1/", "200000/3", "a%"])
def test_a_share_that_cannot_be_read_is_refused(ground, flats, share) -> None:
    with pytest.raises(BadInput, match="份额"):
        actions.set_owners(SYSTEM, household=flats[0], owners=[(ground.resident, share)])


def test_a_weaker_source_takes_the_place_of_no_stronger_area(ground, flats) -> None:
    home = flats[0]
    assert actions.take_area(SYSTEM, household=home, area=8_000, source="合同")
    assert actions.take_area(SYSTEM, household=home, area=8_100, source="surveyed")
    assert actions.take_area(SYSTEM, household=home, area=8_200, source="不动产登记簿")
    assert not actions.take_area(SYSTEM, household=home, area=9_900, source="实测")
    home.refresh_from_db()
    assert (home.area, home.area_source) == (8_200, "registered")


def test_a_roster_names_owners_apart_from_the_head(ground) -> None:
    rows = (
        "第一网格,一栋,701,租客,户主,房东,13800000021,,80,81,,\n"
        "第一网格,一栋,702,夫,户主,夫,,,,90.5,,\n"
        "第一网格,一栋,702,妻,配偶,夫、妻,,1/2、1/2,,90.5,,\n"
        "第一网格,一栋,703,,,,,,100,,,\n"
    )
    report = take(ground, rows)
    assert report.rejected == []
    rented, shared, unknown = (Household.objects.get(name=name) for name in ("701", "702", "703"))
    assert (rented.head.name, [one.name for one in rented.owners.all()]) == ("租客", ["房东"])
    assert (rented.area, rented.area_source) == (8_000, "registered")
    assert [(one.person.name, one.share) for one in shared.ownerships.order_by("pk")] == [
        ("夫", "1/2"),
        ("妻", "1/2"),
    ]
    assert (shared.area, shared.area_source) == (9_050, "surveyed")
    assert list(unknown.owners.all()) == []
    people = Person.objects.count()
    again = take(ground, rows)
    assert (Person.objects.count(), again.added, again.rejected) == (people, 0, [])


def test_an_owner_who_cannot_be_told_for_certain_is_refused(ground) -> None:
    report = take(
        ground, "第一网格,一栋,701,租客,户主,某某,,,,,,\n第一网格,一栋,702,乙,户主,甲、乙,13800000031,,,,,\n"
    )
    assert [("电话" in one.why.zh) for one in report.rejected] == [True, True]
    assert Household.objects.filter(name__in=("701", "702")).count() == 0


def test_what_is_sold_and_not_handed_over_is_the_developers(ground) -> None:
    Organization.objects.create(name="样例置业", kind="unit", place=ground.community)
    report = take(
        ground,
        "第一网格,一栋,701,,,,,,80,,样例置业,\n第一网格,一栋,702,买家,户主,买家,,,80,,样例置业,未交付\n"
        "第一网格,一栋,703,住户,户主,住户,,,80,,样例置业,已交付\n第一网格,一栋,704,住户,户主,住户,,,80,,样例置业,\n",
    )
    assert len(report.rejected) == 1
    found = [one for one in roll("owner", ground.building).electors if one.key.startswith("developer")]
    assert [(one.area, len(one.flats)) for one in found] == [(16_000, 2)]


def test_parking_spaces_count_among_owners_only_where_the_rules_say_so(ground, flats) -> None:
    before = roll("owner", ground.building)
    space = actions.add_household(SYSTEM, name="车位 12", place=ground.building, area=1_200, use="parking")
    assert roll("owner", ground.building) == before
    assert roll("owner:parking", ground.building).area == before.area + space.area
    with pytest.raises(BadInput, match="车位"):
        actions.add_household(SYSTEM, name="车位 13", place=ground.building, use="garage")


def test_a_roster_says_which_flats_are_parking_spaces(ground) -> None:
    text = "网格,楼栋,门牌,用途,建筑面积,姓名\n第一网格,一栋,车位 3,车位,12,\n第一网格,一栋,901,,80,住户\n第一网格,一栋,902,飞地,80,\n"
    report = actions.import_people(SYSTEM, content=text.encode(), file="户.csv", place=ground.community)
    assert (report.added, len(report.rejected)) == (2, 1)
    assert Household.objects.get(name="车位 3").use == "parking"
    assert Household.objects.get(name="901").use == "home"
