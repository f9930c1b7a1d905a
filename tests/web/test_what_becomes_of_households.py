"""Households changed on pages: door and head mended, parted, put together, moved out whole, closed."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as doing
from shanzhi.people.models import Household, Person


@pytest.fixture
def home(town) -> Household:
    return doing.add_household(SYSTEM, name="909", place=town.building)


@pytest.fixture
def family(home) -> list[Person]:
    return [doing.add_person(SYSTEM, name=name, household=home) for name in ("甲一", "甲二", "甲三")]


def test_the_page_of_a_household_leads_to_every_change_and_only_for_who_keeps_the_rolls(
    town, signed_in, home, family
) -> None:
    page = signed_in("community_staff").get(f"/households/{home.pk}").content.decode()
    for what in ("change", "split", "merge", "leave", "close"):
        address = f"/households/{home.pk}/{what}"
        assert address in page
        assert signed_in("community_staff").get(address).status_code == 200
        assert signed_in("resident").get(address).status_code == 404
        assert signed_in("grid_worker@other").get(address).status_code == 404


@pytest.mark.parametrize("what", ["change", "split", "leave"])
def test_members_are_named_masked_and_still_told_apart(town, signed_in, home, what) -> None:
    for name, birth in (("示例甲一", "1960-02-03"), ("示例甲二", "1988-04-05")):
        doing.add_person(SYSTEM, name=name, household=home, facts={"birth": birth})
    page = signed_in("community_staff").get(f"/households/{home.pk}/{what}").content.decode()
    assert "示例" not in page
    assert "示**（1960-**-**）" in page
    assert "示**（1988-**-**）" in page


def test_where_one_lives_alone_nobody_is_offered_to_part(town, signed_in, home) -> None:
    doing.add_person(SYSTEM, name="甲一", household=home)
    staff, address = signed_in("community_staff"), f"/households/{home.pk}/split"
    assert address not in staff.get(f"/households/{home.pk}").content.decode()
    answer = staff.get(address, follow=True)
    assert answer.redirect_chain == [(f"/households/{home.pk}", 302)]
    assert "本户不到两个人，不用分户。" in answer.content.decode()


def test_a_wrong_door_is_mended_with_its_head(town, signed_in, home, family) -> None:
    staff, address = signed_in("community_staff"), f"/households/{home.pk}/change"
    sent = {"name": "908", "place": town.building.pk, "head": family[1].pk}
    doing.add_household(SYSTEM, name="908", place=town.building)
    assert staff.post(address, sent).status_code == 422
    assert staff.post(address, {**sent, "name": "907"}).status_code == 302
    home.refresh_from_db()
    assert (home.name, home.head) == ("907", family[1])


@pytest.mark.parametrize("what", ["change", "split", "leave"])
def test_a_place_that_is_offered_but_not_ones_own_is_refused_in_a_sentence_on_the_form(
    town, signed_in, home, family, what
) -> None:
    sent = {"name": "911", "members": [family[0].pk], "place": town.street.pk, "home": town.street.pk}
    answer = signed_in("community_staff").post(f"/households/{home.pk}/{what}", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不归您登记，请另选一个" in page
    assert what == "leave" or 'value="911"' in page
    home.refresh_from_db()
    assert (home.name, home.place, home.members.count()) == ("909", town.building, 3)


def test_a_household_is_parted_put_together_and_moved_out_on_pages(town, signed_in, home, family) -> None:
    staff = signed_in("community_staff")
    bad = staff.post(f"/households/{home.pk}/split", {"name": "910", "place": town.building.pk})
    assert bad.status_code == 422
    sent = {"name": "910", "place": town.building.pk, "members": [family[0].pk], "head": family[0].pk}
    assert staff.post(f"/households/{home.pk}/split", sent).status_code == 302
    made = Household.objects.get(name="910")
    assert ([*made.members.all()], made.head) == ([family[0]], family[0])
    assert staff.post(f"/households/{made.pk}/close", {}).status_code == 422
    assert staff.post(f"/households/{made.pk}/merge", {"into": home.pk}).status_code == 302
    assert home.members.count() == 3
    assert staff.get(f"/households/{made.pk}/merge").status_code == 404
    assert staff.post(f"/households/{home.pk}/leave", {}).status_code == 422
    assert staff.post(f"/households/{home.pk}/leave", {"away": "true"}).status_code == 302
    assert home.members.count() == 0
    assert staff.post(f"/households/{home.pk}/close", {}).status_code == 302
    home.refresh_from_db()
    assert home.closed_at is not None


def test_a_death_recorded_by_mistake_is_taken_back_on_the_page_of_the_person(
    town, signed_in, home, family
) -> None:
    doing.mark_deceased(SYSTEM, person=family[0], on=timezone.localdate())
    staff = signed_in("community_staff")
    assert f"/people/{family[0].pk}/alive" in staff.get(f"/people/{family[0].pk}").content.decode()
    assert "已去世" in staff.get(f"/households/{home.pk}").content.decode()
    assert staff.post(f"/people/{family[0].pk}/alive", {"reason": ""}).status_code == 422
    assert staff.post(f"/people/{family[0].pk}/alive", {"reason": "本人到场"}).status_code == 302
    family[0].refresh_from_db()
    assert family[0].deceased_on is None
    assert signed_in("resident").get(f"/people/{family[0].pk}/alive").status_code == 404
