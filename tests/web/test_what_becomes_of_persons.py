"""Persons corrected, moved, gone and dead, and places added below a place: on pages and over the API, each with its right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as doing
from shanzhi.people.models import Account, AuditRecord, Household, Person, Post
from shanzhi.people.queries import roll
from shanzhi.places.models import Place
from shanzhi.web.views.place_changes import names_in


@pytest.fixture
def home(town) -> Household:
    return doing.add_household(SYSTEM, name="909", place=town.building)


@pytest.fixture
def wife(town, home) -> Person:
    person = doing.add_person(SYSTEM, name="出嫁人", household=home, facts={"phone": "13800009090"})
    doing.set_household(SYSTEM, household=home, head=person)
    return person


def test_a_clerk_corrects_name_and_telephone(town, signed_in, wife) -> None:
    staff = signed_in("community_staff")
    bad = staff.post(f"/people/{wife.pk}/correct", {"phone": "12"})
    assert bad.status_code == 422
    assert staff.post(f"/people/{wife.pk}/correct", {"name": "更名人"}).status_code == 302
    wife.refresh_from_db()
    assert wife.name == "更名人"
    assert AuditRecord.objects.filter(kind="person.rename", subject=wife.pk).count() == 1


@pytest.mark.parametrize("what", ["correct", "move", "died"])
def test_the_pages_on_which_a_record_changes_name_nobody_whole(signed_in, wife, what) -> None:
    page = signed_in("community_staff").get(f"/people/{wife.pk}/{what}").content.decode()
    assert "出嫁人" not in page
    assert "出**（138****9090）" in page


def test_one_who_marries_moves_to_the_other_household_and_heads_none_left_behind(
    town, signed_in, wife, home
) -> None:
    other = doing.add_household(SYSTEM, name="910", place=town.building)
    staff = signed_in("community_staff")
    assert staff.post(f"/people/{wife.pk}/move", {}).status_code == 422
    assert staff.post(f"/people/{wife.pk}/move", {"household": other.pk}).status_code == 302
    wife.refresh_from_db()
    home.refresh_from_db()
    assert (wife.household, home.head) == (other, None)


def test_one_who_moves_away_is_on_no_roll_here(town, signed_in, wife) -> None:
    before = roll("person", town.community).count
    staff = signed_in("community_staff")
    assert staff.post(f"/people/{wife.pk}/move", {"away": "true"}).status_code == 302
    wife.refresh_from_db()
    assert (wife.household, wife.home) == (None, None)
    assert roll("person", town.community).count == before - 1


def test_a_death_ends_posts_closes_the_account_and_leaves_the_rolls(town, signed_in, wife, home) -> None:
    post = doing.assign_post(SYSTEM, person=wife, role="building_lead", place=town.building)
    account, _password = doing.open_account(SYSTEM, username="chujia", person=wife)
    before = roll("person", town.community).count
    staff = signed_in("community_staff")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = staff.get(f"/people/{wife.pk}/died").content.decode()
    assert "登记后，此人的岗位结束，账号停用，在办的事移交" in page
    assert "请先核对是不是此人" in page
    assert staff.post(f"/people/{wife.pk}/died", {"on": tomorrow}).status_code == 422
    assert staff.post(f"/people/{wife.pk}/died", {"on": timezone.localdate().isoformat()}).status_code == 302
    wife.refresh_from_db()
    home.refresh_from_db()
    post.refresh_from_db()
    assert wife.deceased_on == timezone.localdate()
    assert (post.end_reason, home.head) == ("去世", None)
    assert not Account.objects.get(pk=account.pk).is_active
    assert roll("person", town.community).count == before - 1
    page = staff.get(f"/people/{wife.pk}").content.decode()
    assert "去世" in page
    assert f"/people/{wife.pk}/died" not in page
    assert staff.post(f"/people/{wife.pk}/died", {"on": "2026-01-01"}).status_code == 422


def test_nobody_is_put_out_of_office_by_declaring_them_dead(town, signed_in) -> None:
    staff_person = Post.objects.get(role="community_staff", place=town.community).person
    Person.objects.filter(pk=staff_person.pk).update(home=town.grid)
    answer = signed_in("grid_worker").post(f"/people/{staff_person.pk}/died", {"on": "2026-01-01"})
    assert answer.status_code == 422
    assert Post.objects.in_force().filter(person=staff_person).exists()


@pytest.mark.parametrize("what", ["correct", "move", "died"])
def test_who_keeps_no_rolls_there_changes_nobody(town, signed_in, wife, what: str) -> None:
    assert signed_in("resident").get(f"/people/{wife.pk}/{what}").status_code == 404
    assert signed_in("grid_worker@other").get(f"/people/{wife.pk}/{what}").status_code == 404


def test_buildings_units_and_flats_are_added_on_the_page_of_a_place(town, signed_in) -> None:
    staff = signed_in("community_staff")
    assert f"/places/{town.grid.pk}/new" in staff.get(f"/places/{town.grid.pk}").content.decode()
    address = f"/places/{town.grid.pk}/new"
    assert staff.post(address, {"level": "building", "names": "7-9号楼\n门卫室"}).status_code == 302
    made = Place.objects.filter(parent=town.grid, level="building")
    assert {"7号楼", "8号楼", "9号楼", "门卫室"} <= set(made.values_list("name", flat=True))
    seven = made.get(name="7号楼")
    assert staff.post(f"/places/{seven.pk}/new", {"level": "unit", "names": "1-2单元"}).status_code == 302
    unit = Place.objects.get(parent=seven, name="2单元")
    assert staff.post(f"/places/{unit.pk}/new", {"level": "household", "names": "101-104"}).status_code == 302
    assert Place.objects.filter(parent=unit, level="household").count() == 4
    assert staff.post(f"/places/{unit.pk}/new", {"level": "grid", "names": "第9网格"}).status_code == 422
    assert signed_in("resident").get(address).status_code in (403, 404)


def test_names_are_read_one_a_line_or_as_a_range() -> None:
    assert names_in("1-3号楼、门卫室\n1号楼") == ["1号楼", "2号楼", "3号楼", "门卫室"]
    assert names_in("第1—2网格") == ["第1网格", "第2网格"]
    assert names_in("9-1号楼") == ["9-1号楼"]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_no_sign_that_turns_a_text_round_is_kept(town, signed_in, sign: str) -> None:
    staff = signed_in("community_staff")
    staff.post(f"/places/{town.grid.pk}/new", {"level": "building", "names": f"{sign}翻转楼"})
    assert Place.objects.get(parent=town.grid, name="翻转楼")
    person = doing.add_person(SYSTEM, name=f"{sign}翻转人", home=town.grid)
    assert person.name == "翻转人"
