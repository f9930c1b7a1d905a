"""What a workbook says beyond the values of its cells: how far its sheets reach, which rows and columns are hidden,
which numbers are shown with leading zeros, and from which day its dates count.

The files are xlsx (ECMA-376) and ods (ISO 26300); xls and xlsb do not tell. Only what is named here is looked at, as
the text streams by; a file that is built otherwise has no marks, and is read all the same.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from msgspec import Struct, field

from shanzhi.tables.workbooks import MOST_BYTES, TooLarge

Attributes = dict[str, str]
CHUNK = 1 << 16
SHARED = "xl/sharedStrings.xml"
MOST_SHARED = 256 * 1024 * 1024
"""Bytes of text that the cells of a sheet may have, where the workbook keeps a text once for many cells."""
FAR = 1 << 31
"""No sheet has so many rows or columns; a longer number is cut to it."""
_CELL = re.compile(r"([A-Za-z]{1,4})(\d{1,9})")
_ZEROS = re.compile(r"0{2,20}")


class SheetMarks(Struct):
    """The marks of one sheet; rows and columns are counted from 0. `styled` holds the cells shown with zeros, `unsaid` by
    row the columns of cells whose value is not in the file (`formulas`)."""

    last_row: int = 0
    last_column: int = 0
    filtered: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    styled: dict[tuple[int, int], int] = field(default_factory=dict)
    unsaid: dict[int, list[int]] = field(default_factory=dict)
    shared: int = 0
    """How many cells point to a text that the workbook keeps once."""


class Marks(Struct):
    """The marks of a workbook: of each sheet by name; `zeros` is the width by style."""

    sheets: dict[str, SheetMarks] = field(default_factory=dict)
    zeros: dict[int, int] = field(default_factory=dict)
    dates_1904: bool = False


def read_marks(content: bytes) -> Marks:
    """The marks of a workbook, none where they cannot be told. Raises `TooLarge` for one that unpacks to too much."""
    if not content.startswith(b"PK"):
        return Marks()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise TooLarge
            names = set(packed.namelist())
            if "xl/workbook.xml" in names:
                return _of_xlsx(packed)
            return _of_ods(packed) if "content.xml" in names else Marks()
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        KeyError,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ):
        return Marks()


def _stream(
    packed: zipfile.ZipFile,
    name: str,
    begun: Callable[[str, Attributes], None],
    ended: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Go through one XML part; elements are called by their name without a namespace, attributes as they stand."""
    parser = expat.ParserCreate()

    def start(element: str, attributes: Attributes) -> None:
        if ":" in element:
            element = _bare(element)
        begun(element, attributes)

    parser.StartElementHandler = start
    if ended is not None:
        parser.EndElementHandler = lambda element: ended(_bare(element))
    if text is not None:
        parser.CharacterDataHandler = text
    left = MOST_BYTES
    with packed.open(name) as part:
        while chunk := part.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise TooLarge
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _said(given: Attributes, name: str) -> str:
    """An attribute whose name has a prefix of the file's own choice."""
    return next((value for key, value in given.items() if _bare(key) == name), "")


def _whole(text: str | None, other: int = 0) -> int:
    return min(int(text), FAR) if text and text.isascii() and text.isdigit() else other


def _yes(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _of_xlsx(packed: zipfile.ZipFile) -> Marks:
    marks, ids, targets = Marks(), {}, {}

    def of_book(element: str, given: Attributes) -> None:
        if element == "workbookPr":
            marks.dates_1904 = _yes(given.get("date1904"))
        elif element == "sheet" and "name" in given:
            ids[given["name"]] = _said(given, "id")

    def of_relations(element: str, given: Attributes) -> None:
        if element == "Relationship":
            targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))[
                1:
            ]

    _stream(packed, "xl/workbook.xml", of_book)
    _stream(packed, "xl/_rels/workbook.xml.rels", of_relations)
    if "xl/styles.xml" in packed.namelist():
        marks.zeros = _zeros(packed)
    for name, relation in ids.items():
        part = targets.get(relation, "")
        if part in packed.namelist():
            marks.sheets[name] = _of_xlsx_sheet(packed, part, marks.zeros)
            _hold_shared(packed, name, part, marks.sheets[name].shared)
    return marks


def _hold_shared(packed: zipfile.ZipFile, sheet: str, part: str, cells: int) -> None:
    """Refuse a sheet whose cells point to more text than is taken: each of them gets it whole once it is laid out."""
    if SHARED not in packed.namelist() or cells * packed.getinfo(SHARED).file_size <= MOST_SHARED:
        return
    lengths = _lengths(packed)
    if cells * max(lengths, default=0) <= MOST_SHARED:
        return
    total, within, digits = 0, False, ""

    def begun(element: str, given: Attributes) -> None:
        nonlocal within, digits
        if element == "c":
            within = given.get("t") == "s"
        digits = ""

    def ended(element: str) -> None:
        nonlocal total
        if within and element == "v" and (at := _whole(digits.strip(), len(lengths))) < len(lengths):
            total += lengths[at]
            if total > MOST_SHARED:
                raise TooLarge(sheet)

    def text(said: str) -> None:
        nonlocal digits
        digits += said

    _stream(packed, part, begun, ended, text)


