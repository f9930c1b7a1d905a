"""A list becomes a file in three forms; what people typed stays text in each."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from shanzhi.press.paper import Column, Facts, Heading, Paper, Table, Text, written
from shanzhi.press.writing import FORMS, write

AT = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
NASTY = (
    '=HYPERLINK("http://bad.example","点这里")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "#import \"x.typ\"", "#panic()",
    "$x$ *粗* _斜_ <script>alert(1)</script> & ]]>", "\x00\x07控制\x1b符", "مرحبا بكم", "😀👨‍👩‍👧", "名" * 200, "", "&P&[File]",
)  # fmt: skip
PAPER = Paper(
    "超期事项 [*?/:]",
    [
        Heading("概况 #let x = 1"),
        Text("第一段\n=第二段"),
        Facts([("地方", "桂湖街道"), ("=1", "@x")]),
        Table(
            [
                Column("编号", "number"),
                Column("=事项", width=3),
                Column("时限", "time"),
                Column("率", "percent"),
            ],
            [[n, text, AT, 0.937] for n, text in enumerate(NASTY)] + [[None, None, None, None]],
        ),
    ],
    subtitle="副题 *",
    foot="某人 & 另一人 导出",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("landscape", [False, True])
def test_every_form_takes_whatever_people_type(form: str, landscape: bool) -> None:
    made = write(Paper(PAPER.title, PAPER.parts, foot=PAPER.foot, landscape=landscape), form)
    assert made.startswith(b"%PDF-" if form == "pdf" else b"PK")


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_paper_is_still_a_file(form: str) -> None:
    assert write(Paper("", []), form)
    assert write(Paper("空", [Table([Column("编号")], [])]), form)


def test_no_text_runs_as_a_formula_in_a_workbook() -> None:
    made = write(PAPER, "xlsx")
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheets = [
            book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")
        ]
        styles = book.read("xl/styles.xml").decode()
    assert sheets
    assert not any("<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet for sheet in sheets)
    quoted = {
        n
        for n, xf in enumerate(re.findall(r"<xf [^>]*>", styles.split("<cellXfs", 1)[1]))
        if 'quotePrefix="1"' in xf
    }
    table = ElementTree.fromstring(sheets[1])
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    texts = [
        cell for cell in table.iter(f"{space}c") if cell.get("r", "").startswith("B") and cell.get("t") == "s"
    ]
    begins = [
        n
        for n, text in enumerate(["=事项", *NASTY])
        if text.lstrip("\x00\x07").startswith(("=", "+", "-", "@", "\t"))
    ]
    assert [int(texts[n].get("s", "0")) in quoted for n in begins] == [True] * len(begins)


def test_a_workbook_can_be_worked_on_further(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(write(PAPER, "xlsx"))
    book = CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_index(1).to_python()
    assert rows[0] == ["编号", "=事项", "时限", "率"]
    assert rows[1][0] == 0.0
    assert rows[1][1] == NASTY[0]
    assert rows[1][2] == datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001 (a spreadsheet knows no zones; the local clock)
    assert rows[1][3] == 0.937


def test_a_text_document_repeats_its_headings_and_keeps_every_row() -> None:
    from docx import Document

    document = Document(io.BytesIO(write(PAPER, "docx")))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["编号", "=事项", "时限", "率"]
    assert len(table.rows) == 1 + len(NASTY) + 1
    assert [cell.text for cell in table.rows[1].cells] == ["0", NASTY[0], "2026-03-01 09:30", "93.7%"]
    assert "tblHeader" in table.rows[0]._tr.xml
    words = [p.text for p in document.paragraphs]
    assert PAPER.title in words
    assert "=第二段" in words
    assert document.sections[0].footer.paragraphs[0].text == f"{PAPER.foot}\t / "


def test_cells_are_written_as_people_read_them() -> None:
    assert written(None) == ""
    assert written(12345, "number") == "12,345"
    assert written(0.5, "percent") == "50.0%"
    assert written(AT, "date") == "2026-03-01"
    assert written("a\x00b\x1bc\u202e") == "abc"
