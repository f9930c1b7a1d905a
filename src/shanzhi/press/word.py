"""A paper as a text document (docx) that can be written on: A4, Chinese faces named, headings as headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from shanzhi.press.paper import Cell, Column, Facts, Heading, Paper, Pictures, Table, Text, plain, written

A4 = (Cm(21), Cm(29.7))
MARGIN = Cm(2.2)
SANS = "Microsoft YaHei"
NUMERIC = ("number", "percent")
IN_A_ROW = 3
PICTURE = Cm(5)


def write_word(paper: Paper) -> bytes:
    """The paper as the bytes of a docx file."""
    document = Document()
    _page(document, paper)
    _faces(document)
    document.add_heading(plain(paper.title), 0)
    if paper.subtitle:
        document.add_paragraph(plain(paper.subtitle))
    for part in paper.parts:
        if isinstance(part, Heading):
            document.add_heading(plain(part.text), 1)
        elif isinstance(part, Text):
            for line in part.text.splitlines():
                document.add_paragraph(plain(line))
        elif isinstance(part, Facts) and part.ruled:
            _ruled(document, part)
        elif isinstance(part, Facts):
            _facts(document, part)
        elif isinstance(part, Pictures):
            _pictures(document, part)
        elif isinstance(part, Table):
            _table(document, part)
    document.core_properties.title = plain(paper.title)[:255]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    into = BytesIO()
    document.save(into)
    return into.getvalue()


def _page(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    wide, high = A4
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        wide, high = high, wide
    section.page_width, section.page_height = wide, high
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    if paper.head:
        section.header.paragraphs[0].text = plain(paper.head)
    foot = section.footer.paragraphs[0]
    foot.text = plain(paper.foot)
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(wide - 2 * MARGIN, WD_TAB_ALIGNMENT.RIGHT)
    for before, field in (("\t", "PAGE"), (" / ", "NUMPAGES")):
        foot.add_run(before)
        _field(foot.add_run(), field)


def _field(run: Any, name: str) -> None:
    """What the word processor counts itself, such as the number of the page."""
    for part in ("begin", name, "end"):
        code = OxmlElement("w:instrText" if part == name else "w:fldChar")
        if part == name:
            code.text = name
        else:
            code.set(qn("w:fldCharType"), part)
        run._r.append(code)


def _faces(document: Any) -> None:
    """The same face for Latin and Chinese in every style used; no colour but black."""
    for name in ("Normal", "Title", "Heading 1", "Header", "Footer"):
        style = document.styles[name]
        style.font.name = SANS
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), SANS)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        style.font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Title"].font.size = Pt(18)
    document.styles["Heading 1"].font.size = Pt(13)
    for name in ("Header", "Footer"):
        document.styles[name].font.size = Pt(9)


def _facts(document: Any, facts: Facts) -> None:
    for name, value in facts.pairs:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(plain(name) + "  ").bold = True
        paragraph.add_run(plain(value))


def _ruled(document: Any, facts: Facts) -> None:
    grid = _grid(document, [Column("", width=1), Column("", width=4)], facts.pairs)
    grid._tbl.remove(grid.rows[0]._tr)
    document.add_paragraph()


def _pictures(document: Any, pictures: Pictures) -> None:
    """Three beside each other, each above its name."""
    grid = document.add_table(rows=0, cols=IN_A_ROW)
    for first in range(0, len(pictures.items), IN_A_ROW):
        cells = grid.add_row().cells
        for cell, one in zip(cells, pictures.items[first : first + IN_A_ROW], strict=False):
            shown = cell.paragraphs[0].add_run().add_picture(BytesIO(one.jpeg), width=PICTURE)
            if shown.height > PICTURE:
                shown.width, shown.height = int(shown.width * PICTURE / shown.height), PICTURE
            cell.add_paragraph(plain(one.name))
    document.add_paragraph()


def _table(document: Any, table: Table) -> None:
    """A ruled table whose headings are repeated on each page. Built by hand: adding cell by cell is quadratic there."""
    if table.title:
        document.add_heading(plain(table.title), 1)
    _grid(document, table.columns, table.rows)
    document.add_paragraph()


def _grid(document: Any, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Any:
    grid = document.add_table(rows=1, cols=len(columns))
    grid.style = "Table Grid"
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    whole = sum(column.width for column in columns)
    widths = [int(room * column.width / whole) for column in columns]
    for cell, column, width in zip(grid.rows[0].cells, columns, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(plain(column.title)).bold = True
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        line = OxmlElement("w:tr")
        for column, value, width in zip(columns, row, widths, strict=True):
            line.append(_cell(written(value, column.kind), width, right=column.kind in NUMERIC))
        grid._tbl.append(line)
    return grid


def _cell(text: str, width: int, *, right: bool) -> Any:
    cell, style, size = (OxmlElement(name) for name in ("w:tc", "w:tcPr", "w:tcW"))
    size.set(qn("w:w"), str(width // 635))
    size.set(qn("w:type"), "dxa")
    style.append(size)
    cell.append(style)
    for line in text.split("\n") or [""]:
        paragraph, run, content = (OxmlElement(name) for name in ("w:p", "w:r", "w:t"))
        if right:
            looks, side = OxmlElement("w:pPr"), OxmlElement("w:jc")
            side.set(qn("w:val"), "right")
            looks.append(side)
            paragraph.append(looks)
        content.text = line
        content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(content)
        paragraph.append(run)
        cell.append(paragraph)
    return cell
