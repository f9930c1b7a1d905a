"""Persons, households and offices that stood among the facts, lifted to `people`; desks, to the list of who has them.

data: {owner: {type: person, …}}           →  people: {owner: {type: person, …}}
open: {for: proposer}                      →  people: {proposer: {default: opener, side: true, …}}
desk: {role: team, office: bureau}         →  desk: [people.bureau, team]
not: [about]                               →  not: [people.about]
"""

from __future__ import annotations

from collections.abc import Mapping

from shanzhi.method.lifting.changed import inserted, rekeyed
from shanzhi.method.lifting.names import renamed
from shanzhi.method.people import DEFAULTS, PEOPLE_TYPES, PREFIX
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence

TEXTS = frozenset(
    (
        "label", "help", "says", "text", "title", "confirm", "why", "otherwise", "heading", "summary", "source", "basis",
        "en", "examples", "exceptions", "alert", "reason", "law", "people",
    )
)  # fmt: skip
"""Keys under which a file has texts, and no names of facts."""
KNOWN = {held: word for word, (held, _types) in DEFAULTS.items()}
DESK = frozenset(("role", "office", "person"))


def lift_people(root: Node, remarks: list[Sentence]) -> Node:
    """Who is in a matter in `people`, spoken of as `people.x`; whose desk it is in `by`."""
    made = _behalf(_people(root))
    names = frozenset(people.value) if (people := _map(made, "people")) is not None else frozenset()
    return _below(made, "", names)


def _map(node: Node | None, key: str) -> Node | None:
    found = node.value.get(key) if node is not None and node.kind == "map" else None
    return found if found is not None and found.kind == "map" else None


# -- facts --------------------------------------------------------------------------------------------
def _people(root: Node) -> Node:
    data = _map(root, "data")
    theirs = {name: one for name, one in data.value.items() if _is_people(one)} if data is not None else {}
    if data is None or not theirs:
        return root
    rest = {name: one for name, one in data.value.items() if name not in theirs}
    there = _map(root, "people")
    made = {name: _person(one) for name, one in theirs.items()} | (there.value if there is not None else {})
    keys = data.keys | (there.keys if there is not None else {})
    whole = {**root.value, "data": Node(rest, data.line, data.column, data.keys, data.inset)}
    root = Node(whole, root.line, root.column, root.keys, root.inset)
    people = Node(made, data.line, data.column, keys)
    if there is not None:
        return Node({**root.value, "people": people}, root.line, root.column, root.keys)
    root = inserted(root, "people", people, root.keys["data"], before="data")
    return root if rest else _without(root, "data")


def _is_people(spec: Node) -> bool:
    kind = spec.value.get("type") if spec.kind == "map" else None
    return kind is not None and kind.value in PEOPLE_TYPES


def _person(spec: Node) -> Node:
    """What the system holds already is whom it is by itself."""
    known = spec.value.get("known")
    if known is None or known.value not in KNOWN:
        return spec
    word = Node(KNOWN[known.value], known.line, known.column)
    return rekeyed(
        Node({**spec.value, "known": word}, spec.line, spec.column, spec.keys), {"known": "default"}
    )


def _without(node: Node, key: str) -> Node:
    made = {name: one for name, one in node.value.items() if name != key}
    return Node(made, node.line, node.column, node.keys, node.inset)


def _behalf(root: Node) -> Node:
    """For whom one opens it was a key of the opening: that person is a side now, and its opener if nobody says otherwise."""
    opening, people = _map(root, "open"), _map(root, "people")
    if opening is None:
        return root
    ways = {"": opening} if "by" in opening.value or "for" in opening.value else opening.value
    named = {str(one.value["for"].value) for one in ways.values() if one.kind == "map" and "for" in one.value}
    if not named:
        return root
    without = {name: _without(one, "for") if one.kind == "map" else one for name, one in ways.items()}
    left = without[""] if "" in without else Node(without, opening.line, opening.column, opening.keys)
    made = {**root.value, "open": left}
    if people is not None:
        sides = {name: _side(one) if name in named else one for name, one in people.value.items()}
        made["people"] = Node(sides, people.line, people.column, people.keys)
    return Node(made, root.line, root.column, root.keys)


def _side(spec: Node) -> Node:
    if spec.kind != "map":
        return spec
    made: dict[str, Node] = {}
    for name, one in spec.value.items():
        if name not in ("optional", "default", "side"):
            made[name] = one
        if name == "type":
            made["default"] = Node("opener", one.line, one.column)
            made["side"] = Node(True, one.line, one.column)
    return Node(made, spec.line, spec.column, {**spec.keys, "default": spec, "side": spec})


# -- where they are spoken of ---------------------------------------------------------------------------
def _below(node: Node, key: str, names: frozenset[str]) -> Node:
    """A part with what it says of people in today's words."""
    if key in TEXTS:
        return node
    if node.kind == "map":
        made = {name: _below(one, name, names) for name, one in node.value.items()}
        if key != "acts" and "not" in made:
            made["not"] = _barred(made["not"], names)
        if key in ("stages", "defaults") or "desk" not in made:
            whole = made
        else:
            whole = {**made, "desk": _desk(made["desk"], names)}
        if key == "defaults" and "desk" in made:
            whole = {**made, "desk": _desk(made["desk"], names)}
        return Node(whole, node.line, node.column, node.keys, node.inset)
    if node.kind == "list":
        return Node([_below(one, key, names) for one in node.value], node.line, node.column)
    return renamed(node, lambda name: _scoped(name, names)) if isinstance(node.value, str) and names else node


def _scoped(name: str, names: frozenset[str]) -> str:
    head, _, rest = name.partition(".")
    return PREFIX + rest if head == "data" and rest.partition(".")[0] in names else name


def _word(node: Node, names: frozenset[str]) -> Node:
    """The bare name of a person, as who-lists have it."""
    return Node(PREFIX + node.value, node.line, node.column) if node.value in names else node


def _barred(node: Node, names: frozenset[str]) -> Node:
    if node.kind == "list":
        return Node(
            [_word(one, names) if one.kind == "scalar" else one for one in node.value], node.line, node.column
        )
    return _word(node, names) if node.kind == "scalar" else node


def _desk(node: Node, names: frozenset[str]) -> Node:
    """Whose desk it is: one list, those named first."""
    if node.kind != "map" or not DESK & node.value.keys():
        return node
    get: Mapping[str, Node] = node.value
    by: list[Node] = []
    for key in ("person", "office"):
        if key in get:
            by.append(Node(PREFIX + str(get[key].value), get[key].line, get[key].column))
    if "role" in get:
        roles = get["role"]
        by += roles.value if roles.kind == "list" else [roles]
    at = next(node.keys[key] for key in ("role", "office", "person") if key in get)
    lists = Node(by, at.line, at.column)
    made = {"by": lists, **{name: one for name, one in get.items() if name not in DESK}}
    if len(made) == 1:
        return lists if len(by) > 1 else by[0]
    return Node(made, node.line, node.column, {**node.keys, "by": at})
