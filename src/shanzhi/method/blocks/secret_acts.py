"""The acts that only a secret ballot has: papers counted by tellers, striking out, opening the box.

Choices and cards end in the act that seals or opens; nothing keeps them.
"""

from __future__ import annotations

from typing import Any

from shanzhi.method.blocks.options import options_of
from shanzhi.method.blocks.signing import may_be_secret
from shanzhi.method.model import DESK, Act, Field, Who
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

HOLDERS = Who(roles=frozenset(("key_holder",)), names=("key_holder",))
SECRET_ACTS = ("give_paper", "seal_paper", "count_papers", "strike", "open_box", "void_box")


def secret_acts(s: dict[str, Any], at: Rule, person: Field, choice: Field) -> list[Act]:
    """Those of a ballot with these settings; none where it is never secret."""
    if not may_be_secret(s):
        return []

    def field(name: str, type_: str, zh: str, en: str, **more: Any) -> Field:
        return Field(name=name, type=type_, label=Sentence(zh, en), at=at, **more)

    def act(name: str, zh: str, en: str, who: Who, *form: Field) -> Act:
        return Act(name=name, label=Sentence(zh, en), who=who, at=at, form=form, origin="block")

    why = field("reason", "text", "理由", "Why", min=2, max=200)
    cards = field("cards", "text", "密钥卡", "Cards", max=2000)
    acts = [
        act("strike", "划出名册", "Strike from the roll", DESK, person, why),
        act("open_box", "开票", "Open the box", HOLDERS, cards),
        act("void_box", "作废，重新投", "Declare it void", HOLDERS, why),
    ]
    paper = s.get("clerks")
    if paper is None:
        return acts
    area = field("area", "integer", "面积（0.01 平方米）", "Area (0.01 m²)", optional=True, min=1)
    spoilt = field("spoilt", "integer", "废票", "Spoilt papers", min=0)
    papers = [
        field(f"papers_{o.value}", "integer", o.label.zh, o.label.en, optional=True, min=0, default=0)
        for o in options_of(s)
    ]
    return [
        act("give_paper", "发纸质票", "Hand out a paper", paper, person),
        act("seal_paper", "密封一张纸质票", "Seal a paper", paper, choice, area),
        act(
            "count_papers",
            "录入票箱总数",
            "Enter the box's totals",
            s.get("tellers") or paper,
            *papers,
            spoilt,
        ),
        *acts,
    ]
