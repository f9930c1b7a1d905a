"""What open matters and histories hold in the words of releases before, told by today's names: the one room that knows them.

A tally is read through here wherever it comes from the store; an answer to a ballot too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shanzhi.method.blocks.survey import counted_names
from shanzhi.method.lifting.votes import CHOICES, COUNTS
from shanzhi.method.model import Field

_BALLOT = COUNTS["ballot"] | {f"{old}_share": f"{new}_share" for old, new in CHOICES.items()}
_WORDS: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = (
    (frozenset(("electors", "voted")), _BALLOT),
    (frozenset(("attended", "expected")), COUNTS["session"]),
    (frozenset(("supporters", "threshold")), COUNTS["endorse"]),
    (frozenset(("answers", "electors")), COUNTS["survey"]),
    (frozenset(("closed_children",)), COUNTS["split"]),
)
"""By what tells a tally of former words, the counts by today's names: those of files of that age."""


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
