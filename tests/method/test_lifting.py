"""A file of the first edition is lifted to today's words: the same method, told by its own lines, and written down alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from shanzhi.engine.examples import run_examples
from shanzhi.library import files
from shanzhi.method.check import examine, load
from shanzhi.method.layout import write_down
from shanzhi.method.lifting import lift
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node, read

OLD = sorted((Path(__file__).parent / "first_edition").glob("*.yaml"))
METHODS = list(files().values())


def nodes(text: str) -> Node:
    root = read(text, Problems())
    assert root is not None
    return root


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_an_old_file_is_sound_and_its_examples_pass(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [problem.code for problem in examine(text, kept=True).errors] == []
    assert [
        played.problems for played in run_examples(text.encode(), kept=True).examples if played.problems
    ] == []


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_what_is_written_down_is_what_is_lifted(path: Path) -> None:
    lifted = lift(nodes(path.read_text(encoding="utf-8"))).root
    again = nodes(write_down(lifted))
    assert again.plain() == lifted.plain()
    assert not lift(again).changed


@pytest.mark.parametrize("path", METHODS, ids=lambda path: path.stem)
def test_a_file_in_todays_words_comes_back_as_it_is(path: Path) -> None:
    root = nodes(path.read_text(encoding="utf-8"))
    assert lift(root).root is root
    assert nodes(write_down(root)).plain() == root.plain()


def test_an_adopted_method_keeps_its_hash_whatever_it_is_lifted_to() -> None:
    text = next(path for path in OLD if path.stem == "task").read_text(encoding="utf-8")
    moved = write_down(lift(nodes(text)).root)
    assert load(text).hash == load("# another layout\n" + text).hash
    assert load(text).hash != load(moved).hash


def test_a_fault_is_told_by_the_line_on_which_it_stands() -> None:
    text = next(path for path in OLD if path.stem == "task").read_text(encoding="utf-8")
    spoilt = text.replace("owner: {type: person, optional: true", "owner: {type: persn, optional: true", 1)
    line = spoilt[: spoilt.index("persn")].count("\n") + 1
    assert line in {problem.line for problem in examine(spoilt).errors}


def test_a_name_asked_in_two_ways_is_two_facts_and_the_second_is_kept_in_the_first() -> None:
    text = next(path for path in OLD if path.stem == "task").read_text(encoding="utf-8")
    lifted = lift(nodes(text))
    assert [remark.en for remark in lifted.remarks if "owner_2" in remark.en]
    act = load(text).stages["doing"].acts["reassign"]
    assert [field.name for field in act.form] == ["owner_2"]
    assert [(one.field, one.program.source) for one in act.sets if one.program is not None] == [
        ("owner", "people.owner_2")
    ]


CONDITIONS = [
    ("stars >= inputs.least && reply != 'stars'", "data.stars >= inputs.least && data.reply != 'stars'"),
    ("voted * 2 > electors", "count.voted * 2 > count.electors"),
    ("size(reply) > 3 && has(stars)", "size(data.reply) > 3 && has(data.stars)"),
    ("inputs.words.exists(stars, stars == reply)", "inputs.words.exists(stars, stars == data.reply)"),
    ("extended.work == 0 && now > opened", "clocks.work.extended == 0 && now > matter.opened"),
    ("reply.startsWith('a')", "data.reply.startsWith('a')"),
]


@pytest.mark.parametrize(("old", "new"), CONDITIONS)
def test_names_in_conditions_get_their_scope_and_nothing_else_changes(old: str, new: str) -> None:
    text = (
        "form: {subject: {type: text, label: x}}\n"
        "stages: {one: {acts: {go: {form: {stars: {type: integer, label: y}, reply: {type: text, label: z}}, "
        f'to: [{{when: "{old}", stage: one}}]}}}}}}}}\n'
    )
    act = lift(nodes(text)).root.plain()["stages"]["one"]["acts"]["go"]
    assert act["to"][0]["when"] == new
    assert act["asks"] == ["stars", "reply"]


def test_what_an_act_requires_spoke_of_the_fact_before_it() -> None:
    text = (
        "form: {size: {type: integer, label: x}}\n"
        "stages: {one: {acts: {grow: {form: {size: {type: integer, label: x}}, "
        'requires: [{that: "size > data.size", otherwise: y}]}}}}\n'
    )
    act = lift(nodes(text)).root.plain()["stages"]["one"]["acts"]["grow"]
    assert act["requires"][0]["that"] == "data.size > before.size"


WITHOUT_QUESTIONS = """\
method: bell
title: x
version: 1
source: y
inputs: {within: {type: duration, default: 2 workdays, label: z}}
open: {by: [resident], at: grid, to: asked}
stages:
  asked: {label: a, desk: grid_worker, due: {in: within}, acts: {finish: {label: b, to: closed}}}
  closed: {label: c, end: done, effects: [{notify: {to: [opener], text: d}}]}
measures: {done: {label: e, share: closed}}
examples: [{title: f, when: [{open: {}, by: resident}, {act: finish, by: grid_worker}], then: {end: done}}]
"""


def test_a_file_that_asks_nothing_is_known_by_its_other_words() -> None:
    lifted = lift(nodes(WITHOUT_QUESTIONS))
    assert lifted.changed
    assert not examine(WITHOUT_QUESTIONS).errors
    assert lifted.root.plain()["stages"]["asked"]["due"] == {"lasts": "inputs.within"}
    assert not lift(lifted.root).changed
