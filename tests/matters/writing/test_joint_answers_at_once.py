"""Those asked answer at the same moment: each answer counts, none twice, and the matter goes on once."""

from __future__ import annotations

import pytest

from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter
from tests.matters.signing import SIGNING
from tests.matters.town import code
from tests.matters.writing.test_many_at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_answers_given_at_once_count_and_none_twice(town_for_many):
    town = town_for_many
    town.adopt(SIGNING)
    given = {"subject": "楼上漏水", "terms": "楼上十日内修好", "other": town.people["resident2"].pk}
    number = town.open("signing", values=given, vouched=[given["other"]]).matter.id
    people = ("resident", "resident2", "street_staff", "community_staff")
    works = [
        lambda who=who, n=n: town.try_act(
            number, "countersign", who, values={"choice": "sign"}, command_id=f"{who}{n}"
        )
        for who in people
        for n in range(2)
    ]
    answers = [code(answer) for answer in all_at_once(*works)]
    assert answers.count("done") == 4
    assert set(answers) - {"done"} <= {"already", "closed"}
    assert Matter.objects.get(pk=number).stage == "closed"
    entries = Entry.objects.filter(matter=number)
    assert entries.filter(act="countersign").values("slot").distinct().count() == 4
    assert entries.filter(note="outcome").count() == 1
    assert verify_matters().faults == []
