"""What is typed: `shanzhi ballot …`, and the stand-alone program run by a Python that has no package at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from shanzhi.secrecy import (
    Publishing,
    fingerprint,
    open_box,
    read_bulletin,
    receipt_for,
    recount,
    write_bulletin,
)
from shanzhi.secrecy.archive import NAME, archive
from tests.secrecy.boxes import NAMES, NO, YES, Box, make_box

Run = Callable[..., subprocess.CompletedProcess[str]]
RULE = Publishing(NAMES, ("yes > no",))


@pytest.fixture(scope="module")
def exact() -> Box:
    """Published exactly: holders may open one by one."""
    return make_box([YES] * 21 + [NO] * 12, publishing=RULE, k=2, n=3)


@pytest.fixture(scope="module")
def small() -> Box:
    """Only whether it passed is published."""
    return make_box([YES] * 5 + [NO] * 3, publishing=RULE, k=2, n=3)


@pytest.fixture(params=["program", "script"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    if request.param == "script":
        (tmp_path / NAME).write_bytes(archive())
        command = [sys.executable, "-I", "-S", NAME]
    else:
        command = [sys.executable, "-c", "from shanzhi.cli import main; main()", "ballot"]

    def run(*words: str, stdin: str = "", lang: str = "en") -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        environment = {
            **kept,
            "HOME": str(tmp_path),
            "PYTHONUTF8": "1",
            "LC_ALL": f"{lang}_XX.UTF-8",
            "SHANZHI_LANG": lang,
        }
        environment["COLUMNS"] = "200"
        return subprocess.run(
            [*command, *words],
            input=stdin,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            check=False,
        )

    return run


def put(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return name


def spoiled(ballot: str) -> str:
    """``ballot`` with one digit of its last scalar changed, whichever digit stood there."""
    return ballot[:-5] + ("1" if ballot[-5] == "0" else "0") + ballot[-4:]


def test_recount_tells_the_result_in_both_languages(run: Run, exact: Box, tmp_path: Path) -> None:
    opened = open_box(exact.bulletin, exact.shares())
    file = put(tmp_path, "b.json", write_bulletin(opened))
    done = run("recount", file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "33 sealed ballots, 0 papers, 33 on the roll" in done.stdout
    assert "21 votes" in done.stdout
    assert "Result: passed" in done.stdout
    assert "结论：通过" in run("recount", file, lang="zh").stdout
    not_yet = run("recount", put(tmp_path, "closed.json", write_bulletin(exact.bulletin)))
    assert (not_yet.returncode, "not opened yet" in not_yet.stdout) == (0, True)


def test_recount_names_every_fault_and_ends_with_one(run: Run, exact: Box, tmp_path: Path) -> None:
    data = json.loads(write_bulletin(open_box(exact.bulletin, exact.shares())))
    for number in (3, 9):
        data["ballots"][number - 1] = spoiled(data["ballots"][number - 1])
    done = run("recount", put(tmp_path, "b.json", json.dumps(data).encode()))
    assert done.returncode == 1
    assert "allot 3" in done.stdout
    assert "allot 9" in done.stdout
    assert "this bulletin does not hold" in done.stdout


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe\x00", b"no"])
def test_a_file_that_is_no_bulletin_is_told_in_words(run: Run, content: bytes, tmp_path: Path) -> None:
    done = run("recount", put(tmp_path, "b.json", content))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip()) > 20
    missing = run("recount", "nowhere.json")
    assert (missing.returncode, "Traceback" in missing.stderr) == (2, False)


def test_a_receipt_is_found_or_missed(run: Run, exact: Box, tmp_path: Path) -> None:
    context, ballots = exact.cast.context, exact.bulletin.ballots
    from shanzhi.secrecy import chain_heads

    heads = chain_heads(context, ballots)
    mark = fingerprint(context, ballots[6])
    good = receipt_for("M-1", 1, 7, mark, heads[7], ballots[6][1:33], context).text()
    file = put(tmp_path, "b.json", write_bulletin(exact.bulletin))
    found = run("receipt", file, good)
    assert (found.returncode, "number 7, unchanged" in found.stdout) == (0, True), found.stderr
    assert run("receipt", file, put(tmp_path, "receipt.txt", good.encode())).returncode == 0
    missed = run("receipt", file, good.replace('"number":7', '"number":8'))
    assert (missed.returncode, "Keep the receipt" in missed.stdout) == (1, True)
    assert run("receipt", file, '{"number": 7}').returncode == 2


def test_a_holder_checks_the_share(run: Run, exact: Box, tmp_path: Path) -> None:
    file = put(tmp_path, "b.json", write_bulletin(exact.bulletin, sealed=True))
    done = run("share", file, stdin=exact.cards[2] + "\n")
    assert "The share is right: you are holder 3" in done.stdout
    wrong = run("share", file, stdin=make_box([YES] * 2).cards[0] + "\n")
    assert (wrong.returncode, "not" in wrong.stderr) == (2, True)
    public = run("share", put(tmp_path, "p.json", write_bulletin(exact.bulletin)), stdin=exact.cards[2])
    assert "holders' copy" in public.stderr


def test_holders_open_one_by_one_and_the_files_make_the_result(run: Run, exact: Box, tmp_path: Path) -> None:
    file = put(tmp_path, "b.json", write_bulletin(exact.bulletin, sealed=True))
    for holder in (1, 3):
        done = run("open", file, "--no-heads", "-o", f"o{holder}.json", stdin=exact.cards[holder - 1] + "\n")
        assert done.returncode == 0, done.stderr
        assert exact.bulletin.z.hex()[:10] in done.stdout
    few = run("count", file, "o1.json", "--no-heads")
    assert (few.returncode, "2" in few.stderr) == (2, True)
    done = run("count", file, "o1.json", "o3.json", "--no-heads", "-o", "whole.json")
    assert done.returncode == 0, done.stderr
    made = read_bulletin((tmp_path / "whole.json").read_bytes())
    assert recount(made).faults == []
    assert made.result is not None
    assert made.result.heads == (21, 12, 0)
    assert made.key.sealed == ()
    assert run("recount", "whole.json").returncode == 0


def test_holders_open_together_what_tells_only_whether_it_passed(
    run: Run, small: Box, tmp_path: Path
) -> None:
    file = put(tmp_path, "b.json", write_bulletin(small.bulletin, sealed=True))
    alone = run("open", file, "--no-heads", stdin=small.cards[0] + "\n")
    assert (alone.returncode, "together" in alone.stderr) == (2, True)
    cards = "\n".join((small.cards[1], small.cards[2])) + "\n"
    done = run("count", file, "--no-heads", "-o", "whole.json", stdin=cards)
    assert "Result: passed" in done.stdout, done.stderr
    made = read_bulletin((tmp_path / "whole.json").read_bytes())
    assert recount(made).faults == []
    assert made.openings == ()


def test_a_box_that_was_exchanged_or_sealed_twice_is_not_opened(run: Run, exact: Box, tmp_path: Path) -> None:
    file = put(tmp_path, "b.json", write_bulletin(exact.bulletin, sealed=True))
    card = exact.cards[0] + "\n"
    assert "--no-heads" in run("open", file, stdin=card).stderr
    known = run("open", file, "--head", exact.bulletin.head.hex(), stdin=card)
    assert known.returncode == 0, known.stderr
    other = run("open", file, "--head", "ab" * 32, stdin=card)
    assert (other.returncode, "not in this chain" in other.stderr) == (2, True)
    from msgspec.structs import replace

    from shanzhi.secrecy import Struck
    from tests.secrecy.forging import anew

    closing = replace(exact.bulletin.closing, struck=(Struck(exact.roll[0].e, "不是本栋住户"),))
    again = put(tmp_path, "again.json", write_bulletin(anew(exact.bulletin, closing=closing), sealed=True))
    second = run("open", again, "--no-heads", stdin=card)
    assert (second.returncode, "another sealing" in second.stderr) == (2, True), second.stderr
    assert run("open", file, "--no-heads", stdin=card).returncode == 0


def test_a_forged_box_is_not_opened(run: Run, exact: Box, tmp_path: Path) -> None:
    data = json.loads(write_bulletin(exact.bulletin, sealed=True))
    data["ballots"][4] = spoiled(data["ballots"][4])
    done = run("open", put(tmp_path, "b.json", json.dumps(data).encode()), "--no-heads", stdin=exact.cards[0])
    assert done.returncode == 2
    assert not list(tmp_path.glob("opening-*"))


def test_help_teaches_in_both_languages(run: Run) -> None:
    for lang, says in (("en", "--head"), ("zh", "持钥人")):
        done = run("--help", lang=lang)
        assert done.returncode == 0
        for word in (says, "recount", "receipt", "share", "open", "count"):
            assert word in done.stdout


def test_the_stand_alone_program_is_the_same_bytes_each_time_and_written_by_the_command(
    tmp_path: Path,
) -> None:
    assert archive() == archive()
    done = subprocess.run(
        [sys.executable, "-c", "from shanzhi.cli import main; main()", "ballot", "program", "-o", "p.pyz"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (tmp_path / "p.pyz").read_bytes() == archive()
    assert "SHA-256" in done.stdout
    with zipfile.ZipFile(tmp_path / "p.pyz") as bundle:
        assert "shanzhi_ballot/ristretto.py" in bundle.namelist()
