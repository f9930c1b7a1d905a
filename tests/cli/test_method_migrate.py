"""`shanzhi method migrate`: an older file in today's words, with the comments above its parts, or what to mend first."""

from __future__ import annotations

from pathlib import Path

from shanzhi.method.check import examine
from tests.cli.test_method_commands import shanzhi

OLD = Path(__file__).parents[1] / "method" / "first_edition" / "task.yaml"


def test_an_older_file_is_written_in_todays_words(tmp_path: Path) -> None:
    text = "# 谁都看得懂\n" + OLD.read_text(encoding="utf-8")
    (tmp_path / "task.yaml").write_text(text, encoding="utf-8")
    told = shanzhi("method", "migrate", "task.yaml", "-o", "new.yaml", cwd=tmp_path)
    made = (tmp_path / "new.yaml").read_text(encoding="utf-8")
    assert told.returncode == 0
    assert "owner_2" in told.stderr.decode()
    assert made.startswith("# 谁都看得懂\nmethod: task\n")
    assert "\ndata:\n" in made
    assert "\nform:" not in made
    assert not examine(made).errors
    again = shanzhi("method", "migrate", "new.yaml", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, b"")


def test_a_file_with_faults_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "task.yaml"
    spoilt = OLD.read_text(encoding="utf-8").replace("type: person", "type: persn", 1)
    file.write_text(spoilt, encoding="utf-8")
    told = shanzhi("method", "migrate", "task.yaml", "--in-place", cwd=tmp_path)
    assert told.returncode == 1
    assert "persn" in (told.stdout + told.stderr).decode()
    assert file.read_text(encoding="utf-8") == spoilt
