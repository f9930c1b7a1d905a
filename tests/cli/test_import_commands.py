"""`shanzhi import …` and `shanzhi report …` as they are typed."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from shanzhi.cli import main
from shanzhi.matters.models import Adoption, Import
from shanzhi.places.models import Place

Run = Callable[..., "Done"]
HEADINGS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
ROWS = [
    ("1", "网友1", "A3区路灯不亮", "2019/2/28 11:25:05", "\n\t\t西地省A市A3区的路灯坏了\n", "", ""),
    (
        "2",
        "网友2",
        "A3区噪音",
        "2019/3/1 9:00:00",
        "A市A3区夜里太吵",
        "已处理，请再看看",
        "2019/3/5 10:00:00",
    ),
    ("3", "网友3", "A7县修路", "2019/3/1 9:00:00", "A7县的路坏了", "已修好路面", "2019/4/5 10:00:00"),
    ("4", "网友4", "A7县公交", "2019/3/2 9:00:00", "A7县没有公交", "", ""),
    ("5", "", "", "2019/3/2 9:00:00", "", "", ""),
]


def csv_of(*rows: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode("gbk")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "留言.csv").write_bytes(csv_of(*ROWS))
    return tmp_path


class Done(NamedTuple):
    """How a command ended, and all it said."""

    code: int
    text: str


@pytest.fixture
def run(db: None, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in the folder of the file, on the test's database."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str, stdin: str = "", lang: str = "en") -> Done:
        monkeypatch.setenv("LC_ALL", "C.UTF-8" if lang == "zh" else "en_US.UTF-8")
        monkeypatch.setattr(sys, "argv", ["shanzhi", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capfd.readouterr()
        return Done(int(ended.value.code or 0), told.out + told.err)

    return run


def test_a_backlog_comes_in_without_a_question_is_reported_and_taken_back(run: Run, home: Path) -> None:
    done = run("import", "appeals", "留言.csv", "--yes")
    assert done.code == 0, done.text
    assert "Imported 4, answers added 0, imported before 0, not taken 1 rows" in done.text
    with (home / "留言.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert [(row["留言编号"], row["reason"]) for row in rejected] == [
        ("5", "subject and details are both empty")
    ]
    assert run("count", "matters").text == "4\n"
    assert run("count", "matters", "--stage", "closed").text == "2\n"
    assert run("verify", "--workers", "1").code == 0
    again = run("import", "appeals", "留言.csv", "--yes")
    assert "Imported 0, answers added 0, imported before 4" in again.text
    figures = json.loads(run("report", "appeals", "--json").text)
    rates = figures["total"]["rates"]
    assert rates["closing"] == {"hits": 2, "of": 4, "value": 0.5}
    assert rates["handled"] == {"hits": 1, "of": 4, "value": 0.25}
    assert "50.00%" in run("report", "appeals", "--by", "month").text
    traced = run("report", "appeals", "--trace", "handled").text.split()
    assert sorted(traced[1::2]) == ["0", "0", "0", "1"]
    shown = run("report", "appeals", lang="zh").text
    assert "回访 2，接通 0（0.00%）；撤回 0（0.00%），合并 0（0.00%），不派单 0（0.00%）。" in shown
    assert "留言.csv" in run("import", "list").text
    number = re.search(r"shanzhi import undo (\d+)", done.text)
    assert number is not None
    assert "4 matters made void, 0 left." in run("import", "undo", number[1], "--yes").text
    assert run("count", "matters").text == "0\n"


def test_it_shows_first_and_asks(run: Run) -> None:
    no = run("import", "appeals", "留言.csv", stdin="q\n", lang="zh")
    assert no.code == 1
    assert "没有导入任何东西" in no.text
    assert "留言主题" in no.text
    yes = run(
        "import", "appeals", "留言.csv", "--save-mapping", "m.yaml", lang="zh",
        stdin="没有这列=subject\n留言用户=-\n\n\n\n\n",
    )  # fmt: skip
    assert yes.code == 0, yes.text
    assert "没有“没有这列”这一列" in yes.text
    assert "拟建的地方" in yes.text
    assert "导入 4 件" in yes.text


def test_a_mapping_is_kept_and_used_again(run: Run, home: Path) -> None:
    run(
        "import",
        "appeals",
        "留言.csv",
        "--yes",
        "--save-mapping",
        "m.yaml",
        "--map",
        "留言用户=-",
        "--source",
        "门户",
    )
    text = (home / "m.yaml").read_text()
    assert "留言用户: '-'" in text or '留言用户: "-"' in text
    assert "source: 门户" in text
    again = run("import", "appeals", "留言.csv", "--yes", "--mapping", "m.yaml")
    assert "imported before 4" in again.text


def test_a_dry_run_writes_nothing(run: Run) -> None:
    done = run("import", "appeals", "留言.csv", "--yes", "--dry-run")
    assert done.code == 0, done.text
    assert "places to make" in done.text
    assert "Imported 4, answers added 0, imported before 0, not taken 1 rows (dry run" in done.text
    assert not Adoption.objects.exists()
    assert run("count", "matters").text == "0\n"
    assert "留言.csv" not in run("import", "list").text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("import", "appeals", "没有.csv", "--yes"), "There is no file 没有.csv"),
        (("import", "appeals", "留言.csv", "--yes", "--at", "999"), "no place with the code 999"),
        (("import", "appeals", "留言.csv", "--yes", "--map", "x"), "COLUMN=field"),
        (("import", "appeals", "留言.csv", "--yes", "--map", "留言=subject"), "no column “留言”"),
        (("import", "appeals", "留言.csv", "--yes", "--mapping", "nowhere"), "no mapping “nowhere”"),
        (("import", "appeals", "留言.csv", "--yes", "--zone", "Mars"), "time zone “Mars”"),
        (("import", "appeals", "留言.csv", "--yes", "--method", "nothing"), "no method “nothing”"),
        (("import", "undo", "7", "--yes"), "There is no import 7"),
        (("import", "divisions", "没有"), "There is no 没有"),
        (("import", "shapes", "没有.geojson", "--level", "grid"), "There is no 没有.geojson"),
        (("import", "people", "留言.csv", "--at", "1"), "no place with code 1"),
        (("report", "appeals", "--by", "weather"), "cannot be divided"),
        (("report", "appeals", "--since", "soon"), "2026-03-01"),
        (("report", "appeals", "--weights", "1,2"), "three numbers"),
        (("report", "appeals", "--trace", "luck"), "no figure “luck”"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(run: Run, words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert done.code == 2, done.text
    assert says in done.text
    assert "Traceback" not in done.text


def test_divisions_shapes_and_rosters_come_in(run: Run, home: Path) -> None:
    folder = home / "divisions"
    folder.mkdir()
    tables = {
        "provinces": [("51", "四川省")],
        "cities": [("5101", "样例市")],
        "areas": [("510199", "样例区")],
        "streets": [("510199001", "样例街道")],
        "villages": [("510199001001", "样例社区"), ("bad", "")],
    }
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(
            "code,name\n" + "".join(f"{c},{n}\n" for c, n in rows), encoding="utf-8"
        )
    done = run("import", "divisions", "divisions")
    assert done.code == 0, done.text
    assert "Added 5, changed 0, there already 0, not taken 1" in done.text
    assert (folder / "divisions.rejected.csv").exists()
    square = [[[104.0, 30.6], [104.01, 30.6], [104.01, 30.61], [104.0, 30.61], [104.0, 30.6]]]
    feature = {
        "type": "Feature",
        "properties": {"name": "第一网格"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    (home / "g.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    done = run(
        "import", "shapes", "g.geojson", "--level", "grid", "--parent", "510199001001", "--name-from", "name"
    )
    assert "Added 1" in done.text, done.text
    (home / "r.csv").write_text("姓名,岗位,社区,网格\n网格员甲,网格员,样例社区,第一网格\n", encoding="utf-8")
    done = run("import", "people", "r.csv", "--at", "510199")
    assert "Added 1" in done.text, done.text
    done = run("import", "appeals", "留言.csv", "--at", "510199", "--yes")
    assert "Imported 4" in done.text, done.text


def test_an_import_that_is_refused_leaves_neither_places_nor_an_adoption(run: Run, home: Path) -> None:
    (home / "美式.csv").write_text(
        "number,subject,created_at,neighborhood\n1,Street light out,06/20/2026 10:04 PM,East\n"
    )
    (home / "m.yaml").write_text(
        "columns: {number: external, neighborhood: place}\n"
        "places: {level: street, top: {name: Testcity, level: district}}\n"
    )
    words = ("import", "appeals", "美式.csv", "--mapping", "m.yaml", "--make-places", "--yes")
    done = run(*words)
    assert done.code == 1
    assert "dates: mdy" in done.text
    assert (Place.objects.count(), Adoption.objects.count()) == (0, 0)
    tried = run(*words, "--dates", "mdy", "--dry-run")
    assert "Imported 1" in tried.text, tried.text
    assert (Place.objects.count(), Adoption.objects.count()) == (0, 0)
    assert "Imported 1" in run(*words, "--dates", "mdy").text


def test_what_is_concluded_stands_in_the_log_without_a_question(run: Run, home: Path) -> None:
    done = run("import", "appeals", "留言.csv", "--yes")
    assert "What the file says" in done.text
    early = [(*row[:6], row[6].replace("2019/", "2018/")) for row in ROWS if row[6]]
    (home / "早.csv").write_bytes(csv_of(*early))
    stopped = run("import", "appeals", "早.csv", "--yes", "--source", "another")
    assert "before they were opened" in stopped.text
    assert stopped.code != 0
    assert "Imported 2" in run("import", "appeals", "早.csv", "--yes", "--source", "another", "--anyway").text


def test_times_in_the_list_of_duplicates_and_of_imports_are_local(run: Run, home: Path) -> None:
    late = "A3区幸福路口的路灯坏了三天没有人修，晚上很黑，老人摔倒了"
    rows = [(str(n), "", f"A3区路灯不亮{n}", "2019/2/28 23:25:05", f"A市{late}{n}", "", "") for n in (1, 2)]
    (home / "夜.csv").write_bytes(csv_of(*rows))
    assert "1 likely duplicates" in run("import", "appeals", "夜.csv", "--yes").text
    written = (home / "夜.duplicates.csv").read_text(encoding="utf-8-sig")
    assert written.count("2019-02-28 23:25") == 2
    Import.objects.update(started_at=datetime(2026, 3, 1, 16, 30, tzinfo=UTC))
    assert re.search(r"2026-03-02[\s│].*?00:30", run("import", "list").text, re.DOTALL), (
        "wrapped in a narrow window"
    )
