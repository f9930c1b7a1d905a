"""A draft begins as the matter it is of, and ends as it where nothing was changed."""

from __future__ import annotations

from datetime import UTC, datetime

from shanzhi.engine.draft import Draft
from shanzhi.engine.types import SYSTEM, Command, Matter
from shanzhi.engine.world import World
from shanzhi.method.check import load
from tests.method.tiny import TINY

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CALLED = {"method": "pinned"}
"""What a draft calls otherwise: `method` is the method itself there."""


def test_each_fact_of_a_matter_stands_under_its_own_name():
    fields = Matter.__struct_fields__
    marked = Matter(*[f"value of {name}" for name in fields])
    draft = Draft(load(TINY), marked, Command("", "due", NOW, SYSTEM), World(), NOW)
    assert {name: getattr(draft, CALLED.get(name, name)) for name in fields} == {
        name: f"value of {name}" for name in fields
    }
    assert draft.finish().matter == marked
    assert draft.fork().finish().matter == marked
