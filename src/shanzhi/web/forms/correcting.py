"""The form of a correction: what is right of a fact is asked as the fact was, beginning with what stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shanzhi.method.model import Act, Field
from shanzhi.web.forms.sheet import Sheet


def corrections(act: Act) -> bool:
    """Whether an act is the correction of a recorded fact."""
    return act.origin == "builtin" and act.name == "correct"


def as_asked(fact: Field, value: Field) -> Field:
    """The question for the right answer, in the manner in which the fact itself is asked."""
    return replace(
        fact, name="value", label=value.label, optional=False, known=None, asked=None, default=None
    )


def begin_with_present(sheet: Sheet, recorded: Mapping[str, Any]) -> None:
    """Fill in what is recorded of the fact, unless it is sensitive: mostly a word or a digit of it is wrong."""
    value = next((field for field in sheet.form if field.name == "value"), None)
    if value is None or value.sensitive or (sheet.values.get("value") and sheet.step != "refresh"):
        return
    sheet.values["value"] = recorded.get(str(sheet.values.get("field") or ""), "")
