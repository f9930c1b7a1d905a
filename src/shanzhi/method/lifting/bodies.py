"""Roles by the names they have today: a body (物业、业委会) is no person, and 居务监督 is a statutory body's.

A role's name stands wherever a file names who: as a value, as the key of an option, in quotes in a condition. A name
that the file gives to something of its own (a stage, a fact, a group) is left alone.
"""

from __future__ import annotations

import re

from shanzhi.method.lifting.changed import inserted
from shanzhi.method.read import Node
from shanzhi.method.roles import FORMER, ROLES, today
from shanzhi.method.words import Sentence

NAMES = {old: new for old, new in FORMER.items() if old.isascii()}
_QUOTED = re.compile(rf"""(["'])({"|".join(NAMES)})\1""")
_OWN = ("roles", "inputs", "data", "clocks", "acts", "stages")
_KEYED = frozenset(("options", "told"))
"""Parts whose keys may be roles."""
ALSO_ABOVE = Sentence(
    "“supervisor”现在叫“supervision_member”（居务监督委员会成员，只设在社区）；街道、区县的监督员另叫“inspector”，需要的请补上。",
    "“supervisor” is “supervision_member” now, which stands in a community alone; that of a street or district is “inspector”: add it where it is meant.",
)
RESTS_ON = Sentence(
    "推选产生的岗位，要写明推选、罢免结果的依据（record）；原来没有，先用“{name}”，请改成登记结果的一项。",
    "Who is elected is given and taken by a recorded result (`record`). There was none: “{name}” is used; name the field that records it.",
)


def lift_roles(root: Node, remarks: list[Sentence]) -> Node:
    """The file with its roles by today's names."""
    own = {
        name
        for part in _OWN
        if (one := root.value.get(part)) is not None and one.kind == "map"
        for name in one.value
    }
    names = {old: new for old, new in NAMES.items() if old not in own}
    found: set[str] = set()
    made = _lifted(root, "", names, found)
    if "supervisor" in found:
        remarks.append(ALSO_ABOVE)
    return made


def _lifted(node: Node, key: str, names: dict[str, str], found: set[str]) -> Node:
    if node.kind == "map":
        new = {name: names.get(name, name) if key in _KEYED else name for name in node.value}
        found.update(name for name, today in new.items() if name != today)
        made = {new[name]: _lifted(one, name, names, found) for name, one in node.value.items()}
        keys = {new[name]: one for name, one in node.keys.items() if name in new}
        return Node(made, node.line, node.column, keys, node.inset)
    if node.kind == "list":
        return Node([_lifted(one, key, names, found) for one in node.value], node.line, node.column)
    if not isinstance(node.value, str):
        return node
    text = names.get(node.value) or _QUOTED.sub(lambda match: _today(match, names, found), node.value)
    if node.value in names:
        found.add(node.value)
    return node if text == node.value else Node(text, node.line, node.column, node.keys, node.inset)


def _today(match: re.Match[str], names: dict[str, str], found: set[str]) -> str:
    quote, name = match.groups()
    if name not in names:
        return match[0]
    found.add(name)
    return f"{quote}{names[name]}{quote}"


def lift_records(root: Node, remarks: list[Sentence]) -> Node:
    """A file of the first edition names what the giving of an elected role rests on: the reason it asked for.

    That is the best such a file has, and a person should look at it; a newer file is told to name its record.
    """
    if "data" in root.value:
        return root
    fields: dict[str, Node] = {}
    _gather(root, fields)
    texts = [name for name, spec in fields.items() if spec.value["type"].value in ("text", "files")]
    record = next(
        (name for name in ("minutes", "record", "basis", "reason") if name in texts), next(iter(texts), None)
    )
    if record is None:
        return root
    found: list[str] = []
    made = _with_record(root, record, fields, found)
    if found:
        remarks.append(RESTS_ON.fill(name=record))
    return made


def _gather(node: Node, fields: dict[str, Node]) -> None:
    """Every field of every form, by name."""
    for key, one in node.value.items() if node.kind == "map" else ():
        if key == "form" and one.kind == "map":
            found = {n: spec for n, spec in one.value.items() if spec.kind == "map" and "type" in spec.value}
            fields.update({name: spec for name, spec in found.items() if name not in fields})
        _gather(one, fields)
    for one in node.value if node.kind == "list" else ():
        _gather(one, fields)


def _with_record(node: Node, record: str, fields: dict[str, Node], found: list[str]) -> Node:
    if node.kind == "list":
        return Node([_with_record(one, record, fields, found) for one in node.value], node.line, node.column)
    if node.kind != "map":
        return node
    made = {key: _with_record(one, record, fields, found) for key, one in node.value.items()}
    for key in ("appoint", "dismiss"):
        one = made.get(key)
        if one is not None and one.kind == "map" and "record" not in one.value and _elects(one, fields):
            at = one.keys.get("role", one)
            made[key] = inserted(one, "record", Node(record, at.line, at.column), at, before="why")
            found.append(key)
    return Node(made, node.line, node.column, node.keys, node.inset)


def _elects(effect: Node, fields: dict[str, Node]) -> bool:
    """Whether the role that an effect gives or takes is elected, or a choice among some that are."""
    named = str(effect.value["role"].value) if "role" in effect.value else ""
    options = fields[named].value.get("options") if named in fields else None
    names = list(options.value) if options is not None and options.kind == "map" else [named]
    return any(ROLES[role].elected for name in names if (role := today(str(name))) in ROLES)


assert set(NAMES.values()) <= set(ROLES)
