"""What the clock does never sounds as if a person had looked or agreed (弄虚作假, 北京市接诉即办工作条例 35)."""

from __future__ import annotations

import pytest

from shanzhi.method.check import examine
from shanzhi.method.duties_of_the_clock import sounds_looked_at
from tests.method.tiny import tiny

TIMED = (
    ("    due: {lasts: inputs.within}", "    due: {lasts: inputs.within, then: over}"),
    (
        "finish: {label: 办好了, to: closed}",
        "finish: {label: 办好了, to: closed}\n      over: {label: 到期未办, by: [system], to: closed}",
    ),
)


@pytest.mark.parametrize(
    "words",
    ["核查通过", "已核实", "同意", "到期自动同意", "默认满意", "到期未审，视为同意", "验收合格", "复核完毕", "已确认"],
)  # fmt: skip
def test_words_of_somebody_who_looked_are_found(words: str) -> None:
    assert sounds_looked_at(words)


@pytest.mark.parametrize(
    "words",
    ["到期未核查", "没有核查通过", "未通过", "不同意", "转社区核对", "没有评，改电话回访", "还没有核实", "满意率", "公布满期，开始表决"],
)  # fmt: skip
def test_words_that_say_what_is_true_are_left_alone(words: str) -> None:
    assert not sounds_looked_at(words)


def test_english_is_looked_at_too() -> None:
    for said in ("Checked and fine", "Approve", "Agreed by default"):
        assert sounds_looked_at(said)
    for said in ("Not checked in time", "Nobody confirmed", "To be checked by the community", "Unconfirmed"):
        assert not sounds_looked_at(said)


def _codes(*changes: tuple[str, str]) -> list[str]:
    return [p.code for p in examine(tiny(*TIMED, *changes)).errors]


def test_an_act_of_the_clock_is_told_and_one_of_people_is_not() -> None:
    assert _codes() == []
    assert _codes(("label: 到期未办", "label: 核查通过")) == ["SZ373"]
    assert _codes(("{label: 到期未办, by: [system]", "{label: 核查通过, by: [desk, system]")) == ["SZ373"]
    assert _codes(("finish: {label: 办好了", "finish: {label: 核查通过")) == []


def test_what_the_clock_records_is_told_as_well() -> None:
    look = ("data:\n", "data:\n  seen: {type: choice, options: {yes: 核查通过, no: 未核查}, label: 核查}\n")
    assert _codes(look, ("by: [system],", "by: [system], set: {seen: no},")) == []
    assert _codes(look, ("by: [system],", "by: [system], set: {seen: yes},")) == ["SZ373"]
