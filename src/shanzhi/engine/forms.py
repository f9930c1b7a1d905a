"""Checks the answers to a form: every fault is told, field by field; nothing unknown gets in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from shanzhi.engine.field_checks import CHECKS, ITEMS, Checked
from shanzhi.method.model import Field
from shanzhi.method.words import Sentence

Asked = Callable[[Field, dict[str, Any], dict[str, Any] | None], bool]
"""Whether a question applies, by the answers before it; and by those of its own line, where it stands in a list."""
Held = Callable[[Field], Any]
MAX_UNKNOWN: Final = 20
MISSING: Final = Sentence("请填写“{label}”。", "Fill in “{label}”.")
PICK: Final = Sentence("请选择“{label}”。", "Choose “{label}”.")
UNKNOWN: Final = Sentence("没有这一项，请删去。", "There is no such question; leave it out.")
IN_ITEM: Final = Sentence("第 {n} 项“{label}”：{why}", "Item {n}, “{label}”: {why}")


def check_form(
    form: tuple[Field, ...],
    answers: Mapping[str, Any],
    asked: Asked | None = None,
    held: Held | None = None,
    above: dict[str, Any] | None = None,
) -> tuple[dict[str, Any], dict[str, Sentence]]:
    """The checked answers, and what is wrong by field name.

    Empty optional answers are left out. What is not answered is taken from what the system holds (`held`), else
    from the default. `asked` tells whether a conditional question applies, given the answers before it; answers
    to questions that do not apply are left out. Of a line of a list, `above` are the answers that stand before the list.
    """
    values: dict[str, Any] = {}
    faults: dict[str, Sentence] = {}
    seen = 0
    for field in form:
        name = field.name
        given = answers.get(name)
        if given is not None:
            seen += 1
        elif field.may_be_left:
            continue
        if field.asked is not None and asked is not None:
            line = (values, None) if above is None else (above, values)
            if not asked(field, *line):
                continue
        if not given and given != 0:  # nothing, or an empty text or list; 0 and false are answers
            given = _unanswered(field, name in answers, asked, held, values)
            if given is None:
                if not field.optional:
                    faults[name] = _missing(field)
                continue
        value, why = CHECKS[field.type](field, given)
        if field.form and why is None:
            value, why = _rows(field, value, asked, held, values)
        if why is not None:
            faults[name] = why
        elif value != "":
            values[name] = value
        elif not field.optional:
            faults[name] = _missing(field)
    if seen < len(answers):
        known = {field.name for field in form}
        unknown = [name for name in answers if name not in known]
        faults.update({_name(name): UNKNOWN for name in unknown[:MAX_UNKNOWN]})
    return values, faults


def _unanswered(
    field: Field, left_empty: bool, asked: Asked | None, held: Held | None, above: dict[str, Any]
) -> Any:
    """What stands in for an answer: what the system holds if that is sound, else the default; None for neither."""
    if field.known is not None and held is not None:
        fact = held(field)
        if fact is not None and _check(field, fact, asked, held, above)[1] is None:
            return fact
    return None if left_empty else field.default


def _missing(field: Field) -> Sentence:
    return (PICK if field.kind.chosen else MISSING).fill(label=field.label)


def _check(
    field: Field, given: Any, asked: Asked | None, held: Held | None, above: dict[str, Any]
) -> Checked:
    value, why = CHECKS[field.type](field, given)
    return _rows(field, value, asked, held, above) if field.form and why is None else (value, why)


def _name(given: object) -> str:
    """The name of an unknown answer, fit to be shown."""
    return str(given)[:60].encode("utf-8", "replace").decode()


def _rows(
    field: Field, items: list[Any], asked: Asked | None, held: Held | None, above: dict[str, Any]
) -> Checked:
    """The items of a list, each checked as a form of its own; the first faulty item is told."""
    labels = {inner.name: inner.label for inner in field.form}
    built = []
    for n, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            return None, ITEMS
        answers, faults = check_form(field.form, item, asked, held, above)
        for name, why in faults.items():
            return None, IN_ITEM.fill(n=n, label=labels.get(name, name), why=why)
        built.append(answers)
    return built, None
