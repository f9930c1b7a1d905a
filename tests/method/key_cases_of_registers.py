"""One change to `everything.yaml` for each key of registers: how they are read aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.method.key_consumers import played, read_out
from tests.method.trees import DROP

REGISTER_CASES: dict[str, tuple[Callable[[Any], Any], str, Any]] = {}


def case(consumer: Callable[[Any], Any], **changes: Any) -> None:
    """`shape__key=(path, value)`; the path's steps are separated by spaces."""
    for name, (path, value) in changes.items():
        REGISTER_CASES[name.replace("__", ".")] = (consumer, path, value)


case(
    read_out,
    method__registers=(
        "registers",
        {"aides": {"label": "别的", "per": "person"}, "corners": {"label": "角落名册", "per": "place"}},
    ),
    register__label=("registers aides label", "别的名册"),
    register__per=("registers aides per", "household"),
    register__form=("registers aides form size label", "多大"),
    register__lasts=("registers aides lasts", DROP),
    register__visible=("registers aides visible", DROP),
    register__used_by=("registers aides used_by", DROP),
    register__kept_by=("registers corners kept_by", DROP),
    shown__shows=("registers aides visible 0 shows", ["all"]),
    shown__whom=("registers aides visible 0 whom", ["team_lead"]),
    field__among=("data corner among", DROP),
    person__among=("people aide among", DROP),
)
case(
    read_out,
    **{
        f"write_register__{key}": (f"stages hub acts enlist effects 0 register {key}", other)
        for key, other in {
            "whose": "people.deputy", "event": "changed", "set": DROP, "why": DROP, "when": DROP, "once": DROP,
        }.items()
    },
    effect__register=("stages hub acts enlist effects 0", {"notify": {"whom": ["opener"], "text": "入册"}}),
    write_register__name=("stages hub acts enlist effects 1 register name", "yards"),
    write_register__of=("stages hub acts enlist effects 1 register of", DROP),
)  # fmt: skip
case(
    read_out,
    method__heard_by=("heard_by", DROP),
    opening__upon=("open came upon", {"register": "aides", "event": "left"}),
    opening__when=("open came when", DROP),
    event__register=("open came upon register", "corners"),
    event__event=("open came upon event", "left"),
    event__term=("open over upon term", "team_lead"),
    event__before=("open over upon before", DROP),
    event__method=("open after upon method", "assist"),
    event__stage=("open after upon stage", "begun"),
)
case(played, step__upon=("examples 2 steps 0 upon", DROP))
