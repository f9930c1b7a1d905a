"""What the figures are called, and how they are shown."""

from __future__ import annotations

from shanzhi.method.words import Sentence

RATE_NAMES: dict[str, Sentence] = {
    "closing": Sentence("结案率", "closed"),
    "on_time": Sentence("按期结案率", "closed on time"),
    "handled": Sentence("按期办理（答复）率", "answered on time"),
    "response": Sentence("响应率", "response"),
    "solution": Sentence("解决率", "solution"),
    "satisfaction": Sentence("满意率", "satisfaction"),
    "reached": Sentence("回访接通率", "reached when called back"),
    "withdrawn": Sentence("撤回占比", "share withdrawn"),
    "merged": Sentence("合并占比", "share merged"),
    "refused": Sentence("不派单占比", "share not assigned"),
}
SHORT_NAMES: dict[str, Sentence] = {
    "closing": Sentence("结案率", "closed"),
    "on_time": Sentence("按期结案", "on time"),
    "handled": Sentence("按期答复", "answered"),
    "response": Sentence("响应率", "response"),
    "solution": Sentence("解决率", "solution"),
    "satisfaction": Sentence("满意率", "satisfied"),
    "reached": Sentence("回访接通", "reached"),
    "withdrawn": Sentence("撤回占比", "withdrawn"),
    "merged": Sentence("合并占比", "merged"),
    "refused": Sentence("不派单占比", "not assigned"),
}
SCORE = Sentence("三率综合", "score of the three")
HEADINGS: dict[str, Sentence] = {
    "group": Sentence("分组", "group"),
    "matters": Sentence("件数", "matters"),
    "due": Sentence("应结案数", "due"),
    "counted": Sentence("符合", "counted"),
    "of": Sentence("总数", "of"),
    "answered": Sentence("答复用时（天）中位数", "days to the answer, median"),
    "answered_p90": Sentence("答复用时（天）九成以内", "days to the answer, nine of ten"),
    "closed": Sentence("销账用时（天）中位数", "days to closing, median"),
    "closed_p90": Sentence("销账用时（天）九成以内", "days to closing, nine of ten"),
}
NONE = "—"
HOUR, DAY = Sentence("{count} 小时", "{count} h"), Sentence("{count} 天", "{count} d")


def percent(share: float | None) -> str:
    """A share as people write it: 93.72%."""
    return NONE if share is None else f"{share * 100:.2f}%"


def days(minutes: float | None, language: str) -> str:
    """Minutes as days with one digit; as hours where it took less than two days."""
    if minutes is None:
        return NONE
    unit, size = (HOUR, 60) if minutes < 2 * 1440 else (DAY, 1440)
    return unit.fill(count=f"{minutes / size:.1f}").text(language)
