"""Methods of the library put to the law: an unlawful course is played by the engine, or written into the file.

A course is the steps of an example, as authors write them; the library's own file is played, without its examples.
"""

from __future__ import annotations

from functools import cache

from shanzhi import library
from shanzhi.engine.examples import run_examples
from shanzhi.method.check import examine, load
from shanzhi.method.model import Method

EXAMPLES = "\nexamples:\n"


def text(name: str) -> str:
    """The library's file of a method, up to its examples."""
    return library.files()[name].read_text(encoding="utf-8").partition(EXAMPLES)[0] + "\n"


@cache
def method(name: str) -> Method | None:
    """The library's method of an id, if there is one."""
    whole = library.text(name)
    return load(whole) if whole is not None else None


def played(name: str, steps: str, given: str = "{}") -> list[str]:
    """What goes otherwise than written when the library's method takes these steps; nothing, if all goes so."""
    lines = "".join(f"      {line}\n" for line in steps.strip().splitlines())
    example = f"examples:\n  - title: 一例\n    given: {given}\n    steps:\n{lines}"
    result = run_examples(library.with_fragments(text(name) + example), library=method)
    if not result.examples:
        return [problem.why.en for problem in result.checked.errors]
    return [problem.why.en for problem in result.examples[0].problems]


def refused(name: str, *changes: tuple[str, str]) -> set[str]:
    """The codes of the errors that the library's file has once it is changed; each of the old texts stands in it."""
    changed = library.files()[name].read_text(encoding="utf-8")
    for old, new in changes:
        assert old in changed, old
        changed = changed.replace(old, new)
    return {problem.code for problem in examine(library.with_fragments(changed)).errors}
