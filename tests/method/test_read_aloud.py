"""A method in plain sentences: every key is heard, every condition of the library has words, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from shanzhi import library
from shanzhi.method.aloud.changes import changed_sentences
from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.telling import Line
from shanzhi.method.aloud.whole import COUNTED, Reading, read_aloud
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.cel import CelType, compile_cel
from shanzhi.method.check import examine, load
from shanzhi.method.model import Method
from shanzhi.method.rolls import ROLL_WORDS, ROLLS
from tests.method.key_cases import CASES, PREPARED, SHOWN, TREE
from tests.method.test_consumers import changed
from tests.method.tiny import TINY, tiny

NOT_HEARD = {
    "method.version": "heard of the source",
    "method.roles": "a group is heard as the roles that it stands for",
    "method.defaults": "heard in each stage",
    "method.acts": "heard in each stage",
    "method.en": "the English itself",
    "method.examples": "examples are not read",
    "take.label": "heard of where it is missing",
    "exit.label": "heard of where it is missing",
}
"""Keys that a reading says by others."""
EXAMPLES = ("example.", "given.", "step.", "expected.", "expect.", "joined.")


def sentences(reading: Reading) -> Iterator[str]:
    """Everything that a reading says, Chinese and English by turns."""

    def lines(some: tuple[Line, ...]) -> Iterator[str]:
        for line in some:
            yield line.text.zh
            yield line.text.en
            yield from lines(line.below)

    for part in reading.parts:
        for one in (part, *part.parts):
            yield one.heading.zh
            yield one.heading.en
            yield from lines(one.lines)


@cache
def of_the_library(name: str) -> Method:
    return load(library.text(name), english=library.english)


@pytest.mark.parametrize("name", library.names())
def test_every_condition_of_the_library_has_words(name: str) -> None:
    assert read_aloud(of_the_library(name)).unspoken == ()


@pytest.mark.parametrize("name", library.names())
def test_the_library_is_read_in_english_too_and_without_code(name: str) -> None:
    said = list(sentences(read_aloud(of_the_library(name), library.titles())))
    assert [text for text in said[1::2] if re.search("[\u4e00-\u9fff]", text)] == []
    code = re.compile(r"(data|inputs|people|count|visits|matter|clocks)\.[a-z]|&&|\|\||[a-z]+_[a-z]+")
    assert [text for text in said if code.search(text)] == []
    assert [
        text for text in said if not text.strip() or "。。" in text or ".." in text.replace("...", "")
    ] == []


CONDITIONS = [
    ("data.count * 2 > inputs.most", "“几件”超过", "is more than half of"),
    ("data.count * 3 >= inputs.most * 2", "三分之二", "2/3 of"),
    (
        "data.count == 1 || (data.count > 1 && data.loud)",
        "，或者（“几件”超过 1，而且“大声”填“是”）",
        "or (“How many” is more than 1 and",
    ),
    ("!(data.count == 1 && data.loud)", "“几件”不是 1，或者“大声”没有填“是”", "is not 1 or"),
    ('!(data.kind in ["a", "b"])', "“哪种”不是“甲”、“乙”之一", "is none of “甲”, “乙”"),
    ('data.kind == "a"', "“哪种”是“甲”", "“哪种” is “甲”"),
    (
        "has(data.count) ? data.loud : true",
        "如果“几件”已填，要“大声”填“是”；否则要任何时候",
        "if “How many” is filled in",
    ),
    ("visits.asked > 1", "第 2 次或更多次", "time 2 or more"),
    ("visits.asked == 0", "没有到过“待办”", "has not been in"),
    ('data.day > now + duration("48h")', "“哪天”晚于现在之后 48 小时", "is after 48 hours after now"),
    ('matter.end != "done"', "不是以“已销账”结束", "did not end as"),
]


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    method = load(
        tiny(
            ("inputs:\n", "inputs:\n  most: {type: integer, default: 9, label: 最多}\n"),
            (
                "data:\n",
                "data:\n  loud: {type: boolean, optional: true, label: 大声}\n  day: {type: time, optional: true, label: 哪天}\n"
                "  kind: {type: choice, optional: true, label: 哪种, options: {a: 甲, b: 乙}}\n",
            ),
            ("asks: [subject, count]", "asks: [subject, count, loud, day, kind]"),
        )
    )
    return Speaker(method)


TYPES = {
    "data.count": CelType.INTEGER, "inputs.most": CelType.INTEGER, "data.loud": CelType.BOOLEAN, "data.kind": CelType.TEXT,
    "data.day": CelType.TIME, "now": CelType.TIME, "visits.asked": CelType.INTEGER, "matter.end": CelType.TEXT,
    "data.list": CelType.TEXTS,
}  # fmt: skip


@pytest.mark.parametrize(("source", "zh", "en"), CONDITIONS)
def test_a_condition_is_told_as_people_say_it(speaker: Speaker, source: str, zh: str, en: str) -> None:
    told = speaker.condition(compile_cel(source, TYPES))
    assert zh in told.zh
    assert en in told.en
    assert speaker.unspoken == []


def test_what_has_no_words_is_told_as_it_is_written_and_counted(speaker: Speaker) -> None:
    apart = Speaker(speaker.method)
    told = apart.condition(compile_cel("size(data.list.filter(x, x == 'a')) > 0 && data.count > 1", TYPES))
    assert "“几件” > 1" in told.zh
    assert apart.unspoken == ["size(data.list.filter(x, x == 'a')) > 0 && data.count > 1"]


@cache
def everything() -> tuple[str, ...]:
    found = heard(TREE)
    assert len(found) > 100
    return found


def heard(tree: Any) -> tuple[str, ...]:
    """What is said of a tree; where it is no method, that."""
    checked = examine(json.dumps(tree, ensure_ascii=False))
    if checked.method is None or checked.errors:
        return ("not sound",)
    return tuple(sentences(read_aloud(checked.method)))


def cases() -> list[str]:
    return sorted(name for name in CASES if not name.startswith(EXAMPLES) and name not in NOT_HEARD)


@pytest.mark.parametrize("name", cases())
def test_changing_a_key_changes_what_is_heard(name: str) -> None:
    _consumer, path, value = CASES[name]
    tree, was = (changed(TREE, *PREPARED[name]), None) if name in PREPARED else (TREE, everything())
    assert heard(changed(tree, path, value)) != (heard(tree) if was is None else was)


def test_keys_that_are_only_shown_are_heard_too() -> None:
    assert "method.summary" in SHOWN  # they have no change in the table; their words are looked for
    said = " ".join(everything())
    for words in (TREE["summary"], TREE["source"], TREE["open"]["start"]["label"]):
        assert words in said


def test_what_a_table_says_in_a_row_has_words() -> None:
    method = examine(json.dumps(TREE, ensure_ascii=False)).method
    assert method is not None
    assert read_aloud(method).unspoken == ()
    assert [one for one in everything() if "那一行的“" in one]


def test_every_count_of_a_block_has_words() -> None:
    method = examine(json.dumps(TREE, ensure_ascii=False)).method
    assert method is not None
    blocks = [one.block for one in method.stages.values() if one.block is not None]
    assert {one.kind for one in blocks} == set(BLOCKS)
    for one in blocks:
        kind = BLOCKS[one.kind]
        assert set(kind.counts(one.settings)) <= set(kind.count_words(one.settings)), one.kind


def test_every_roll_and_way_of_counting_has_words() -> None:
    assert set(ROLLS.values()) <= set(ROLL_WORDS)
    kinds = {name.partition(".")[2] for name in (*CASES, *SHOWN) if name.startswith("measure.")}
    assert set(COUNTED) == kinds - {"label", "help", "among"}


def test_a_method_without_conditions_is_read() -> None:
    said = list(sentences(read_aloud(load(TINY))))
    assert "由谁办：网格员。" in said
    assert "时限：2 个工作日。" in said
    assert "“办好了”（网格员）：到“已销账”。" in said
    assert "一到这里，就告诉发起人、当事方和关注、支持的人：「“〔什么事〕”办好了。」" in said


def test_what_changed_is_told_in_sentences() -> None:
    before = read_aloud(load(TINY))
    after = read_aloud(
        load(tiny(("label: 办好了", "label: 办妥了"), ("default: 2 workdays", "default: 5 workdays")))
    )
    told = [(one.added, one.told.where.zh, one.told.text.zh) for one in changed_sentences(before, after)]
    assert (False, "待办", "时限：2 个工作日。") in told
    assert (True, "待办", "时限：5 个工作日。") in told
    assert (True, "待办", "“办妥了”（网格员）：到“已销账”。") in told
    assert all(where != "怎样开始" for _, where, _ in told)
    assert changed_sentences(before, before) == []


@pytest.mark.parametrize("name", library.names())
def test_no_sentence_of_the_library_holds_a_raw_value(name: str) -> None:
    """Neither a value as the program writes it nor a sight of nobody."""
    for one in sentences(read_aloud(of_the_library(name))):
        assert not re.search(r"\b[A-Z]\w+\(\w+=|@line", one), one
        assert not one.startswith(("看得到", " see:")), one


def test_amounts_are_told_in_yuan() -> None:
    method = of_the_library("errand")
    assert any(
        "“一次最多垫付”：默认 500.00 元（可设：0.00 元 到 5000.00 元" in one
        for one in sentences(read_aloud(method))
    )
