"""What personal data are looked at for (PIPL art. 6): a purpose of the work, chosen from a list, with words of one's own.

A text that speaks of one of them is taken as that; any other is 其他 and must say enough to be understood by the person
concerned, who reads it.
"""

from __future__ import annotations

from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput

PURPOSES: dict[str, tuple[Sentence, tuple[str, ...]]] = {
    "contact": (Sentence("联系当事人", "contact the person"), ("联系", "通知", "回访", "回复")),
    "verify": (Sentence("核实情况", "verify the facts"), ("核实", "核对", "检查")),
    "visit": (Sentence("上门办理", "visit in person"), ("上门", "入户", "家访")),
    "refer": (Sentence("移送部门", "refer to a department"), ("移送", "转介", "转办")),
    "paper": (Sentence("制作文书", "draw up a document"), ("文书", "公示", "表彰", "登记")),
}
OTHER = Sentence("其他", "other")
LEAST, MOST = 4, 120
UNCLEAR = Sentence(
    "请写明查看的用途：从“{list}”里选，或选“其他”并写明做什么（至少 {least} 个字）；本人看得到",
    "state the purpose of the look: one of “{list}”, or “other” with what it is for in at least {least} characters; the person reads it",
)


def choices() -> list[Sentence]:
    """What a page offers, in order; the last needs words of one's own."""
    return [title for title, _ in PURPOSES.values()] + [OTHER]


def stated(text: str) -> str:
    """The purpose as it is kept: as written where it speaks of one of the list, else under 其他. Raises `BadInput`."""
    said = " ".join(text.split())[:MOST]
    first, _, own = said.partition("：")
    if first in (OTHER.zh, OTHER.en):
        said = own.strip()
    elif any(
        said.startswith((title.zh, title.en)) or any(word in said for word in words)
        for title, words in PURPOSES.values()
    ):
        return said
    if len(said) < LEAST:
        titles = choices()[:-1]
        listed = Sentence("、".join(t.zh for t in titles), ", ".join(t.en for t in titles))
        raise BadInput(UNCLEAR.fill(list=listed, least=LEAST))
    return f"{OTHER.zh}：{said}"[:MOST]


def joined(chosen: str, own: str) -> str:
    """A choice of the list and the words added to it, as one text."""
    return "：".join(part for part in (chosen.strip(), own.strip()) if part)
