"""The drawing in words, for those who hear it."""

from __future__ import annotations

from shanzhi.method.draw.cards import DrawnStage, begins, card, order
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence

PLENTY = 10_000.0


def described(method: Method, current: str | None, language: str) -> str:
    """What the drawing shows, stage by stage, in reading order."""
    cards = [card(method, method.stages[name], PLENTY, language) for name in order(method)]
    ends = sum(1 for made in cards if made.end)
    first = [method.stages[name].label.text(language) for name in begins(method)]
    opening = _OPENING.fill(first=_any_of(first, language), stages=len(cards) - ends, ends=ends).text(
        language
    )
    told = [opening]
    if current is not None:
        told.append(_HERE.fill(stage=method.stages[current].label).text(language))
    told += [_stage(made, language) for made in cards]
    return "\n".join(told)


def _any_of(names: list[str], language: str) -> str:
    """Names of which it is one: “办理中”或“待派单”."""
    *others, last = [f"“{name}”" for name in names]
    between, final = ("、", "或") if language == "zh" else (", ", " or ")
    return between.join(others) + (final if others else "") + last


def _stage(made: DrawnStage, language: str) -> str:
    zh = language == "zh"
    facts = [fact for fact in (made.part, made.desk, made.time) if fact]
    beside = ("（" + "，".join(facts) + "）" if zh else " (" + ", ".join(facts) + ")") if facts else ""
    if made.end:
        return _END.fill(name=made.title[0]).text(language)
    ways = [f"{row.words[0]} → {row.goal}" if row.target else row.words[0] for row in made.rows]
    joined = ("；" if zh else "; ").join(ways)
    return f"{made.title[0]}{beside}{'：' if zh else ': '}{joined}{'。' if zh else '.'}"


_OPENING = Sentence(
    "从{first}开始，共 {stages} 个环节、{ends} 个终点。",
    "It begins with {first}. Stages: {stages}; ends: {ends}.",
)
_HERE = Sentence("现在在“{stage}”。", "It stands at “{stage}” now.")
_END = Sentence("终点：{name}。", "End: {name}.")
