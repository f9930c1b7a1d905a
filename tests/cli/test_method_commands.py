"""`shanzhi method …` as it is typed: what it says, in which language, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shanzhi.method.explanations import WHY
from shanzhi.method.problems import SENTENCES
from tests.method.tiny import TINY, tiny


def shanzhi(
    *words: str, cwd: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a person would, in a folder of its own and with a plain environment."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "SYSTEMROOT")}
    return subprocess.run(
        [sys.executable, "-c", "from shanzhi.cli import main; main()", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**kept, "PYTHONUTF8": "1", "COLUMNS": "100", **environment},
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(TINY, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(
        tiny(("to: closed", "to: clsed"), ("at: grid", "at: moon")), encoding="utf-8"
    )
    (tmp_path / "advice.yaml").write_text(tiny(("  办结率: Closed\n", "")), encoding="utf-8")
    return tmp_path


def test_a_sound_file_passes(folder: Path) -> None:
    done = shanzhi("method", "check", "good.yaml", cwd=folder)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "good.yaml：没有问题。\n", b"")


def test_all_problems_of_all_files_are_told_with_their_places(folder: Path) -> None:
    done = shanzhi("method", "check", "bad.yaml", "good.yaml", "--lang", "en", cwd=folder)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert lines[0].startswith("bad.yaml:10:28 SZ307 ")
    assert lines[1] == "bad.yaml:17:32 SZ301 There is no stage “clsed”. Did you mean “closed”?"
    assert lines[-1] == "good.yaml: no problems."


def test_advice_fails_only_when_strict(folder: Path) -> None:
    assert shanzhi("method", "check", "advice.yaml", cwd=folder).returncode == 0
    assert shanzhi("method", "check", "--strict", "advice.yaml", cwd=folder).returncode == 1


def test_json_has_both_languages(folder: Path) -> None:
    done = shanzhi("method", "check", "--json", "bad.yaml", cwd=folder)
    (told,) = json.loads(done.stdout)
    assert (told["file"], told["ok"]) == ("bad.yaml", False)
    problem = told["problems"][1]
    assert (problem["code"], problem["line"], problem["column"], problem["weight"]) == (
        "SZ301",
        17,
        32,
        "error",
    )
    assert "closed" in problem["zh"]
    assert "closed" in problem["en"]


def test_a_file_can_be_piped_in(folder: Path) -> None:
    done = shanzhi("method", "check", "-", cwd=folder, stdin=TINY.encode())
    assert (done.returncode, done.stdout.decode()) == (0, "-：没有问题。\n")


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "没有问题"),
        ({"LANG": "C.UTF-8"}, "没有问题"),
        ({"LANG": "zh_CN.UTF-8"}, "没有问题"),
        ({"LANG": "en_GB.UTF-8"}, "no problems"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "no problems"),
    ],
)
def test_the_language_comes_from_the_environment(
    folder: Path, environment: dict[str, str], says: str
) -> None:
    assert says in shanzhi("method", "check", "good.yaml", cwd=folder, **environment).stdout.decode()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["method", "chek", "x"], "“check”"),
        (["method", "check", "--strct", "x"], "--strct"),
        (["method", "check"], "还缺少"),
        (["method", "check", "nowhere.yaml"], "找不到文件 nowhere.yaml"),
        (["method", "check", "."], "文件夹"),
        (["method", "check", "apeal"], "“appeal”"),
        (["method", "explain", "SZ999"], "SZ999"),
        (["nothing"], "“nothing”"),
        (["method", "check", "good.yaml", "--lang", "fr"], "zh"),
    ],
)
def test_a_mistyped_command_is_told_what_to_type(folder: Path, words: list[str], says: str) -> None:
    done = shanzhi(*words, cwd=folder)
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_help_teaches_with_examples_in_both_languages(folder: Path) -> None:
    assert "shanzhi method check my.yaml" in shanzhi("method", "--help", cwd=folder).stdout.decode()
    english = shanzhi("method", "check", "--help", "--lang", "en", cwd=folder).stdout.decode()
    assert "Point out every problem" in english
    assert not any("\u4e00" <= c <= "\u9fff" for c in english)


def test_every_code_is_explained(folder: Path) -> None:
    assert set(WHY) == set(SENTENCES)
    done = shanzhi("method", "explain", "sz503", "--lang", "en", cwd=folder)
    assert done.returncode == 0
    assert "Every stage that waits for people has `due`" in done.stdout.decode()


def test_methods_are_worked_on_without_django(folder: Path) -> None:
    code = "import sys; sys.argv = ['shanzhi', 'method', 'check', 'good.yaml']\nfrom shanzhi.cli import main\ntry: main()\nexcept SystemExit: pass\nassert not [m for m in sys.modules if m.split('.')[0] == 'django']"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
