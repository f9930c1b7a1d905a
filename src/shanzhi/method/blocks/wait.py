"""Wait (等候): until a date, or for a span of time."""

from __future__ import annotations

from shanzhi.method.blocks.base import OPEN_FOR, BlockKind, counts_nothing, no_acts
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.words import Sentence

KIND = BlockKind(
    kind="wait",
    name=Sentence("等候", "waiting"),
    doc=Sentence("等候", "waiting for a date"),
    shape=Shape(
        {
            "for": Key("duration", OPEN_FOR),
            "until": key(
                "text", "日期字段；现填的日子不能已过", "a date field; a day named now must not have passed"
            ),
        },
        short="for",
    ),
    outcomes={"elapsed": Sentence("时间到", "time is over")},
    counts=counts_nothing,
    acts=no_acts,
    act_names=(),
    window="for",
    collects=False,
    passing=frozenset(),
    of_many=False,
    invites=None,
    thresholds=None,
    takes_part=(),
    taken_back={},
    fields={"until": ("date", "time")},
    one_of=("for", "until"),
    at_once="until",
)
