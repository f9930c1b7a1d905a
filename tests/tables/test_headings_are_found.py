"""Separator and row of headings are found together, below titles that hold separators themselves."""

from __future__ import annotations

import pytest

from shanzhi.tables.handed_in import read_handed_in

KNOWN = {"编号", "主题", "内容", "登记时间"}
TITLES = [
    "填报单位：桂花社区，填报日期：2026年11月5日",
    "填报单位:桂花社区,填报日期:2026-11-05,填表人:某某,审核:某某,备注:无",
    "桂花社区\t2026年11月\t共 2 件\t\t\t",
    "a;b;c;d;e;f;g",
    "说明|第一，填全；第二，核对|",
    '"说明：一、填全, 二、核对"',
    "主题：平安,和谐,宜居",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("separator", [",", "\t", ";", "，", "|"])
@pytest.mark.parametrize("titles", [1, 3, 12])
def test_a_title_with_separators_decides_nothing(title: str, separator: str, titles: int) -> None:
    rows = [["编号", "主题", "内容", "登记时间"], ["W1", "门禁损坏", "二栋门禁", "2026-11-05 09:00"]]
    text = "\n".join([title] * titles + [separator.join(row) for row in rows])
    table = read_handed_in(text.encode(), "x.csv", KNOWN)
    assert table.headings == ("编号", "主题", "内容", "登记时间")
    assert table.rows == ((titles + 2, ("W1", "门禁损坏", "二栋门禁", "2026-11-05 09:00")),)


def test_commas_in_texts_do_not_outvote_the_separator() -> None:
    text = "序\t事\t说\n" + "\n".join(f"{n}\t门坏了，请修\t很急，三天了，a,b,c,d" for n in range(30))
    table = read_handed_in(text.encode(), "x.tsv", KNOWN)
    assert table.headings == ("序", "事", "说")
    assert len(table.rows) == 30


def test_unknown_headings_are_the_first_row_as_wide_as_the_table() -> None:
    text = "某某台账,,\n制表：某某,,\n序,事,说\n1,门坏了,请修\n2,灯坏了,请修\n"
    assert read_handed_in(text.encode(), "x.csv", KNOWN).headings == ("序", "事", "说")


def test_the_line_by_which_a_spreadsheet_is_told_the_separator_is_passed_over() -> None:
    assert read_handed_in("sep=;\n编号;主题\n1;灯\n".encode(), "x.csv", KNOWN).headings == ("编号", "主题")
