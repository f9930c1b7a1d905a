"""A table with columns is set on a page: rows added, edited, removed, pasted or read from a file; over the API alike."""

import html
import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from shanzhi.matters.methods.adopting import add_method, adoption_at
from shanzhi.matters.models import Adoption
from tests.method.test_tables_have_columns import TABLED

HEADINGS = ("代码", "名称", "职责", "时限")


@pytest.fixture
def page(town, signed_in):
    add_method(text=TABLED)
    staff, address = signed_in("street_staff"), f"/library/tiny/adopt/{town.street.pk}"
    return staff, address


def rows_of(*rows: dict[str, str]) -> dict[str, str]:
    """Some rows as the form sends them."""
    cells = {f"catalogue.{n}.{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return {"catalogue.count": str(len(rows)), "within.amount": "2", "within.unit": "workdays", **cells}


def row(code: str, label: str, duty: str = "own", days: str = "2") -> dict[str, str]:
    return {"code": code, "label": label, "duty": duty, "lasts.amount": days, "lasts.unit": "days"}


def shown(text: str) -> list[str]:
    """The codes that stand in the rows of the page."""
    return re.findall(r'name="catalogue\.\d+\.code"[^>]*value="([^"]*)"', text)


def test_rows_stand_one_by_one_and_are_added_edited_and_removed(town, page):
    staff, address = page
    assert shown(staff.get(address).content.decode()) == ["lamp", "road", "gate"]
    sent = rows_of(row("lamp", "路灯"), row("tree", "树", days="3"))
    assert shown(staff.post(address, {**sent, "step": "add:catalogue"}).content.decode()) == [
        "lamp",
        "tree",
        "",
    ]
    assert shown(staff.post(address, {**sent, "step": "drop:catalogue:0"}).content.decode()) == ["tree"]
    assert staff.post(address, {**sent, "step": "save"}).status_code == 302
    assert adoption_at("tiny", town.grid).inputs["catalogue"]["tree"] == {
        "label": "树",
        "duty": "own",
        "lasts": "3 days",
        "urgent": False,
    }
    again = staff.get(address).content.decode()
    assert shown(again) == ["lamp", "tree"]


def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_lost(town, page):
    staff, address = page
    answer = staff.post(
        address, {**rows_of(row("lamp", "路灯", days="90"), row("lamp", "又一个")), "step": "save"}
    )
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "第 2 行：代码“lamp”前面已经有了。" in text
    assert shown(text) == ["lamp", "lamp"]
    answer = staff.post(address, {**rows_of(row("lamp", "路灯", days="90")), "step": "save"})
    assert "第 1 行（lamp）“时限”：应不超过 30 天。" in html.unescape(answer.content.decode())
    assert not Adoption.objects.filter(slug="tiny").exists()


def test_rows_are_pasted(page):
    staff, address = page
    pasted = "代码\t名称\t职责\t时限\nwell\t井盖\t协助\t5 个工作日"
    sent = {**rows_of(row("lamp", "路灯")), "catalogue.paste": pasted, "step": "take:catalogue"}
    text = staff.post(address, sent).content.decode()
    assert shown(text) == ["well"]
    assert re.search(r'value="assist"[^>]*checked', text)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_are_read_from_a_file(page, kind):
    staff, address = page
    lines = [HEADINGS, ("well", "井盖", "协助", "5 天"), ("pipe", "水管", "自办", "2 天")]
    if kind == "csv":
        content = "\n".join(",".join(line) for line in lines).encode("gb18030")
    else:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet()
            for n, line in enumerate(lines):
                sheet.write_row(n, 0, line)
        content = out.getvalue()
    file = SimpleUploadedFile(f"清单.{kind}", content)
    sent = {**rows_of(row("lamp", "路灯")), "catalogue.file": file, "step": "take:catalogue"}
    assert shown(staff.post(address, sent).content.decode()) == ["well", "pipe"]


def test_a_file_that_will_not_do_leaves_the_rows_and_says_why(page):
    staff, address = page
    file = SimpleUploadedFile("清单.csv", "代码,名称,职责,时限\nwell,井盖,乱办,很久".encode())
    sent = {**rows_of(row("lamp", "路灯")), "catalogue.file": file, "step": "take:catalogue"}
    text = html.unescape(staff.post(address, sent).content.decode())
    assert "第 2 行“职责”写的是“乱办”" in text
    assert "第 2 行“时限”写的是“很久”" in text
    assert shown(text) == ["lamp"]


def test_a_table_that_is_empty_cannot_be_adopted(town, page):
    staff, address = page
    start = TABLED.index("    default:\n")
    bare = TABLED[:start] + "    default: {}\n" + TABLED[TABLED.index("  within:", start) :]
    add_method(text=bare.replace("version: 1", "version: 2"))
    answer = staff.post(address, {**rows_of(), "step": "save"})
    assert answer.status_code == 422
    assert "还没有填，至少要有 1 行才能采用" in answer.content.decode()
    assert not Adoption.objects.filter(slug="tiny").exists()
