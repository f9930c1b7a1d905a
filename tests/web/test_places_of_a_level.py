"""A question for a yard or a building offers those alone, and takes nothing wider."""

from __future__ import annotations

import re

import pytest

from shanzhi.engine.types import Refusal
from shanzhi.matters.models import Matter

YARDS = """
method: yards
title: 院落的事
version: 1
source: 本库自编
visible: place
data:
  subject: {type: text, max: 80, label: 什么事}
  scope: {type: place, at: [grid, building], optional: true, label: 哪个院落或楼栋}
  lines: {type: list, optional: true, label: 逐处, form: {where: {type: place, at: [building], label: 哪栋}}}
open:
  say: {by: [resident, community_staff, street_staff], asks: [subject, scope, lines], at: community, to: first}
stages:
  first: {label: 待办, desk: community_staff, due: 2 workdays, acts: {finish: {label: 办好了, to: closed}}}
  closed: {label: 已销账, end: done, says: "“{subject}”办好了。"}
examples:
  - {title: 办好, steps: [{open: say, with: {subject: 路灯}, by: resident}, {act: finish}], expect: {end: done}}
"""


@pytest.fixture
def yards(town):
    town.adopt(YARDS)
    return town


def offered(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'name="scope" value="(\d+)"', page)]


def test_what_is_offered_is_of_those_levels_and_of_the_community(yards, signed_in):
    for who in ("resident", "community_staff"):
        found = offered(signed_in(who).get("/open/yards").content.decode())
        assert yards.building.pk in found, who
        assert yards.grid.pk in found, who
        assert not {yards.community.pk, yards.street.pk, yards.district.pk} & set(found), who


def test_what_is_looked_for_is_of_those_levels(yards, signed_in):
    page = signed_in("community_staff").post(
        "/open/yards", {"scope.find": yards.community.name, "step": "find:scope"}
    )
    assert yards.community.pk not in offered(page.content.decode())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wider_one_is_refused_with_what_may_be_chosen(yards, language):
    wide = {"subject": "路灯", "scope": yards.district.pk}
    answer = yards.try_open("yards", values=wide)
    assert isinstance(answer, Refusal)
    told = answer.fields["scope"].text(language)
    assert (
        told
        == {
            "zh": "这里只能选网格、楼栋，请重新选择。",
            "en": "This must be a grid or building; choose again.",
        }[language]
    )
    assert not Matter.objects.exists()


def test_a_line_of_a_list_holds_to_it_too(yards):
    lines = [{"where": yards.building.pk}, {"where": yards.grid.pk}]
    answer = yards.try_open("yards", values={"subject": "路灯", "lines": lines})
    assert isinstance(answer, Refusal)
    assert "lines" in answer.fields
    assert yards.open("yards", values={"subject": "路灯", "lines": lines[:1]})
