"""Organisations on pages: entered, looked at, changed by who keeps the rolls; their own people see them and their matters."""

from __future__ import annotations

import pytest

from shanzhi.people.models import Licence, Organization, Post
from tests.people.test_organizations import CODE

pytestmark = pytest.mark.django_db


def test_an_organisation_is_entered_and_its_people_find_it(town, signed_in):
    staff = signed_in("community_staff")
    new = f"/places/{town.community.pk}/organizations/new"
    wrong = staff.post(new, {"name": "样例物业", "kind": "property", "code": "123"})
    assert wrong.status_code == 422
    assert "校验码" in wrong.content.decode()
    assert staff.post(new, {"name": "样例物业", "kind": "property", "code": CODE}).status_code == 302
    firm = Organization.objects.get(name="样例物业")
    page = f"/organizations/{firm.pk}"
    assert "还没有人代表这个单位" in staff.get(page).content.decode()
    street = signed_in("street_staff")
    given = {
        "role": "property_lead",
        "organization": firm.pk,
        "function": "项目经理",
        "newcomer": "经理甲",
        "basis": "任命函",
    }
    assert street.post(f"/places/{town.community.pk}/posts/new", given).status_code == 302
    lead = Post.objects.get(organization=firm).person
    town.people["lead"] = lead
    assert "项目经理" in signed_in("lead").get(page).content.decode()
    assert signed_in("resident").get(page).status_code == 404
    assert "样例物业" in staff.get(f"/places/{town.community.pk}/organizations").content.decode()


def test_licences_term_and_closing_on_the_page(town, signed_in):
    staff = signed_in("community_staff")
    body = Organization.objects.create(name="样例小区业委会", kind="owners", place=town.community)
    page = f"/organizations/{body.pk}"
    staff.post(f"{page}/licences", {"name": "备案证明", "number": "样备〔2026〕1 号", "until": "2020-01-01"})
    changed = {"name": body.name, "kind": "owners", "since": "2020-05-01", "until": "2025-05-01"}
    assert staff.post(f"{page}/change", changed).status_code == 302
    shown = staff.get(page).content.decode()
    assert "样备〔2026〕1 号" in shown
    assert "已过期" in shown
    assert "已届满" in shown
    staff.post(f"/licences/{Licence.objects.get().pk}/end")
    assert "没有登记证照" in staff.get(page).content.decode()
    assert staff.post(f"{page}/close").status_code == 302
    body.refresh_from_db()
    assert body.closed_at is not None
