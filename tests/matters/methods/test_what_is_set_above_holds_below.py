"""A level above changes what is theirs to set: the places below follow for new matters, unless they were given a value of their own."""

from __future__ import annotations

from shanzhi.matters.methods.adopting import add_method, adopt, adoption_at, set_inputs
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Adoption, Matter
from shanzhi.people.models import AuditRecord
from tests.matters.town import Town
from tests.method.tiny import TINY

OWNED = TINY.replace(
    "inputs:\n",
    "inputs:\n  most: {type: integer, default: 3, min: 1, max: 9, label: 上限, set_by: district}\n",
).replace(
    "      finish: {label: 办好了,",
    "      finish: {label: 办好了, requires: [{that: visits.asked < inputs.most, otherwise: 够了。}],",
)


def most(adoption: Adoption) -> int:
    return int(method_of(adoption).values["most"])


def adopted(town: Town) -> None:
    method = add_method(text=OWNED)
    adopt(actor=town.actor("district_staff"), method=method, place=town.district, inputs={"most": 4})
    adopt(
        actor=town.actor("community_staff"), method=method, place=town.community, inputs={"within": "3 days"}
    )


def test_a_district_changes_its_input_and_new_matters_below_go_by_it(town: Town) -> None:
    adopted(town)
    running = town.open(method="tiny", values={"subject": "灯"}).matter.id
    set_inputs(actor=town.actor("district_staff"), method="tiny", place=town.district, inputs={"most": 6})
    now = adoption_at("tiny", town.community)
    assert now is not None
    assert (most(now), now.place, now.inputs["within"]) == (6, town.community, "3 days")
    opened = town.open(method="tiny", values={"subject": "路"}).matter.id
    kept = [Matter.objects.select_related("adoption__method").get(pk=pk).adoption for pk in (running, opened)]
    assert [most(one) for one in kept] == [4, 6]
    told = AuditRecord.objects.filter(kind="method.adopt").latest("pk").detail
    assert (told["inputs"], told["place"]) == (["most"], town.community.pk)


def test_a_place_that_was_given_its_own_value_from_above_keeps_it(town: Town) -> None:
    adopted(town)
    district = town.actor("district_staff")
    set_inputs(actor=district, method="tiny", place=town.community, inputs={"most": 2})
    set_inputs(actor=district, method="tiny", place=town.district, inputs={"most": 6})
    now = adoption_at("tiny", town.community)
    assert now is not None
    assert most(now) == 2


def test_what_a_community_sets_itself_is_its_own(town: Town) -> None:
    adopted(town)
    set_inputs(
        actor=town.actor("district_staff"), method="tiny", place=town.district, inputs={"within": "5 days"}
    )
    now = adoption_at("tiny", town.community)
    assert now is not None
    assert str(method_of(now).values["within"]) == "3 days"
