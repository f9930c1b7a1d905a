"""A report as a workbook, for those who go on with it in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from shanzhi.insight.appeals import RATES, AppealLine, AppealsReport
from shanzhi.insight.words import HEADINGS, RATE_NAMES, SCORE
from shanzhi.method.words import Sentence
from shanzhi.press import workbook
from shanzhi.press.paper import Cell, Column, Kind, Paper, Table

TITLE = Sentence("诉求办理情况", "How appeals were handled")
SPREADS = ("answered", "answered_p90", "closed", "closed_p90")


def write_workbook(report: AppealsReport, path: Path, language: str) -> None:
    """The report as numbers a spreadsheet can go on with: counts, shares as percent, times in days."""
    headings: list[tuple[Sentence, Kind]] = [(HEADINGS["group"], "text"), (HEADINGS["matters"], "number")]
    for name in RATES:
        headings += [
            (RATE_NAMES[name], "percent"),
            (HEADINGS["counted"], "number"),
            (HEADINGS["of"], "number"),
        ]
    headings += [(SCORE, "percent"), *((HEADINGS[name], "number") for name in SPREADS)]
    columns = [Column(heading.text(language), kind) for heading, kind in headings]
    rows = [_cells(line, language) for line in [*report.lines, report.total]]
    paper = Paper(TITLE.text(language), [Table(columns, rows)], language=language, landscape=True)
    path.write_bytes(workbook.write_workbook(paper))


def _cells(line: AppealLine, language: str) -> list[Cell]:
    cells: list[Cell] = [line.label.text(language), line.matters]
    for name in RATES:
        rate = line.rates[name]
        cells += [rate.value, rate.hits, rate.of]
    cells.append(line.score)
    for spread in (line.answered, line.closed):
        cells += [_days(spread.median), _days(spread.p90)]
    return cells


def _days(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / 1440
