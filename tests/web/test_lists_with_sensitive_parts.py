"""A list with a sensitive part is masked on the page; who has the matter in hand sees it for a purpose, line by line."""

from __future__ import annotations

import json

from shanzhi.people.models import Look
from tests.matters.method_texts import FAMILY


def test_it_is_masked_until_it_is_looked_at_for_a_purpose(town, signed_in):
    town.adopt(FAMILY)
    lines = [{"who": "外婆", "tel": "13912345678"}, {"who": "表弟", "tel": "13987654321"}]
    number = town.open("family", values={"subject": "登记", "family": lines}).matter.id
    staff = signed_in("community_staff")
    page = staff.get(f"/matters/{number}").content.decode()
    assert "同住的人" in page
    assert not [word for word in ("外婆", "13912345678", "5678") if word in page]
    told = staff.get(f"/api/matters/{number}").content.decode()
    assert "family" in told
    assert not [word for word in ("外婆", "13912345678", json.dumps("外婆")) if word in told]
    assert not Look.objects.exists()
    shown = staff.post(f"/matters/{number}/look/family", {"purpose": "核对"}).content.decode()
    assert "外婆" in shown
    assert "13987654321" in shown
    assert Look.objects.count() == 1
