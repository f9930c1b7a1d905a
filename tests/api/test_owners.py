"""Owners of a flat over the API: several with their shares, the source of the area, or the developer still."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_the_roster_of_owners_is_told_and_changed_over_the_api(api) -> None:
    number = api.town.households[0].pk
    pair = [
        {"person": api.town.residents[0].pk, "share": "1/2"},
        {"person": api.town.residents[1].pk, "share": ""},
    ]
    told = api.as_("community_staff").ask(
        "PATCH", f"/households/{number}", {"owners": pair, "area": 8_300, "area_source": "实测"}
    )
    assert (told["owners"], told["owner"], told["area"], told["area_source"]) == (
        pair,
        None,
        8_300,
        "surveyed",
    )
    told = api.as_("community_staff").ask(
        "PATCH", f"/households/{number}", {"owner": api.town.residents[2].pk, "reason": "已过户"}
    )
    assert (told["owner"], told["area_source"]) == (api.town.residents[2].pk, "surveyed")
    assert (
        api.as_("community_staff").ask(
            "PATCH", f"/households/{number}", {"owners": [], "reason": "登记有误"}
        )["owners"]
        == []
    )
