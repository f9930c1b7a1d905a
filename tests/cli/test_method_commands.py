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
    assert lines[0].startswith("bad.yaml:11:31 SZ307 ")
    assert lines[1] == "bad.yaml:18:32 SZ301 There is no stage “clsed”. Did you mean “closed”?"
    assert lines[-2] == "good.yaml: no problems."
    assert lines[-1].startswith("2 files: 1 can be used; 2 to mend, 0 pieces of advice. Not passed: bad.yaml")


def test_what_must_be_mended_is_told_first_and_missing_english_in_one_line(folder: Path) -> None:
    text = tiny(("to: closed", "to: clsed"), ("  办结率: Closed\n", ""), ("  什么事: What is it\n", ""))
    (folder / "both.yaml").write_text(text, encoding="utf-8")
    lines = shanzhi("method", "check", "both.yaml", "--lang", "en", cwd=folder).stdout.decode().splitlines()
    assert "SZ301" in lines[0]
    assert [line for line in lines if "SZ511" in line] == [lines[-2]]
    assert "2 texts" in lines[-2]
    (folder / "both.yaml").write_text(text.replace("clsed", "closed"), encoding="utf-8")
    mended = shanzhi("method", "check", "both.yaml", "--lang", "en", cwd=folder).stdout.decode()
    assert mended.count("SZ511") == 2


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
        18,
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
        (["method", "show", "."], "文件夹"),
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


@pytest.mark.parametrize("kind", ["handle", "claim", "decide"])
def test_a_new_method_passes_its_own_checks_and_examples(folder: Path, kind: str) -> None:
    made = shanzhi("method", "new", "my-own.yaml", "--kind", kind, "--title", "路灯: 报修", cwd=folder)
    assert made.returncode == 0, made.stderr
    assert "shanzhi method check my-own.yaml" in made.stdout.decode()
    assert shanzhi("method", "check", "--strict", "my-own.yaml", cwd=folder).returncode == 0
    told = shanzhi("method", "test", "--json", "my-own.yaml", cwd=folder)
    (outcome,) = json.loads(told.stdout)
    assert told.returncode == 0
    assert outcome["ok"]
    assert outcome["ways"][0] == outcome["ways"][1] > 0
    assert "路灯: 报修 (my-own v1)" in shanzhi("method", "show", "my-own.yaml", cwd=folder).stdout.decode()


def test_a_new_method_never_takes_the_place_of_a_file(folder: Path) -> None:
    before = (folder / "good.yaml").read_bytes()
    assert shanzhi("method", "new", "good.yaml", cwd=folder).returncode == 2
    assert (folder / "good.yaml").read_bytes() == before
    assert shanzhi("method", "new", "good.yaml", "--force", cwd=folder).returncode == 0
    assert (folder / "good.yaml").read_bytes() != before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["Bad Name.yaml"], "“Bad Name”"),
        (["good.yml"], "good.yaml"),
        (["x.yaml", "--kind", "clam"], "“claim”"),
        (["x.yaml", "--title", "\u202e"], "换一个"),
        (["no/such/folder/x.yaml"], "写不了"),
    ],
)
def test_what_cannot_be_begun_is_told_and_leaves_nothing(folder: Path, words: list[str], says: str) -> None:
    before = sorted(path.name for path in folder.iterdir())
    done = shanzhi("method", "new", *words, cwd=folder)
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert sorted(path.name for path in folder.iterdir()) == before


def test_examples_that_fail_end_with_one(folder: Path) -> None:
    (folder / "wrong.yaml").write_text(tiny(("end: done}", "end: failed}")), encoding="utf-8")
    done = shanzhi("method", "test", "wrong.yaml", "good.yaml", cwd=folder, LANG="en_US.UTF-8")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert lines[0] == "  ✗ 办好 (step 2)"
    assert lines[1].startswith("wrong.yaml:44:34 SZ704 ")
    assert lines[-2] == "good.yaml: 1/1 examples pass, 2/2 ways taken, 0/0 refusals met."
    assert lines[-1] == "2 files: 1 pass; not passed: wrong.yaml."
    assert (
        "cannot run yet" in shanzhi("method", "test", "bad.yaml", "--lang", "en", cwd=folder).stdout.decode()
    )


def test_show_tells_draws_and_marks(folder: Path) -> None:
    told = shanzhi("method", "show", "good.yaml", "--stage", "asked", cwd=folder)
    assert "现在在“待办”。" in told.stdout.decode()
    assert shanzhi("method", "show", "good.yaml", "-o", "good.svg", "--wide", cwd=folder).returncode == 0
    assert (folder / "good.svg").read_text("utf-8").startswith("<svg ")
    piped = shanzhi("method", "show", "good.yaml", "-o", "-", "--lang", "en", cwd=folder).stdout.decode()
    assert "Closed out" in piped
    assert "var(" not in piped
    assert shanzhi("method", "show", "bad.yaml", cwd=folder).returncode == 1
    assert shanzhi("method", "show", "good.yaml", "--stage", "moon", cwd=folder).returncode == 2


def test_diff_says_what_changed_and_fails_where_a_stage_is_lost(folder: Path) -> None:
    (folder / "next.yaml").write_text(tiny(("default: 2 workdays", "default: 3 workdays")), encoding="utf-8")
    done = shanzhi("method", "diff", "good.yaml", "next.yaml", cwd=folder)
    assert done.returncode == 0
    assert "~ 环节“待办”的时限：2 个工作日 → 3 个工作日。" in done.stdout.decode()
    same = shanzhi("method", "diff", "good.yaml", "good.yaml", "--lang", "en", cwd=folder)
    assert (same.returncode, same.stdout.decode()) == (0, "The two versions are the same.\n")
    lost = shanzhi("method", "diff", "appeal", "good.yaml", "--json", cwd=folder)
    assert lost.returncode == 1
    assert "handling" in json.loads(lost.stdout)["lost_stages"]


def test_the_schema_is_printed(folder: Path) -> None:
    done = shanzhi("method", "schema", cwd=folder)
    assert json.loads(done.stdout)["$defs"]["stage"]["properties"]["desk"]


def test_the_library_is_listed_in_both_languages(folder: Path) -> None:
    assert "appeal\t诉求闭环" in shanzhi("method", "list", cwd=folder).stdout.decode()
    assert "appeal\tAppeals" in shanzhi("method", "list", "--lang", "en", cwd=folder).stdout.decode()


def test_other_methods_are_found_beside_the_file(folder: Path) -> None:
    steps = "      - act: finish\n"
    beside = "      - {open: other.start, by: resident, with: {subject: 另一件}}\n      - {act: other.finish, by: grid_worker}\n"
    (folder / "own.yaml").write_text(tiny((steps, beside + steps)), encoding="utf-8")
    missing = shanzhi("method", "test", "own.yaml", cwd=folder, LANG="en_US.UTF-8")
    assert missing.returncode == 1
    assert "is there a method “other”" in missing.stdout.decode()
    (folder / "other.yaml").write_text(tiny(("method: tiny", "method: other")), encoding="utf-8")
    done = shanzhi("method", "test", "own.yaml", cwd=folder, LANG="en_US.UTF-8")
    assert done.returncode == 0, done.stdout.decode()
