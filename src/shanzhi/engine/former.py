"""What open matters and histories hold in the words of releases before, told by today's names: the one room that knows them.

A tally is read through here wherever it comes from the store; an answer to a ballot too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shanzhi.method.blocks.survey import counted_names
from shanzhi.method.model import Field

CHOICES = {"yes": "agree", "no": "oppose"}
"""What was chosen in a ballot that named no options of its own."""
_BALLOT = {"electors": "roll", "electors_area": "roll_area"} | {
    f"{old}{end}": f"{new}{end}" for old, new in CHOICES.items() for end in ("", "_area", "_share")
}
_WORDS: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = (
    (frozenset(("electors", "voted")), _BALLOT),
    (frozenset(("attended", "expected")), {"attended": "present", "expected": "roll"}),
    (frozenset(("supporters", "threshold")), {"threshold": "needs", "electors": "roll"}),
    (frozenset(("answers", "electors")), {"electors": "roll"}),
    (frozenset(("closed_children",)), {"closed_children": "done", "failed_children": "undone"}),
)


def todays(tally: Mapping[str, Any]) -> dict[str, Any]:
    """A tally by today's names. What is called so already stays as it is."""
    held = dict(tally)
    for known, names in _WORDS:
        if known <= held.keys():
            if isinstance(held.get("roll"), str):
                held["@roll"] = held.pop("roll")
            if isinstance(counted := held.get("@counted"), dict):
                heads = {choice(name): count for name, count in counted.get("heads", {}).items()}
                held["@counted"] = {**counted, "heads": heads}
            return {names.get(name, name): value for name, value in held.items()}
    return held


def choice(value: Any) -> Any:
    """What somebody voted, by today's name."""
    return CHOICES.get(value, value) if isinstance(value, str) else value


def in_todays_words(questions: Sequence[Field], tally: Mapping[str, Any]) -> dict[str, Any]:
    """The tally of a survey, which counted its questions under other names."""
    held = dict(tally)
    for (question, option), name in counted_names(questions).items():
        former = f"n_{question}_{'true' if option is None else option}"
        if name not in held and former in held:
            held[name] = held.pop(former)
    return held
