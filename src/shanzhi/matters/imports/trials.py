"""What the looks at files have in common, whatever kind of import it is: how a trial ends, what is kept of rows not taken."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from shanzhi.matters.imports import shelter
from shanzhi.matters.imports.findings import Findings, add_report
from shanzhi.matters.imports.page_words import on_page
from shanzhi.matters.models import ImportJob
from shanzhi.method.words import Sentence
from shanzhi.tables.report import Progress, Report, write_numbered, write_rejected

Meter = Callable[[str], Progress]


class TakenBack(Exception):
    """What was found does not let it be taken in; both are told."""

    def __init__(self, findings: Findings, sentence: Sentence) -> None:
        super().__init__(sentence.zh)
        self.findings, self.sentence = findings, sentence


class Tried(Exception):
    """Ends a trial: all it wrote is taken back."""


def reported(job: ImportJob, report: Report) -> Findings:
    """What a report of rows says, as findings; the rows that are not taken are kept."""
    found = Findings()
    add_report(found, report)
    keep_rejected(job, report.headings, report)
    return found


def keep_rejected(job: ImportJob, headings: tuple[str, ...], report: Report) -> None:
    """Keep the rows that are not taken, so that they can be fetched, mended and handed in themselves."""
    path = shelter.rejected_path(job)
    path.unlink(missing_ok=True)
    rows = [msgspec.structs.replace(row, why=on_page(row.why)) for row in report.rejected]
    if rows and headings:
        write_rejected(path, headings, rows)
    elif rows:
        write_numbered(path, rows)
