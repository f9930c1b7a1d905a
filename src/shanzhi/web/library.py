"""The methods a reader can look at: those taken in here, and those of the library that come with the program."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi import library
from shanzhi.matters.methods.compiled import kept
from shanzhi.matters.models import Method as Taken
from shanzhi.method.check import load
from shanzhi.method.duration import Duration, parse_duration
from shanzhi.method.model import Input, Method
from shanzhi.method.money import amount
from shanzhi.method.problems import MethodError
from shanzhi.method.trees import tops_of
from shanzhi.method.words import Sentence
from shanzhi.web.words import say


class LibraryMethod(Struct):
    """One method: compiled with its defaults, its text, and whether it was taken in here.

    `newer` than what was taken in is what has since come with the program.
    """

    method: Method
    text: str
    taken: Taken | None = None
    newer: bool = False


def volumes() -> list[LibraryMethod]:
    """The newest version of each method, by title; of two alike, what was taken in goes before the library's."""
    found: dict[str, LibraryMethod] = {}
    for name in library.names():
        volume = _from_library(name)
        if volume is not None:
            found[volume.method.id] = volume
    newest: dict[str, Taken] = {}
    for taken in Taken.objects.order_by("slug", "version"):
        newest[taken.slug] = taken
    for slug, taken in newest.items():
        found[slug] = _newest(taken, found.get(slug))
    return sorted(found.values(), key=lambda v: say(v.method.title))


def volume(slug: str) -> LibraryMethod | None:
    """One method by its id."""
    taken = Taken.objects.filter(slug=slug).order_by("-version").first()
    return _from_library(slug) if taken is None else _newest(taken, _from_library(slug))


def _newest(taken: Taken, ours: LibraryMethod | None) -> LibraryMethod:
    """What was taken in, unless a later version has since come with the program."""
    if ours is not None and ours.method.version > taken.version:
        return LibraryMethod(ours.method, ours.text, newer=True)
    return LibraryMethod(kept(taken), taken.text, taken)


def _from_library(name: str) -> LibraryMethod | None:
    path = library.path(name)
    return _read(name, path.stat().st_mtime_ns) if path is not None else None


@lru_cache(maxsize=128)
def _read(name: str, changed: int) -> LibraryMethod | None:
    """A file of the library as it was when it last `changed`; None while it has an error."""
    path = library.path(name)
    if path is None:
        return None
    text = path.read_text(encoding="utf-8")
    try:
        return LibraryMethod(load(text, name=name), text)
    except MethodError:
        return None


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
