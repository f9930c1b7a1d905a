"""What a document is made of before it has a form: title, headings, paragraphs, facts, tables, drawings.

Plain values in the reader's language: nothing in them is markup or a formula, whatever a resident typed. The same
paper becomes a workbook, a text document or a PDF (`writing.write`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from shanzhi.engine.calendar import default_calendar
from shanzhi.method.unseen_signs import without_unseen

Kind = Literal["text", "number", "percent", "time", "date"]
Cell = str | int | float | datetime | date | None
DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M"


class Column(Struct, frozen=True):
    """One column: `width` is its share of the page beside the others. A percent is given as a number from 0 to 1."""

    title: str
    kind: Kind = "text"
    width: float = 1


class Heading(Struct, frozen=True):
    """What the following parts are about."""

    text: str


class Text(Struct, frozen=True):
    """Paragraphs, one a line."""

    text: str


class Facts(Struct, frozen=True):
    """Names with their values; `ruled` as a table with lines, as on a form that is filed."""

    pairs: list[tuple[str, str]]
    ruled: bool = False


class Table(Struct, frozen=True):
    """Rows under columns; every row has a cell for each column."""

    columns: list[Column]
    rows: list[list[Cell]]
    title: str = ""


class Drawing(Struct, frozen=True):
    """An SVG of ours. Only a PDF shows it; its figures belong in a table as well."""

    svg: str


class Picture(Struct, frozen=True):
    """One picture, a small JPEG, and what stands below it."""

    name: str
    jpeg: bytes


class Pictures(Struct, frozen=True):
    """Pictures beside each other, three in a row. A workbook leaves them out."""

    items: list[Picture]


Part = Heading | Text | Facts | Table | Drawing | Pictures


class Paper(Struct, frozen=True):
    """A document. `foot` says who took it and when, `head` stands above every page; `landscape` is for wide tables."""

    title: str
    parts: list[Part]
    subtitle: str = ""
    foot: str = ""
    language: str = "zh"
    landscape: bool = False
    head: str = ""


def written(cell: Cell, kind: Kind = "text", zone: ZoneInfo | None = None) -> str:
    """A cell as text: times by the clock of the place, 93.7%, nothing for None."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.astimezone(zone or default_calendar().zone).strftime(DAY if kind == "date" else MOMENT)
    if isinstance(cell, date):
        return cell.strftime(DAY)
    if isinstance(cell, str):
        return plain(cell)
    return f"{cell * 100:.1f}%" if kind == "percent" else f"{cell:,}"


def plain(text: str) -> str:
    """Text without the control characters that no document may hold; lines and tabs stay."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or c in FORMATTING or without_unseen(c))


FORMATTING = "\u200b\u200c\u200d\u200e\u200f\u00ad"
"""Invisible characters that belong to a script (joiners, direction marks) or to typesetting."""
