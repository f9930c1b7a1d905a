"""Workbooks (xlsx, xls, xlsb, ods): their sheets as rows of text, each cell as a person reads it there."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from shanzhi.tables.cells import Row, readable
from shanzhi.tables.problems import UNREADABLE, BadInput


def read_workbook(content: bytes, file: str) -> list[Row]:
    """The rows of the first sheet that holds anything. Raises `BadInput` where the file cannot be read."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            values = [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            if any(any(row) for row in values):
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
                    for row in range(top, min(bottom + 1, len(values))):
                        for column in range(left, min(right + 1, len(values[row]))):
                            values[row][column] = values[top][left] if top < len(values) else ""
                return [(number, tuple(row)) for number, row in enumerate(values, 1)]
    except (CalamineError, OSError, ValueError, KeyError):
        raise BadInput(UNREADABLE.fill(file=file)) from None
    return []


def _shown(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if (cell.hour or cell.minute or cell.second) else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else readable(str(cell)).strip()
