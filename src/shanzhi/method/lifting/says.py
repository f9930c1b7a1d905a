"""What an end tells those whom the matter concerns: `says`, where it was a notice to the opener among its effects.

effects: [{notify: {whom: [opener, watchers], text: 办好了}}]   →   says: 办好了
effects: [{notify: {whom: [opener, holder], text: 办好了}}]     →   says, and a notice to the holder as before
"""

from __future__ import annotations

from shanzhi.method.lifting.changed import inserted, put, without
from shanzhi.method.people import PREFIX
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence

OPENER = "opener"
CONCERNED = frozenset({OPENER, "watchers", "supporters"})
"""Whom `says` tells, with the matter's sides."""


def lift_says(root: Node, remarks: list[Sentence]) -> Node:
    """The file with what its ends tell the opener under `says`."""
    stages = root.value.get("stages")
    if stages is None or stages.kind != "map":
        return root
    told = CONCERNED | _sides(root)
    made = {name: _end(stage, told) for name, stage in stages.value.items()}
    if all(made[name] is stage for name, stage in stages.value.items()):
        return root
    return put(root, "stages", Node(made, stages.line, stages.column, stages.keys, stages.inset))


def _sides(root: Node) -> set[str]:
    """The words for the people who are parties to the matter."""
    people = root.value.get("people")
    named = people.value.items() if people is not None and people.kind == "map" else ()
    return {
        f"{PREFIX}{name}"
        for name, one in named
        if one.kind == "map" and (side := one.value.get("side")) is not None and side.value is True
    }


def _end(stage: Node, told: frozenset[str]) -> Node:
    """A stage with its text to the opener as what it says, if it is an end that says nothing yet."""
    if stage.kind != "map" or "end" not in stage.value or "says" in stage.value:
        return stage
    effects = stage.value.get("effects")
    if effects is None or effects.kind != "list":
        return stage
    index = next((n for n, one in enumerate(effects.value) if _tells_opener(one)), None)
    if index is None:
        return stage
    effect = effects.value[index]
    notice = effect.value["notify"]
    whom = notice.value["whom"]
    others = [one for one in whom.value if one.value not in told]
    rest = list(effects.value)
    if others:
        own = put(notice, "whom", Node(others, whom.line, whom.column, whom.keys, whom.inset))
        rest[index] = put(effect, "notify", own)
    else:
        del rest[index]
    left = Node(rest, effects.line, effects.column, effects.keys, effects.inset)
    made = inserted(stage, "says", notice.value["text"], notice.keys["text"], "effects")
    return put(made, "effects", left) if rest else without(made, "effects")


def _tells_opener(effect: Node) -> bool:
    """Whether an effect is a notice to the opener that always comes, and nothing else."""
    notice = effect.value.get("notify") if effect.kind == "map" and len(effect.value) == 1 else None
    if notice is None or notice.kind != "map" or notice.value.keys() != {"whom", "text"}:
        return False
    whom = notice.value["whom"]
    return whom.kind == "list" and any(one.value == OPENER for one in whom.value)
