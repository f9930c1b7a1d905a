"""A row is not taken where what it is read by has no value in the file; where that column is not used, it is."""

from __future__ import annotations

import pytest

from shanzhi.matters.models import Matter
from tests.matters.imports.tables import HEADINGS, OPEN, matter, table, take


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#?"])
def test_a_time_that_is_an_error_is_not_taken_for_none(town, cell: str) -> None:
    at = HEADINGS.index("留言时间")
    row = (*OPEN[:at], cell, *OPEN[at + 1 :])
    outcome = take(table(row), town.district)
    (rejected,) = outcome.report.rejected
    assert "留言时间" in rejected.why.zh
    assert "保存" in rejected.why.zh
    assert not Matter.objects.exists()


def test_in_a_column_that_is_not_used_it_does_no_harm_and_is_not_kept(town) -> None:
    outcome = take(table((*OPEN, "#N/A"), headings=(*HEADINGS, "备注")), town.district)
    assert not outcome.report.rejected
    assert matter(OPEN[0]).closed_at is None
