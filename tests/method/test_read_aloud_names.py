"""What a reading calls things: a line's own fields, what is worked out, choices by their labels, the visit that is going on."""

from __future__ import annotations

import re

import pytest

from shanzhi import library
from shanzhi.method.aloud.whole import read_aloud
from shanzhi.method.check import load
from tests.method.test_read_aloud import of_the_library, sentences
from tests.method.tiny import tiny


def said_of(text: str) -> str:
    return "\n".join(sentences(read_aloud(load(text))))


def test_a_line_is_told_by_its_own_label_and_not_by_that_of_a_fact_of_the_same_name() -> None:
    said = said_of(
        tiny(
            (
                "data:\n",
                "data:\n  money: {type: boolean, label: 动用公共收益吗}\n"
                "  tasks: {type: list, max: 3, label: 任务, form: {what: {type: text, max: 20, label: 做什么},"
                " money: {type: boolean, default: false, label: 花公家的钱}, budget: {type: money, when: line.money, label: 预算}}}\n",
            ),
            ("asks: [subject, count]", "asks: [subject, count, money, tasks]"),
        )
    )
    assert "“预算”（只在“花公家的钱”填“是”时问）" in said
    assert "只在“动用公共收益吗”" not in said


def test_an_effect_for_each_line_speaks_of_the_lines_of_its_own_list() -> None:
    said = "\n".join(sentences(read_aloud(of_the_library("grid-network"))))
    assert "只在“办什么”是“退出”时；“聘任的岗位”的每一项各一次" in said
    assert "只在“包联还是解除”是“包联”时；“党员包联”的每一项各一次" in said


def test_what_is_worked_out_is_not_told_as_filled_in_and_a_choice_goes_by_its_label() -> None:
    said = "\n".join(sentences(read_aloud(of_the_library("deliberation"))))
    assert "“依法由业主共同决定”算出来是“是”的，到“业主大会筹备”" in said
    assert "“依法由业主共同决定”填" not in said
    assert "“谁来联名”自动算出：“依法由业主共同决定”算出来是“是”的，是“业主”；否则是“每户”" in said
    said = "\n".join(sentences(read_aloud(of_the_library("appeal"))))
    assert "那一行的“社区职责”是“依法履职（社区自办）”" in said


def test_it_is_said_whether_the_visit_that_is_going_on_counts() -> None:
    said = "\n".join(sentences(read_aloud(of_the_library("deliberation"))))
    assert "到“大家评”（连这一次）还不到 2 次的，到“有的没办成”" in said
    assert "到“要不要重来”（连这一次）的次数，加上到“业主表决要不要重来”的次数不超过" in said
    assert "在到过“当场表决”、“居民表决”、“业主表决”当中的一个的事项中" in said


def test_a_share_that_is_set_here_is_told_in_per_cent() -> None:
    said = "\n".join(sentences(read_aloud(of_the_library("grid-network"))))
    assert "超过“参加的有几户（人）”的 “推选、罢免，同意的要超过参加的百分之几”（本地可设，现为 50）%" in said


@pytest.mark.parametrize("name", library.names())
def test_no_choice_of_the_library_is_told_by_its_code(name: str) -> None:
    method = of_the_library(name)
    codes = {
        str(option.value)
        for one in (*method.fields.values(), *method.inputs.values())
        for option in one.options
        if option.label.zh != str(option.value)
    }
    told = "\n".join(list(sentences(read_aloud(method)))[::2])
    assert sorted(code for code in codes if f"“{code}”" in told) == []


QUESTION = re.compile("谁|哪|请|吗$|多少|什么")


@pytest.mark.parametrize("name", library.names())
def test_whoever_the_library_names_has_a_name_and_not_a_question(name: str) -> None:
    """A label of `people` is read as somebody: told to the reporter, not told to “for whom”."""
    labels = [one.label.zh for one in of_the_library(name).fields.values() if one.scope == "people"]
    assert [label for label in labels if QUESTION.search(label)] == []


def test_somebody_who_is_the_opener_unless_named_is_told_as_always_there() -> None:
    said = "\n".join(sentences(read_aloud(of_the_library("appeal"))))
    assert "“反映人”（选填，不填就是发起人本人，" in said
    assert "告诉“反映人”：「“〔什么事〕”已派给" in said
    assert "“反映人”写明的人" not in said
    assert "回避：“被反映的工作人员”写明的人" in said


def test_what_is_published_without_a_word_to_whom_is_told_as_for_everyone() -> None:
    said = "\n".join(sentences(read_aloud(of_the_library("system-complaint"))))
    assert "公开“哪一类”、“改了什么”（所有人看得到，不登录也行；" in said
    said = "\n".join(sentences(read_aloud(of_the_library("grid-network"))))
    assert "公示给所有人，不登录也看得到：" in said
    assert "网格公示牌 ／ 〔聘任的岗位〕" in said  # a paper of several lines stays one sentence
