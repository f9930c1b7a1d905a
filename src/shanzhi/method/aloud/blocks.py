"""A block in sentences: its own room says the main thing (`BlockKind.aloud`), the rest goes by the meaning of each key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.effects import effects
from shanzhi.method.aloud.names import s
from shanzhi.method.aloud.telling import Line, ended, leads, pair, sets, setting
from shanzhi.method.blocks import OUTCOME_NAMES, kind_of
from shanzhi.method.blocks.base import BlockKind
from shanzhi.method.model import Block, Field, Stage

COMMON = {
    "within": s(
        "只算{v}里的人；没有填的，是事情所在地的人。",
        "Only people of {v} count; if it is empty, those where it happened.",
    ),
    "result": s("结果记进{v}。", "What it came to is kept in {v}."),
    "of": s("{v}的每一项也在其中。", "Each line of {v} is part of it."),
}
"""Settings that several kinds have."""


class Read(Mapping[str, Any]):
    """Settings that know which of them were told."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.told: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.told.add(key)
        return self.settings[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.settings)

    def __len__(self) -> int:
        return len(self.settings)


def block_lines(block: Block, speaker: Speaker) -> list[Line]:
    """All that a block says."""
    kind = kind_of(block)
    settings = Read({key: value for key, value in block.settings.items() if value is not None})
    speaker.counts = {**kind.count_words(block.settings)}
    with speaker.names.within(_lines(settings.settings, speaker)):
        return _told(kind, settings, speaker)


def _lines(settings: Mapping[str, Any], speaker: Speaker) -> tuple[Field, ...]:
    """What each line holds of the list that a block goes through, or each answer that it collects."""
    asked = settings.get("form")
    if isinstance(asked, tuple) and all(isinstance(one, Field) for one in asked):
        return asked
    return speaker.names.lines_of(str(settings["of"])) if isinstance(settings.get("of"), str) else ()


def _told(kind: BlockKind, settings: Read, speaker: Speaker) -> list[Line]:
    found = [Line(ended(one)) for one in kind.aloud(settings, speaker)]
    for key, value in settings.settings.items():
        if key in settings.told:
            continue
        word = setting(kind.shape.keys.get(key), key, value, speaker)
        if key in COMMON:
            told = COMMON[key].fill(v=word)
        else:
            told = s("{p}。", "{p}.").fill(p=pair(kind.shape.keys.get(key), key, value, word))
        found.append(Line(ended(told)))
    return found


def outcome_lines(stage: Stage, speaker: Speaker) -> list[Line]:
    """Where each outcome of a block leads, and what comes of it."""
    found = []
    for name, routes in stage.outcomes.items():
        after = stage.follows.get(name)
        below = [*sets(after.sets, speaker), *effects(after.effects, speaker)] if after is not None else []
        said = s("{o}：{w}。", "{o}: {w}.").fill(o=OUTCOME_NAMES[name], w=leads(routes, speaker))
        found.append(Line(ended(said), tuple(below)))
    return found
