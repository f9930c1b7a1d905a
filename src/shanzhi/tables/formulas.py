"""Cells whose value is not in the file: a formula that no spreadsheet has worked out yet, or one that came to an error.

A program that writes workbooks writes formulas without results; until Excel or WPS opened and saved the file nobody knows
what they come to. Taken for empty they would drop a date or a text without a word, so they stand as `#?`, and an error
as what it is called (ECMA-376, 18.18.11; the same names stand in a text file that was exported).
"""

from __future__ import annotations

UNSAID = "#?"
ERRORS = frozenset(
    (
        UNSAID,
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
    )
)


def is_unsaid(cell: str) -> bool:
    """Whether a cell is a formula whose value is not in the file, or an error."""
    return cell.startswith("#") and cell in ERRORS
