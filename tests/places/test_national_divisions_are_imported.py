"""The national divisions: whole, without doubles, odd rows noted, bad rows handed back."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from shanzhi.places.actions import move_place
from shanzhi.places.divisions import import_divisions
from shanzhi.places.models import Change, Place
from shanzhi.places.queries import full_name
from shanzhi.places.refused import PlaceRefused
from shanzhi.tables.report import write_numbered

pytestmark = pytest.mark.django_db

TABLES = {
    "provinces": [("99", "甲省")],
    "cities": [("9901", "市辖区"), ("9902", "乙市")],
    "areas": [("990101", "丙区"), ("990201", "丁县")],
    "streets": [
        ("990101001", "戊街道"),
        ("990101100", "己镇"),
        ("990101403", "庚开发区"),
        ("990201000", "丁县"),
    ],
    "villages": [
        ("990101001001", "辛社区居委会"),
        ("990101100200", "壬村委会"),
        ("990101403700", "癸"),
        ("990201000000", "丁县"),
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, TABLES)
    return tmp_path


def write(folder: Path, tables: dict[str, list[tuple[str, ...]]], encoding: str = "utf-8") -> None:
    for name, rows in tables.items():
        text = "\n".join(["code,name", *(",".join(row) for row in rows)]) + "\n"
        (folder / f"{name}.csv").write_text(text, encoding)


def test_every_row_becomes_a_place_below_its_parent(folder: Path) -> None:
    report = import_divisions(folder)
    assert (report.added, report.rows, report.rejected) == (13, 13, [])
    village = Place.objects.get(code="990101100200")
    assert [Place.objects.get(pk=pk).code for pk in village.ancestor_ids] == [
        "99",
        "9901",
        "990101",
        "990101100",
        "990101100200",
    ]
    assert (village.level, village.depth, village.parent.name) == ("community", 4, "己镇")
    assert full_name(village) == "甲省丙区己镇壬村委会"
    assert Change.objects.get(act="imported").after["added"] == 13


def test_odd_rows_are_taken_and_noted(folder: Path) -> None:
    notes = import_divisions(folder).notes
    assert notes["band"].examples == ["990101403", "990101403700"]
    assert notes["unknown-band"].examples == ["990101403700"]
    assert notes["stand-in"].examples == ["990201000", "990201000000"]
    assert notes["paper"].examples == ["9901 市辖区"]


def test_a_second_run_changes_names_and_doubles_nothing(folder: Path) -> None:
    import_divisions(folder)
    street = Place.objects.get(code="990101001")
    move_place(place=street, to=Place.objects.get(code="990201"))
    tables = TABLES | {"streets": [("990101001", "新戊街道"), *TABLES["streets"][2:]]}
    write(folder, tables)
    report = import_divisions(folder)
    street.refresh_from_db()
    assert (report.added, report.changed, report.unchanged) == (0, 1, 11)
    assert [row.why.zh for row in report.rejected] == []
    assert (street.name, street.other_names, street.parent.code) == ("新戊街道", ["戊街道"], "990201")
    assert report.notes["gone"].examples == ["990101100"]
    assert Place.objects.count() == 13


def test_one_county_comes_with_what_is_above_it(folder: Path) -> None:
    report = import_divisions(folder, within="990101000000")
    assert report.added == 9
    assert set(
        Place.objects.filter(level__in=["province", "city", "district"]).values_list("code", flat=True)
    ) == {
        "99",
        "9901",
        "990101",
    }
    assert import_divisions(folder).added == 4


def test_bad_rows_are_handed_back_with_their_reasons(folder: Path, tmp_path: Path) -> None:
    bad = [
        ("99010100", "短"),
        ("99010100a", "字母"),
        ("990101002", ""),
        ("990101001", "又一个戊街道"),
        ("990999001", "没有上级"),
        ("", "没有代码"),
        ("990101003",),
    ]
    write(folder, {"streets": TABLES["streets"] + bad})
    report = import_divisions(folder)
    assert report.added == 13
    assert [row.row for row in report.rejected] == [6, 7, 8, 9, 10, 11, 12]
    for row, says in zip(report.rejected, ["9 位", "9 位", "空", "重复", "上级", "9 位", "空"], strict=True):
        assert says in row.why.zh
        assert row.why.en
    back = tmp_path / "rejected.csv"
    write_numbered(back, report.rejected)
    with back.open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 8
    assert rows[4][0:2] == ["streets.csv", "9"]
    assert rows[4][4:] == ["990101001", "又一个戊街道"]


def test_gzip_and_gbk_are_read(folder: Path) -> None:
    write(folder, TABLES, "gb18030")
    villages = folder / "villages.csv"
    (folder / "villages.csv.gz").write_bytes(gzip.compress(villages.read_bytes()))
    villages.unlink()
    assert import_divisions(folder).added == 13
    assert Place.objects.get(code="99").name == "甲省"


def damage_gzip(folder: Path) -> None:
    (folder / "villages.csv").unlink()
    (folder / "villages.csv.gz").write_bytes(gzip.compress(b"code,name\n" * 99)[:30])


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda folder: (folder / "streets.csv").unlink(), "streets.csv"),
        (lambda folder: (folder / "streets.csv").write_text("a,b\n1,2\n"), "code"),
        (lambda folder: (folder / "streets.csv").write_bytes(b"code,name\n\xff\xff\xff"), "编码"),
        (damage_gzip, "损坏"),
    ],
)
def test_files_that_cannot_be_read_leave_nothing(
    folder: Path, damage: Callable[[Path], None], says: str
) -> None:
    damage(folder)
    with pytest.raises(PlaceRefused) as refused:
        import_divisions(folder)
    assert says in refused.value.why.zh
    assert Place.objects.count() == 0


def test_an_unknown_county_is_said(folder: Path) -> None:
    with pytest.raises(PlaceRefused) as refused:
        import_divisions(folder, within="880101")
    assert "880101" in refused.value.why.zh
    assert not Change.objects.exists()


def test_progress_is_told(folder: Path) -> None:
    said: list[tuple[int, int]] = []
    import_divisions(folder, progress=lambda done, total: said.append((done, total)))
    assert said[-1][0] == said[-1][1] >= 13


@pytest.mark.parametrize(
    ("within", "counts"),
    [
        ("110101", {"province": 1, "city": 1, "district": 1, "street": 17, "community": 169}),
        ("350527", {"province": 1, "city": 1, "district": 1, "street": 1, "community": 1}),
        ("4604", {"province": 1, "city": 1, "district": 1}),
    ],
)
def test_the_real_list_is_taken_whole(
    shared_data: Callable[[str], Path], within: str, counts: dict[str, int]
) -> None:
    report = import_divisions(shared_data("divisions"), within=within)
    assert report.rejected == []
    for level, count in counts.items():
        assert Place.objects.filter(level=level).count() == count
