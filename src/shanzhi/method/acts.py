"""The acts a stage has besides those its method writes: its block's own, and the built-in ones.

Each has a form, so that every face shows them as it shows any act.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from shanzhi.method.blocks import DEFAULT_OPTIONS, DESK
from shanzhi.method.model import Act, Field, Option, Rule, Who
from shanzhi.method.secret_acts import SECRET_ACTS, secret_acts
from shanzhi.method.session_acts import SESSION_ACTS, session_acts
from shanzhi.method.vocabulary import BUILT_IN_ACTS
from shanzhi.method.words import Sentence

# Names that no method may give an act: commands of the engine, and the built-in acts.
RESERVED = frozenset(("open", "due", "joined", "released", "hand_over", "recuse", "unwatch", *BUILT_IN_ACTS))
TAKEN_BACK_BY = {
    "watch": "unwatch",
    "endorse": "unendorse",
    "object": "take_back",
    "attend": "leave",
    "ask_floor": "lower_hand",
    "respond": "unrespond",
    "entrust": "revoke",
}
"""Acts by which somebody takes part, and the act by which they take that back themselves. Votes cast stay cast."""
TAKING_PART = frozenset(
    (
        "take",
        "vote",
        "vote_for",
        "paper",
        "message",
        "attach",
        "correct",
        "remind",
        *TAKEN_BACK_BY,
        *TAKEN_BACK_BY.values(),
    )
)
"""Acts of those who are asked, or who add something: whoever did no more than these has handled nothing."""


def block_acts(kind: str, settings: dict[str, Any], at: Rule) -> dict[str, Act]:
    """The block's own acts, with their forms."""
    acts = _ACTS[kind](settings, at)
    return {act.name: act for act in acts}


def _act(name: str, zh: str, en: str, who: Who, at: Rule, *form: Field) -> Act:
    return Act(name=name, label=Sentence(zh, en), who=who, at=at, form=form, origin="block")


def _field(name: str, type_: str, zh: str, en: str, at: Rule, **more: Any) -> Field:
    return Field(name=name, type=type_, label=Sentence(zh, en), at=at, **more)


def _claim(s: dict[str, Any], at: Rule) -> list[Act]:
    return [_act("take", "接单", "Take it", s["by"], at, *s.get("form", ()))]


def _checklist(s: dict[str, Any], at: Rule) -> list[Act]:
    who = s.get("by") or DESK
    item = _field("item", "text", "哪一项", "Which item", at, max=60)
    return [
        _act(
            "tick",
            "完成一项",
            "Done with an item",
            who,
            at,
            item,
            _field("proof", "text", "完成情况", "What was done", at, optional=True, max=500),
            _field("files", "files", "附件", "Files", at, optional=True),
        ),
        _act(
            "untick",
            "退回一项",
            "Take an item back",
            who,
            at,
            item,
            _field("reason", "text", "理由", "Why", at, max=200),
        ),
    ]


def _split(s: dict[str, Any], at: Rule) -> list[Act]:
    return [
        _act(
            "recall",
            "不再等待",
            "Wait no longer",
            DESK,
            at,
            _field("reason", "text", "理由", "Why", at, max=200),
        )
    ]


SUPPORT = Sentence("我支持", "I support it")


def _endorse(s: dict[str, Any], at: Rule) -> list[Act]:
    return [
        Act("endorse", s.get("label") or SUPPORT, s["by"], at, origin="block"),
        _act("unendorse", "撤回支持", "Take my support back", s["by"], at),
    ]


def _ballot(s: dict[str, Any], at: Rule) -> list[Act]:
    # The roll decides: an owner may live elsewhere, and not every resident is an elector.
    voters = Who(anyone=True, names=("anyone",))
    options = s.get("options") or DEFAULT_OPTIONS
    choice = _field("choice", "choice", "选择", "Choice", at, options=options)
    person = _field("elector", "person", "哪一位", "Whose vote", at)
    acts = [_act("vote", "投票", "Vote", voters, at, choice)]
    if s.get("proxies") is not None:
        acts.append(_act("vote_for", "代他人投票", "Vote for another", voters, at, person, choice))
        acts.append(
            _act(
                "entrust",
                "委托他人投票",
                "Let another vote for me",
                voters,
                at,
                _field("proxy", "person", "委托给谁", "To whom", at),
            )
        )
        acts.append(_act("revoke", "收回委托", "Take the proxy back", voters, at))
    number = _field("number", "text", "票号", "Paper number", at, max=20)
    if s.get("paper") is not None:
        acts.append(
            _act(
                "paper",
                "录入纸质票",
                "Enter a paper vote",
                s["paper"],
                at,
                person,
                choice,
                number,
            )
        )
        acts += _papers(s, at, person, number)
    return [*acts, *secret_acts(s, at, person, choice)]


