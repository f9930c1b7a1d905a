"""What a vote, a survey, a meeting or a list of supporters came to, in the reader's language.

The fact that keeps such a result holds its numbers, and its kind of block says them in words (`shanzhi.method.outcome_words`). What
was written before is a sentence alone. It is read back here part by part: every part has one of the shapes that the blocks
wrote, and its labels are the method's own. So what was written years ago is read in English as well; a part nobody knows
stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from shanzhi.method.blocks import OUTCOME_NAMES
from shanzhi.method.blocks.options import DEFAULT_OPTIONS
from shanzhi.method.outcome_words import told_result
from shanzhi.method.results import in_words
from shanzhi.method.rolls import UNITS
from shanzhi.method.words import Sentence

_UNITS = dict(UNITS.values())
_ENDS = {name.zh: name.en for name in OUTCOME_NAMES.values()}
_UNIT = f"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
_OTHER = _UNIT.replace("?P<unit>", "?:")
_PARTS = tuple(
    (re.compile(zh), en)
    for zh, en in (
        (rf"应投票 (?P<all>\d+) {_UNIT}，已投票 (?P<n>\d+) {_OTHER}", "{n} of {all} {unit} voted"),
        (r"应投面积 (?P<all>[\d.]+) 平方米，已投 (?P<n>[\d.]+) 平方米", "{n} of {all} m²"),
        (rf"支持 (?P<n>\d+) {_UNIT}，需 (?P<all>\d+) {_OTHER}", "{n} {unit} support it, {all} needed"),
        (rf"应到 (?P<all>\d+) {_OTHER}，实到 (?P<n>\d+) {_OTHER}，列席 (?P<more>\d+) 人", "{n} of {all} attended, {more} sat in"),
        (rf"应到 (?P<all>\d+) {_OTHER}，实到 (?P<n>\d+) {_OTHER}", "{n} of {all} attended"),
        (r"发言 (?P<n>\d+) 次", "{n} turns to speak"),
        (r"收到评议 (?P<n>\d+) 份", "{n} answers"),
        (r"不足 (?P<n>\d+) 份，不公布各项结果", "of fewer than {n} no results are published"),
        (r"票箱未能打开，票数无人知道", "the box was not opened and nobody knows the count"),
        (r"人数不够，票箱没有打开", "too few, and the box was not opened"),
        (r"人数较少，按规定只公布是否通过", "so few that only whether it passed is published"),
    )
)  # fmt: skip
_COUNTS = (
    (r" (?P<n>\d+) 票（面积约 (?P<share>\d+)%）", "{label} {n} (about {share} % of the area)"),
    (r" (?P<n>\d+) 票", "{label} {n}"),
    (r"约 (?P<n>\d+)%", "{label} about {n} %"),
    (r"平均 (?P<n>-?[\d.]+) 元", "{label}: ¥{n} on average"),
    (r"平均 (?P<n>-?[\d.]+)", "{label}: {n} on average"),
    (r" (?P<n>\d+)", "{label} {n}"),
)
_BY_AREA = "按面积："


def both(kept: str | Mapping[str, Any], named: Iterable[Sentence]) -> Sentence:
    """A result in both languages; `named` are the choices and questions it may speak of (`Field.result`)."""
    if isinstance(kept, Mapping):
        return Sentence(in_words(kept), told_result(kept, named).en)
    text = kept
    labels = {label.zh: label.en for label in (*(one.label for one in DEFAULT_OPTIONS), *named)}
    said, _dot, end = text.removesuffix("。").rpartition("。")
    if end not in _ENDS:
        return Sentence(text, text)
    parts = [_part(part, labels) for part in _split(said, labels)]
    return Sentence(text, f"{'; '.join(parts)}: {_ENDS[end]}.")


def _split(said: str, labels: Mapping[str, str]) -> Iterable[str]:
    """The parts between semicolons, of which a label may hold one itself."""
    inside = [label for label in labels if "；" in label]
    for n, label in enumerate(inside):
        said = said.replace(label, f"\x00{n}\x00")
    return [_whole(part, inside) for part in said.split("；")]


def _whole(part: str, inside: list[str]) -> str:
    for n, label in enumerate(inside):
        part = part.replace(f"\x00{n}\x00", label)
    return part


def _part(part: str, labels: Mapping[str, str]) -> str:
    for shape, english in _PARTS:
        if (found := shape.fullmatch(part)) is not None:
            given = found.groupdict()
            return english.format(**given | ({"unit": _UNITS[given["unit"]]} if "unit" in given else {}))
    by_area = part.startswith(_BY_AREA)
    counts = _counts(part.removeprefix(_BY_AREA), labels)
    return part if counts is None else f"by area: {counts}" if by_area else counts


def _counts(part: str, labels: Mapping[str, str]) -> str | None:
    """Labels with their numbers, one after the other; None for what is none."""
    found, rest = [], part
    ranked = sorted(labels, key=len, reverse=True)
    while rest:
        one = next((hit for label in ranked if (hit := _count(rest, label, labels[label]))), None)
        if one is None:
            return None
        found.append(one[0])
        rest = rest[one[1] :].removeprefix("，")
    return ", ".join(found) or None


def _count(rest: str, label: str, english: str) -> tuple[str, int] | None:
    if not rest.startswith(label):
        return None
    for shape, said in _COUNTS:
        hit = re.match(rf"{shape}(?=，|$)", rest[len(label) :])
        if hit is not None:
            return said.format(label=english, **hit.groupdict()), len(label) + hit.end()
    return None
