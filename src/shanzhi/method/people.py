"""Who a matter names (`people.x`), as one text each: `person:5`, `household:7`, `organisation:3`.

A fact of one kind is kept as the bare number of what it names; one that may be any of them (`one`) as this text. In
conditions all are texts, so that person 5 is never taken for household 5.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from shanzhi.method.field_types import FIELD_TYPES, Thing
from shanzhi.method.model import PEOPLE, Field

KINDS: Final[dict[Thing, str]] = {
    Thing.PERSON: "person",
    Thing.HOUSEHOLD: "household",
    Thing.OFFICE: "organisation",
    Thing.ORGANISATION: "organisation",
}
BY_KIND: Final = {"person": Thing.PERSON, "household": Thing.HOUSEHOLD, "organisation": Thing.ORGANISATION}
"""What each kind points to."""
PREFIX: Final = f"{PEOPLE}."
PEOPLE_TYPES: Final = {
    name: kind
    for name, kind in FIELD_TYPES.items()
    if (kind.points_to in KINDS or kind.points_to is Thing.ANY) and name != "offices"
}
"""The types of those who are in a matter. Several offices are a fact as any other: a block asks each of them."""

DEFAULTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "opener": ("opener.person", ("person", "one")),
    "opener.household": ("opener.household", ("household", "one")),
    "opener.organisation": ("opener.organisation", ("organisation", "office", "one")),
    "actor.person": ("actor.person", ("person", "one")),
    "actor.household": ("actor.household", ("household", "one")),
    "actor.organisation": ("actor.organisation", ("organisation", "office", "one")),
}
"""Whom the system knows without asking: what the file calls it, where it is held, and the types it fits."""


def named(word: str) -> str | None:
    """The name behind `people.`, if a word of a who-list is one of those."""
    return word.removeprefix(PREFIX) if word.startswith(PREFIX) else None


def tags(field: Field, value: Any) -> list[str]:
    """Whom a recorded answer names, each as one text; nobody where it is empty."""
    several = value if isinstance(value, list | tuple) else [value]
    return [_tag(field, one) for one in several if one not in (None, "")]


def _tag(field: Field, value: Any) -> str:
    if isinstance(value, str):
        return value
    thing = field.kind.points_to
    return f"{KINDS[thing]}:{value}" if thing in KINDS else str(value)


def in_condition(field: Field, value: Any) -> Any:
    """A recorded answer as conditions have it."""
    found = tags(field, value)
    if field.kind.several:
        return tuple(found)
    return found[0] if found else None


def in_lines(part: Field, value: Any) -> Any:
    """A part of a line as conditions have it: whom it names as a text, so that it is compared with `people`."""
    return in_condition(part, value) if part.kind.points_to in KINDS else value


def rows_in_condition(field: Field, rows: list[Any]) -> list[Any]:
    """The lines of a list as conditions have them: whom a line names is a text as everywhere, so that it is found among `people`."""
    return _parts_changed(field, rows, in_condition)


def rows_recorded(field: Field, rows: list[Any]) -> list[Any]:
    """Lines that an expression gives, as the list is kept: with the parts that its own lines have, and no others."""
    parts = {one.name for one in field.form}
    own = [{name: value for name, value in row.items() if name in parts} for row in rows]
    return _parts_changed(field, own, recorded)


def _parts_changed(field: Field, rows: list[Any], change: Callable[[Field, Any], Any]) -> list[Any]:
    parts = [one for one in field.form if one.kind.points_to in KINDS]
    if not parts:
        return rows
    return [
        {**row, **{one.name: change(one, row[one.name]) for one in parts if row.get(one.name) is not None}}
        for row in rows
    ]


def recorded(field: Field, value: Any) -> Any:
    """What an expression gives, as a fact of this type is kept; None for one of another kind."""
    if field.kind.several:
        found = [_number(field, one) for one in value]
        return [one for one in found if one is not None] or None
    return _number(field, value)


def _number(field: Field, tag: Any) -> Any:
    kind, number = parts(str(tag))
    thing = field.kind.points_to
    if thing is Thing.ANY:
        return tag if kind else None
    return number if thing in KINDS and KINDS[thing] == kind else None


def held(field: Field, fact: Any) -> Any:
    """What the system holds of whom a field is by itself (`known`), as that field keeps it."""
    if fact is None or field.kind.points_to is not Thing.ANY:
        return fact
    return f"{(field.known or '').rpartition('.')[2]}:{fact}"


def parts(tag: str) -> tuple[str, int]:
    """The kind and the number of one who is named; an empty kind for what names nobody."""
    kind, _, number = tag.partition(":")
    sound = kind in KINDS.values() and number.isascii() and number.isdecimal()
    return (kind, int(number)) if sound else ("", 0)
