"""Tables as offices have them: encodings, titles above the headings, merged cells, numbers as text."""

import gzip
import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from shanzhi.people.problems import BadInput
from shanzhi.tables.headings import heading_form
from shanzhi.tables.sheets import read_sheet

HEADINGS = {"name": ("姓名",), "phone": ("电话", "手机号"), "area": ("面积",), "day": ("日期",)}


def workbook(*rows: list, merge: tuple | None = None) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(at, column, cell, days)
            else:
                sheet.write(at, column, cell)
    if merge:
        sheet.merge_range(*merge)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", "\t", ";"])
def test_any_usual_encoding_and_separator(encoding: str, comma: str) -> None:
    text = f"姓名{comma}手机号\n居民一{comma}13800001234\n"
    records = list(read_sheet(text.encode(encoding), "名册.csv", HEADINGS).records())
    assert records == [(2, ("居民一", "13800001234"), {"name": "居民一", "phone": "13800001234"})]


def test_a_title_above_the_headings_is_passed_over() -> None:
    text = "样例社区花名册,,\n填表人：某某,,\n序号,姓 名*,电话（手机）\n1,居民一,13800001234\n"
    sheet = read_sheet(text.encode(), "名册.csv", HEADINGS)
    assert sheet.columns == {"name": 1, "phone": 2}
    assert sheet.ignored == ("序号",)
    assert [number for number, _, _ in sheet.records()] == [4]


def test_cells_of_a_workbook_read_as_they_look() -> None:
    content = workbook(
        ["姓名", "电话", "面积（㎡）", "日期"], ["居民一", 13800001234, 89.5, date(2026, 3, 1)]
    )
    _, _, row = next(read_sheet(content, "名册.xlsx", HEADINGS).records())
    assert row == {"name": "居民一", "phone": "13800001234", "area": "89.5", "day": "2026-03-01"}


def test_a_number_too_long_for_a_cell_is_refused_and_told_by_column() -> None:
    content = workbook(["姓名", "电话"], ["居民一", 110105194912310021.0])
    sheet = read_sheet(content, "名册.xlsx", HEADINGS)
    _, _, row = next(sheet.records())
    assert row["phone"] == "110105194912310???"
    with pytest.raises(BadInput, match="“电话”的数字 110105194912310"):
        sheet.check(row)
    (note,) = sheet.table.asides.values()
    assert note.what.zh.startswith("“电话”列")
    assert note.examples == ["2"]


def test_a_merged_cell_counts_for_every_row_of_it() -> None:
    content = workbook(["姓名", "电话"], ["甲", ""], ["乙", ""], merge=(1, 1, 2, 1, "028-85551234"))
    rows = [row for _, _, row in read_sheet(content, "名册.xlsx", HEADINGS).records()]
    assert [row["phone"] for row in rows] == ["028-85551234", "028-85551234"]


def test_empty_rows_are_no_rows_and_numbers_stay_those_of_the_file() -> None:
    text = "姓名,电话\n,\n居民一,1\n\n居民二,2\n"
    assert [n for n, _, _ in read_sheet(text.encode(), "x.csv", HEADINGS).records()] == [3, 5]


@pytest.mark.parametrize(
    ("content", "file", "says"),
    [
        (b"", "x.csv", "空"),
        (b"\x00\xff\xfe\x81", "x.csv", "编码"),
        (b"not a workbook", "x.xlsx", "读不出来"),
        ("完全,无关\n1,2\n".encode(), "x.csv", "姓名"),
        (gzip.compress("姓名,电话\n居民一,1\n".encode(), mtime=0)[:-12], "x.csv.gz", "读不出来"),
    ],
)
def test_what_cannot_be_read_says_so(content: bytes, file: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_sheet(content, file, HEADINGS, needed=["name"])


def test_a_quote_that_is_never_closed_swallows_no_row() -> None:
    text = '姓名,电话\n居民一,1\n"没有收尾,2\n居民三,"3\n又一行"\n居民四,4\n'
    rows = [row for _, _, row in read_sheet(text.encode(), "x.csv", HEADINGS).records()]
    assert [row["name"] for row in rows][0::3] == ["居民一", "居民四"]
    text = '姓名,电话\n"没有收尾,2\n居民三,3\n' + "居民,5\n" * 20_000
    rows = [row for _, _, row in read_sheet(text.encode(), "x.csv", HEADINGS).records()]
    assert [row["name"] for row in rows[:3]] == ['"没有收尾', "居民三", "居民"]
    assert len(rows) == 20_002


def test_a_file_is_what_its_content_is_whatever_its_name() -> None:
    book = workbook(["姓名", "电话"], ["居民一", "1"])
    text = "姓名,电话\n居民一,1\n".encode()
    for content, name in [
        (book, "x.csv"),
        (text, "x.xls"),
        (gzip.compress(text, mtime=0), "x.csv.gz"),
        (gzip.compress(book, mtime=0), "x.xlsx.gz"),
    ]:
        assert next(read_sheet(content, name, HEADINGS).records())[2] == {"name": "居民一", "phone": "1"}


def test_a_very_long_cell_is_read_whole() -> None:
    text = f"姓名,电话\n{'长' * 400_000},1\n"
    assert len(next(read_sheet(text.encode(), "x.csv", HEADINGS).records())[2]["name"]) == 400_000


@pytest.mark.parametrize(
    "text", ["姓名", " 姓 名 ", "*姓名", "姓名：", "姓名(必填)", "姓名（必填）", "Ｎａｍｅ"]
)
def test_headings_are_known_with_what_people_add(text: str) -> None:
    assert heading_form(text) in ("姓名", "name")


@settings(deadline=None)  # a workbook is read in a process of its own
@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.xlsx", "x.xls", "x.ods", "x"]))
def test_no_content_breaks_the_reader(content: bytes, file: str) -> None:
    refused: BadInput | None = None
    try:
        assert read_sheet(content, file, HEADINGS).columns
    except BadInput as problem:
        refused = problem
    assert refused is None or (refused.sentence.zh and refused.sentence.en)
