"""What opens a matter by itself (`upon`): something happened to an entry of a register, a term ends, a matter reached a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from shanzhi.method.cel import CelType, Program
from shanzhi.method.duration import Duration
from shanzhi.method.read import Node
from shanzhi.method.registers import PREFIX
from shanzhi.method.roles import ROLES
from shanzhi.method.words import Sentence, either, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

REGISTER, TERM, POST, STAGE = "register", "term", "post", "stage"
EVENT: dict[str, CelType] = {
    "event.of": CelType.TEXT,
    "event.at": CelType.TIME,
    "event.until": CelType.TIME,
    "event.changed": CelType.TEXTS,
    "event.matter": CelType.INTEGER,
}
"""What may be said of the event: whose it was, when, until when the term runs, which fields changed, the matter behind it."""
KINDS = ("register", "term", "method")
STAGE_DOC = Sentence("到哪个环节", "which stage it reached")


class Upon(Struct, frozen=True):
    """One event: of which kind, of what (a register, a role, a stage), kept by which method; `before` a term's end so long ahead."""

    kind: str
    name: str
    keeper: str
    event: str = ""
    before: Duration | None = None
    when: Program | None = None


def upon(b: Builder, node: Node | None, when: Node | None) -> Upon | None:
    """What opens a matter; None where nothing but somebody does, or where it will not do."""
    if node is None:
        return None
    said = [key for key in KINDS if key in node.keys]
    if len(said) != 1:
        b.problems.add("SZ208", node, key="upon", choices=either(KINDS))
        return None
    holds = b.condition(when, EVENT) if when is not None else None
    before = b.duration(node.value["before"]) if "before" in node.value else None
    get = node.value.get
    if said[0] == "term":
        return _term(b, get("term"), before, holds)
    if said[0] == "method":
        if "stage" not in node.value or "method" not in node.value:
            b.problems.add("SZ202", node, key="stage", doc=STAGE_DOC)
            return None
        if get("method").value == b.id and b.stage_name(get("stage")) is None:
            return None
        return Upon(STAGE, get("stage").value, get("method").value, when=holds)
    from shanzhi.method.build_register_effect import register_of

    if "register" not in node.value or (register := register_of(b, get("register"))) is None:
        return None
    event = get("event").value if "event" in node.value else "entered"
    return Upon(REGISTER, register.name, register.keeper, event, when=holds)


def _term(b: Builder, node: Node, before: Duration | None, holds: Program | None) -> Upon | None:
    """The end of a term: of a post, or of entries of a register."""
    name = str(node.value)
    if name in ROLES:
        return Upon(POST, name, "", before=before, when=holds)
    register = b.registers.get(name.removeprefix(PREFIX))
    if register is None:
        b.problems.add("SZ391", node, name=name, hint=hint(name, [*b.registers, *ROLES]))
        return None
    return Upon(TERM, register.name, register.keeper, before=before, when=holds)
