"""The English of a method: by path or by text, inside the file or beside it, and what is missing or out of step."""

from __future__ import annotations

import re

import pytest

from shanzhi import library
from shanzhi.method.check import Checked, examine, load
from shanzhi.method.draw.described import described
from shanzhi.method.english import (
    NONE,
    English,
    Revised,
    Table,
    packed,
    read_table,
    resolved,
    revised,
    write_table,
)
from shanzhi.method.problems import MethodError
from tests.method.tiny import TINY, tiny

BARE = re.sub(r"^en:\n(?:  .*\n)+", "", TINY, flags=re.MULTILINE)
LABEL = "stages.closed.label"


def beside(table: Table) -> Checked:
    return examine(BARE, english=lambda method: English((table,)) if method == "tiny" else NONE)


def ordered(own: Table, *changes: tuple[str, str], shared: Table | None = None) -> Revised:
    return revised(list(examine(tiny(*changes)).texts), own, English((shared or {},)))


def whole() -> Table:
    """A table with the English of all texts of the tiny method, by path."""
    return {path: {zh: f"E {zh}"} for path, zh in examine(BARE).texts}


def test_english_goes_by_the_path_and_the_text_there() -> None:
    method = beside({LABEL: {"已销账": "Closed out"}}).method
    assert method is not None
    assert method.stages["closed"].label.en == "Closed out"
    other = beside({LABEL: {"另一句": "Something else"}}).method
    assert other is not None
    assert other.stages["closed"].label.en == "已销账"


def test_a_path_says_otherwise_than_the_text_alone() -> None:
    found = English(({LABEL: {"其他": "Others"}, "其他": "Other"},))
    assert (found.of(LABEL, "其他"), found.of("stages.x.label", "其他")) == ("Others", "Other")


def test_a_text_that_moved_keeps_its_english_until_the_table_is_put_in_order() -> None:
    assert English(({"open.label": {"反映": "Report"}},)).of("open.report.label", "反映") == "Report"


def test_a_case_goes_by_its_stage_and_no_path_holds_a_number() -> None:
    texts = examine(library.text("appeal")).texts
    assert ("stages.rating.outcomes.satisfied.to.closed.label", "销账") in texts
    assert (
        "acts.resolve.requires.otherwise",
        "请先联系诉求人，用“已联系”记下来。",
    ) in texts
    assert not [path for path, _ in texts if re.search(r"\[|\.\d+(\.|$)", path) or not path]


def test_a_file_may_carry_english_by_path_too() -> None:
    text = TINY.replace(
        "\nen:\n", f"\nen:\n  {LABEL}: {{已销账: All done}}\n  stages.gone.label: {{没有: Gone}}\n"
    )
    checked = examine(text)
    assert checked.method is not None
    assert checked.method.stages["closed"].label.en == "All done"
    unused = [p.why.zh for p in checked.problems if p.code == "SZ512"]
    assert [("“没有”" in why, "“已销账”" in why) for why in unused] == [(True, False), (False, True)]


def test_english_is_no_part_of_the_content() -> None:
    assert load(TINY).hash == load(TINY.replace("It is done", "Finished")).hash
    assert load(TINY).hash == load(BARE).hash != load(TINY.replace("办好了", "办妥了")).hash


def test_a_whole_table_in_order_is_left_as_it_is() -> None:
    found = ordered(whole())
    assert (found.missing, found.unused, found.moved, dict(found.table)) == ((), (), (), whole())


def test_what_is_missing_and_what_is_of_no_use_is_told() -> None:
    own = {path: told for path, told in whole().items() if path != LABEL}
    found = ordered({**own, "stages.gone.label": {"没有": "Gone"}})
    assert [(one.path, one.zh, one.before) for one in found.missing] == [(LABEL, "已销账", "")]
    assert found.unused == ("stages.gone.label: 没有",)
    assert found.table[LABEL] == {"已销账": ""}


def test_chinese_that_was_changed_is_told_with_what_it_was() -> None:
    found = ordered(whole(), ("label: 已销账", "label: 销账了"))
    (one,) = found.missing
    assert (one.zh, one.before, one.was) == ("销账了", "已销账", "E 已销账")
    assert found.table[LABEL] == {"销账了": "", "已销账": "E 已销账"}
    again = ordered(
        {**found.table, LABEL: {"销账了": "Struck off", "已销账": "E 已销账"}},
        ("label: 已销账", "label: 销账了"),
    )
    assert (again.missing, again.table[LABEL]) == ((), {"销账了": "Struck off"})


def test_what_moved_takes_its_english_along() -> None:
    found = ordered(whole(), ("  closed:\n", "  over:\n"), ("to: closed", "to: over"))
    assert (found.missing, found.unused) == ((), ())
    assert "stages.over.label" in found.moved
    assert found.table["stages.over.label"] == {"已销账": "E 已销账"}


def test_what_the_glossary_has_is_not_asked_for() -> None:
    own = {path: told for path, told in whole().items() if path != LABEL}
    assert ordered(own, shared={"已销账": "Closed out"}).missing == ()


@pytest.mark.parametrize("name", [*library.names(), "glossary"])
def test_the_librarys_english_reads_as_it_is_written(name: str) -> None:
    text = (library.folder() / "en" / f"{name}.yaml").read_text(encoding="utf-8")
    table = read_table(text)
    assert table
    assert read_table(write_table(table)) == table


@pytest.mark.parametrize("name", library.names())
def test_the_library_is_in_english(name: str) -> None:
    file = library.files()[name]
    own = read_table(library.english_file(file).read_bytes())
    found = revised(list(examine(library.text(file.stem)).texts), own, library.shared_english(file))
    assert (found.missing, found.unused, found.moved) == ((), (), ())


def _texts_of(name: str) -> set[str]:
    checked = examine(library.text(name) or "")
    return {zh for _, zh in (*checked.texts, *checked.inside)}


def test_every_word_of_the_glossary_is_used_and_long_texts_can_be_written() -> None:
    glossary = read_table((library.folder() / "en" / "glossary.yaml").read_bytes())
    used = {zh for file in library.files().values() for zh in _texts_of(file.stem)}
    assert set(glossary) - used == set()
    long = {"长" * 1500: "Long", "summary": {"很" * 1200: "Very: long"}}
    assert read_table(write_table(long)) == long


@pytest.mark.parametrize("name", library.names())
def test_a_file_handed_on_has_its_english_inside(name: str) -> None:
    text = library.text(name) or ""
    checked = examine(text, english=library.english)
    alone = examine(packed(text, resolved(checked.texts, library.english(name))))
    assert alone.method is not None
    assert checked.method is not None
    assert [p.show(name) for p in alone.problems] == [p.show(name) for p in checked.problems]
    assert described(alone.method, None, "en") == described(checked.method, None, "en")
    assert (alone.method.hash, alone.method.title) == (checked.method.hash, checked.method.title)


def test_english_is_added_to_what_a_file_has_of_its_own() -> None:
    text = TINY.replace("  已销账: Closed out\n", "")
    made = examine(packed(text, {LABEL: {"已销账": "Closed out"}}))
    assert made.problems == []


@pytest.mark.parametrize("text", ["[a, b]", "a: [b]", "stages.x: {y: {z: w}}", "a: true", "a: b: c"])
def test_a_table_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(MethodError):
        read_table(text)
    assert read_table("") == {}
