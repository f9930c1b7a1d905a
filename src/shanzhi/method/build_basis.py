"""Builds what a method rests on (`basis`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.method.basis import Basis
from shanzhi.method.read import Node

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

NEEDED = ("law", "kind", "region")


def basis(b: Builder, node: Node | None) -> tuple[Basis, ...]:
    """The laws of a method, in the order of the file."""
    return tuple(
        _one(b, item, f"basis[{index}]")
        for index, item in enumerate(node.value if node is not None else ())
        if all(key in item.value for key in NEEDED)
    )


def _one(b: Builder, item: Node, path: str) -> Basis:
    get = item.value.get
    return Basis(
        law=b.text(item, "law"),
        articles=tuple(one.value for one in get("articles").value) if "articles" in item.value else (),
        kind=get("kind").value,
        region=get("region").value,
        at=b.rule(item, path),
        about=b.maybe(item, "about"),
    )
