"""Who sets an input (`set_by`): what moves work to others is theirs to set, or of those above both.

A lower place inherits such an input from above and cannot set it otherwise; the refusal says whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanzhi.method.input_values import bound_value
from shanzhi.method.model import Method
from shanzhi.method.paths import RANK
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.words import Sentence

NOT_YOURS = Sentence(
    "“{label}”由{level}设定，请保持原值；要改的，报{level}修改。",
    "“{label}” is set by the {level}: leave it as it is, and ask the {level} to change it.",
)


def is_reserved(method: Method, name: str, level: str) -> bool:
    """Whether an input is for a level above this one to set."""
    given = method.inputs.get(name)
    return given is not None and given.set_by is not None and RANK[level] > RANK[given.set_by]


def inherited(method: Method, above: Mapping[str, Any], level: str) -> dict[str, Any]:
    """Of the inputs set above, those that somebody of this level takes over and does not set."""
    return {name: value for name, value in above.items() if is_reserved(method, name, level)}


def not_theirs(method: Method, before: Mapping[str, Any], level: str) -> dict[str, Sentence]:
    """The sentence for each input that somebody of this level would set otherwise than it is (`before`, or default)."""
    found = {}
    for name, given in method.inputs.items():
        held = bound_value(given, before.get(name, given.default))[0]
        if is_reserved(method, name, level) and method.values[name] != held:
            found[name] = NOT_YOURS.fill(label=given.label, level=LEVEL_NAMES[str(given.set_by)])
    return found
