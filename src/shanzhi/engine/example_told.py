"""Who is told what in an example: the notices a method words itself, and the persons of the small world they go to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from shanzhi.engine.named import named, persons
from shanzhi.method.acts import TAKEN_BACK_BY
from shanzhi.method.blocks import BLOCKS, SUPPORT
from shanzhi.method.people import PREFIX, parts

if TYPE_CHECKING:
    from shanzhi.engine.types import Decision, Entry, Matter
    from shanzhi.engine.world import World
    from shanzhi.method.model import Method

BY_ACTS = {
    "watchers": ("watch",),
    "supporters": tuple(SUPPORT),
    "participants": tuple(act for kind in BLOCKS.values() for act in kind.told),
}
"""Those who are told because they did one of these acts and did not take it back."""
BACK = {**TAKEN_BACK_BY, "watch": "unwatch"}


class Told(Struct, frozen=True):
    """One text of a method, the words for whom it is, and the persons these stand for."""

    words: tuple[str, ...]
    persons: frozenset[int]
    text: str


def told_by(
    method: Method, decision: Decision, entries: Iterable[Entry], actor: int | None, world: World
) -> list[Told]:
    """What a decision tells, in Chinese; nobody is told of what they did themselves."""
    return [
        Told(
            tuple(effect.values["to"]),
            frozenset(
                one
                for word in effect.values["to"]
                for one in meant(method, decision.matter, word, entries, world)
                if one != actor
            ),
            effect.values["text"]["zh"],
        )
        for effect in decision.effects
        if effect.kind == "notify"
    ]


def meant(method: Method, matter: Matter, word: str, entries: Iterable[Entry], world: World) -> list[int]:
    """The persons that a word for whom to tell stands for."""
    desk = matter.desk if word == "desk" else matter.handlers.get("@holder")
    if word == "opener":
        return [matter.opener] if matter.opener is not None else []
    if word in ("desk", "holder"):
        if desk is None or desk.person is not None:
            return [desk.person] if desk is not None and desk.person is not None else []
        return _holders(world, desk.role, (desk.office or desk.place,))
    if parts(word)[0]:
        return persons(world, [word])
    if word.startswith(PREFIX):
        return persons(world, named(method, matter.data, word.removeprefix(PREFIX)))
    if word in BY_ACTS:
        return _doers(entries, BY_ACTS[word])
    return _holders(world, word, world.path(matter.place)) or _holders(world, word, tuple(world.levels))


def _holders(world: World, role: str, places: tuple[int, ...]) -> list[int]:
    """Who holds a role in one of these places or offices."""
    return [
        actor.person
        for actor in world.people.values()
        if actor.person is not None
        and any((role, place) in actor.posts or (role, place) in actor.offices for place in places)
    ]


def _doers(entries: Iterable[Entry], acts: tuple[str, ...]) -> list[int]:
    """Who did one of these acts and did not take it back."""
    found: dict[int, None] = {}
    back = {BACK[act] for act in acts if act in BACK}
    for entry in entries:
        if entry.person is not None and entry.act in acts:
            found[entry.person] = None
        elif entry.person is not None and entry.act in back:
            found.pop(entry.person, None)
    return list(found)
