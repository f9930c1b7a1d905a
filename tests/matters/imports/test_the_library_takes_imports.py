"""The library's own `appeal` takes an office's table: by the way for orders from elsewhere, contact noted as not told."""

from __future__ import annotations

from shanzhi import library
from shanzhi.matters.models import Entry
from tests.matters.imports.tables import ANSWERED, LATE, OPEN, matter, table, take
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
