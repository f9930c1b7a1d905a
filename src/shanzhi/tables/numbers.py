"""Numbers that are names: an identity number, a number of a case. A spreadsheet takes them for amounts.

It keeps fifteen digits and shows the rest as zeros or as 5.10105E+17; an export writes 1001.0. What can be told is
told (1001); a digit that is lost stands as a question mark (510105199001011???), so that nobody takes it for one.
"""

from __future__ import annotations

import re

KEPT = 15
"""Digits that a spreadsheet keeps of a number."""
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?E\+(\d{2})")
_LOST = re.compile(r"\d{1,17}\?{1,29}")
_QUOTED = re.compile(r'="([^"]*)"')
_WHOLE = re.compile(r"(\d+)\.0+")


def with_lost_digits(digits: str, kept: int = KEPT) -> str:
    """The digits of a long number of which only the first ones are known."""
    return digits[:kept] + "?" * (len(digits) - kept)


def is_lost(cell: str) -> bool:
    """Whether a cell is a number that lost digits."""
    return cell.endswith("?") and len(cell) >= 12 and _LOST.fullmatch(cell) is not None


def told_number(cell: str) -> str:
    """A cell of a text file as it was meant: `="0012"` is 0012; 5.10105E+17 and 510105199001011200.0 lost digits."""
    if cell[:1] == "=" and (found := _QUOTED.fullmatch(cell)):
        return found[1]
    if "E+" in cell and (found := _SCIENTIFIC.fullmatch(cell)):
        known = found[1] + (found[2] or "")
        wanted = int(found[3]) + 1
        if len(known) <= wanted <= 30 and wanted > 11:
            return with_lost_digits(known.ljust(wanted, "0"), len(known.rstrip("0")) or 1)
    if cell.endswith("0") and len(cell) > 17 and (found := _WHOLE.fullmatch(cell)):
        return with_lost_digits(found[1])
    return cell


def name_of(cell: str) -> str:
    """A cell that names something, without the `.0` that an export hung on it."""
    found = _WHOLE.fullmatch(cell)
    return found[1] if found else cell
