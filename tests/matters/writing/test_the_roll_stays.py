"""The roll (名册) is fixed when a block opens: who moves, buys, sells or is erased meanwhile is on the next one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.models import Matter, Roll, RollLine, RollUse
from shanzhi.people import actions as people
from shanzhi.people.privacy import erase_person
from shanzhi.reading.invitations import open_to
from tests.matters.method_texts import OPEN_BALLOT
from tests.matters.town import Town, code

pytestmark = pytest.mark.django_db


def opened(town: Town, electors: str = "household", text: str = OPEN_BALLOT) -> int:
    text = text.replace("electors: household", f"electors: {electors}")
    town.adopt(text)
    return town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id


def tally(number: int) -> dict:
    return Matter.objects.get(pk=number).state["tally"]


def test_who_moves_in_is_not_on_it_and_who_moves_away_stays(town: Town) -> None:
    number = opened(town)
    newcomer = people.add_household(SYSTEM, name="一单元 401", place=town.building)
    town.people["new"] = people.add_person(SYSTEM, name="新住户", household=newcomer)
    people.move_person(SYSTEM, person=town.people["resident"], home=town.street)
    assert tally(number)["roll"] == 3
    assert code(town.try_act(number, "vote", "new", values={"choice": "agree"})) != "done"
    town.act(number, "vote", "resident", choice="agree")
    assert tally(number)["voted"] == 1
    later = opened(town)
    assert tally(later)["roll"] == 3
    town.act(later, "vote", "new", choice="agree")
    assert code(town.try_act(later, "vote", "resident", values={"choice": "agree"})) != "done"


def test_one_who_moves_to_another_household_votes_once(town: Town) -> None:
    number = opened(town)
    town.act(number, "vote", "resident", choice="agree")
    people.move_person(SYSTEM, person=town.people["resident"], household=town.households[1])
    assert code(town.try_act(number, "vote", "resident", values={"choice": "oppose"})) == "already"
    town.act(number, "vote", "resident2", choice="oppose")
    assert tally(number)["voted"] == 2


def test_a_flat_that_is_sold_is_voted_for_by_who_owned_it_then(town: Town) -> None:
    for home, owner in zip(town.households, town.residents, strict=True):
        people.set_household(SYSTEM, household=home, owner=owner)
    number = opened(town, "owner")
    people.set_household(SYSTEM, household=town.households[0], owner=town.residents[1], area=99_900)
    before = tally(number)
    town.act(number, "vote", "resident2", choice="agree")
    assert tally(number)["voted_area"] == 8_200
    town.act(number, "vote", "resident", choice="agree")
    assert (tally(number)["voted"], tally(number)["voted_area"]) == (2, 16_300)
    assert tally(number)["roll_area"] == before["roll_area"] == 24_600
    assert tally(opened(town, "owner"))["roll"] == 2


def test_who_is_erased_still_counts_in_the_denominator_and_is_named_no_more(town: Town) -> None:
    number = opened(town)
    erase_person(SYSTEM, person=town.people["resident"], reason="本人申请")
    assert tally(number)["roll"] == 3
    assert RollLine.objects.filter(person=town.people["resident"]).count() == 0
    key = f"household:{town.households[0].pk}"
    assert RollLine.objects.filter(roll__uses__matter=number, key=key, person=None).count() == 1
    assert code(town.try_act(number, "vote", "resident", values={"choice": "agree"})) != "done"


def test_blocks_that_open_on_the_same_register_share_one_list(town: Town) -> None:
    first, second = opened(town), opened(town)
    assert (Roll.objects.count(), RollUse.objects.count()) == (1, 2)
    town.appoint("volunteer", town.community, "志愿者甲")
    third = opened(town)
    assert Roll.objects.count() == 1
    people.add_person(SYSTEM, name="新生儿之母", household=town.households[0])
    fourth = opened(town)
    assert Roll.objects.count() == 2
    assert {tally(n)["roll"] for n in (first, second, third, fourth)} == {3}
    assert tally(third)["@list"] == tally(first)["@list"] != tally(fourth)["@list"]


def test_who_becomes_of_age_is_on_the_next_roll(town: Town) -> None:
    town.people["young"] = people.add_person(
        SYSTEM, name="少年", household=town.households[0], facts={"birth": f"{town_year() - 17}-01-01"}
    )
    number = opened(town, "person")
    people.set_contact(SYSTEM, person=town.people["young"], facts={"birth": f"{town_year() - 19}-01-01"})
    assert code(town.try_act(number, "vote", "young", values={"choice": "agree"})) != "done"
    later = opened(town, "person")
    assert (tally(number)["roll"], tally(later)["roll"]) == (3, 4)
    town.act(later, "vote", "young", choice="agree")


def town_year() -> int:
    from django.utils import timezone

    return timezone.localdate().year


def test_the_invitation_is_gone_for_all_of_a_household_that_voted(town: Town) -> None:
    town.people["spouse"] = people.add_person(SYSTEM, name="家人", household=town.households[0])
    number = opened(town)
    asked = [m.pk for m in open_to(town.actor("spouse"))]
    assert asked == [m.pk for m in open_to(town.actor("resident"))] == [number]
    town.act(number, "vote", "resident", choice="agree")
    assert [m.pk for m in open_to(town.actor("spouse"))] == []
    assert [m.pk for m in open_to(town.actor("resident"))] == []
    assert [m.pk for m in open_to(town.actor("resident2"))] == [number]


def test_who_is_not_on_the_roll_is_not_invited(town: Town) -> None:
    number = opened(town)
    newcomer = people.add_household(SYSTEM, name="一单元 401", place=town.building)
    town.people["new"] = people.add_person(SYSTEM, name="新住户", household=newcomer)
    assert [m.pk for m in open_to(town.actor("new"))] == []
    people.move_person(SYSTEM, person=town.people["resident3"], home=town.street)
    assert [m.pk for m in open_to(town.actor("resident3"))] == [number]


def test_after_the_window_nobody_is_asked(town: Town) -> None:
    number = opened(town)
    assert Matter.objects.get(pk=number).wakes_at is not None
    town_later = Matter.objects.get(pk=number).wakes_at + timedelta(seconds=1)
    answer = town.try_act(number, "vote", "resident", values={"choice": "agree"}, at=town_later)
    assert code(answer) == "window_over"
