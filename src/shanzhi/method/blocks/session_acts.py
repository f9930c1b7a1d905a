"""The acts that a meeting has: its agenda, who is there, the floor, the minutes.

What people do on their own phones the chair does for whoever has none (`attend_for`, `ask_floor_for`, `lower_hand_for`,
and `minutes` with a `person`), and so do the `clerks`: they keep the record, the chair leads.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shanzhi.method.blocks.base import act, field
from shanzhi.method.model import DESK, Act, Who
from shanzhi.method.rules import Rule

SESSION_ACTS = (
    "agenda",
    "move_item",
    "drop_item",
    "publish_agenda",
    "attend",
    "leave",
    "attend_for",
    "absent",
    "ask_floor",
    "lower_hand",
    "ask_floor_for",
    "lower_hand_for",
    "give_floor",
    "end_turn",
    "next_item",
    "minutes",
    "finish",
)


def session_acts(s: dict[str, Any], at: Rule) -> list[Act]:
    """Those of a meeting with these settings."""
    by, kept = _attending(s), _keeping(s)
    topic = field("topic", "text", "议题", "Topic", at, max=100)
    item = field("item", "integer", "第几项议题", "Which item", at, min=1)
    person = field("person", "person", "哪一位", "Who", at)
    text = field("text", "text", "内容", "What was said", at, max=2000)
    speaker = field("person", "person", "谁说的", "Who said it", at, optional=True)
    to = field("to", "integer", "移到第几项", "To which place", at, min=1)
    return [
        act("agenda", "加入议题", "Add to the agenda", DESK, at, topic),
        act("move_item", "调整议程", "Move an item", DESK, at, item, to),
        act("drop_item", "删去议题", "Drop an item", DESK, at, item),
        act("publish_agenda", "公布议程", "Publish the agenda", DESK, at),
        act("attend", "签到", "I am here", by, at),
        act("leave", "撤回签到", "I am not here", by, at),
        act("attend_for", "代为签到", "Mark as present", kept, at, person),
        act("absent", "撤销签到", "Mark as not present", kept, at, person),
        act("ask_floor", "请求发言", "Ask to speak", by, at, replace(topic, optional=True)),
        act("lower_hand", "不发言了", "Lower my hand", by, at),
        act(
            "ask_floor_for",
            "代为请求发言",
            "Ask to speak for",
            kept,
            at,
            person,
            replace(topic, optional=True),
        ),
        act("lower_hand_for", "代为取消发言", "Lower the hand of", kept, at, person),
        act("give_floor", "请下一位发言", "Give the floor", DESK, at, replace(person, optional=True)),
        act("end_turn", "发言结束", "End the turn", DESK, at),
        act("next_item", "进入下一项", "On to the next item", DESK, at, replace(item, optional=True)),
        act("minutes", "记录", "Minute", kept, at, topic, text, speaker),
        act("finish", "散会", "Close the meeting", DESK, at),
    ]


def _attending(s: dict[str, Any]) -> Who:
    """Who may come: those on the roll, who live there or own something there, and who sits in."""
    others: Who = s.get("others") or Who()
    return replace(others, resident=True, names=tuple(dict.fromkeys(("resident", *others.names))))


def _keeping(s: dict[str, Any]) -> Who:
    """Who keeps the record: the chair, and the clerks."""
    clerks: Who = s.get("clerks") or Who()
    return replace(clerks, desk=True, names=("desk", *clerks.names))
