"""What moves work to others is set by the level the method names, on pages, over the API and by commands alike."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.insight.moved import moved
from shanzhi.matters.methods import adopting
from shanzhi.matters.methods.compiled import method_of, with_inputs
from shanzhi.matters.models import Adoption
from shanzhi.method.check import InputError
from shanzhi.people.models import AuditRecord
from tests.matters.town import Town, build_town


@pytest.fixture
def town(db) -> Town:
    return build_town()


def adopt(town, who, place, **inputs):
    actor = town.actor(who) if who else SYSTEM
    return adopting.adopt(actor=actor, method="appeal", place=place, inputs=inputs)


@pytest.mark.parametrize("who", ["community_staff", "street_staff"])
def test_a_lower_level_does_not_send_its_work_away(town, who):
    place = town.community if who == "community_staff" else town.street
    with pytest.raises(InputError) as refused:
        adopt(town, who, place, not_taken=["噪声"])
    assert refused.value.inputs["not_taken"].zh == (
        "“社区不承接的类别（社区事项准入清单之外）”由区县设定，请保持原值；要改的，报区县修改。"
    )
    assert not Adoption.objects.filter(place=place).exists()
    line = AuditRecord.objects.latest("seq")
    assert (line.kind, line.result, line.detail["inputs"]) == ("method.adopt", "denied", ["not_taken"])


def test_the_district_sets_it_for_itself_and_below_and_the_audit_says_so(town):
    adopt(town, "district_staff", town.district, not_taken=["噪声"])
    made = adopt(town, "district_staff", town.community, not_taken=["噪声", "物业费"])
    assert made.inputs["not_taken"] == ["噪声", "物业费"]
    line = AuditRecord.objects.latest("seq")
    assert (line.kind, line.person, line.detail["place"], line.detail["inputs"]) == (
        "method.adopt", town.people["district_staff"].pk, town.community.pk, ["not_taken"],
    )  # fmt: skip


def test_a_lower_level_takes_over_what_was_set_above_and_sets_the_rest(town):
    adopt(town, "district_staff", town.district, not_taken=["噪声"])
    made = adopt(town, "community_staff", town.community, accept_within="2 workhours")
    assert method_of(made).values["not_taken"] == ["e2301"]
    assert str(made.inputs["accept_within"]) == "2 workhours"
    again = adopt(town, "community_staff", town.community, not_taken=["噪声"], accept_within="3 workhours")
    assert method_of(again).values["not_taken"] == ["e2301"]
    with pytest.raises(InputError):
        adopt(town, "community_staff", town.community, not_taken=[])
    changed = adopting.set_inputs(
        actor=town.actor("community_staff"), method="appeal", place=town.community, inputs={"max_reopens": 1}
    )
    assert method_of(changed).values["not_taken"] == ["e2301"]


def test_ending_an_adoption_is_no_way_round(town):
    adopt(town, "district_staff", town.community, not_taken=["噪声"])
    with pytest.raises(InputError):
        adopting.end_adoption(actor=town.actor("community_staff"), method="appeal", place=town.community)
    adopting.end_adoption(actor=town.actor("district_staff"), method="appeal", place=town.community)
    assert AuditRecord.objects.latest("seq").kind == "method.end"


def test_the_preview_says_how_many_of_the_last_year_would_have_moved(town):
    for category in ("噪声", "噪声", "路灯"):
        town.open(values={"subject": "一件小事", "category": category})
    before = adopting.adoption_at("appeal", town.community)
    old = method_of(before)
    new = with_inputs(before.method, {"not_taken": ["噪声"]})
    (line,) = moved(old, new, town.district)
    assert (line.was, line.now, line.count, line.of) == ("grid", "street", 2, 3)
    assert "3 件里，有 2 件" in line.words.zh
    assert moved(old, old, town.district) == []
    assert moved(old, new, town.other_grid) == []
