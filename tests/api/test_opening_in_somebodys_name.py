"""Who may open a matter in somebody's name; and that an unknown and an invisible number are one to who asks."""

from __future__ import annotations

import json
import re

import pytest

from shanzhi.engine.types import SYSTEM, Refusal
from shanzhi.matters.imports.taking import _people
from shanzhi.matters.models import Matter
from shanzhi.people import actions as people
from shanzhi.people.models import Person
from tests.matters.town import METHODS, SINCE, code
from tests.web.conftest import signed_in  # noqa: F401 (a fixture)
from tests.web.test_strangers_are_kept_out import main_of

NOBODY = 987_654


@pytest.fixture
def town(api):
    return api.town


def member(town, name, birth=None, **more):
    """One more in the first household."""
    facts = {"birth": birth} if birth else {}
    return people.add_person(SYSTEM, name=name, household=town.households[0], facts=facts, **more)


@pytest.fixture
def family(town):
    """The head of a household with a child, an elder and a grown-up."""
    people.set_household(SYSTEM, household=town.households[0], head=town.residents[0])
    return {
        "child": member(town, "孩子甲", "2016-01-02"),
        "youth": member(town, "少年甲", "2010-01-02"),
        "elder": member(town, "老人甲", "1950-01-02"),
        "grown": member(town, "成年甲", "1990-01-02"),
        "undated": member(town, "某甲"),
    }


def speak(town, who, person):
    return town.try_open(who=who, values={"subject": "楼道灯不亮", "for_person": person})


def test_the_head_speaks_for_the_households_children_and_elders_alone(town, family):
    for name, person in family.items():
        answer = speak(town, "resident", person.pk)
        may = name in ("child", "youth", "elder")
        assert isinstance(answer, Refusal) is not may, (name, answer)
        if may:
            assert answer.matter.opener == person.pk
    town.people["grown"] = family["grown"]
    assert speak(town, "grown", family["elder"].pk).code == "unknown_refs"


def test_the_staff_of_the_place_and_a_lead_of_the_building_speak_for_who_lives_there(town):
    town.people["building_lead"] = town.appoint("building_lead", town.building, "楼栋长甲")
    sees = {"building_lead", "grid_worker", "community_staff", "street_staff", "district_staff"}
    for who in (*sees, "resident2", "grid_worker@other", "department_staff"):
        answer = speak(town, who, town.residents[0].pk)
        assert isinstance(answer, Refusal) is (who not in sees), (who, answer)


def test_who_holds_a_post_is_public_but_nobody_speaks_for_them(town):
    answer = speak(town, "resident", town.people["grid_worker"].pk)
    assert answer.code == "unknown_refs"


def answers_by_face(api, signed_in, person):  # noqa: F811
    """What a neighbour is told on each face who opens in the name of this number."""
    api.town.numbers = iter(range(1, 10_000))
    values = {"subject": "楼道灯不亮", "for_person": person}
    body = {"method": "appeal", "place": api.town.building.pk, "values": values}
    caller = api.as_("resident2")
    page = signed_in("resident2")
    form = {"subject": "楼道灯不亮", "for_person": str(person), "command": "one"}
    told = {
        "action": speak(api.town, "resident2", person),
        "api": caller.post("/matters", body).content,
        "dry run": caller.post("/matters?dry_run=1", body).content,
        "page": main_of(page.post("/open/appeal", form)),
        "offline": page.post("/open/appeal", form, HTTP_ACCEPT="application/json").content,
        "open311": caller.ask(
            "POST",
            "/open311/v2/requests.json",
            f"service_code=appeal&description=lamp&address_string=x&attribute[for_person]={person}".encode(),
            CONTENT_TYPE="application/x-www-form-urlencoded",
        ).content,
    }
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    return {face: token.sub("", str(said).replace(str(person), "N")) for face, said in told.items()}


def numbered(person, number):
    """The person under a number that appears nowhere else in an answer."""
    person.pk = number
    person.save(force_insert=True)
    return person


def test_an_unknown_and_an_invisible_number_get_the_same_answer_on_every_face(api, signed_in):  # noqa: F811
    erased = numbered(Person(name="已删甲", household=api.town.households[2], erased_at=SINCE), 765_432)
    hidden = numbered(Person(name="邻居甲", household=api.town.households[0]), 876_543)
    invisible = answers_by_face(api, signed_in, hidden.pk)
    assert invisible == answers_by_face(api, signed_in, NOBODY)
    assert invisible == answers_by_face(api, signed_in, erased.pk)
    assert "unknown_refs" in invisible["api"]
    assert Matter.objects.count() == 0


def test_a_fact_of_the_person_is_neither_filled_in_nor_told_by_the_refusal(api):
    town = api.town
    town.adopt((METHODS / "errand.yaml").read_text())
    known = numbered(Person(name="有电话甲", household=town.households[0]), 876_543)
    people.set_contact(SYSTEM, person=known, facts={"phone": "13800000009"})
    silent = numbered(Person(name="无电话甲", household=town.households[0]), 765_432)
    told = []
    for number in (known.pk, silent.pk, NOBODY):
        values = {"subject": "买菜", "for_person": number}
        got = api.as_("resident2").post(
            "/matters", {"method": "errand", "place": town.building.pk, "values": values}
        )
        told.append((got.status, json.dumps(got.data, sort_keys=True).replace(str(number), "N")))
    assert told[0] == told[1] == told[2]
    assert "138" not in told[0][1]


def test_a_file_of_others_names_no_sender_whom_the_importer_may_not_name(town):
    class Row:
        external, phone, author = "1", "13800000001", ""

    other = town.actor("grid_worker@other")
    assert _people([Row], SYSTEM) == {"1": town.residents[0].pk}
    assert _people([Row], town.actor("street_staff")) == {"1": town.residents[0].pk}
    assert _people([Row], other) == {}


def typed_otherwise(number):
    """A number in the digits of other scripts, as some keyboards give them."""
    return [
        "".join(chr(zero + int(digit)) for digit in str(number)) for zero in (0xFF10, 0x0660, 0x0966, 0x1D7D8)
    ]


def test_other_digits_name_nobody_whom_the_plain_ones_may_not(town, family):
    stranger = people.add_person(SYSTEM, name="外人", home=town.other_grid.parent.parent).pk
    for text in [*typed_otherwise(stranger), f"+{stranger}", f"00{stranger}"]:
        answer = speak(town, "resident", text)
        assert answer.code == "unknown_refs", (text, answer)
    assert not Matter.objects.exists()
    for text in typed_otherwise(family["child"].pk):
        assert speak(town, "resident", text).matter.opener == family["child"].pk


def test_a_correction_names_nobody_whom_opening_may_not(town, family):
    done = town.open()
    stranger = people.add_person(SYSTEM, name="外人", home=town.other_grid.parent.parent).pk
    for number in (stranger, NOBODY):
        for text in [str(number), *typed_otherwise(number), f"‮{number}", f" {number} "]:
            wrong = {"field": "for_person", "value": text, "reason": "写错了"}
            answer = town.try_act(done, "correct", "resident", values=wrong)
            assert code(answer) == "unknown_refs", (text, answer)
    assert Matter.objects.get(pk=done.matter.id).seq == 1
    town.act(done, "correct", "resident", field="for_person", value=str(family["child"].pk), reason="漏写了")
    assert Matter.objects.get(pk=done.matter.id).data["for_person"] == family["child"].pk
