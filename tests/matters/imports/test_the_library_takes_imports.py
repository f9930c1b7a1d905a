"""The library's own `appeal` takes an office's table: by the way for orders from elsewhere, contact noted as not told."""

from __future__ import annotations

import pytest

from shanzhi import library
from shanzhi.matters.imports.answers import Forms
from shanzhi.matters.imports.mapping import Mapping
from shanzhi.matters.imports.meanings import Meanings
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Entry, Matter
from shanzhi.people.problems import BadInput
from tests.matters.imports.tables import ANSWERED, HEADINGS, LATE, OPEN, matter, table, take
from tests.matters.town import Town


def test_a_row_comes_in_as_an_order_with_its_number_and_says_that_contact_is_not_told(town: Town) -> None:
    whole = library.text("appeal")
    assert whole is not None
    town.adopt(whole)
    outcome = take(table(OPEN, ANSWERED, LATE), town.district)
    assert (outcome.report.added, outcome.report.rejected) == (3, [])
    row = matter("2")
    acts = list(Entry.objects.filter(matter=row).order_by("seq").values_list("act", flat=True))
    assert acts[:4] == ["open", "accept", "contact", "resolve"]
    assert row.data["order_no"] == "2"
    assert [line["how"] for line in row.data["contacts"]] == ["before"]
    assert row.data["checked"] == "not_checked"
    assert matter("1").stage == "dispatching"


@pytest.mark.parametrize(
    "mapping", [Mapping(fixed={"urgency": "complex"}), Mapping(values={"urgency": {"急": "urgent"}})]
)
def test_what_a_mapping_says_of_what_the_method_asks_nowhere_is_refused(town: Town, mapping: Mapping) -> None:
    whole = library.text("appeal")
    assert whole is not None
    town.adopt(whole)
    with pytest.raises(BadInput, match=r"urgency.*诉求闭环"):
        take(table(OPEN), town.district, mapping=mapping)
    assert not Matter.objects.exists()


def test_the_date_of_a_row_is_found_again_where_it_was_put(town: Town) -> None:
    whole = library.text("appeal")
    assert whole is not None
    town.adopt(whole)
    dated = table((*LATE, "2026-03-09 09:00"), headings=(*HEADINGS, "办理时限"))
    take(dated, town.district)
    row = matter("3")
    forms = Forms(method_of(row.adoption), Mapping().acts, Meanings({}))
    assert [name for name in forms.dates if name in row.data] == ["deadline"]


def test_what_holds_where_a_row_says_nothing_is_recorded(town: Town) -> None:
    whole = library.text("appeal")
    assert whole is not None
    town.adopt(whole)
    take(table(OPEN), town.district, mapping=Mapping(fixed={"category": "e2105"}))
    assert matter("1").data["category"] == "e2105"
