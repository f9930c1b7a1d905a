"""Who may read what of a matter (`visible`), resolved; and whether its heading keeps to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.method.cel import Program
from shanzhi.method.field_types import FIELD_TYPES
from shanzhi.method.model import Field, Sight
from shanzhi.method.people import PREFIX
from shanzhi.method.read import Node
from shanzhi.method.roles import ROLES
from shanzhi.method.sights import NOT_SHOWN
from shanzhi.method.words import PLACEHOLDER, either, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

ALL = "all"
EVERYBODY = ("place", "public")
ABOVE = "above"
"""Not who reads, but who does not: the posts below the desk, where it happened."""
IN_HEADING = tuple(name for name, kind in FIELD_TYPES.items() if kind.in_heading)
"""Types of facts that a heading may name: those that say the same to whoever reads them."""
SPEAKS_OF = ("data", "people", "inputs", "visits")
"""What a sight may depend on: what does not change without an act."""


def sights(b: Builder, node: Node | None) -> tuple[Sight, ...]:
    """The sights of a method, in the order of the file."""
    found = []
    for index, item in enumerate(node.value if node is not None else ()):
        if "shows" in item.value and "whom" in item.value:
            found.append(_sight(b, item, f"visible[{index}]"))
    _heading(b, found)
    return tuple(found)


def _sight(b: Builder, item: Node, path: str) -> Sight:
    get = item.value.get
    names = {one.value for one in get("whom").value}
    words = [one for one in get("whom").value if one.value not in (*EVERYBODY, ABOVE)]
    named = [one for one in words if str(one.value).startswith(PREFIX)]
    roles = {role for one in words if one not in named for role in roles_shown(b, one)}
    people = b.labels(word for one in named for word in b.people_word(one))
    stages = None
    if "in" in item.value:
        stages = frozenset(name for one in get("in").value if (name := b.stage_name(one)) is not None)
    when = of_matter(b, get("when")) if "when" in item.value else None
    return Sight(
        shows=_shows(b, get("shows")),
        at=b.rule(item, path),
        public="public" in names,
        place="place" in names,
        above=ABOVE in names,
        roles=frozenset(roles),
        people=people,
        stages=stages,
        when=when,
    )


def of_matter(b: Builder, node: Node) -> Program | None:
    """A condition that the state of a matter alone decides: it speaks of facts, people, inputs and visits."""
    base, looked = b.base, b.looked
    b.looked = {}
    b.reads_ledger = False
    b.base = {name: kind for name, kind in base.items() if name.partition(".")[0] in SPEAKS_OF}
    try:
        return b.condition(node)
    finally:
        b.base, b.looked = base, looked
        b.reads_ledger = True


def roles_shown(b: Builder, node: Node) -> tuple[str, ...]:
    """The roles with posts that a word of `whom` stands for."""
    if node.value in ROLES:
        return (node.value,)
    if node.value in b.groups:
        return tuple(role for role in b.groups[node.value] if role in ROLES)
    if str(node.value).startswith("inputs."):
        return tuple(role for role in b.roles_input(node) if role in ROLES)
    known = [*EVERYBODY, ABOVE, *ROLES, *b.groups]
    b.problems.add("SZ330", node, name=node.value, hint=hint(str(node.value), known))
    return ()


def _shows(b: Builder, node: Node) -> frozenset[str] | None:
    if [one.value for one in node.value] == [ALL]:
        return None
    found = set()
    for one in node.value:
        field = b.fields.get(one.value)
        if field is None:
            b.problems.add("SZ305", one, name=one.value, hint=hint(str(one.value), [ALL, *b.fields]))
        elif _sensitive(field):
            b.problems.add("SZ331", one, name=one.value)
        elif field.working:
            b.problems.add("SZ311", one, name=one.value, detail=NOT_SHOWN)
        else:
            found.add(field.name)
    return frozenset(found)


def _sensitive(field: Field) -> bool:
    return field.sensitive or any(_sensitive(one) for one in field.form)


def _heading(b: Builder, found: list[Sight]) -> None:
    """The heading stands in every list: it holds nothing guarded, and whoever has a sight may read what it holds."""
    node = b.root.value.get("heading")
    if node is None:
        names, at = _first_text(b), b.root.find("form")
    else:
        names, at = tuple(PLACEHOLDER.findall(node.value)), node
    for name in names:
        field = b.fields.get(name.removeprefix(PREFIX))
        if field is None:
            b.problems.add("SZ305", at, name=name, hint=hint(name, b.fields))
        elif node is not None and (_sensitive(field) or field.private or not field.kind.in_heading):
            b.problems.add("SZ332", at, name=name, choices=either(IN_HEADING))
        else:
            for sight in found:
                if sight.shows is not None and name not in sight.shows:
                    b.problems.add("SZ333", b.root.find(sight.at.path), name=name)


def _first_text(b: Builder) -> tuple[str, ...]:
    return title_fields(b.form)[:1]


def title_fields(form: tuple[Field, ...]) -> tuple[str, ...]:
    """The texts of an opening form that may stand for the matter, the likeliest first."""
    texts = [f.name for f in form if f.kind.written and not f.sensitive and not f.private]
    return tuple(sorted(texts, key=lambda name: name not in ("subject", "title")))