def _lengths(packed: zipfile.ZipFile) -> list[int]:
    """How many bytes each of the texts has that the workbook keeps once."""
    found: list[int] = []

    def begun(element: str, _given: Attributes) -> None:
        if element == "si":
            found.append(0)

    def text(said: str) -> None:
        if found:
            found[-1] += len(said.encode())

    _stream(packed, SHARED, begun, None, text)
    return found


def _zeros(packed: zipfile.ZipFile) -> dict[int, int]:
    """The styles whose number format is nothing but zeros (000000), with how many."""
    formats: dict[str, int] = {}
    found: dict[int, int] = {}
    within: list[str] = []
    count = 0

    def begun(element: str, given: Attributes) -> None:
        nonlocal count
        if element == "numFmt" and _ZEROS.fullmatch(given.get("formatCode", "")):
            formats[given.get("numFmtId", "")] = len(given["formatCode"])
        elif element == "cellXfs":
            within.append(element)
        elif element == "xf" and within:
            if width := formats.get(given.get("numFmtId", "")):
                found[count] = width
            count += 1

    def ended(element: str) -> None:
        if element == "cellXfs":
            within.clear()

    _stream(packed, "xl/styles.xml", begun, ended)
    return found


def _of_xlsx_sheet(packed: zipfile.ZipFile, part: str, zeros: dict[int, int]) -> SheetMarks:
    marks = SheetMarks()
    row, column, digits = -1, -1, ""
    kind, formula, within, told = "", False, False, False
    columns: dict[str, int] = {}
    """The columns met so far, by their letters."""

    def begun(element: str, given: Attributes) -> None:
        nonlocal row, column, digits, kind, formula, within, told
        if element == "c":
            kind, formula, told = given.get("t", ""), False, False
            name = given.get("r", "")
            letters = name.rstrip("0123456789")
            if letters and (at := columns.get(letters)) is not None and name[len(letters) :] == digits:
                column = at
            elif named := _CELL.fullmatch(name):
                column = columns[named[1]] = _column(named[1])
                digits = named[2]
                row = min(int(digits), FAR) - 1
            else:
                column += 1
            if zeros and (style := _whole(given.get("s"))) in zeros:
                marks.styled[row, column] = style
            if kind == "s":
                marks.shared += 1
            elif kind == "e":
                marks.unsaid.setdefault(row, []).append(column)
        elif element in ("v", "t", "f"):  # a cell counts once it holds something
            if row > marks.last_row:
                marks.last_row = row
            if column > marks.last_column:
                marks.last_column = column
            formula, within = formula or element == "f", element != "f"
        elif element == "row":
            row, column = _whole(given.get("r"), row + 2) - 1, -1
            digits = given.get("r", "")
            if _yes(given.get("hidden")):
                marks.hidden_rows.add(row)
        elif element == "col" and _yes(given.get("hidden")):
            first, last = _whole(given.get("min"), 1), _whole(given.get("max"), 1)
            marks.hidden_columns.update(range(first - 1, min(last, 16_384)))
        elif element == "filterColumn":
            marks.filtered = True

    def ended(element: str) -> None:
        nonlocal within
        if element in ("v", "t"):
            within = False
        elif element == "c" and formula and not told and kind not in ("e", "str"):
            marks.unsaid.setdefault(row, []).append(column)

    def text(said: str) -> None:
        nonlocal told
        told = told or within

    if _holds(packed, part, b"<f"):
        _stream(packed, part, begun, ended, text)
    else:
        _stream(packed, part, begun)
    return marks


def _holds(packed: zipfile.ZipFile, part: str, sign: bytes) -> bool:
    """Whether these bytes stand anywhere in a part; most tables have no formula, and are looked at more quickly."""
    left, before = MOST_BYTES, b""
    with packed.open(part) as content:
        while (chunk := content.read(CHUNK)) and left > 0:
            if sign in before + chunk:
                return True
            left, before = left - len(chunk), chunk[1 - len(sign) :]
    return False


def _column(letters: str) -> int:
    at = 0
    for letter in letters.upper():
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1


def _of_ods(packed: zipfile.ZipFile) -> Marks:
    marks = Marks()
    now = SheetMarks()
    row, rows, column, wide = 0, 1, 0, 1

    def begun(element: str, given: Attributes) -> None:
        nonlocal now, row, rows, column, wide
        if element == "table":
            now, row, column = marks.sheets.setdefault(_said(given, "name"), SheetMarks()), 0, 0
        elif element == "table-column":
            many = _whole(_said(given, "number-columns-repeated"), 1)
            if (_said(given, "visibility") or "visible") != "visible":
                now.hidden_columns.update(range(column, min(column + many, 16_384)))
            column += many
        elif element == "table-row":
            rows, column = _whole(_said(given, "number-rows-repeated"), 1), 0
            if (seen := (_said(given, "visibility") or "visible")) != "visible":
                now.hidden_rows.update(range(row, min(row + rows, row + 1_048_576)))
                now.filtered = now.filtered or seen == "filter"
        elif element in ("table-cell", "covered-table-cell"):
            wide = _whole(_said(given, "number-columns-repeated"), 1)
            if _said(given, "value-type"):
                now.last_row = max(now.last_row, row + rows - 1)
                now.last_column = max(now.last_column, column + wide - 1)

    def ended(element: str) -> None:
        nonlocal row, column
        if element == "table-row":
            row += rows
        elif element in ("table-cell", "covered-table-cell"):
            column += wide

    _stream(packed, "content.xml", begun, ended)
    return marks
