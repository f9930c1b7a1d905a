"""What was found in a file, and what came of it: kept sealed with the job, because examples are people's own words."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from shanzhi.matters.imports.page_words import on_page
from shanzhi.matters.models import ImportJob
from shanzhi.method.words import Sentence
from shanzhi.people.sealing import Unreadable, seal, unseal
from shanzhi.tables.report import Note, Report

SHOWN = 20
"""Rows that were not taken, shown on the page; all of them are in the file."""
Words = tuple[str, str]


class FileColumn(Struct, frozen=True):
    """A column of the file: its heading, the field it is read as (`-`: none), and an example."""

    heading: str
    field: str
    example: str


class FindingLine(Struct, frozen=True):
    """One conclusion: what, of how many rows, from which columns, with examples."""

    what: Words
    count: int
    columns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class Odd(Struct, frozen=True):
    """Something worth knowing of the file, how often, with examples."""

    what: Words
    count: int
    examples: tuple[Words, ...]


class FindingRow(Struct, frozen=True):
    """A row that is not taken, and why."""

    number: int
    why: Words


class Findings(Struct):
    """What the page shows. `added` and the others count rows; before they are taken in, what would become of them."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    sheet: str = ""
    columns: list[FileColumn] = []
    lines: list[FindingLine] = []
    odd: list[Words] = []
    notes: list[Odd] = []
    refused: list[FindingRow] = []
    alike: int = 0
    left: list[FindingRow] = []
    """Matters that taking an import back left, and why."""


def words(sentence: Sentence) -> Words:
    """Both languages of a sentence, as a page says it."""
    shown = on_page(sentence)
    return shown.zh, shown.en


def sentence_of(pair: Words) -> Sentence:
    """The sentence of both languages."""
    return Sentence(*pair)


def add_report(found: Findings, report: Report) -> None:
    """Count in what a report says."""
    found.added, found.changed = report.added, report.changed
    found.unchanged = report.unchanged + report.merged
    found.rejected = len(report.rejected)
    found.rows = max(found.rows, report.rows)
    found.refused = [FindingRow(row.row, words(row.why)) for row in report.rejected[:SHOWN]]
    found.notes += [odd(note) for note in report.notes.values()]


def odd(note: Note) -> Odd:
    """A note as it is kept."""
    examples = [(one, one) if isinstance(one, str) else words(one) for one in note.examples[:5]]
    return Odd(words(note.what), note.count, tuple(examples))


def keep(job: ImportJob, found: Findings) -> bytes:
    """Sealed for this job."""
    plain: dict[str, Any] = msgspec.to_builtins(found)
    return seal(plain, _context(job))


def found_in(job: ImportJob) -> Findings | None:
    """What was found; None where nothing is kept, or its key is gone."""
    if job.told is None:
        return None
    try:
        return msgspec.convert(unseal(job.told, _context(job)), Findings)
    except (Unreadable, msgspec.ValidationError):
        return None


def nothing_to_take(job: ImportJob, found: Findings | None) -> bool:
    """Whether a file that has been looked at holds nothing to be confirmed."""
    return job.state == ImportJob.State.READY and found is not None and not (found.added or found.changed)


def _context(job: ImportJob) -> str:
    return f"import-job:{job.pk}"
