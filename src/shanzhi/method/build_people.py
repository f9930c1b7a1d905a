"""Builds who is in a matter (`people`): persons, households, organisations, each asked, taken over or set by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shanzhi.method.field_types import Thing
from shanzhi.method.model import PEOPLE, Field
from shanzhi.method.people import DEFAULTS
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence, either

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.build_forms import FormBuilder

NOT_OF_TYPE = Sentence(
    "“{default}”不是这种类型；可用于 {types}。", "“{default}” is not of this type; it goes with {types}."
)
SAID_TWICE = Sentence("data 里也有这个代号；请改一个。", "`data` has this name too; change one of them.")


def people(b: Builder, forms: FormBuilder, node: Node | None) -> tuple[Field, ...]:
    """Those who are in a matter, in the order of the file."""
    built = forms.form(node, PEOPLE, scope=PEOPLE)
    return tuple(_person(b, field, node.value[field.name]) for field in built) if node is not None else ()


def _person(b: Builder, field: Field, node: Node) -> Field:
    if field.name in b.fields:
        b.problems.add("SZ311", node, name=field.name, detail=SAID_TWICE)
    known = None
    if "default" in node.value:
        given = node.value["default"]
        word = str(given.value)
        if word not in DEFAULTS:
            b.problems.add("SZ318", given, name=word, choices=either(DEFAULTS))
        elif field.type not in DEFAULTS[word][1]:
            detail = NOT_OF_TYPE.fill(default=word, types=" / ".join(DEFAULTS[word][1]))
            b.problems.add("SZ311", given, name=field.name, detail=detail)
        else:
            known = DEFAULTS[word][0]
    side = "side" in node.value and bool(node.value["side"].value)
    optional = field.optional or known == "opener.person"
    return replace(field, scope=PEOPLE, side=side, known=known, default=None, optional=optional)


def speaks_for(form: tuple[Field, ...]) -> str | None:
    """The person for whom a matter is opened: the first side that the opening asks and that is its opener if nobody says otherwise."""
    for field in form:
        if field.side and field.known == "opener.person" and field.kind.points_to is Thing.PERSON:
            return field.name
    return None
