"""A method of the library in words: what its examples show, what its inputs are set to and within which bounds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shanzhi.method.duration import Duration, parse_duration
from shanzhi.method.model import Input, Method
from shanzhi.method.money import amount
from shanzhi.method.trees import tops_of
from shanzhi.method.words import Sentence
from shanzhi.web.words import say


def example_titles(method: Method) -> list[str]:
    """What the method's examples show, one line each."""
    return [str(example.value["title"].value) for example in method.examples if "title" in example.value]


BOUNDS = Sentence(
    "可设 {least}至{most}；默认 {default}。", "From {least} to {most}; the default is {default}."
)
LEAST = Sentence("不少于 {least}；默认 {default}。", "At least {least}; the default is {default}.")
MOST = Sentence("不超过 {most}；默认 {default}。", "At most {most}; the default is {default}.")
DEFAULT = Sentence("默认 {default}。", "The default is {default}.")


def bounds_text(given: Input) -> Sentence:
    """The bounds and the default of an input, in words."""
    shown = {"default": input_text(given, given.default) or _("空")}
    form = DEFAULT
    if given.min is not None:
        shown["least"], form = input_text(given, given.min), LEAST
    if given.max is not None:
        shown["most"], form = input_text(given, given.max), BOUNDS if given.min is not None else MOST
    return form.fill(**shown)


def input_text(given: Input, value: Any) -> str:
    """The value of an input as people read it."""
    if given.type == "duration" and value is not None:
        duration = value if isinstance(value, Duration) else parse_duration(str(value))
        return duration.label(get_language() or "zh-hans")
    if given.type == "boolean":
        return _("是") if value else _("否")
    if given.type == "money" and isinstance(value, int):
        return say(amount(value))
    if given.type == "table":
        return _("%(n)d 行") % {"n": len(value)} if isinstance(value, dict) else str(value)
    labels = {option.value: say(option.label) for option in given.options}
    if isinstance(value, list):
        value = tops_of(given.options, value)
        return _("、").join(labels.get(one, str(one)) for one in value)
    return "" if value is None else labels.get(value, str(value))
