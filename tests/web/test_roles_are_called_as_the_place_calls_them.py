"""A place's own words for roles: set with a record, told to its people on pages, in lists over the API and in notices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.models import Notice
from shanzhi.people.models import AuditRecord
from shanzhi.people.problems import BadInput, Denied
from shanzhi.people.role_labels import forget, labels_on, set_role_label

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget()
    yield
    forget()


def test_who_leads_a_place_sets_it_on_a_page_and_its_people_see_it(town, signed_in):
    staff = signed_in("street_staff")
    address = f"/places/{town.community.pk}/role-names"
    assert staff.post(address, {"role": "grid_worker", "label": "片区管家"}).status_code == 302
    assert "网格员在这里叫“片区管家”" in staff.get(address).content.decode()
    assert [record.detail["label"] for record in AuditRecord.objects.filter(kind="role.label")] == [
        "片区管家"
    ]
    number = town.open().matter.id
    assert "片区管家" in signed_in("resident").get(f"/matters/{number}").content.decode()
    assert "片区管家" in signed_in("grid_worker").get("/account").content.decode()
    assert "片区管家" not in signed_in("street_staff").get("/account").content.decode()
    staff_told = [note for note in Notice.objects.filter(matter=number) if "片区管家" in note.zh]
    assert all("网格员" not in note.zh for note in Notice.objects.filter(matter=number))
    assert [note.en for note in staff_told if "片区管家" in note.en] == []


def test_english_keeps_the_role_and_a_place_below_may_say_otherwise(town, signed_in):
    set_role_label(SYSTEM, place=town.district, role="volunteer", label="义工")
    set_role_label(SYSTEM, place=town.community, role="volunteer", label="邻里帮手")
    assert labels_on(town.community.ancestor_ids) == {"volunteer": "邻里帮手"}
    assert labels_on(town.street.ancestor_ids) == {"volunteer": "义工"}
    set_role_label(SYSTEM, place=town.community, role="volunteer", label="")
    assert labels_on(town.grid.ancestor_ids) == {"volunteer": "义工"}


def test_two_roles_are_not_called_alike_and_others_do_not_set_it(town):
    with pytest.raises(BadInput, match="网格员"):
        set_role_label(SYSTEM, place=town.district, role="volunteer", label="网格员")
    with pytest.raises(BadInput):
        set_role_label(SYSTEM, place=town.district, role="nobody", label="谁")
    with pytest.raises(Denied):
        set_role_label(town.actor("grid_worker"), place=town.grid, role="volunteer", label="帮手")
