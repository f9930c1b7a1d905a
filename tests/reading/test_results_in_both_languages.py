"""What a block came to is written in Chinese and read in the reader's language, whatever method wrote it and however long ago."""

from __future__ import annotations

import sys

import pytest

from shanzhi import shelf
from shanzhi.engine import moves
from shanzhi.engine.blocks import logic
from shanzhi.engine.examples import run_examples
from shanzhi.method.blocks import OUTCOME_NAMES
from shanzhi.method.check import load
from shanzhi.method.words import Sentence
from shanzhi.reading.results import both


def keeping() -> list[str]:
    """The methods of the library of which a block keeps its result."""
    texts = {name: shelf.path(name).read_text(encoding="utf-8") for name in shelf.names()}
    return [n for n, text in texts.items() if any(f.result is not None for f in load(text).fields.values())]


@pytest.mark.parametrize("name", keeping())
def test_every_result_of_the_library_is_read_in_english_as_the_block_says_it(name, monkeypatch):
    heard: list[tuple[Sentence, tuple[Sentence, ...]]] = []
    follow = moves.follow

    def listening(d, outcome):
        stage = d.method.stages[d.stage]
        for fact in (stage.block.settings.get("result") or ()) if stage.block is not None else ():
            said, end = logic(stage.block).words(d, stage.block), OUTCOME_NAMES[outcome]
            whole = Sentence(f"{said.zh}。{end.zh}。", f"{said.en}: {end.en}.")
            heard.append((whole, d.method.fields[fact].result))
        follow(d, outcome)

    for module in (m for m in list(sys.modules.values()) if getattr(m, "follow", None) is follow):
        monkeypatch.setattr(module, "follow", listening)
    text = shelf.path(name).read_text(encoding="utf-8")
    run_examples(text)
    assert heard
    for whole, labels in heard:
        assert both(whole.zh, labels) == whole


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("应投票 12 位业主，已投票 9 位业主；应投面积 900.50 平方米，已投 700.00 平方米；同意 8 票（面积约 90%），反对 1 票（面积约 10%）。通过。",
         "9 of 12 owners voted; 700.00 of 900.50 m²; yes 8 (about 90 % of the area), no 1 (about 10 % of the area): passed."),
        ("应投票 30 户，已投票 21 户；人数较少，按规定只公布是否通过。未通过。",
         "21 of 30 households voted; so few that only whether it passed is published: did not pass."),
        ("应投票 30 人，已投票 3 人；人数不够，票箱没有打开。到的人不够。", "3 of 30 people voted; too few, and the box was not opened: no quorum."),
        ("应投票 30 人，已投票 23 人；同意 20 票，反对 3 票，弃权 0 票；按面积：同意约 88%，反对约 12%，弃权约 0%。通过。",
         "23 of 30 people voted; yes 20, no 3, abstain 0; by area: yes about 88 %, no about 12 %, abstain about 0 %: passed."),
        ("收到评议 7 份；满意 5；愿付平均 12.50 元；打分平均 4.3。开成了。", "7 answers; Content 5; Pays: ¥12.50 on average; Marks: 4.3 on average: held."),
        ("应到 20 户，实到 15 户，列席 2 人；发言 4 次。开成了。", "15 of 20 attended, 2 sat in; 4 turns to speak: held."),
        ("一段人写的话", "一段人写的话"),
        ("说不清的一部分；发言 4 次。开成了。", "说不清的一部分; 4 turns to speak: held."),
    ],
)  # fmt: skip
def test_what_was_written_earlier_is_read_part_by_part(zh, en):
    labels = (Sentence("满意", "Content"), Sentence("愿付", "Pays"), Sentence("打分", "Marks"))
    assert both(zh, labels) == Sentence(zh, en)
