"""`shanzhi method check | test | english` of folders: what lies below is taken, English and other YAML apart, with a sum at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_method_commands import shanzhi
from tests.method.test_english import BARE
from tests.method.tiny import TINY, tiny


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    files = {
        "care/tiny.yaml": BARE.replace("办好了", "补好了它"),
        "care/deep/spoiled.yaml": tiny(("to: closed", "to: clsed"), ("  办结率: Closed\n", "")),
        "en/tiny.yaml": "stages.closed.label: {已销账: Closed out}\n",
        "en/glossary.yaml": "待办: To be done\n",
        ".kept/tiny.yaml": "nothing: of this\n",
        "care/other.yaml": "columns: {a: b}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_is_checked_whole_with_a_sum_at_the_end(shelf: Path) -> None:
    done = shanzhi("method", "check", ".", "--lang", "en", cwd=shelf)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert lines[-1].startswith("2 files: 1 can be used; 1 to mend, ")
    assert lines[-1].endswith("Not passed: ./care/deep/spoiled.yaml.")
    assert [line for line in lines if "glossary" in line or ".kept" in line] == []
    assert done.stderr.decode().strip().endswith("passed over: ./care/other.yaml")


def test_all_examples_of_a_folder_are_run(shelf: Path) -> None:
    (shelf / "care" / "deep" / "spoiled.yaml").write_text(TINY, encoding="utf-8")
    done = shanzhi("method", "test", "care", "--lang", "en", cwd=shelf)
    assert (done.returncode, done.stdout.decode().splitlines()[-1]) == (0, "2 files: all examples pass.")


def test_a_folder_without_methods_is_told(shelf: Path) -> None:
    done = shanzhi("method", "check", "en", cwd=shelf)
    assert done.returncode == 2
    assert "en 里没有工作法文件" in done.stderr.decode()


def test_english_is_told_and_put_in_order(shelf: Path) -> None:
    told = shanzhi("method", "english", "care/tiny.yaml", "--lang", "en", cwd=shelf)
    assert told.returncode == 1
    assert "missing: stages.asked.acts.finish.label: 补好了它" in told.stdout.decode()
    assert "待办" not in told.stdout.decode()  # the glossary has it
    written = shanzhi("method", "english", "care/tiny.yaml", "--write", cwd=shelf).stdout.decode()
    assert "已整理" in written
    assert "--write" not in written
    english = shelf / "en" / "tiny.yaml"
    text = english.read_text(encoding="utf-8")
    assert "stages.closed.label: {已销账: Closed out}\n" in text
    assert "stages.asked.acts.finish.label: {补好了它: ''}\n" in text
    english.write_text(text.replace("''", "Written"), encoding="utf-8")
    whole = shanzhi("method", "english", "care/tiny.yaml", cwd=shelf)
    assert (whole.returncode, whole.stdout.decode()) == (0, "care/tiny.yaml：英文齐全。\n")


def test_a_table_of_english_with_a_fault_is_told_by_its_line(shelf: Path) -> None:
    (shelf / "en" / "tiny.yaml").write_text("a: b\nc: [d]\n", encoding="utf-8")
    done = shanzhi("method", "english", "care/tiny.yaml", cwd=shelf)
    assert done.returncode == 1
    assert "tiny.yaml:2:4 SZ203" in done.stdout.decode()


def test_a_method_is_read_in_plain_sentences(shelf: Path) -> None:
    done = shanzhi("method", "read", "care/tiny.yaml", cwd=shelf)
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert said.startswith("小事\n\n一、做什么\n")
    assert "（1）待办\n  - 由谁办：网格员。\n  - 时限：2 个工作日。\n" in said
    english = shanzhi("method", "read", "care/tiny.yaml", "--lang", "en", "-o", "read.txt", cwd=shelf)
    assert english.returncode == 0
    assert "Whose desk: grid worker." in (shelf / "read.txt").read_text(encoding="utf-8")


def test_a_file_with_errors_is_not_read(shelf: Path) -> None:
    done = shanzhi("method", "read", "care/deep/spoiled.yaml", cwd=shelf)
    assert done.returncode == 1
    assert "SZ301" in done.stderr.decode()


def test_the_fragments_of_a_folder_are_checked_with_its_methods(shelf: Path) -> None:
    part = "fragment: look\ntitle: 看\nversion: 1\nsource: 自编\nstages: {a: {label: 看, due: 1 day, acts: {b: {label: 好, to: c}}}}\noutcomes: {d: 好}\n"
    (shelf / "fragments").mkdir()
    (shelf / "fragments" / "look.yaml").write_text(part, encoding="utf-8")
    (shelf / "care" / "deep" / "spoiled.yaml").unlink()
    done = shanzhi("method", "check", ".", "--lang", "en", cwd=shelf)
    assert done.returncode == 1
    assert "./fragments/look.yaml:5:" in done.stdout.decode()
    assert "SZ360" in done.stdout.decode()
    (shelf / "fragments" / "look.yaml").write_text(part.replace("to: c", "to: d"), encoding="utf-8")
    assert shanzhi("method", "check", ".", cwd=shelf).returncode == 0
    assert shanzhi("method", "test", "care", cwd=shelf).returncode == 0
