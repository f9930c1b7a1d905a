"""The words that conditions are told in: what is true of a matter, how two amounts or times compare, sums and lengths of time."""

from __future__ import annotations

from shanzhi.method.aloud.names import s
from shanzhi.method.words import Sentence

TRUTHS: dict[str, tuple[Sentence, Sentence]] = {
    "matter.top": (s("已在最高一级", "it is at the top level"), s("不在最高一级", "it is not at the top level")),
    "matter.late": (s("已经超期", "it is late"), s("没有超期", "it is not late")),
    "matter.closed": (s("已经结束", "it is closed"), s("还没有结束", "it is still open")),
    "actor.opener": (s("做的人就是发起人", "who acts is the opener"), s("做的人不是发起人", "who acts is not the opener")),
    "started": (s("{clock}已开始计算", "{clock} has started"), s("{clock}还没有开始计算", "{clock} has not started")),
    "met": (s("{clock}内完成", "{clock} was kept"), s("没有在{clock}内完成", "{clock} was not kept")),
    "passed": (s("{clock}已到", "{clock} has run out"), s("{clock}未到", "{clock} has not run out")),
}  # fmt: skip
WORKED_OUT = (
    s("{f}算出来是“是”", "{f} is worked out as yes"),
    s("{f}算出来不是“是”", "{f} is not worked out as yes"),
)
"""What nobody fills in: it follows from other answers."""
FILLED_IN = (s("{f}已填", "{f} is filled in"), s("{f}没有填", "{f} is not filled in"))
OF_LINES = {
    "all": (s("{l}的每一项都符合：{c}", "for every line of {l}, {c}"),),
    "exists": (s("{l}里有一项符合：{c}", "for one line of {l} at least, {c}"),),
    "exists_one": (
        s("{l}里正好有一项符合：{c}", "for exactly one line of {l}, {c}"),
        s("{l}里没有一项，或不止一项符合：{c}", "for no line of {l}, or for several, {c}"),
    ),
}
"""What holds of the lines of a list, and the opposite where it has words of its own."""
THE_LINE = (s("{f}", "{f}"), s("这一项的{f}", "{f} of that line"), s("前面那一项的{f}", "{f} of the first"))
"""A part of the line at hand: where there is one loop, in the inner of two, and of the outer."""
VALUES: dict[str, Sentence] = {
    "now": s("现在", "now"),
    "parent.due": s("上级事项的到期时间", "when the matter it came from is due"),
    "matter.opened": s("发起的时间", "the time of opening"),
    "matter.voucher": s("二维码上的码", "the code of the QR code"),
    "matter.level": s("所在的层级", "the level where it stands"),
    "matter.place": s("出事的地方", "the place where it happened"),
    "matter.end": s("怎样结束", "how it ended"),
    "matter.minutes": s("从发起到结束的时间", "the time from opening to the end"),
    "matter.work_minutes": s("从发起到结束的工作时间", "the working time from opening to the end"),
    "actor.person": s("做的人", "who acts"),
    "actor.household": s("做的人的户", "the household of who acts"),
    "actor.organisation": s("做的人的单位", "the organisation of who acts"),
    "event.of": s("这件事是谁的", "whom it happened to"),
    "event.at": s("这件事发生的时间", "when it happened"),
    "event.until": s("到期的时间", "when it ends"),
    "event.changed": s("改了的项目", "what was changed"),
    "event.matter": s("那件事项", "the matter in which it happened"),
    "electors": s("名册上的总数", "all on the roll"),
}
OF_CLOCKS = {
    "extended": s("{c}延长的次数", "how often {c} was extended"),
    "due": s("{c}到期的时间", "when {c} is over"),
    "left": s("{c}剩下的时间", "what is left of {c}"),
}
"""What a clock comes to."""
COMPARED: dict[str, tuple[Sentence, Sentence]] = {
    "_==_": (s("{a}是{b}", "{a} is {b}"), s("{a}正好是{b}", "{a} is {b}")),
    "_!=_": (s("{a}不是{b}", "{a} is not {b}"), s("{a}不是{b}", "{a} is not {b}")),
    "_>_": (s("{a}超过{b}", "{a} is more than {b}"), s("{a}晚于{b}", "{a} is after {b}")),
    "_>=_": (s("{a}达到{b}", "{a} is at least {b}"), s("{a}不早于{b}", "{a} is not before {b}")),
    "_<_": (s("{a}不到{b}", "{a} is less than {b}"), s("{a}早于{b}", "{a} is before {b}")),
    "_<=_": (s("{a}不超过{b}", "{a} is at most {b}"), s("{a}不晚于{b}", "{a} is not after {b}")),
}
"""Amounts, and times."""
OPPOSITE = {"_==_": "_!=_", "_!=_": "_==_", "_>_": "_<=_", "_<=_": "_>_", "_<_": "_>=_", "_>=_": "_<_"}
TURNED = {"_>_": "_<_", "_<_": "_>_", "_>=_": "_<=_", "_<=_": "_>=_", "_==_": "_==_", "_!=_": "_!=_"}
SUMS = {
    "_+_": s("{a}加上{b}", "{a} plus {b}"),
    "_-_": s("{a}减去{b}", "{a} minus {b}"),
    "_*_": s("{a}乘以{b}", "{a} times {b}"),
    "_/_": s("{a}除以{b}", "{a} divided by {b}"),
    "_%_": s("{a}除以{b}的余数", "what is left of {a} divided by {b}"),
}
TEXTS = {
    "contains": (s("{a}里有{b}", "{a} holds {b}"), s("{a}里没有{b}", "{a} does not hold {b}")),
    "startsWith": (s("{a}以{b}开头", "{a} begins with {b}"), s("{a}不以{b}开头", "{a} does not begin with {b}")),
    "endsWith": (s("{a}以{b}结尾", "{a} ends in {b}"), s("{a}不以{b}结尾", "{a} does not end in {b}")),
    "matches": (s("{a}符合写法{b}", "{a} has the form {b}"), s("{a}不符合写法{b}", "{a} has not the form {b}")),
}  # fmt: skip
DIGITS = "零一二三四五六七八九十"
UNITS = {"h": s("{n} 小时", "{n} hours"), "m": s("{n} 分钟", "{n} minutes"), "s": s("{n} 秒", "{n} seconds")}
DAYS = s("{n} 天", "{n} days")
