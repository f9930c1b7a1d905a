"""What an act or a stage may bring about (效果): the closed list of effects, with all that the language knows of each.

The engine works them out (`shanzhi.engine.effects`), the store carries them out (`shanzhi.matters.writing.effects`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shanzhi.method.build_posts import POST, post_values
from shanzhi.method.build_register_effect import register_values
from shanzhi.method.cel import CelType, Program
from shanzhi.method.field_types import Thing
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.ledger_effects import DOCS, LEDGER_SHAPES, ledger_values
from shanzhi.method.opens import Opens
from shanzhi.method.people import PEOPLE_TYPES, PREFIX
from shanzhi.method.readers import BUILDS, WHOM
from shanzhi.method.registers import EVENTS
from shanzhi.method.words import Sentence, either

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.model import EffectRule
    from shanzhi.method.read import Node

MOST_POINTS = 1_000_000
"""The most points that one award gives."""
NOTIFIED = ("watchers", "parent", "supporters", "participants")
"""Whom a notice may be for besides roles."""
RECEIVERS = ("opener", "holder", "actor")
"""Who may get points by their part in the matter."""
REWARDED = tuple(
    name for name, kind in PEOPLE_TYPES.items() if kind.points_to not in (Thing.OFFICE, Thing.ORGANISATION)
)
"""The types of those whom a matter names who may get points."""
POINTS = Sentence(
    f"0 到 {MOST_POINTS} 的整数，或一个算式；积分只记不扣",
    f"a whole number from 0 to {MOST_POINTS}, or an expression; points are given, never taken",
)


EVERY: dict[str, Key] = {
    "when": key("condition", "仅当；有 of 时可说 line.x", "only when this holds; with `of` it may speak of line.x"),
    "once": key("boolean", "一件事项一生只做一次，重办再到这里也不再做", "once in a matter's life, however often it comes here again"),
    "of": key("text", "列表（data.x）：每一项做一次，line.x 是那一项", "a list (data.x): once for each line, which is `line.x`"),
}  # fmt: skip
"""What every effect may say."""


class EffectKind(Struct, frozen=True, kw_only=True):
    """One kind of effect.

    `doc` is what the reference says of it, `shape` the keys of its settings; the shape is `named` otherwise where its own
    name is taken. `builds` builds a setting in a way of its own, `whole` all of them.

    Settings that mean more: `shows` names the facts made public, `tells` whom it tells, `rewards` who gets points; it
    `opens` another matter, makes a `paper`, gives or takes `posts`, and moves something in the `ledger`. `texts` are those that the check against formalism reads, with what each stands for.
    """

    doc: Sentence
    shape: Shape
    named: str | None = None
    builds: dict[str, Callable[[Builder, Node], Any]] = {}
    whole: Callable[[Builder, Node], dict[str, Any]] | None = None
    paper: bool = False
    posts: bool = False
    ledger: bool = False
    shows: str | None = None
    tells: str | None = None
    rewards: str | None = None
    opens: Opens | None = None
    texts: dict[str, str] = {}


def _points(b: Builder, node: Node) -> Program | None:
    written = int(node.value) if re.fullmatch(r"-?\d{1,18}", node.value) else 0
    if written not in range(MOST_POINTS + 1):
        b.problems.add("SZ203", node, key="points", expected=POINTS)
    return b.condition(node, None, CelType.INTEGER)


def _receiver(b: Builder, node: Node) -> str | None:
    """Who gets points: a part in the matter, or whom it names. Points belong to residents and households."""
    word = str(node.value)
    if word in RECEIVERS:
        return word
    if word.startswith("line.") and b.line:
        return b.named(node, *REWARDED)
    if not word.startswith(PREFIX):
        b.problems.add("SZ204", node, value=word[:40], choices=either((*RECEIVERS, "people.x")))
        return None
    name = b.person_of(node)
    if name is not None and b.fields[name].type not in REWARDED:
        b.problems.add("SZ306", node, name=word, expected=" / ".join(REWARDED))
    elif name is not None and (b.fields[name].known or "").startswith("opener."):
        b.problems.add("SZ542", node, name=name)
    return word if name is not None else None


EFFECTS: dict[str, EffectKind] = {
    "notify": EffectKind(
        doc=Sentence("通知", "tell people"),
        shape=Shape(
            {
                "whom": key("roles", "通知谁：opener、desk、holder、watchers、parent、supporters、participants、people.x、角色；有 of 时可写 line.x", "whom: opener, desk, holder, watchers, parent, supporters, participants, people.x, roles; with `of`, line.x", required=True),
                "text": key("text", "内容，可含 {字段}", "the text; may hold {fields}", required=True),
            }
        ),
        builds={"whom": lambda b, node: b.roles(node, extra=NOTIFIED, people=True)},
        tells="whom",
        texts={"text": "said"},
    ),
    "publish": EffectKind(
        doc=Sentence("公开", "publish"),
        shape=Shape(
            {
                "shows": key("words", "公开的字段", "the fields made public", required=True),
                "lasts": key("duration", "公开多久", "for how long"),
                "title": key("text", "标题，可含 {字段}", "the heading; may hold {fields}"),
                **WHOM,
            }
        ),
        builds=BUILDS,
        shows="shows",
        texts={"title": "said"},
    ),
    "open": EffectKind(
        doc=Sentence("发起另一工作法的事项", "open a matter of another method"),
        named="open_matter",
        shape=Shape(
            {
                "method": key("id", "工作法代号", "the method's id", required=True),
                "opening": key("word", "它的哪个入口（不写则第一个）", "which of its ways in (left out: the first)"),
                "with": key("map:handed", "子事项字段: 本事项的值（data.x、opener）", "its fields: values of this matter (data.x, opener)"),
            }
        ),
        opens=Opens(method="method", shared="with", opening="opening"),
    ),
    "act": EffectKind(
        doc=Sentence("在子事项里做一个动作", "do an act in a matter that this one opened or gathered"),
        named="act_in",
        shape=Shape(
            {
                "matter": key("text", "哪一件：data.x（事项字段）；有 of 时可写 line.x", "which: data.x, a matter field; with `of`, line.x", required=True),
                "do": key("word", "哪个动作；那个动作要写 by: [parent]", "which act; it must say by: [parent]", required=True),
                "with": key("map:handed", "它的字段: 本事项的值（data.x、line.x）", "its fields: values of this matter (data.x, line.x)"),
            }
        ),
        builds={"matter": lambda b, node: b.value_of(node, "matter")},
    ),
    "link": EffectKind(
        doc=Sentence("关联另一事项", "link to another matter"),
        shape=Shape(
            {
                "matter": key("text", "哪一件：data.x（事项字段）", "which: data.x, a matter field", required=True),
                "as": key("choice:duplicate|follows|relates", "关系", "the relation", required=True),
                "follow": key("boolean", "发起人随之收到后续通知", "the opener is told of its progress"),
            }
        ),
        builds={"matter": lambda b, node: b.value_of(node, "matter")},
    ),
    "document": EffectKind(
        doc=Sentence("生成文书", "make a document"),
        paper=True,
        shape=Shape(
            {
                "title": key("text", "文书名", "its title", required=True),
                "text": key("text", "正文，可含 {字段}", "the text; may hold {fields}", required=True),
            }
        ),
        texts={"text": "said", "title": "said"},
    ),
    "award": EffectKind(
        doc=Sentence("记积分", "award points"),
        shape=Shape(
            {
                "to": key("text", "给谁：opener、holder、actor 或 people.x（居民、家庭）；有 of 时可写 line.x", "to whom: opener, holder, actor or people.x (residents, households); with `of`, line.x", required=True),
                "points": key("number", "分值", "how many", required=True),
                "account": key("choice:person|household", "记入个人或家庭账", "a person's or a household's account"),
                "for": key("text", "事由", "what for", required=True),
            }
        ),
        builds={"points": _points, "to": _receiver},
        rewards="to",
        texts={"for": "award"},
    ),
    "retract": EffectKind(
        doc=Sentence("撤下已公开的内容", "take down what was published"),
        shape=Shape({"why": key("text", "理由，可含 {字段}", "why; may hold {fields}", required=True)}, short="why"),
    ),
    "register": EffectKind(
        doc=Sentence("记入名册", "write a register"),
        named="write_register",
        shape=Shape(
            {
                "name": key("text", "哪个名册", "which register", required=True),
                "whose": key("text", "谁的一条：data.x、people.x、line.x、opener，或 matter.place（出事的地方）", "whose entry: data.x, people.x, line.x, opener, or matter.place", required=True),
                "event": key("choice:" + "|".join(EVENTS), "怎样：entered 入册、renewed 续期、changed 变更、left 退出、refused 未获准", "what happens to it", required=True),
                "set": key("map:value", "内容: 事实（data.x）、值或算式", "its fields: facts (data.x), values or expressions"),
                "why": key("text", "理由，可含 {字段}", "why; may hold {fields}"),
            }
        ),
        whole=register_values,
    ),
    "appoint": EffectKind(
        doc=Sentence("登记任职", "give a post"),
        shape=Shape(
            {
                **POST,
                "until": key("text", "任期到哪天：日期字段", "until when: a date field"),
                "lasts": key("duration", "任期多长", "for how long"),
            }
        ),
        whole=post_values,
        posts=True,
    ),
    "dismiss": EffectKind(
        doc=Sentence("登记离任", "end a post"),
        shape=Shape({**POST, "why": key("text", "理由，可含 {字段}", "why; may hold {fields}", required=True)}),
        whole=post_values,
        posts=True,
    ),
    **{
        kind: EffectKind(
            doc=DOCS[kind],
            shape=shape,
            whole=ledger_values(kind),
            ledger=True,
            rewards="into" if {"from", "into"} <= shape.keys.keys() else None,
            texts={"reason": "award"} if "reason" in shape.keys else {},
        )
        for kind, shape in LEDGER_SHAPES.items()
    },
}  # fmt: skip


def shape_of(kind: str) -> Shape:
    """The keys of an effect: its own, and those that every effect may have."""
    own = EFFECTS[kind].shape
    return Shape({**own.keys, **EVERY}, own.short)


def shape_name(kind: str) -> str:
    """What the shape of an effect is called in the vocabulary."""
    return EFFECTS[kind].named or kind


def told_by(effect: EffectRule) -> tuple[str, ...]:
    """Whom an effect tells of something."""
    tells = EFFECTS[effect.kind].tells
    told: tuple[str, ...] = effect.values.get(tells, ()) if tells is not None else ()
    return told
