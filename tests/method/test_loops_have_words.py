"""What holds of the lines of a list is read aloud in words: of all, of one, of exactly one, and their opposites."""

from __future__ import annotations

import pytest

from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.check import load
from tests.method.tiny import tiny

LIST = (
    "  count: {",
    "  said:\n    type: list\n    label: 记录\n    form:\n"
    "      how: {type: choice, label: 怎么, options: {phone: 电话, visit: 当面}}\n"
    "      cost: {type: money, optional: true, label: 花费}\n"
    "      at: {type: time, label: 何时}\n"
    "      right: {type: boolean, label: 属实}\n"
    "  areas: {type: choices, label: 哪几处, options: {a: 甲, b: 乙}}\n"
    "  count: {",
)


def told(condition: str) -> tuple[str, str]:
    change = (
        "finish: {label: 办好了, to: closed}",
        f"finish: {{label: 办好了, requires: [{{that: '{condition}', otherwise: 待办}}], to: closed}}",
    )
    text = tiny(LIST, change)
    begin, _, rest = text.partition("asks: [")
    method = load(f"{begin}asks: [subject, said, areas, count]{rest.partition(']')[2]}")
    speaker = Speaker(method)
    said = speaker.condition(method.stages["asked"].acts["finish"].requires[0].that)
    assert speaker.unspoken == []
    return said.zh, said.en


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        ('data.said.all(t, t.how == "visit")', "“记录”的每一项都符合：“怎么”是“当面”", "for every line of “记录”, “怎么” is “当面”"),
        ('!data.said.all(t, t.how == "visit")', "“记录”里有一项符合：“怎么”不是“当面”", "for one line of “记录” at least, “怎么” is not “当面”"),
        ("data.said.exists(t, t.right)", "“记录”里有一项符合：“属实”填“是”", "for one line of “记录” at least, “属实” is yes"),
        ("!data.said.exists(t, has(t.cost))", "“记录”的每一项都符合：“花费”没有填", "for every line of “记录”, “花费” is not filled in"),
        ("data.said.exists_one(t, t.at > now)", "“记录”里正好有一项符合：“何时”晚于现在", "for exactly one line of “记录”, “何时” is after now"),
        ("!data.said.exists_one(t, t.right)", "“记录”里没有一项，或不止一项符合：“属实”填“是”", "for no line of “记录”, or for several, “属实” is yes"),
        (
            "data.said.all(t, data.said.exists_one(o, o.at == t.at))",
            "“记录”的每一项都符合：“记录”里正好有一项符合：这一项的“何时”正好是前面那一项的“何时”",
            "for every line of “记录”, for exactly one line of “记录”, “何时” of that line is “何时” of the first",
        ),
    ],
)  # fmt: skip
def test_it_is_told_in_words(condition: str, zh: str, en: str) -> None:
    assert told(condition) == (zh, en)


def test_joined_to_others_it_stands_in_brackets() -> None:
    zh, _en = told("data.count > 1 || data.said.exists(t, t.right)")
    assert zh.endswith("或者（“记录”里有一项符合：“属实”填“是”）")
