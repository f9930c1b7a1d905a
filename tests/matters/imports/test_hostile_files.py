"""Files nobody meant well with: a clear sentence or a rejected row, never a lost one or a broken import."""

from __future__ import annotations

import gzip
import io
import time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanzhi.matters.imports.actions import draft, prepare
from shanzhi.matters.models import Entry, Matter
from shanzhi.people.problems import BadInput
from shanzhi.tables.report import write_rejected
from tests.matters.imports.tables import ANSWERED, HEADINGS, NOW, OPEN, matter, table, take
from tests.matters.town import Town


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_any_usual_encoding_is_read(town: Town, encoding: str) -> None:
    assert take(table(OPEN, encoding=encoding), town.district).report.added == 1
    assert matter("1").title == OPEN[2]


def test_a_workbook_is_read_with_its_dates(town: Town) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    stamp = book.add_format({"num_format": "yyyy/m/d hh:mm:ss"})
    sheet.write_row(0, 0, ["某区留言台账"])
    sheet.write_row(1, 0, HEADINGS)
    sheet.write_row(2, 0, [12, "网友", "路灯不亮"])
    sheet.write_datetime(2, 3, NOW.replace(tzinfo=None, day=2), stamp)
    sheet.write_row(3, 0, [13, "网友", "井盖松动", 46083.375])  # a date that lost its format
    book.close()
    outcome = take(buffer.getvalue(), town.district, file="留言.xlsx")
    assert outcome.report.added == 2
    assert matter("12").opened_at == NOW.replace(day=2)
    assert matter("13").opened_at == NOW.replace(day=2, hour=9)


