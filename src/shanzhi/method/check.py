"""The door to the language: a method file's text in, a compiled `Method` or every problem out.

Pure: the text, the inputs and today's date are given. For any text at all, nothing but `MethodError` is raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from shanzhi.method.build import Builder
from shanzhi.method.build_examples import check_examples
from shanzhi.method.duties import Duties
from shanzhi.method.english import Beside, nothing_beside
from shanzhi.method.formalism import Formalism
from shanzhi.method.fragments import Region, at_their_use, is_fragment, regions
from shanzhi.method.linking import Library, link_problems
from shanzhi.method.model import Method
from shanzhi.method.problems import MethodError, Problem, Problems
from shanzhi.method.read import Node, read
from shanzhi.method.words import Sentence

INSIDE = "fragments."
"""Where the texts of fragments stand: they are translated in their own files."""


class Checked(Struct, frozen=True):
    """What a check found: the method, unless too little of it stands; its problems; its tidied nodes.

    `inputs` tells what is wrong with each value an adopting community gave; `texts` are those that are to be translated,
    each with its path, in the order of the file; `inside` those
    of the fragments that it uses, and `regions` where these stand.
    """

    method: Method | None
    problems: list[Problem]
    root: Node
    inputs: dict[str, Sentence] = {}
    texts: tuple[tuple[str, str], ...] = ()
    inside: tuple[tuple[str, str], ...] = ()
    regions: tuple[Region, ...] = ()

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.weight == "error"]


class InputError(MethodError):
    """Inputs that will not do for a method that is itself sound; `inputs` has the sentence for each."""

    def __init__(self, problems: list[Problem], name: str, inputs: dict[str, Sentence]) -> None:
        super().__init__(problems, name)
        self.inputs = inputs


def examine(
    text: str | bytes,
    *,
    inputs: Mapping[str, Any] | None = None,
    today: date | None = None,
    library: Library | None = None,
    english: Beside = nothing_beside,
    told_where_used: bool = True,
    kept: bool = False,
) -> Checked:
    """Read, build and check a file; problems in the order of the file, errors and advice together.

    `inputs` are an adopting community's values, over the defaults. `today` tells whether exceptions from the
    formalism rules have run out; without it they count as standing. With a `library`, what the method hands on to
    others is held against those. `english` is what stands beside the file, by the method's id. What is wrong within a
    fragment is told where the method uses it, unless `told_where_used` is false. A file in older words that was `kept` from
    when it was adopted goes on under duties that came since, and is advised of them; one that comes now is held to them.
    """
    problems = Problems()
    root = read(text, problems)
    if root is None:
        return Checked(None, problems.listed(), Node({}, 1, 1))
    if is_fragment(root):
        problems.add("SZ364", root.keys["fragment"])
        return Checked(None, problems.listed(), Node({}, 1, 1))
    builder = Builder(root, problems, inputs, english)
    method = builder.build()
    for name, why in builder.input_problems.items():
        problems.add("SZ319", builder.root.find(f"inputs.{name}"), name=name, detail=why)
    if builder.stages and builder.sound:
        Duties(builder, kept).check()
    Formalism(builder, today).check()
    if builder.sound:
        check_examples(builder, builder.root.value.get("examples"))
    if library is not None and method is not None:
        problems.found += link_problems(method, builder.root, library)
    every = sorted(builder.texts, key=builder.texts.__getitem__)
    texts = tuple(one for one in every if not one[0].startswith(INSIDE))
    inside = tuple(one for one in every if one[0].startswith(INSIDE))
    places = regions(root)
    found = problems.listed()
    if told_where_used:
        found = at_their_use(found, places)
    return Checked(method, found, builder.root, builder.input_problems, texts, inside, places)


def check(
    text: str | bytes, *, inputs: Mapping[str, Any] | None = None, today: date | None = None
) -> list[Problem]:
    """Every problem of a file, in its order."""
    return examine(text, inputs=inputs, today=today).problems


def load(
    text: str | bytes,
    *,
    name: str = "method",
    inputs: Mapping[str, Any] | None = None,
    today: date | None = None,
    english: Beside = nothing_beside,
) -> Method:
    """The compiled method, bound to `inputs`, as what was taken in is compiled again; `examine` is held to what comes now.

    Raises `MethodError` with every problem if the file has an error, `InputError` if only the inputs do.
    """
    checked = examine(text, inputs=inputs, today=today, english=english, kept=True)
    if checked.method is None or checked.errors:
        if checked.inputs and all(problem.code == "SZ319" for problem in checked.errors):
            raise InputError(checked.problems, name, checked.inputs)
        raise MethodError(checked.problems, name)
    return checked.method
