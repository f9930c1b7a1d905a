"""Figures in the documentation come from the command beside them."""

from __future__ import annotations

import pytest

from tools import figures
from tools.figures import PAGE, told

RATE = {"hits": 476, "of": 1408, "value": 476 / 1408}
SLOW = {"hits": 855, "of": 1408, "value": 855 / 1408}
SAID = "Imported 4326, answers…\n  66  no place was found; …\ndistrict staff 3710\nstreet staff 616\n410 likely duplicates"
TOTAL = {"rates": {"handled": RATE}, "answered": {"median": 17057.0, "p90": 60225.1}}
FLAGS = """
│ with a date, both say in time                                                   │ 5,275 │ 4 5 8 9 10         │
│ with a date, both say late                                                      │ 2,513 │ 2 6 17 20 22       │
│ without a date, both say in time                                                │ 1,340 │ 1 3 7 11 27        │
│ the file has no date and calls it in time; by the method's own limit it is late │   858 │ 12 34 68 91 95     │
│ the file says nothing                                                           │    14 │ 18 234 348 506 816 │
"""
MEASURED = figures.figures(SAID, "Imported 1408,", TOTAL, {"rates": {"handled": SLOW}}, FLAGS)


def test_the_page_tells_each_figure_where_the_tool_looks_for_it() -> None:
    page, differing = told(PAGE.read_text(encoding="utf-8"), MEASURED)
    assert differing == []
    assert page == PAGE.read_text(encoding="utf-8")


def test_a_figure_that_differs_is_told_and_filled_in() -> None:
    page, differing = told(
        PAGE.read_text(encoding="utf-8"), {**MEASURED, "district": "3,700", "street": "626"}
    )
    assert len(differing) == 2
    assert "3,700 on a district's desk and 626 on a street's" in page


def test_a_figure_that_is_told_no_more_is_noticed() -> None:
    with pytest.raises(ValueError, match="mend PLACES"):
        told("nothing", MEASURED)


def test_where_the_files_are_not_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path, capsys) -> None:
    monkeypatch.setattr(figures, "DATA", tmp_path)
    assert figures.main() == 0
    assert "not measured" in capsys.readouterr().out
