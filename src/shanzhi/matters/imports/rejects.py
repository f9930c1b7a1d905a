"""What an import hands back beside the file: rows to be mended, and pairs to be looked at, as a spreadsheet opens them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from shanzhi.matters.imports.cells import safe_row
from shanzhi.matters.imports.drafts import REASONS
from shanzhi.matters.models import Likeness
from shanzhi.places.report import Rejected


def write_rows(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table as UTF-8 with its mark, which Excel opens without asking; nothing in it runs as a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(safe_row(headings))
        writer.writerows(safe_row(map(str, row)) for row in rows)


def write_rejected(path: Path, headings: Sequence[str], rejected: Iterable[Rejected]) -> None:
    """The rows that were not taken, with all their columns and the reason; mended, the file can be imported itself."""
    width = len(headings)
    rows = (
        (*row.values[:width], *[""] * (width - len(row.values)), row.why.zh, row.why.en, *row.values[width:])
        for row in rejected
    )
    write_rows(path, (*headings, *REASONS), rows)


def write_pairs(path: Path, pairs: Iterable[Likeness]) -> None:
    """The pairs that seem to be the same, later and earlier side by side."""
    headings = ("相似度", "同一人", "事项", "编号", "主题", "时间", "与事项", "编号", "主题", "时间")
    write_rows(
        path,
        headings,
        (
            (
                f"{pair.percent}%",
                "是" if pair.same_author else "",
                *(
                    part
                    for one in (pair.matter, pair.like)
                    for part in (one.pk, one.external or "", one.title, f"{one.opened_at:%Y-%m-%d %H:%M}")
                ),
            )
            for pair in pairs
        ),
    )