@pytest.mark.parametrize(
    ("content", "file", "says"),
    [
        (b"", "空.csv", "空"),
        (b"\n\n,,\n", "空.csv", "空"),
        (b"\x81\xff\xfe\x00\x01", "乱.csv", "编码"),
        (table(), "表头.csv", "没有内容"),
        (gzip.compress(table(OPEN))[:-9], "断.csv.gz", "读不出来"),
        (b"PK\x03\x04 not really", "假.xlsx", "读不出来"),
        (table(("x",) * 3_000, headings=("列",) * 3_000), "宽.csv", "3000 列"),
        (table(("x",) * 100_000, headings=("列",) * 100_000), "宽.csv", "100000 列"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content: bytes, file: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        prepare(content=content, file=file)
    assert says in refused.value.sentence.zh
    assert file in refused.value.sentence.en


def test_nul_bytes_and_control_characters_do_no_harm(town: Town) -> None:
    row = ("1\0", "网\x07友", "路灯\x00不亮\u202e", "2026-03-02\0 09:00", "三楼\x1b[31m", "", "")
    outcome = take(table(row), town.district)
    assert not outcome.report.rejected
    assert matter("1").data["subject"].startswith("路灯不亮")
    assert "\x1b" not in matter("1").data["detail"]


def test_a_cell_of_a_megabyte_is_rejected_and_the_rest_is_taken(town: Town) -> None:
    huge = ("9", "", "太长", "2026-03-02 09:00", "长" * 1_000_000, "", "")
    outcome = take(table(huge, OPEN), town.district)
    assert (outcome.report.added, len(outcome.report.rejected)) == (1, 1)
    assert "引号" in outcome.report.rejected[0].why.zh
    assert len(outcome.report.rejected[0].values[4]) == 1_000_000


def test_an_open_quote_loses_no_row(town: Town) -> None:
    text = (
        table(OPEN, ANSWERED).decode()
        + '8,,"没有收尾的主题,2026-03-02 09:00,详情,,\n'
        + "9,,井盖松动,2026-03-02 09:00,详情,,\n"
    )
    outcome = take(text.encode(), town.district)
    assert outcome.report.added == 4
    assert matter("8").data["subject"] == '"没有收尾的主题'


def test_more_cells_than_headings_are_told(town: Town) -> None:
    text = table(OPEN).decode() + "8,,主题,2026-03-02 09:00,详情里有,逗号,,多,出\n"
    outcome = take(text.encode(), town.district)
    assert outcome.report.added == 1
    assert "9 格" in outcome.report.rejected[0].why.zh


def test_columns_of_one_name_are_all_kept(town: Town) -> None:
    headings = (*HEADINGS, "备注", "备注", "")
    prepared = prepare(content=table((*OPEN, "甲", "乙", "丙"), headings=headings), file="x.csv")
    assert prepared.table.repeated == ("备注",)
    take(table((*OPEN, "甲", "乙", "丙"), headings=headings), town.district)
    assert matter("1").imported.extra == {"备注": "甲", "备注.2": "乙", "#10": "丙"}


def test_what_tells_who_it_is_lies_sealed_though_nobody_mapped_it(town: Town) -> None:
    headings = (*HEADINGS, "家庭成员姓名", "身份证号码")
    take(table((*OPEN, "居民九", "11010519491231002X"), headings=headings), town.district)
    row = matter("1").imported
    assert row.extra == {}
    assert row.sealed is not None
    assert "居民九".encode() not in bytes(row.sealed)


def test_formulas_come_back_as_text_and_can_be_imported_again(town: Town, tmp_path: Path) -> None:
    bad = ("=1+1", "", "=HYPERLINK(1)", "不是时间", "+加号开头", "", "")
    outcome = take(table(bad), town.district)
    path = tmp_path / "x.rejected.csv"
    write_rejected(path, HEADINGS, outcome.report.rejected)
    text = path.read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    mended = text.replace("不是时间", "2026-03-02 09:00").encode()
    assert take(mended, town.district).report.added == 1
    assert matter("=1+1").data["subject"] == "=HYPERLINK(1)"
    assert matter("=1+1").imported.extra == {}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("1", "", "", "2026-03-02", "", "", ""), "空"),
        (("1", "", "路灯不亮", "没有时间", "", "", ""), "认不出来"),
        (("1", "", "路灯不亮", "2026-12-31", "", "", ""), "还没到"),
        (("1" * 70, "", "路灯不亮", "2026-03-02", "", "", ""), "64"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_leaves_nothing(
    town: Town, row: tuple[str, ...], says: str
) -> None:
    outcome = take(table(row), town.district)
    assert says in outcome.report.rejected[0].why.zh
    assert outcome.report.rejected[0].why.en
    assert (Matter.objects.count(), Entry.objects.count(), outcome.batch) == (0, 0, None)


def test_a_closed_row_needs_the_time_of_its_answer(town: Town) -> None:
    rows = table((*OPEN, "已办结"), ("2", *OPEN[1:], "从没见过的状态"), headings=(*HEADINGS, "状态"))
    outcome = take(rows, town.district)
    assert "已办结" in outcome.report.rejected[0].why.zh
    assert outcome.report.notes["unknown_word"].count == 1
    assert matter("2").stage == "reported"


def test_a_wide_and_long_table_is_read_in_time() -> None:
    rows = [tuple(str(n) for n in range(500)) for _ in range(400)]
    headings = ("编号", "主题", *(f"列{n}" for n in range(498)))
    begun = time.process_time()
    prepared = prepare(content=table(*rows, headings=headings), file="x.csv")
    assert len(prepared.table.rows) == 400
    assert time.process_time() - begun < 30


_cell = st.text(max_size=30)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(*[_cell] * 7), min_size=1, max_size=5))
def test_every_row_of_any_table_is_drafted_or_rejected_with_a_reason(rows: list[tuple[str, ...]]) -> None:
    try:
        prepared = prepare(content=table(*rows), file="x.csv")
    except (BadInput, UnicodeEncodeError):
        return
    drafting = draft(prepared, method="appeal", at=None, now=NOW)
    told = len(drafting.drafts) + len(drafting.report.rejected) + drafting.report.unchanged
    assert told == len(prepared.table.rows)
    assert all(row.why.zh and row.why.en for row in drafting.report.rejected)
