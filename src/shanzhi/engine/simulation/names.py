"""The questions of a method by name, and which answers a scenario may weigh."""

from __future__ import annotations

from shanzhi.method.model import Field, Method
from shanzhi.method.shape import shown
from shanzhi.method.words import Sentence, either, hint


def forms_of(method: Method) -> dict[str, Field]:
    """Every question of the opening form and of all acts, by name."""
    fields = {field.name: field for field in method.form}
    for stage in method.stages.values():
        for act in stage.acts.values():
            if act.origin != "builtin":
                fields.update({field.name: field for field in act.form})
    return fields


def answer_fault(field: Field, value: str) -> Sentence | None:
    """Why a value cannot be an answer to a question; None if it can."""
    if not field.kind.weighed:
        return _NOT_WEIGHABLE.fill(name=field.name)
    if field.kind.written:
        return None
    if field.kind.counted:
        return None if value.lstrip("-").isdecimal() and len(value) < 13 else _WHOLE.fill(value=shown(value))
    allowed = ["true", "false"] if field.kind.yes_no else [option.value for option in field.options]
    if value in allowed:
        return None
    return _CHOICE.fill(
        name=field.name, value=shown(value), choices=either(allowed), hint=hint(value, allowed)
    )


_NOT_WEIGHABLE = Sentence(
    "“{name}”的答案不能按份额给；只有选项、是否、数和文字可以。",
    "Answers to “{name}” cannot be weighed: only choices, yes or no, numbers and texts can.",
)
_WHOLE = Sentence("“{value}”不是整数。", "“{value}” is not a whole number.")
_CHOICE = Sentence(
    "“{name}”没有“{value}”这个答案；可用：{choices}。{hint}",
    "“{name}” has no answer “{value}”; use one of: {choices}. {hint}",
)
