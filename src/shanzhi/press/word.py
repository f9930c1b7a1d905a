"""A paper as a text document (docx) that can be written on: A4, Chinese faces named, headings as headings."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from shanzhi.press.paper import Facts, Heading, Paper, Table, Text, plain, written

A4 = (Cm(21), Cm(29.7))
MARGIN = Cm(2.2)
SANS = "Microsoft YaHei"
NUMERIC = ("number", "percent")


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
        elif isinstance(part, Facts):
            _facts(document, part)
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
    section.footer.paragraphs[0].text = plain(paper.foot)


def _faces(document: Any) -> None:
    """The same face for Latin and Chinese in every style used; no colour but black."""
    for name in ("Normal", "Title", "Heading 1", "Footer"):
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
    document.styles["Footer"].font.size = Pt(9)


def _facts(document: Any, facts: Facts) -> None:
    for name, value in facts.pairs:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(plain(name) + "  ").bold = True
        paragraph.add_run(plain(value))


def _table(document: Any, table: Table) -> None:
    """A ruled table whose headings are repeated on each page. Built by hand: adding cell by cell is quadratic there."""
    if table.title:
        document.add_heading(plain(table.title), 1)
    grid = document.add_table(rows=1, cols=len(table.columns))
    grid.style = "Table Grid"
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    whole = sum(column.width for column in table.columns)
    widths = [int(room * column.width / whole) for column in table.columns]
    for cell, column, width in zip(grid.rows[0].cells, table.columns, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(plain(column.title)).bold = True
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        line = OxmlElement("w:tr")
        for column, value, width in zip(table.columns, row, widths, strict=True):
            line.append(_cell(written(value, column.kind), width, right=column.kind in NUMERIC))
        grid._tbl.append(line)
    document.add_paragraph()


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
