"""What words in a table mean: a status, a class, stars, yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shanzhi.method.model import Field
from shanzhi.tables.headings import heading_form

OPEN, ACCEPTED, CLOSED = "open", "accepted", "closed"
STATUSES: dict[str, tuple[str, ...]] = {
    OPEN: (
        "待受理", "未受理", "未处理", "未办理", "待处理", "待派单", "待派遣", "待办理", "待办", "待回复", "待答复", "未答复", "未回复",
        "未办结", "未完成", "未结案", "未关闭", "未解决", "待处置", "未处置", "新建", "重新打开", "否",
        "open", "opened", "new", "pending", "unresolved", "unassigned", "received", "submitted", "reopened", "not started",
    ),
    ACCEPTED: (
        "已受理", "受理", "办理中", "处理中", "在办", "已派单", "已派发", "已派遣", "已交办", "已接单", "已签收", "已立案", "处置中", "承办中",
        "正在办理", "正在处理", "延期办理", "跟进中",
        "in progress", "in-progress", "accepted", "assigned", "acknowledged", "started", "referred", "under review", "active",
    ),
    CLOSED: (
        "已办结", "办结", "已结案", "结案", "已完成", "已处理", "已办理", "已答复", "已回复", "已关闭", "已反馈", "已解决", "已处置", "已销账",
        "已销号", "已归档", "是", "closed", "done", "resolved", "completed", "complete", "fixed", "closed (resolved)",
    ),
}  # fmt: skip
STARS: dict[str, tuple[str, ...]] = {
    "5": ("非常满意", "很满意", "5星", "五星"),
    "4": ("满意", "4星", "四星"),
    "3": ("基本满意", "较满意", "比较满意", "一般", "3星", "三星"),
    "2": ("不满意", "不太满意", "2星", "二星"),
    "1": ("非常不满意", "很不满意", "1星", "一星"),
}
YES_NO: dict[str, tuple[str, ...]] = {
    "true": ("是", "已联系", "已响应", "已解决", "解决", "有", "yes", "y", "true", "1", "√"),
    "false": ("否", "未联系", "未响应", "未解决", "没解决", "无", "没有", "no", "n", "false", "0", "×"),
}
USUAL: dict[str, Mapping[str, Iterable[str]]] = {
    "status": STATUSES,
    "stars": STARS,
    "contacted": YES_NO,
    "solved": YES_NO,
}


WORDS: dict[str, tuple[str, ...]] = {
    "status": (OPEN, ACCEPTED, CLOSED),
    "urgency": (),
    "category": (),
    "stars": tuple("12345"),
    "contacted": ("true", "false"),
    "solved": ("true", "false"),
}
"""The fields whose words a mapping may explain, with what they may mean; classes and categories are the method's own."""


class Meanings:
    """What the words of a few columns mean, as the mapping says first and then as usual."""

    def __init__(self, values: Mapping[str, Mapping[str, str]]) -> None:
        self._known: dict[str, dict[str, str]] = {}
        for field, usual in USUAL.items():
            known = {heading_form(word): value for value, words in usual.items() for word in (value, *words)}
            self._known[field] = known
        for field, words in values.items():
            told = {heading_form(word): value for word, value in words.items()}
            self._known[field] = {**self._known.get(field, {}), **told}

    def add_choice(self, field: str, options: Field) -> None:
        """Take in the options of a method's choice field, by value and by either label."""
        known = {
            heading_form(word): option.value
            for option in options.options
            for word in (option.value, option.label.zh, option.label.en)
        }
        self._known[field] = {**known, **self._known.get(field, {})}

    def told(self, field: str) -> Mapping[str, str]:
        """What the words of a field mean, as far as it is known."""
        return self._known.get(field, {})

    def of(self, field: str, text: str) -> str | None:
        """What a text means; itself where nothing is known of the field, None for a word that is not known."""
        known = self._known.get(field)
        return text if known is None else known.get(heading_form(text))
