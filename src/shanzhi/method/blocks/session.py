"""Session (会议、活动): notice, agenda, attendance by the roll, speaking turns, minutes (acts: `session_acts`)."""

from __future__ import annotations

from shanzhi.method.blocks.base import NO_QUORUM, RESULT, WITHIN, BlockKind, Settings
from shanzhi.method.blocks.session_acts import SESSION_ACTS, session_acts
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.rolls import ROLL_DOC, ROLLS, roll_setting
from shanzhi.method.words import Sentence


def _counts(s: Settings) -> tuple[str, ...]:
    return ("present", "roll", "others")


KIND = BlockKind(
    kind="session",
    name=Sentence("会议", "meeting"),
    doc=Sentence("会议", "a meeting"),
    shape=Shape(
        {
            "begins": key("text", "时间字段（何时开会）", "the time field: when it begins", required=True),
            "lasts": key("duration", "多长", "how long", required=True),
            "notice": key("duration", "至少提前多久通知", "how long before it must be announced"),
            "roll": Key("text", ROLL_DOC, required=True),
            "others": key("roles", "谁列席（到场但不计入）", "who sits in: present, never counted"),
            "quorum": key("condition", "到会门槛", "the attendance it needs"),
            "turn": key("number", "每次发言几分钟", "minutes for each speaking turn"),
            "agenda": key("texts", "固定议题", "fixed agenda items"),
            "of": key("text", "列表字段：每一项列为议题", "a list field: each line goes on the agenda"),
            "within": Key("text", WITHIN),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={"held": Sentence("开成了", "held")},
    optional={"no_quorum": NO_QUORUM},
    called_for={"quorum": "no_quorum"},
    counts=_counts,
    acts=session_acts,
    act_names=SESSION_ACTS,
    closes=False,
    dated=True,
    collects=True,
    passing=frozenset(("lasts", "notice", "agenda", "result")),
    of_many=True,
    invites=Sentence("开会、活动", "Meeting"),
    thresholds=("quorum",),
    takes_part=("attend", "ask_floor"),
    taken_back={"attend": "leave", "ask_floor": "lower_hand"},
    told=("attend", "attend_for"),
    slot="attend",
    fields={"begins": ("time",), "of": ("list",), "within": ("place",)},
    builds={"roll": roll_setting},
    offered={"roll": tuple(ROLLS)},
    lists="of",
    meeting=True,
)  # fmt: skip