WAYS = (
    Option("signed", Sentence("本人签收", "signed for by the elector")),
    Option("family", Sentence("同住家人代收", "taken by family")),
    Option("post", Sentence("邮寄", "by post")),
    Option("left", Sentence("投入信箱或留置", "left at the door")),
    Option("message", Sentence("短信、微信等电子送达", "by message")),
    Option("posted", Sentence("公告送达", "by public notice")),
)
"""How a ballot paper may be delivered (送达)."""


def _papers(s: dict[str, Any], at: Rule, person: Field, number: Field) -> list[Act]:
    """Papers by name: handed out with evidence, and taken back by a second person."""
    both = replace(s["paper"], desk=True)
    return [
        _act(
            "hand_out",
            "登记发放的表决票",
            "Register a paper handed out",
            both,
            at,
            person,
            number,
            _field("way", "choice", "怎样送达", "How it was delivered", at, options=WAYS),
            _field("on", "date", "哪天送达", "On which day", at, optional=True),
            _field(
                "taker",
                "text",
                "代收人或单号",
                "Who took it, or the postal number",
                at,
                optional=True,
                max=60,
            ),
            _field("files", "files", "签收照片或凭证", "A photo or receipt", at, optional=True),
        ),
        _act(
            "void_paper",
            "撤销录错的票",
            "Take back a wrong entry",
            both,
            at,
            number,
            _field("reason", "text", "理由", "Why", at, min=2, max=200),
        ),
    ]


def _publicity(s: dict[str, Any], at: Rule) -> list[Act]:
    return [
        _act(
            "object",
            "提出异议",
            "Object",
            s["objections"],
            at,
            _field("reason", "text", "理由", "Why", at, max=1000),
        ),
        _act(
            "answer",
            "答复异议",
            "Answer an objection",
            DESK,
            at,
            _field("objection", "integer", "第几条异议", "Which objection", at, min=1),
            _field("upheld", "boolean", "异议成立", "It is upheld", at),
            _field("answer", "text", "答复", "The answer", at, max=2000),
        ),
        _act(
            "take_back",
            "撤回异议",
            "Take my objection back",
            s["objections"],
            at,
            _field("objection", "integer", "第几条异议", "Which objection", at, min=1, optional=True),
        ),
    ]


def _survey(s: dict[str, Any], at: Rule) -> list[Act]:
    return [
        _act("respond", "评议", "Give my view", s["by"], at, *s["questions"]),
        _act("unrespond", "撤回评议", "Take my view back", s["by"], at),
    ]


def _wait(s: dict[str, Any], at: Rule) -> list[Act]:
    return []


_ACTS = {
    "claim": _claim,
    "checklist": _checklist,
    "split": _split,
    "endorse": _endorse,
    "ballot": _ballot,
    "publicity": _publicity,
    "session": session_acts,
    "survey": _survey,
    "wait": _wait,
}
# What a block's act may be called; a method's own acts in that stage need other names.
ACT_NAMES: dict[str, tuple[str, ...]] = {
    "claim": ("take",),
    "checklist": ("tick", "untick"),
    "split": ("recall",),
    "endorse": ("endorse", "unendorse"),
    "ballot": ("vote", "vote_for", "entrust", "revoke", "paper", "hand_out", "void_paper", *SECRET_ACTS),
    "publicity": ("object", "answer", "take_back"),
    "session": SESSION_ACTS,
    "survey": ("respond", "unrespond"),
    "wait": (),
}


def builtin_acts(at: Rule) -> dict[str, Act]:
    """The acts every open stage has unless a method narrows them: talk, add, correct, watch, withdraw; a post above asks."""
    parties = Who(desk=True, opener=True, holder=True, names=("desk", "opener", "holder"))
    opener = Who(opener=True, names=("opener",))
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
            parties,
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
            form=(_field("reason", "text", "理由", "Why", at, optional=True, max=200),),
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
