"""What a block came to is kept in numbers and read in the reader's language, whatever method wrote it and however long ago."""

from __future__ import annotations

import re
from typing import Any

import pytest

from shanzhi import library
from shanzhi.engine.coverage import Coverage
from shanzhi.engine.examples import run_examples
from shanzhi.method.check import load
from shanzhi.method.words import Sentence
from shanzhi.reading.results import both

pytestmark = pytest.mark.installed
HAN, NUMBER = re.compile(r"[\u3400-\u9fff]"), re.compile(r"\d+(?:\.\d+)?")


def keeping() -> list[str]:
    """The methods of the library of which a block keeps its result."""
    texts = {name: library.text(name) for name in library.names()}
    return [
        n
        for n, text in texts.items()
        if any(f.result is not None for f in load(text, english=library.english).fields.values())
    ]


@pytest.mark.parametrize("name", keeping())
def test_every_result_that_the_examples_of_the_library_reach_is_read_whole_in_english(name, monkeypatch):
    text = library.text(name)
    labels = {
        field.name: field.result
        for field in load(text, english=library.english).fields.values()
        if field.result is not None
    }
    heard: dict[str, list[dict[str, Any]]] = {}
    took = Coverage.took

    def listening(coverage, decision):
        for fact in labels.keys() & decision.matter.data.keys():
            heard.setdefault(fact, []).append(decision.matter.data[fact])
        took(coverage, decision)

    monkeypatch.setattr(Coverage, "took", listening)
    run_examples(text)
    assert heard
    for fact, kept in heard.items():
        for one in kept:
            told = both(one, labels[fact])
            assert told.zh == one["words"]
            assert HAN.search(told.en) is None, told.en
            assert sorted(NUMBER.findall(told.en)) == sorted(NUMBER.findall(told.zh))
            assert (
                both(told.zh, labels[fact]) == told
            )  # as a record of before tells it, which is the sentence alone


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("应投票 12 位业主，已投票 9 位业主；应投面积 900.50 平方米，已投 700.00 平方米；同意 8 票（面积约 90%），反对 1 票（面积约 10%）。通过。",
         "9 of 12 owners voted; 700.00 of 900.50 m²; agree 8 (about 90 % of the area), oppose 1 (about 10 % of the area): passed."),
        ("应投票 30 户，已投票 21 户；人数较少，按规定只公布是否通过。未通过。",
         "21 of 30 households voted; so few that only whether it passed is published: did not pass."),
        ("应投票 30 人，已投票 3 人；人数不够，票箱没有打开。到的人不够。", "3 of 30 people voted; too few, and the box was not opened: no quorum."),
        ("应投票 30 人，已投票 23 人；同意 20 票，反对 3 票，弃权 0 票；按面积：同意约 88%，反对约 12%，弃权约 0%。通过。",
         "23 of 30 people voted; agree 20, oppose 3, abstain 0; by area: agree about 88 %, oppose about 12 %, abstain about 0 %: passed."),
        ("收到评议 7 份；满意 5；愿付平均 12.50 元；打分平均 4.3。开成了。", "7 answers; Content 5; Pays: ¥12.50 on average; Marks: 4.3 on average: held."),
        ("应到 20 户，实到 15 户，列席 2 人；发言 4 次。开成了。", "15 of 20 attended, 2 sat in; 4 turns to speak: held."),
        ("一段人写的话", "一段人写的话"),
        ("说不清的一部分；发言 4 次。开成了。", "说不清的一部分; 4 turns to speak: held."),
    ],
)  # fmt: skip
def test_what_was_written_earlier_is_read_part_by_part(zh, en):
    labels = (Sentence("满意", "Content"), Sentence("愿付", "Pays"), Sentence("打分", "Marks"))
    assert both(zh, labels) == Sentence(zh, en)
