"""A report as a workbook, for those who go on with it in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from shanzhi.insight.appeals import RATES, AppealsReport, Line
from shanzhi.insight.words import HEADINGS, RATE_NAMES, SCORE


def write_workbook(report: AppealsReport, path: Path, language: str) -> None:
    """The report as numbers a spreadsheet can go on with: counts, shares as percent, times in days."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("appeals")
    bold, percent, days = (
        book.add_format(form) for form in ({"bold": True}, {"num_format": "0.00%"}, {"num_format": "0.0"})
    )
    headings = [HEADINGS["group"], HEADINGS["matters"]]
    for name in RATES:
        headings += [RATE_NAMES[name], HEADINGS["counted"], HEADINGS["of"]]
    headings += [SCORE, *(HEADINGS[name] for name in ("answered", "answered_p90", "closed", "closed_p90"))]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading.text(language), bold)
    for number, line in enumerate([*report.lines, report.total], 1):
        for column, (value, form) in enumerate(_cells(line, language, percent, days)):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value, form)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 24)
    book.close()


def _cells(
    line: Line, language: str, percent: object, days: object
) -> list[tuple[str | float | None, object]]:
    cells: list[tuple[str | float | None, object]] = [(line.label.text(language), None), (line.matters, None)]
    for name in RATES:
        rate = line.rates[name]
        cells += [(rate.value, percent), (rate.hits, None), (rate.of, None)]
    cells.append((line.score, percent))
    for spread in (line.answered, line.closed):
        cells += [(_days(spread.median), days), (_days(spread.p90), days)]
    return cells


def _days(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / 1440
