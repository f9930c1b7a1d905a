"""Whether what a method hands on fits the method it opens: looked at where that other method is at hand.

A method is a file of its own, so its checker alone cannot know what another asks. Where the library is there, every
field handed on must exist there and be of the same kind, and nothing it must be told may be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.blocks import kind_of
from shanzhi.method.effects import EFFECTS
from shanzhi.method.ledger import ACCOUNT, PARTS, Unit
from shanzhi.method.model import EffectRule, Field, Method, Sight
from shanzhi.method.names import OPENER
from shanzhi.method.opens import Opens
from shanzhi.method.problems import Problem, Problems
from shanzhi.method.read import Node
from shanzhi.method.words import either, hint

Library = Callable[[str], Method | None]
"""The method of an id, or None if it is not at hand."""


LINE = "line."


def names_parts(sources: Mapping[str, str]) -> bool:
    """Whether what is handed on says which parts of a line go along, and under which names; else all go, under their own."""
    return any(source.startswith(LINE) for source in sources.values())


class _Opening(Struct, frozen=True):
    """One place where another method is opened: what it is told, by its own field names, and what each comes from."""

    method: str
    way: str
    path: str
    told: Mapping[str, _Source]


class _Source(Struct, frozen=True):
    """What is handed on: its type (empty where it cannot be told), and whether it is guarded here."""

    kind: str = ""
    sensitive: bool = False
    private: bool = False


def link_problems(method: Method, root: Node, library: Library) -> list[Problem]:
    """Every misfit between a method and those it opens."""
    problems = Problems()
    for opening in _openings(method):
        other = library(opening.method)
        if other is None:
            continue
        at = root.find(opening.path)
        if opening.way and opening.way not in other.openings:
            choices = either(other.openings)
            problems.add("SZ381", at, name=opening.way, method=other.title, choices=choices)
            continue
        form = {field.name: field for field in other.way_in(opening.way).form}
        for name, source in opening.told.items():
            if name not in form:
                problems.add("SZ325", at, name=name, method=other.title)
            elif source.kind and form[name].type != source.kind:
                problems.add(
                    "SZ326", at, name=name, method=other.title, one=form[name].type, other=source.kind
                )
            elif _loses(source, form[name], other.visible):
                problems.add("SZ329", at, name=name, method=other.title)
        for field in form.values():
            if _must_be_told(field) and field.name not in opening.told:
                problems.add("SZ327", at, name=field.name, method=other.title)
    _keepers(method, root, library, problems)
    return problems.listed()


def _keepers(method: Method, root: Node, library: Library, problems: Problems) -> None:
    """A unit that another method keeps must be there, and that method must name this one."""
    for name, unit in method.ledger.items():
        other = library(unit.kept_by) if unit.kept_by is not None else None
        if other is None:
            continue
        at = root.find(f"ledger.{name}")
        kept = other.ledger.get(name)
        if kept is None or kept.kept_by is not None:
            problems.add("SZ453", at, name=name, hint=hint(name, other.ledger))
        elif method.id not in kept.used_by:
            problems.add("SZ459", at, method=other.title, unit=kept.label)
        else:
            for effect in (one for stage in method.stages.values() for one in stage.all_effects):
                _named_there(effect, kept, root, problems)


def _named_there(effect: EffectRule, unit: Unit, root: Node, problems: Problems) -> None:
    """The accounts that an effect names are the keeper's."""
    if not EFFECTS[effect.kind].ledger or effect.values["unit"] != unit.name:
        return
    for end in ("from", "into"):
        word = effect.values.get(end)
        if (
            isinstance(word, str)
            and word.startswith(ACCOUNT)
            and word.removeprefix(ACCOUNT) not in unit.accounts
        ):
            at = root.find(f"{effect.at.path}.{end}")
            choices = either((*unit.accounts, *PARTS, "people.x"))
            problems.add("SZ452", at, name=word.removeprefix(ACCOUNT), unit=unit.name, choices=choices)


def opened(method: Method) -> list[str]:
    """The other methods of which a method opens matters, by their ids."""
    return sorted({opening.method for opening in _openings(method)} - {method.id})


def _must_be_told(field: Field) -> bool:
    return not field.optional and field.known is None and field.default is None and field.asked is None


def _openings(method: Method) -> Iterator[_Opening]:
    for stage in method.stages.values():
        block = stage.block
        opens = kind_of(block).opens if block is not None else None
        if block is not None and opens is not None:
            yield _opening(method, opens, block.settings, block.at.path)
        for effect in stage.all_effects:
            opened = EFFECTS[effect.kind].opens
            if opened is not None:
                yield _opening(method, opened, effect.values, effect.at.path)


def _loses(source: _Source, field: Field, visible: tuple[Sight, ...]) -> bool:
    """Whether what is guarded here would lie open there: shown to somebody by name, or with all that is not guarded."""
    unguarded = not field.sensitive and not field.private
    open_there = any(unguarded if one.shows is None else field.name in one.shows for one in visible)
    return (source.sensitive and not field.sensitive) or (source.private and open_there)


def _opening(method: Method, opens: Opens, settings: Mapping[str, Any], path: str) -> _Opening:
    return _Opening(
        settings[opens.method], settings.get(opens.opening) or "", path, _told(method, opens, settings)
    )


def _told(method: Method, opens: Opens, settings: Mapping[str, Any]) -> dict[str, _Source]:
    """What each matter opened is told: what all share, and of several the fields of its line."""
    shared = settings.get(opens.shared)
    sources: dict[str, str] = shared if isinstance(shared, dict) else {}
    told = _bound(method, sources)
    each, into = settings.get(opens.each), settings.get(opens.into)
    field = method.fields.get(each) if isinstance(each, str) else None
    if field is not None and field.kind.rows:
        parts = {f"{LINE}{inner.name}": _source(inner) for inner in field.form}
        told |= {name: parts[source] for name, source in sources.items() if source in parts}
        if not names_parts(sources):
            told |= {inner.name: _source(inner) for inner in field.form}
    told |= {asked.name: _source(asked) for asked in settings.get(opens.asked) or ()}
    if isinstance(into, str) and field is not None:
        told[into] = _Source(field.kind.points_to or "")
    return told


def _bound(method: Method, sources: Mapping[str, str]) -> dict[str, _Source]:
    kinds = {OPENER: _Source("person"), **{name: _source(field) for name, field in method.fields.items()}}
    return {name: kinds.get(source, _Source()) for name, source in sources.items()}


def _source(field: Field) -> _Source:
    return _Source("text" if field.kind.told else field.type, field.sensitive, field.private)
