"""Compares what an example says must be so with what is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from shanzhi.engine.example_people import ExamplePeople
from shanzhi.engine.types import Effect, Matter
from shanzhi.method.model import Method
from shanzhi.method.read import Node
from shanzhi.method.shape import shown
from shanzhi.method.words import Sentence

MISSING = "—"


class AfterStep:
    """What there is to look at after a step: the matter, and the effects there were."""

    def __init__(self, method: Method, matter: Matter, effects: list[Effect], cast: ExamplePeople) -> None:
        self.method = method
        self.matter = matter
        self.effects = effects
        self.cast = cast

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

    def kinds(self) -> set[str]:
        return {effect.kind for effect in self.effects}


def differences(
    method: Method, matter: Matter, effects: list[Effect], expected: Node, cast: ExamplePeople
) -> list[tuple[Node, Sentence]]:
    """Each thing that is not as written, and where it was written."""
    look = AfterStep(method, matter, effects, cast)
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
    """The role of the desk; its office too, where one is written."""
    found = look.desk()
    if node.value not in (found, found.split("@")[0]):
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
            if wanted != found.get(name):
                yield value, _differs(f"{key}.{name}", wanted, found.get(name, MISSING))

    return compare


def _among(
    actual: Callable[[AfterStep], set[str]],
) -> Callable[[AfterStep, str, Node], Iterator[tuple[Node, Sentence]]]:
    """Names that must all be there; none written says that there are none."""

    def compare(look: AfterStep, key: str, node: Node) -> Iterator[tuple[Node, Sentence]]:
        found = actual(look)
        wanted = {item.value for item in node.value}
        if (wanted and not wanted <= found) or (not wanted and found):
            yield node, _differs(key, sorted(wanted), sorted(found))

    return compare


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
    "told": _among(AfterStep.notified),
    "effects": _among(AfterStep.kinds),
    "children": _same(lambda look: sum(effect.kind == "child" for effect in look.effects)),
}


def _differs(key: str, wanted: Any, found: Any) -> Sentence:
    return _OTHER.fill(key=key, wanted=shown(wanted), found=shown(found))


_OTHER = Sentence("{key} 应为 {wanted}，实际为 {found}。", "{key} should be {wanted} but is {found}.")
