"""Checks what an example says before it is played: its steps, and the names it uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from shanzhi.method.effects import NOTIFIED
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence, either, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

# What a step does, and so exactly one of these stands in it.
VERBS = ("open", "act", "wait", "joined")


def check_examples(b: Builder, node: Node | None) -> None:
    """Note what cannot be meant in the examples of a file."""
    for example in node.value if node is not None else ():
        _given(b, example.value.get("given"))
        steps = example.value["steps"].value if "steps" in example.value else []
        for step in steps:
            _step(b, step)
        if "expect" in example.value:
            _expected(b, example.value["expect"])
        if steps and not any("expect" in one.keys or "refused" in one.keys for one in (example, *steps)):
            title = example.value["title"].value if "title" in example.value else ""
            b.problems.add("SZ705", example, title=title)


def _given(b: Builder, node: Node | None) -> None:
    if node is None:
        return
    get = node.value.get
    if "now" in node.value:
        try:
            datetime.fromisoformat(get("now").value)
        except ValueError:
            expected = Sentence("时间，如 2026-03-02 09:00", "a time such as 2026-03-02 09:00")
            b.problems.add("SZ203", get("now"), key="now", expected=expected)
    if "at" in node.value:
        b.level(get("at"))
    for key in ("inputs", "facts", "roll", "areas", "registers", "balance"):
        _mapping(b, node, key)
    if "vacant" in node.value:
        b.roles(get("vacant"))


def _step(b: Builder, step: Node) -> None:
    verbs = [verb for verb in VERBS if verb in step.keys]
    if len(verbs) != 1:
        b.problems.add("SZ208", step, key=Sentence("步骤", "step"), choices=either(VERBS))
    if "act" in step.value and not _elsewhere(step.value["act"]):
        known = {act for stage in b.stages.values() for act in stage.acts}
        name = step.value["act"].value
        if name not in known and not b.problems.errors:
            b.problems.add("SZ321", step.value["act"], act=name, hint=hint(name, known))
    if (
        "open" in step.value
        and not _elsewhere(step.value["open"])
        and step.value["open"].value not in b.openings
        and not b.problems.errors
    ):
        name = step.value["open"].value
        b.problems.add("SZ382", step.value["open"], name=name, choices=either(b.openings))
    for key in ("with", "joined"):
        _mapping(b, step, key)
    for key in ("after", "wait"):
        if key in step.value:
            b.duration(step.value[key])
    if "expect" in step.value:
        _expected(b, step.value["expect"])


def _elsewhere(node: Node) -> bool:
    """Whether it speaks of another method (`task.report`), which is known when the example is played."""
    return "." in str(node.value)


def _mapping(b: Builder, node: Node, key: str) -> None:
    if key in node.value and node.value[key].kind != "map":
        expected = Sentence("“名称: 内容”的组合", "a mapping of names to values")
        b.problems.add("SZ203", node.value[key], key=key, expected=expected)


def _told(b: Builder, node: Node) -> None:
    """Whom it names must be roles of this method; by whom a text is heard is known when it is played."""
    if node.kind == "map":
        for name, part in node.value.items():
            if not isinstance(part.value, str | int | float):
                expected = Sentence("一段文字", "a part of the text")
                b.problems.add("SZ203", part, key=name, expected=expected)
        return
    names = node if node.kind == "list" else Node([node], node.line, node.column)
    b.roles(names, extra=NOTIFIED)


def _expected(b: Builder, node: Node) -> None:
    checks: dict[str, Callable[[Node], object]] = {
        "stage": b.stage_name,
        "level": b.level,
        "told": lambda told: _told(b, told),
        "registers": lambda _registers: _mapping(b, node, "registers"),
        "balance": lambda _balance: _mapping(b, node, "balance"),
        "opened": lambda _opened: _mapping(b, node, "opened"),
    }
    for key, check in checks.items():
        if key in node.value:
            check(node.value[key])
