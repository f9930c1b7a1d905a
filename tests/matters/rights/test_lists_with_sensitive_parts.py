"""A list that holds a sensitive part is sensitive as a whole: sealed, masked, never searched, each look recorded."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.rights.unmasking import masked, reveal
from shanzhi.matters.writing import store
from shanzhi.people.models import Look
from shanzhi.people.problems import BadInput
from shanzhi.reading.search import numbers
from tests.matters.method_texts import FAMILY

LINES = [{"who": "外婆", "tel": "13912345678"}, {"who": "表弟", "tel": "13987654321"}]


@pytest.fixture
def registered(town):
    town.adopt(FAMILY)
    done = town.open("family", values={"subject": "登记", "family": LINES})
    town.act(done, "add", "community_staff", more=[{"who": "舅舅", "tel": "13911112222"}])
    return done.matter.id


def test_nothing_of_it_is_stored_open(town, registered):
    row = Matter.objects.get(pk=registered)
    assert set(row.data) == {"subject"}
    for entry in Entry.objects.filter(matter=registered):
        assert not {"family", "more"} & set(entry.values)
    told = "".join(str(row.state) + str(list(Entry.objects.filter(matter=registered).values())))
    assert "外婆" not in told
    assert "139" not in str(row.data) + "".join(
        str(e.values) for e in Entry.objects.filter(matter=registered)
    )
    assert not verify_matters().faults


def test_it_is_masked_and_a_look_at_it_is_recorded(town, registered):
    loaded = store.read(registered, timezone.now())
    assert loaded.record.matter.data["family"] == LINES
    assert {masked(loaded.method, loaded.record.matter.data)[name] for name in ("family", "more")} == {"***"}
    staff = town.actor("community_staff")
    with pytest.raises(BadInput):
        reveal(actor=staff, matter=registered, fields=["family"])
    assert reveal(actor=staff, matter=registered, fields=["family"], purpose="核对") == {"family": LINES}
    assert Look.objects.get().result == "ok"


def test_it_is_not_found_by_its_words(town, registered):
    staff = town.actor("community_staff")
    assert numbers(staff, "登记") == [registered]
    assert numbers(staff, "外婆") == []
