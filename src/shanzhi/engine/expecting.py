"""Compares what an example says must be so with what is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from shanzhi.engine.example_people import ExamplePeople
from shanzhi.engine.example_told import BY_ACTS, Told
from shanzhi.engine.named import named, persons
from shanzhi.engine.types import Effect, Matter
from shanzhi.method.marks import with_names
from shanzhi.method.model import PEOPLE, Method
from shanzhi.method.read import Node
from shanzhi.method.results import in_words
from shanzhi.method.shape import shown
from shanzhi.method.words import Sentence

MISSING = "—"
WORDS = frozenset({"desk", "holder", "parent", *BY_ACTS})
"""Words for whom to tell that are no names of persons."""


class Came(Struct):
    """What came of a step, or of a whole example: effects, and who was told what."""

    effects: list[Effect] = []
    told: list[Told] = []


class AfterStep:
    """What there is to look at after a step: the matter, and what came of it."""

    def __init__(
        self,
        method: Method,
        matter: Matter,
        came: Came,
        cast: ExamplePeople,
        children: Counter[str],
        free: Callable[[str], int],
    ) -> None:
        self.method = method
        self.matter = matter
        self.effects = came.effects
        self.told = came.told
        self.cast = cast
        self.children = children
        self.free = free

    def due(self) -> str:
        due = self.matter.due
        zone = self.cast.world.calendar.zone
        return due.astimezone(zone).strftime("%Y-%m-%d %H:%M") if due is not None else MISSING

    def desk(self) -> str:
        desk = self.matter.desk
        if desk is None:
            return MISSING
        return desk.role if desk.office is None else f"{desk.role}@office{desk.office}"

    def points(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for effect in self.effects:
            if effect.kind == "award":
                name = self.cast.names.get(effect.values["person"], MISSING)
                found[name] = found.get(name, 0) + effect.values["points"]
        return found

    def notified(self) -> set[str]:
        return {name for effect in self.effects if effect.kind == "notify" for name in effect.values["to"]}

    def kinds(self) -> Counter[str]:
        return Counter(effect.kind for effect in self.effects)

    def opened(self) -> Counter[str]:
        return Counter(effect.values["method"] for effect in self.effects if effect.kind == "open")

    def heard(self, name: str) -> list[str]:
        """What somebody was told: by their part in the matter, by the word for whom it was, or by name."""
        field = self.method.fields.get(name)
        if field is not None and field.scope == PEOPLE:
            found: set[int | None] = set(persons(self.cast.world, named(self.method, self.matter.data, name)))
        elif name == "opener":
            found = {self.matter.opener}
        elif name in WORDS:
            return [self._read(told) for told in self.told if name in told.words]
        else:
            found = {self.cast.actor(name).person}
        return [self._read(told) for told in self.told if found & told.persons]

    def _read(self, told: Told) -> str:
        """A text with those it names called as examples call them."""
        return with_names(told.text, self.cast.called)


def differences(
    method: Method,
    matter: Matter,
    came: Came,
    expected: Node,
    cast: ExamplePeople,
    children: Counter[str],
    free: Callable[[str], int] = lambda _name: 0,
) -> list[tuple[Node, Sentence]]:
    """Each thing that is not as written, and where it was written."""
    look = AfterStep(method, matter, came, cast, children, free)
    return [found for key, node in expected.value.items() for found in COMPARED[key](look, key, node)]


def _same(
    actual: Callable[[AfterStep], Any],
) -> Callable[[AfterStep, str, Node], Iterator[tuple[Node, Sentence]]]:
    """One value that must be the same."""

    def compare(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
        found = actual(look)
        if node.plain() != found:
            yield node, _differs(key, node.plain(), found)

    return compare


def _desk(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
    """The role of the desk, its office too where one is written; or whose it is, by their name in examples."""
    found, desk = look.desk(), look.matter.desk
    whose = look.cast.names.get(desk.person) if desk is not None else None
    if node.value not in (found, found.split("@")[0], whose):
        found = found if whose is None else f"{found} ({whose})"
        yield node, _differs(key, node.value, found)


def _within(
    actual: Callable[[AfterStep], dict[str, Any]],
) -> Callable[[AfterStep, str, Node], Iterator[tuple[Node, Sentence]]]:
    """A mapping of which what is written must be so; an empty one says that there is nothing."""

    def compare(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
        found = actual(look)
        if node.kind != "map":
            yield node, _differs(key, node.plain(), found)
            return
        if not node.value and found:
            yield node, _differs(key, {}, found)
        for name, value in node.value.items():
            wanted = value.plain()
            field = look.method.fields.get(name) if key == "data" else None
            if field is not None:
                wanted = look.cast.answer(field, wanted)
            got = in_words(found.get(name))
            if wanted != got:
                others = found if found and key == "points" else MISSING
                yield value, _differs(f"{key}.{name}", wanted, others if name not in found else got)

    return compare


def _among(look: AfterStep, key: str, node: Node, found: set[str]) -> Iterator[tuple[Node, Sentence]]:
    """Names that must all be there; none written says that there are none."""
    wanted = {str(item.value) for item in (node.value if node.kind == "list" else [node])}
    if (wanted and not wanted <= found) or (not wanted and found):
        yield node, _differs(key, sorted(wanted), sorted(found))


def _told(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
    """Who was told; or what each was told, of which a part is written."""
    if node.kind != "map":
        yield from _among(look, key, node, look.notified())
        return
    for name, part in node.value.items():
        heard = look.heard(name)
        if not any(str(part.value) in text for text in heard):
            yield part, _differs(f"{key}.{name}", part.value, "；".join(heard) or MISSING)


def _effects(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
    """The kinds of effects there were; or how many of each."""
    if node.kind != "map":
        yield from _among(look, key, node, set(look.kinds()))
    else:
        yield from _counted(key, node, look.kinds())


def _opened(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
    """How many matters of which method were opened, besides those of a split."""
    yield from _counted(key, node, look.opened())


def _children(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
    """How many children were asked for; or how many stand in which stage."""
    if node.kind == "map":
        yield from _counted(key, node, look.children)
    else:
        yield from _same(lambda look: sum(effect.kind == "child" for effect in look.effects))(look, key, node)


def _registers(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
    """Who stands on a register, and what their entries say."""
    for name, wanted in node.value.items():
        register = look.method.registers.get(name)
        if register is None:
            yield node, _differs(f"{key}.{name}", MISSING, MISSING)
            continue
        there = look.cast.entries(register)
        if wanted.kind != "map":
            yield from _among(look, f"{key}.{name}", wanted, set(there))
            continue
        for whose, said in wanted.value.items():
            if whose not in there:
                yield said, _differs(f"{key}.{name}.{whose}", said.plain(), MISSING)
                continue
            for part, value in said.value.items():
                field, got = register.fields.get(part), there[whose].get(part)
                right = look.cast.answer(field, value.plain()) if field is not None else value.plain()
                if field is None and got is not None:
                    got = got.astimezone(look.cast.world.calendar.zone).strftime("%Y-%m-%d %H:%M")
                if right != got:
                    yield (
                        value,
                        _differs(f"{key}.{name}.{whose}.{part}", right, got if got is not None else MISSING),
                    )


def _counted(key: str, node: Node, found: Counter[str]) -> Iterator[tuple[Node, Sentence]]:
    """How many there are of each that is written; an empty mapping says that there are none."""
    if node.kind != "map" or (not node.value and found):
        yield node, _differs(key, node.plain(), dict(found))
        return
    for name, value in node.value.items():
        if value.plain() != found[name]:
            yield value, _differs(f"{key}.{name}", value.plain(), found[name])


def _balance(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
    """What each may spend."""
    for name, value in node.value.items() if node.kind == "map" else ():
        if value.plain() != (found := look.free(name)):
            yield value, _differs(f"{key}.{name}", value.plain(), found)


COMPARED: dict[str, Callable[[AfterStep, str, Node], Iterator[tuple[Node, Sentence]]]] = {
    "stage": _same(lambda look: look.matter.stage),
    "end": _same(lambda look: look.matter.end or MISSING),
    "level": _same(lambda look: look.cast.world.level(look.matter.place)),
    "desk": _desk,
    "due": _same(AfterStep.due),
    "late": _same(lambda look: look.matter.late),
    "data": _within(lambda look: look.matter.data),
    "count": _within(lambda look: look.matter.tally),
    "points": _within(AfterStep.points),
    "registers": _registers,
    "balance": _balance,
    "told": _told,
    "effects": _effects,
    "opened": _opened,
    "children": _children,
}


def _differs(key: str, wanted: Any, found: Any) -> Sentence:
    return _OTHER.fill(key=key, wanted=shown(wanted), found=shown(found))


_OTHER = Sentence("{key} 应为 {wanted}，实际为 {found}。", "{key} should be {wanted} but is {found}.")
