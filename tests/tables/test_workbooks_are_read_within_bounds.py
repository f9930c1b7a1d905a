"""Workbooks: every sheet with what it hides, and no file that takes the process down with it."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from shanzhi.tables import workbook_marks
from shanzhi.tables.handed_in import read_handed_in
from shanzhi.tables.problems import BadInput
from shanzhi.tables.workbook_marks import read_marks
from shanzhi.tables.workbooks import TooLarge, Unreadable, Workbook, read_bounded

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def by_hand(sheet: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """An xlsx whose only sheet is this XML."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Target="xl/workbook.xml" '
            f'Type="{RELATIONS}/officeDocument"/></Relationships>',
        )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="表" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        with packed.open(name, "w", force_zip64=True) as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            part.write(sheet.encode())
            part.write(b"</sheetData></worksheet>")
    return buffer.getvalue()


def text_cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def open_document(rows: str) -> bytes:
    """An ods whose only table has these rows."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        packed.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>',
        )
        packed.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
            f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="表">'
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


def open_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


@pytest.fixture(scope="module")
def office() -> Workbook:
    """Three sheets, one hidden, with a filter, a hidden column, zeros in front and a merged cell."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": True})
    old, new, empty = book.add_worksheet("旧"), book.add_worksheet("新"), book.add_worksheet("空")
    old.write_row(0, 0, ["编号", "旧的"])
    old.hide()
    new.activate()
    new.set_first_sheet()
    codes = book.add_format({"num_format": "000000"})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    new.write_row(0, 0, ["编号", "备注", "日期", "长号"])
    for row, (code, day) in enumerate([(12, 1), (13, 2), (14, 3)], 1):
        new.write_number(row, 0, code, codes)
        new.write_datetime(row, 2, date(2026, 3, day), days)
        new.write_number(row, 3, 510105199001011234)
    new.merge_range(1, 1, 3, 1, "同一件")
    new.set_column(3, 3, None, None, {"hidden": True})
    new.autofilter(0, 0, 3, 3)
    new.filter_column(0, "x != 13")
    new.set_row(2, None, None, {"hidden": True})
    empty.very_hidden()
    book.close()
    return read_bounded(buffer.getvalue())


def test_every_sheet_is_there_with_what_it_hides(office: Workbook) -> None:
    assert [(sheet.name, sheet.state) for sheet in office.sheets] == [
        ("旧", "hidden"),
        ("新", "visible"),
        ("空", "very_hidden"),
    ]
    new = office.sheets[1]
    assert new.hidden_rows == (3,)
    assert new.hidden_columns == (3,)
    assert new.filtered
    assert new.marks
    assert office.sheets[2].rows == ()
    assert office.dates_1904


def test_cells_read_as_they_are_shown(office: Workbook) -> None:
    rows = office.sheets[1].rows
    assert [row.cells[:3] for row in rows[1:]] == [
        ("000012", "同一件", "2026-03-01"),
        ("000013", "同一件", "2026-03-02"),
        ("000014", "同一件", "2026-03-03"),
    ]
    assert rows[1].kinds == "ntdl"
    assert "e" not in rows[1].cells[3]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("13800001234", "n"),
        ("2026110212345671", "n"),  # every digit is there: a program wrote it
        ("1234567890123450", "l"),  # as Excel leaves a number of sixteen digits
        ("510105199001011234", "l"),
        ("0.5", "n"),
    ],
)
def test_a_number_that_lost_digits_is_marked(value: str, kind: str) -> None:
    book = read_bounded(by_hand(f'<row r="1"><c r="A1"><v>{value}</v></c></row>'))
    assert book.sheets[0].rows[0].kinds == kind


def test_a_cell_at_the_far_corner_refuses_the_file_alone() -> None:
    content = by_hand(
        f'<row r="1">{text_cell("A1", "姓名")}</row><row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    )
    assert len(content) < 2_000
    with pytest.raises(BadInput) as refused:
        read_handed_in(content, "远.xlsx", ())
    assert "XFD1048576" in refused.value.sentence.zh
    assert "XFD1048576" in refused.value.sentence.en


def test_a_sheet_that_calls_its_far_cell_by_its_row_alone_is_refused() -> None:
    cells = "".join("<c><v>1</v></c>" for _ in range(400))
    content = by_hand(f'<row r="1">{text_cell("A1", "姓名")}</row><row r="20000000">{cells}</row>')
    with pytest.raises((TooLarge, Unreadable)):
        read_bounded(content)


def test_a_cell_of_three_gigabytes_is_refused() -> None:
    buffer = io.BytesIO()
    piece = b"x" * (1 << 20)
    with (
        zipfile.ZipFile(io.BytesIO(by_hand("")), "r") as plain,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
    ):
        for name in plain.namelist():
            if "sheet1" not in name:
                packed.writestr(name, plain.read(name))
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(
                f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'.encode()
            )
            for _ in range(600):  # more than is unpacked, and as much as a test should write
                part.write(piece)
            part.write(b"</t></is></c></row></sheetData></worksheet>")
    lying = buffer.getvalue()
    with pytest.raises(BadInput) as refused:
        read_handed_in(lying, "大.xlsx", ())
    assert "512 MB" in refused.value.sentence.zh


def test_twenty_million_rows_in_a_line_are_refused() -> None:
    repeated = (
        f'<table:table-row table:number-rows-repeated="20000000">{open_cell("姓名") * 3}</table:table-row>'
    )
    with pytest.raises(TooLarge) as far:
        read_bounded(open_document(repeated))
    assert far.value.cell == "C20000000"


def test_empty_rows_to_the_end_of_an_open_document_are_no_content() -> None:
    rows = (
        f"<table:table-row>{open_cell('姓名')}</table:table-row>"
        f'<table:table-row table:visibility="filter">{open_cell("居民一")}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    (sheet,) = read_bounded(open_document(rows)).sheets
    assert [(row.number, row.cells, row.hidden) for row in sheet.rows] == [
        (1, ("姓名",), False),
        (2, ("居民一",), True),
    ]
    assert sheet.filtered


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 not really",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000,
        by_hand("<row>")[:-200],
        by_hand("</sheetData>") * 2,
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_bounded(content)


def test_cells_that_share_one_text_count_it_each_time(monkeypatch):
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("表")
    for row in range(30):
        sheet.write(row, 0, "同一段文字" * 20)
        sheet.write(row, 1, "短")
    book.close()
    content = made.getvalue()
    assert read_marks(content).sheets["表"].shared == 60
    most = 30 * (len("同一段文字".encode()) * 20 + len("短".encode()))
    monkeypatch.setattr(workbook_marks, "MOST_SHARED", most)
    assert read_marks(content).sheets["表"].shared == 60
    monkeypatch.setattr(workbook_marks, "MOST_SHARED", most - 1)
    with pytest.raises(TooLarge):
        read_marks(content)
