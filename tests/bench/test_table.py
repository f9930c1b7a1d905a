"""A measurement's ratios, verdicts and conditions come out as they were measured."""

from __future__ import annotations

import json

import pytest
from rich.console import Console

from bench.__main__ import main
from bench.table import Table, conditions


def lives(quick: bool) -> Table:
    table = Table("lives", "lives/s", conditions=conditions(database="none"))
    table.add("theirs", 2_000 if quick else 4_000)
    table.add("ours", 30_000, against="theirs", least=10)
    return table


def test_a_ratio_is_worked_out_and_judged():
    table = lives(quick=True)

    assert table.ratio(table.row("ours")) == 15
    assert table.met(table.row("ours")) is True
    assert table.met(table.row("theirs")) is None
    slow = lives(quick=False)
    assert slow.met(slow.row("ours")) is False


def test_a_row_can_only_be_compared_with_a_row_that_is_there():
    with pytest.raises(KeyError):
        Table("lives", "lives/s").add("ours", 1, against="theirs")


def test_a_table_is_shown_with_the_conditions_it_was_made_under():
    console = Console(record=True, width=140)

    lives(quick=False).show(console)

    shown = console.export_text()
    assert "7.50 × theirs" in shown
    assert "≥ 10" in shown
    assert "Python 3" in shown
    assert "commit" in shown


def test_the_runner_measures_what_is_named_and_writes_it_down(tmp_path):
    file = tmp_path / "bench.json"

    assert main(["lives", "--quick", "--json", str(file)], {"lives": ("", lives), "other": ("", lives)}) == 0

    (table,) = json.loads(file.read_text())
    assert table["rows"][1] | {"note": ""} == {
        "name": "ours",
        "value": 30_000,
        "against": "theirs",
        "least": 10,
        "note": "",
        "ratio": 15,
        "met": True,
    }
    assert set(table["conditions"]) >= {"Python", "cores", "database", "commit"}


def test_an_unknown_measurement_is_refused_with_the_names_there_are(capsys):
    with pytest.raises(SystemExit):
        main(["speed"], {"lives": ("", lives)})

    assert "no such measurement: speed; there are: lives" in capsys.readouterr().err
