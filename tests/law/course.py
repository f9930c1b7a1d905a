"""Plays a course through a method of the library, written as an example is: `course("assist", text)`.

The text is the `given`, `steps` and `expect` of one example. What the method does otherwise than written comes back as
sentences; a course that law forbids is written with `refused: code` where it must not get through. `changed` says what the
checker says of a method whose text was changed.
"""

from __future__ import annotations

from textwrap import dedent, indent

from shanzhi import library
from shanzhi.engine.examples import run_examples
from shanzhi.method.check import load
from shanzhi.method.model import Method


def course(name: str, text: str) -> list[str]:
    """What went otherwise than written, each in a sentence; [] where it went so."""
    head, found, _own = _file(name).partition("\nexamples:\n")
    assert found, name
    example = indent(dedent(text).strip(), "    ")
    played = run_examples(
        f"{head}\nexamples:\n  - title: 试走\n{example}\n",
        library.english,
        lambda other: method(other) if other in library.files() else None,
    )
    (one,) = played.examples or [None]
    assert one is not None, [problem.show(name, "en") for problem in played.problems]
    return [problem.why.en for problem in one.problems]


def changed(name: str, old: str, new: str) -> set[str]:
    """The codes of what the checker says of a method in whose text `old` became `new`."""
    text = _file(name)
    assert old in text, old
    return {problem.code for problem in run_examples(text.replace(old, new), library.english).problems}


def method(name: str) -> Method:
    """A method of the library, with what it presets."""
    return load(_file(name), english=library.english)


def _file(name: str) -> str:
    return library.files()[name].read_text(encoding="utf-8")
