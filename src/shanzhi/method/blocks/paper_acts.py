"""The acts of a ballot by papers with names: handed out with evidence, entered, and taken back by a second person."""

from __future__ import annotations

from dataclasses import replace

from shanzhi.method.blocks.base import Settings, act, field
from shanzhi.method.model import Act, Field, Option
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

PAPER_ACTS = ("paper", "hand_out", "void_paper")
WAYS = (
    Option("signed", Sentence("本人签收", "signed for by the elector")),
    Option("family", Sentence("同住家人代收", "taken by family")),
    Option("post", Sentence("邮寄", "by post")),
    Option("left", Sentence("投入信箱或留置", "left at the door")),
    Option("message", Sentence("短信、微信等电子送达", "by message")),
    Option("posted", Sentence("公告送达", "by public notice")),
)
"""How a ballot paper may be delivered (送达)."""
WITH_THE_VOTE = "returned"
"""How a paper came to its elector that was registered only when it came back."""
TOLD_WAYS = (*WAYS, Option(WITH_THE_VOTE, Sentence("收回时登记", "registered when it came back")))


def paper_acts(s: Settings, at: Rule, person: Field, choice: Field) -> list[Act]:
    """Those of a ballot with these settings; none where nobody enters papers."""
    if s.get("clerks") is None:
        return []
    letters = s.get("outside_proxies") is not None
    both = replace(s["clerks"], desk=True)
    number = field("number", "text", "票号", "Paper number", at, max=20)
    way = field("way", "choice", "怎样送达", "How it was delivered", at, options=WAYS)
    day = field("on", "date", "哪天送达", "On which day", at, optional=True)
    taker = field(
        "taker", "text", "代收人或单号", "Who took it, or the postal number", at, optional=True, max=60
    )
    files = field("files", "files", "签收照片或凭证", "A photo or receipt", at, optional=True)
    why = field("reason", "text", "理由", "Why", at, min=2, max=200)
    signed_for = (
        field("proxy", "text", "受托人（不是本人签的，写姓名）", "Proxy (if not signed by the elector: the name)", at, optional=True, max=40),
        field("letter", "text", "授权委托书的编号或日期", "Number or date of the written authority", at, optional=True, max=60),
    )  # fmt: skip
    handed = (person, number, way, day, taker, files)
    told = tuple(replace(one, options=TOLD_WAYS) if one is way else one for one in handed)
    return [
        act(
            "paper",
            "录入纸质票",
            "Enter a paper vote",
            s["clerks"],
            at,
            person,
            choice,
            number,
            *(signed_for if letters else ()),
        ),
        replace(
            act("hand_out", "登记发放的表决票", "Register a paper handed out", both, at, *handed), says=told
        ),
        act("void_paper", "撤销录错的票", "Take back a wrong entry", both, at, number, why),
    ]
