"""Giving a paper its form: one call for every kind of file."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from shanzhi.press.paper import Paper
from shanzhi.press.pdf import write_pdf
from shanzhi.press.word import write_word
from shanzhi.press.workbook import write_workbook


class Form(Struct, frozen=True):
    """One kind of file: its media type, and the most table rows that make sense in it."""

    write: Callable[[Paper], bytes]
    media: str
    most: int


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMS: dict[str, Form] = {
    "xlsx": Form(write_workbook, f"{_OFFICE}spreadsheetml.sheet", 50_000),
    "docx": Form(write_word, f"{_OFFICE}wordprocessingml.document", 2_000),
    "pdf": Form(write_pdf, "application/pdf", 5_000),
}


def write(paper: Paper, form: str) -> bytes:
    """The paper as a file. Raises KeyError for a form that is not in `FORMS`."""
    return FORMS[form].write(paper)
