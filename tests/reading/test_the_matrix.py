"""Every method × stage × standing × face against one table of what may be seen: zero holes, and holes are found."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from shanzhi.matters.desks import desk_notes
from shanzhi.places.models import Place
from shanzhi.reading import course, files, matter, places
from shanzhi.web.views import matters as pages
from tests.reading import sight_matrix
from tests.reading.sight_town import build

pytestmark = pytest.mark.django_db


PARTS = 4
"""In so many parts of the scene, which can be looked at side by side."""


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_sees_more_of_a_matter_than_the_file_says_and_nobody_less(part: int, back_end: str) -> None:
    """Once every matter is looked at; on the other database, which answers the same questions, every fourth."""
    scene = build()
    some = scene.matters[part::PARTS]
    found = sight_matrix.run(scene, some if back_end == "sqlite" else some[::4], many=False)
    assert sorted(set(found.holes)) == []
    assert found.cells > (3_000 if back_end == "sqlite" else 750)


def test_nobody_finds_more_than_the_file_says_where_many_are_shown_and_nobody_less() -> None:
    found = sight_matrix.run(build(), one=False)
    assert sorted(set(found.holes)) == []
    assert found.cells > 15_000


def _by_name(seen: Any, row: Any) -> course.CourseEntry:
    return course.CourseEntry(row, True, row.values)


def _to_the_door(known: Any) -> dict[int, Place]:
    return {place.pk: place for place in known}


LOOSER: dict[str, tuple[ModuleType, str, Callable[[Any], Any], str, str]] = {
    "who takes part is a party": (matter, "PARTY", lambda was: (*was, "participant"), "task", "欧阳"),
    "who is asked is a party": (matter, "PARTY", lambda was: (*was, "asked"), "errand", "detail"),
    "sights show what is guarded": (matter, "shows", lambda _: lambda sight, field: True, "task", "proof"),
    "a place is told to the door": (places, "no_nearer", lambda _: _to_the_door, "task", "三〇九室暗门"),
    "votes are told by name": (course, "VOTES", lambda _: frozenset(), "task", "a voter"),
    "lines are told by name": (course, "line", lambda _: _by_name, "task", "欧阳"),
    "notes are for whoever sees the whole": (pages, "allowed", lambda _: lambda *_one: True, "task", "note"),
    "sensitive files are like any other": (
        files,
        "withheld",
        lambda _: lambda _some: set(),
        "record-correction",
        "sensitive proof",
    ),
    "messages are for everybody": (course, "PRIVATE_ACTS", lambda _: frozenset(), "task", ""),
}
"""Rules of the product made looser: where it stands, what it is instead, a method that shows it, what is reported."""


@pytest.mark.parametrize("rule", LOOSER)
def test_a_loosened_rule_is_reported(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, loosen, method, told = LOOSER[rule]
    scene = build([method])
    monkeypatch.setattr(module, name, loosen(getattr(module, name)))
    if rule.startswith("notes"):
        monkeypatch.setattr(desk_notes, "require", lambda *_one: None)
    if rule == "messages are for everybody":
        monkeypatch.setattr(course, "line", lambda seen, row: course.CourseEntry(row, False, row.values))
    found = sight_matrix.run(scene, scene.matters[:1], until=told)
    assert found.tells(told), found.holes
