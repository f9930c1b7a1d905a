"""What an import of matters hands back beside the file: pairs to be looked at, as a spreadsheet opens them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from shanzhi.matters.models import Likeness
from shanzhi.tables.report import write_rows


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
                    for part in (one.pk, one.external or "", one.title, one.opened_at)
                ),
            )
            for pair in pairs
        ),
    )
