"""Courses of the library's methods as the law sees them: a method's file, with one course in place of its examples.

A course is written as an example's steps are: `refused: requires` says that the step must be refused.
"""

from __future__ import annotations

import re
from functools import cache
from textwrap import dedent, indent

from shanzhi import library
from shanzhi.engine.examples import run_examples
from shanzhi.method.check import examine
from shanzhi.method.model import Method

NOT_COVERED = {"SZ702", "SZ703"}


def text_of(method: str) -> str:
    """The text of a method of the library, with the fragments that it uses."""
    text = library.text(method)
    assert text is not None
    return text


def method_of(method: str) -> Method:
    """A method of the library, built."""
    built = _built(method)
    assert built is not None
    return built


@cache
def _built(method: str) -> Method | None:
    return examine(text_of(method), english=library.english).method if method in library.files() else None


def goes(method: str, steps: str, given: str = "{}") -> None:
    """Assert that a course goes step by step as it is written, refusals included."""
    found = otherwise(method, steps, given)
    assert found == [], "\n".join(found)


def otherwise(method: str, steps: str, given: str = "{}") -> list[str]:
    """What goes otherwise than a course says."""
    head, tail = parted(method)
    course = f"\nexamples:\n  - title: 按法走一遍\n    given: {given}\n    steps:\n{indent(dedent(steps).strip(), '      ')}\n"
    found = run_examples(head + course + tail, library.english, _built).problems
    return [one.show(method, "en") for one in found if one.weight == "error" and one.code not in NOT_COVERED]


def parted(method: str) -> tuple[str, str]:
    """The text of a method without its examples: what stands before them, and the fragments behind."""
    head, _, rest = text_of(method).partition("\nexamples:\n")
    at = re.search(r"^\w", rest, re.MULTILINE)
    return head, rest[at.start() :] if at else ""


def changed(method: str, *changes: tuple[str, str]) -> set[str]:
    """The codes of the errors of a method's file once its text was changed; what is to be changed must stand there."""
    text = text_of(method)
    for old, new in changes:
        assert re.search(re.escape(old), text), old
        text = text.replace(old, new)
    return {one.code for one in examine(text, english=library.english).problems if one.weight == "error"}
