"""`shanzhi method simulate …` as it is typed: what it says, in which language, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_method_commands import shanzhi

SHORT = ("--days", "14", "--places", "1", "--runs", "2")


def test_it_tells_matters_clocks_and_workload(tmp_path: Path) -> None:
    done = shanzhi("method", "simulate", "appeal", *SHORT, "--lang", "en", cwd=tmp_path)
    told = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert told.startswith(
        "Appeals to close-out: 14 days, 1 places, 5 matters a day in each, 2 runs (seed 1)\n"
    )
    for part in (
        "opened",
        "of these: closed out",
        "still open",
        "on time (clock handle)",
        "district staff",
        "workload",
    ):
        assert part in told


def test_it_speaks_chinese(tmp_path: Path) -> None:
    told = shanzhi("method", "simulate", "appeal", *SHORT, cwd=tmp_path).stdout.decode()
    assert told.startswith("诉求闭环：14 天，1 个地方")
    assert "社区工作者" in told
    assert "平均排队" in told


def test_json_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    words = ("method", "simulate", "appeal", *SHORT, "--seed", "5", "--json")
    first, second = (shanzhi(*words, cwd=tmp_path).stdout for _ in range(2))
    assert first == second
    told = json.loads(first)
    assert (told["method"], told["seed"], told["runs"], told["broken"]) == ("appeal", 5, 2, 0)
    assert told["load"]["days"] == 14
    assert set(told["opened"]) == {"median", "p10", "p90"}
    assert not any("person" in desk for desk in told["desks"])


def test_the_command_line_stands_over_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "load.yaml").write_text("days: 10\nstaff: {grid_worker: 2}\ninputs: {verify: false}\n")
    words = ("--load", "load.yaml", "--days", "7", "--staff", "community_staff=3", "--set", "most_redone=0")
    done = shanzhi("method", "simulate", "appeal", *words, "--runs", "1", "--json", cwd=tmp_path)
    load = json.loads(done.stdout)["load"]
    assert (load["days"], load["staff"]) == (7, {"grid_worker": 2, "community_staff": 3})
    assert load["inputs"] == {"verify": False, "most_redone": 0}


def test_the_example_scenario_can_be_run(tmp_path: Path) -> None:
    printed = shanzhi("method", "simulate", "errand", "--example-load", cwd=tmp_path)
    assert printed.returncode == 0
    (tmp_path / "load.yaml").write_bytes(printed.stdout)
    done = shanzhi("method", "simulate", "errand", "--load", "load.yaml", *SHORT, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--days", "0"), "“days” must be a whole number from 1 to 7,300, not “0”."),
        (("--runs", "0"), "“runs” must be a whole number from 1 to 1,000"),
        (("--arrivals", "-1"), "“per_day” must be a number"),
        (("--staff", "grid_wrker=2"), "Did you mean “grid_worker”?"),
        (("--staff", "grid_worker"), "Write “grid_worker” as role=number."),
        (("--set", "verfy=false"), "This method has no input “verfy”. Did you mean “verify”?"),
        (("--set", "most_redone=99"), "most_redone: must be at most 5."),
        (("--load", "none.yaml"), "There is no file none.yaml"),
        (("--days", "7000", "--arrivals", "1000"), "That makes about 210,000,000 matters"),
    ],
)
def test_bad_input_is_told_in_a_sentence(tmp_path: Path, words: tuple[str, ...], part: str) -> None:
    done = shanzhi("method", "simulate", "appeal", *words, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    said = " ".join(done.stderr.decode().split())
    assert part in said
    assert "Traceback" not in said


def test_a_faulty_scenario_is_told_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "load.yaml").write_text("days: 10\nplacs: 2\nstaff: {grid_worker: -1}\n")
    done = shanzhi("method", "simulate", "appeal", "--load", "load.yaml", cwd=tmp_path)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert lines[0] == "load.yaml:2:1 “scenario”下没有“placs”。是不是“places”？"
    assert lines[1].startswith("load.yaml:3:22 “grid_worker”应为 0 到 1,000 的整数")
    assert lines[2] == "load.yaml 有 2 处要改。"


HARD = """
method: hard
title: 难发起
version: 1
source: 示例，本库自拟
form:
  people: {type: integer, min: 1, max: 100, label: 几个人}
open:
  by: [resident]
  at: grid
  to: reported
  requires:
    - {that: people > 90, otherwise: 人数不够，请先约够人。}
stages:
  reported: {label: 待办, desk: grid_worker, due: 2 workdays, acts: {fix: {label: 办好, to: closed}}}
  closed: {label: 办好, end: done, effects: [{notify: {to: [opener], text: 办好了}}]}
examples:
  - title: 约够了人
    when:
      - open: {people: 95}
        by: resident
      - act: fix
    then: {stage: closed}
"""


def test_it_says_why_matters_could_not_be_opened_and_what_to_change(tmp_path: Path) -> None:
    (tmp_path / "hard.yaml").write_text(HARD)
    told = shanzhi("method", "simulate", "hard.yaml", *SHORT, cwd=tmp_path).stdout.decode()
    assert "没能发起" in told
    assert "人数不够，请先约够人。" in told
    assert "--example-load" in told
    counted = json.loads(shanzhi("method", "simulate", "hard.yaml", *SHORT, "--json", cwd=tmp_path).stdout)
    assert sum(reason["times"] for reason in counted["reasons"]) > 0
