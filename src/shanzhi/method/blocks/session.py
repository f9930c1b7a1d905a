"""Session (会议、活动): notice, agenda, attendance by the roll, speaking turns, minutes (acts: `session_acts`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import IN_WORDS, NO_QUORUM, RESULT, WITHIN, BlockKind, English, Settings
from shanzhi.method.blocks.session_acts import SESSION_ACTS, session_acts
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.rolls import ROLL_DOC, ROLLS, UNITS, roll_setting, roll_words
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker


def _counts(s: Settings) -> tuple[str, ...]:
    return ("present", "roll", "others")


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    return {
        "present": Sentence("到会人数", "those present"),
        "roll": Sentence("应到人数", "those expected"),
        "others": Sentence("列席人数", "those sitting in"),
    }


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """When, who is expected, what makes it valid."""
    said = Sentence("开会：时间看{b}；应到的是：{r}。", "A meeting: at {b}; expected are: {r}.")
    found = [said.fill(b=say.names.fact(s["begins"]), r=roll_words(s["roll"], say))]
    if "lasts" in s:
        found.append(Sentence("开 {t}。", "It lasts {t}.").fill(t=say.span(s["lasts"])))
    if "notice" in s:
        said = Sentence("至少提前 {t}通知。", "It is announced {t} before.")
        found.append(said.fill(t=say.span(s["notice"])))
    if "others" in s:
        said = Sentence("{w}列席，不计入到会。", "{w} sit in and are not counted.")
        found.append(said.fill(w=say.who(s["others"])))
    if "quorum" in s:
        said = Sentence(
            "到会要够：{c}；不够就是“到的人不够”。", "Enough must come: {c}; else there is no quorum."
        )
        found.append(said.fill(c=say.condition(s["quorum"])))
    if "clerks" in s:
        said = Sentence(
            "{w}做记录，也替没有手机的人签到、请求发言。",
            "{w} keep the minutes, and sign in and ask for the floor for those without a phone.",
        )
        found.append(said.fill(w=say.who(s["clerks"])))
    if "turn" in s:
        said = Sentence("每次发言{n}分钟。", "Each turn to speak: {n} minutes.")
        found.append(said.fill(n=say.amount(s["turn"])))
    return found


def _told(kept: Mapping[str, Any], english: English) -> Sentence:
    here, expected, others, turns = (kept[name] for name in ("present", "expected", "others", "turns"))
    unit = UNITS[kept["roll"]][0]
    with_zh, with_en = (f"，列席 {others} 人", f", {others} sat in") if others else ("", "")
    return Sentence(
        f"应到 {expected} {unit}，实到 {here} {unit}{with_zh}；发言 {turns} 次",
        f"{here} of {expected} attended{with_en}; {turns} turns to speak",
    )


KIND = BlockKind(
    kind="session",
    count_words=_count_words,
    aloud=_aloud,
    name=Sentence("会议", "meeting"),
    doc=Sentence("会议", "a meeting"),
    shape=Shape(
        {
            "begins": key("text", "何时开会：data.x（时间）", "when it begins: data.x, a time", required=True),
            "lasts": key("duration", "多长", "how long", required=True),
            "notice": key("duration", "至少提前多久通知", "how long before it must be announced"),
            "roll": Key("text", ROLL_DOC, required=True),
            "others": key("roles", "谁列席（到场但不计入）", "who sits in: present, never counted"),
            "quorum": key("condition", "到会门槛", "the attendance it needs"),
            "clerks": key("roles", "除经办人外谁做记录、替没有手机的人签到和请求发言", "who besides the desk keeps the minutes, and signs in and asks for the floor for those without a phone"),
            "turn": key("number", "每次发言几分钟", "minutes for each speaking turn"),
            "agenda": key("texts", "固定议题", "fixed agenda items"),
            "of": key("text", "列表（data.x）：每一项列为议题", "a list (data.x): each line goes on the agenda"),
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
    told_as=_told,
    yields={"words": IN_WORDS, "present": ("people",)},
    of_many=True,
    invites=Sentence("开会、活动", "Meeting"),
    thresholds=("quorum",),
    takes_part=("attend", "ask_floor"),
    taken_back={"attend": "leave", "ask_floor": "lower_hand"},
    for_others=("attend_for", "absent", "ask_floor_for", "lower_hand_for"),
    told=("attend", "attend_for"),
    slot="attend",
    fields={"begins": ("time",), "of": ("list",), "within": ("place",)},
    builds={"roll": roll_setting},
    offered={"roll": tuple(ROLLS)},
    lists="of",
    meeting=True,
)  # fmt: skip
