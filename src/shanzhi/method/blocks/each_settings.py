"""The settings of a joint answer: who is asked, which answers are in favour, how many suffice, what a line of its result holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.method.blocks.base import Settings
from shanzhi.method.cel import CelType, Program
from shanzhi.method.model import Who
from shanzhi.method.people import PREFIX
from shanzhi.method.read import Node
from shanzhi.method.roles import PSEUDO, ROLES
from shanzhi.method.rules import Barred
from shanzhi.method.scope import counts
from shanzhi.method.words import Sentence, either, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

OWN = ("asked", "answered", "passed")
"""What it counts besides its answers."""
IN_PERSON = ("opener", "holder")
OFFICES = "offices"
ALL, ANY = "all", "any"
NEEDS = {
    ALL: Sentence("要全部同意。", "All must be in favour."),
    ANY: Sentence("有一方同意就行。", "One of them suffices."),
}
LINE_PARTS: dict[str, tuple[str, ...]] = {
    "who": ("one",),
    "post": ("text",),
    "answer": ("text",),
    "reason": ("text",),
}
"""What a line of its result may hold, and as what: who was asked (of a post: who answered), as which post, the answer in words, the reason."""


def asked(b: Builder, node: Node) -> Who | None:
    """Whom it asks, as written: those named in the matter, posts, and the offices of a fact."""
    words: list[str] = []
    labels: dict[str, Sentence] = {}
    for item in node.value:
        word = str(item.value)
        if word.startswith("data."):
            name = b.value_of(item, OFFICES)
            if name is not None:
                words.append(word)
                labels[word] = b.fields[name].label
            continue
        found = b.roles(Node([item], item.line, item.column), people=True)
        for one in found:
            if one in PSEUDO and one not in IN_PERSON:
                b.problems.add("SZ303", item, name=one, hint=hint(one, [*ROLES, *IN_PERSON]))
            else:
                words.append(one)
    if not words:
        return None
    several = tuple(dict.fromkeys(words))
    roles = frozenset(one for one in several if one in ROLES)
    named = {**b.labels([one for one in several if one.startswith(PREFIX)]), **labels}
    return Who(roles=roles, names=several, people=named)


def level(b: Builder, node: Node) -> str | None:
    """The level at which posts are looked for."""
    return b.level(node)


def names(b: Builder, node: Node) -> tuple[str, ...]:
    """Words of a list, as they are written."""
    return tuple(str(item.value) for item in node.value)


def silence(b: Builder, node: Node) -> str:
    """One answer, as it is written."""
    return str(node.value)


def needs(b: Builder, node: Node) -> str | Program | None:
    """How many suffice: all of them, any of them, or a number."""
    if node.value in (ALL, ANY):
        return str(node.value)
    if isinstance(node.value, bool) or not isinstance(node.value, str | int):
        expected = Sentence("all、any 或一个数", "all, any or a number")
        b.problems.add("SZ203", node, key="needs", expected=expected)
        return None
    text = Node(str(node.value), node.line, node.column)
    return b.condition(text, counts({"asked": CelType.INTEGER}), CelType.INTEGER)


def barred(b: Builder, node: Node) -> Barred | None:
    """Who may not answer."""
    from shanzhi.method.build_barred import barred_by

    return barred_by(b, node, "not")


def check(b: Builder, node: Node, s: Settings) -> None:
    """Note answers that the count cannot tell apart, words that are no answer, and parts of a line that it cannot fill."""
    options = tuple(option.value for option in s.get("options") or ())
    for name in options:
        if name in OWN:
            b.problems.add("SZ323", node.value["options"].keys[name], name=name, taken=name)
    for item in node.value["passes"].value if "passes" in node.value else ():
        _is_answer(b, item, options)
    if "silent" in node.value:
        _is_answer(b, node.value["silent"], options)
    given = node.value.get("result")
    form = {field.name: (field.type,) for field in s.get("form") or ()}
    for name, what in (s.get("result") or {}).items():
        if what != "lines" or given is None:
            continue
        for part in b.fields[name].form:
            types = {**form, **LINE_PARTS}.get(part.name)
            if types is None:
                b.problems.add(
                    "SZ305", given.keys[name], name=part.name, hint=hint(part.name, [*LINE_PARTS, *form])
                )
            elif part.type not in types:
                b.problems.add("SZ306", given.keys[name], name=part.name, expected=" / ".join(types))


def _is_answer(b: Builder, item: Node, options: tuple[str, ...]) -> None:
    if options and str(item.value) not in options:
        b.problems.add("SZ204", item, value=item.value, choices=either(options))
