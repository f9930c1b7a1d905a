"""A file that was sound once and that this program can no longer use: what of it can still be read.

Adopted methods are kept as they were written, and the language goes on. Such a method opens nothing and does nothing
(`Method.outdated` says why), yet what was opened under it must stay readable: its stages keep their names, its answers
their questions. Where the file itself is not understood any more, nobody sees more than before: no sight is left, every
answer is private.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from shanzhi.method.build import Builder, content_hash
from shanzhi.method.check import examine, load
from shanzhi.method.english import Beside, nothing_beside
from shanzhi.method.model import Field, Method, Opening, Stage, Who
from shanzhi.method.problems import MethodError, Problem, Problems
from shanzhi.method.read import Node, read
from shanzhi.method.rules import Route, Rule
from shanzhi.method.words import Sentence

OUTDATED = Sentence(
    "工作法“{method}”第 {version} 版是按旧版语言写的，现在不能再用：已有事项仍可查看，但不能发起、不能办理。请换成新版，再把在办事项升级到新版（第 {line} 行：{fault}）",
    "Version {version} of “{method}” is written in an older edition of the language and can no longer be used: its matters can be read, but none opened or acted on. Adopt a newer version, then upgrade what runs (line {line}: {fault})",
)
UNDERSTOOD = ("SZ5", "SZ6", "SZ7")
"""Families of problems of a file that is understood whole: its duties, its form, its examples."""


def read_kept(
    text: str,
    *,
    name: str,
    title: Sentence,
    version: int = 0,
    inputs: Mapping[str, Any] | None = None,
    live: Callable[[], Iterable[str]] | None = None,
    english: Beside = nothing_beside,
) -> Method:
    """The compiled method; if this program can no longer use it, what can be read of it. Raises nothing.

    `live` finds the stages in which matters of it stand: they have a name even if the file names none any more.
    """
    try:
        return load(text, name=name, inputs=inputs, english=english)
    except MethodError as error:
        errors = [problem for problem in error.problems if problem.weight == "error"]
    why = OUTDATED.fill(method=title, version=version, line=errors[0].line, fault=errors[0].why)
    method = examine(text, inputs=inputs, english=english, kept=True).method
    if method is not None and all(_understood(problem) for problem in errors):
        return replace(method, outdated=why)
    return _remains(text, name, title, version, why, inputs, live() if live is not None else (), english)


def _understood(problem: Problem) -> bool:
    return problem.code.startswith(UNDERSTOOD)


def _remains(
    text: str,
    name: str,
    title: Sentence,
    version: int,
    why: Sentence,
    inputs: Mapping[str, Any] | None,
    live: Iterable[str],
    english: Beside,
) -> Method:
    """What stands of a file with faults in its own words: titles, questions, the names of stages; no rule."""
    root = read(text, Problems()) or Node({}, 1, 1)
    builder = Builder(root, Problems(), inputs, english)
    builder.build()
    at = Rule("", 1)
    stages = {stage: Stage(stage, Sentence(stage, stage), at) for stage in live}
    stages |= {stage: _named(stage, node, at) for stage, node in builder.stage_names.items()}
    stages |= {stage: replace(built, block=None, effects=()) for stage, built in builder.stages.items()}
    into = (Route(next(iter(stages), ""), None, at),)
    opening = Opening("", Who(), "community", into, at, _private(builder.form))
    return Method(
        id=name,
        title=title,
        version=version,
        source=builder.text(builder.root, "source"),
        hash=content_hash(builder.plain),
        opening=opening,
        openings={"": opening},
        stages=stages,
        form=opening.form,
        inputs=builder.inputs,
        values=builder.values,
        fields={field.name: field for field in _private(tuple(builder.fields.values()))},
        summary=builder.maybe(builder.root, "summary"),
        heading=builder.maybe(builder.root, "heading"),
        outdated=why,
        remains=True,
    )


def _private(form: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(replace(field, private=True, asked=None) for field in form)


def _named(name: str, node: Node, at: Rule) -> Stage:
    """A stage of which no more than the name and whether it is an end is read."""
    spec = node.value if node.kind == "map" else {}
    label = spec["label"].value if "label" in spec else name
    label = label if isinstance(label, str) else name
    end = spec["end"].value if "end" in spec else None
    return Stage(name, Sentence(label, label), at, end=end if isinstance(end, str) else None)
