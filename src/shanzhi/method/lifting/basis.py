"""Laws that were a line of text each, lifted to their name, articles, what they are to the method, and where they are law."""

from __future__ import annotations

import re

from shanzhi.method.basis import NATIONAL, PROVINCES
from shanzhi.method.lifting.changed import replaced
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence

READ = Sentence(
    "依据“{text}”读作：{kind}，{region}；请核对名称、条和适用地区（地方的依据在别处只是参照）。",
    "“{text}” is read as {kind}, {region}: check its name, its articles and where it is law (a local basis is a reference elsewhere).",
)
_LAW = re.compile(
    r"^《?(?P<law>.+?)》?(?P<articles>第[〇零一二三四五六七八九十百0-9、，第条和至\s]+条)?\s*(?:（(?P<about>[^（）]+)）)?$"
)
_STANDARD = re.compile(r"^(?:GB|MZ|DB\d+|T)/[TZ]?")
_NUMBER = re.compile(r"[〇零一二三四五六七八九十百]+|[0-9]+")
_SIGNS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}


def lift_basis(root: Node, remarks: list[Sentence]) -> Node:
    """Each line as a law with its parts. What it is and where, a person should look at."""
    node = root.value.get("basis")
    if node is None:
        return root
    items = node.value if node.kind == "list" else [node]
    if not any(isinstance(item.value, str) for item in items):
        return root
    made = [_law(item, remarks) if isinstance(item.value, str) else item for item in items]
    return replaced(root, "basis", Node(made, node.line, node.column))


def _law(item: Node, remarks: list[Sentence]) -> Node:
    found = _LAW.match(item.value.strip())
    if found is None:
        return item
    law, about = found["law"].strip(), found["about"]
    region = next((code + "0000" for code, (name, _) in PROVINCES.items() if law.startswith(name)), NATIONAL)
    kind = "reference" if _STANDARD.match(law) else "basis"
    parts: dict[str, object] = {"law": law}
    if articles := _articles(found["articles"] or ""):
        parts["articles"] = articles
    parts |= {"kind": kind, "region": region}
    if about:
        parts["about"] = about
    remarks.append(READ.fill(text=item.value, kind=kind, region=region))
    return _node(parts, item)


def _articles(text: str) -> list[int]:
    return [int(one) if one.isdigit() and one.isascii() else _whole(one) for one in _NUMBER.findall(text)]


def _whole(text: str) -> int:
    """A number below a thousand written in signs: 二百七十八 is 278."""
    total = digit = 0
    for sign in text:
        if sign in _SIGNS:
            digit = _SIGNS[sign]
        else:
            total += (digit or 1) * (100 if sign == "百" else 10)
            digit = 0
    return total + digit


def _node(value: object, at: Node) -> Node:
    if isinstance(value, dict):
        inner = {name: _node(one, at) for name, one in value.items()}
        return Node(inner, at.line, at.column, dict.fromkeys(inner, at))
    if isinstance(value, list):
        return Node([_node(one, at) for one in value], at.line, at.column)
    return Node(value, at.line, at.column)
