"""The acts a stage has besides those its method writes and its block brings (`shanzhi.method.blocks`): the built-in ones.

Each has a form, so that every face shows them as it shows any act.
"""

from __future__ import annotations

from typing import Any

from shanzhi.method.blocks import BLOCKS
from shanzhi.method.model import Act, Field, Who
from shanzhi.method.rules import Rule
from shanzhi.method.vocabulary import BUILT_IN_ACTS
from shanzhi.method.words import Sentence

# Names that no method may give an act: commands of the engine, and the built-in acts.
RESERVED = frozenset(("open", "due", "joined", "released", "hand_over", "recuse", "unwatch", *BUILT_IN_ACTS))
TAKEN_BACK_BY: dict[str, str] = {
    "watch": "unwatch",
    **{act: back for kind in BLOCKS.values() for act, back in kind.taken_back.items()},
}
"""Acts by which somebody takes part, and the act by which they take that back themselves. Votes cast stay cast."""
TAKING_PART = frozenset(
    (
        *("message", "attach", "correct", "remind"),
        *(act for kind in BLOCKS.values() for act in kind.takes_part),
        *TAKEN_BACK_BY,
        *TAKEN_BACK_BY.values(),
    )
)
"""Acts of those who are asked, or who add something: whoever did no more than these has handled nothing."""


def _field(name: str, type_: str, zh: str, en: str, at: Rule, **more: Any) -> Field:
    return Field(name=name, type=type_, label=Sentence(zh, en), at=at, **more)


def builtin_acts(at: Rule) -> dict[str, Act]:
    """The acts every open stage has unless a method narrows them: talk, add, correct, watch, withdraw; a post above asks."""
    parties = Who(desk=True, opener=True, holder=True, side=True, names=("desk", "opener", "holder", "side"))
    correcting = Who(
        desk=True, opener=True, holder=True, side=True, above=True, names=(*parties.names, "above")
    )
    opener = Who(opener=True, side=True, names=("opener", "side"))
    acts = [
        Act(
            "message",
            Sentence("留言", "Write a message"),
            parties,
            at,
            form=(_field("text", "text", "内容", "Your message", at, max=2000),),
            origin="builtin",
        ),
        Act(
            "attach",
            Sentence("补充附件", "Add files"),
            parties,
            at,
            form=(
                _field("files", "files", "附件", "Files", at),
                _field("text", "text", "说明", "A note", at, optional=True, max=500),
            ),
            origin="builtin",
        ),
        Act(
            "correct",
            Sentence("更正", "Correct"),
            correcting,
            at,
            form=(
                _field("field", "text", "哪一项", "Which answer", at, max=60),
                _field("value", "text", "应为", "Should be", at, max=2000),
                _field("reason", "text", "理由", "Why", at, max=200),
            ),
            origin="builtin",
        ),
        Act(
            "watch",
            Sentence("关注", "Follow"),
            Who(anyone=True, names=("anyone",)),
            at,
            origin="builtin",
        ),
        Act(
            "unwatch",
            Sentence("不再关注", "Stop following"),
            Who(anyone=True, names=("anyone",)),
            at,
            origin="builtin",
        ),
        Act(
            "withdraw",
            Sentence("撤回", "Withdraw"),
            opener,
            at,
            form=(_field("reason", "text", "理由", "Why", at, min=2, max=200),),
            confirm=Sentence("撤回后不能恢复。确定吗？", "This cannot be undone. Withdraw it?"),
            origin="builtin",
        ),
        Act(
            "remind",
            Sentence("督办", "Press for an answer"),
            Who(above=True, names=("above",)),
            at,
            form=(
                _field("text", "text", "要求", "What is wanted", at, max=500),
                _field("until", "date", "答复期限", "Answer by", at),
                _field("take_over", "boolean", "由本岗位接办", "Take it over", at, optional=True),
            ),
            origin="builtin",
        ),
    ]
    return {act.name: act for act in acts}
