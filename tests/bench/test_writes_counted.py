"""What is counted can be written: a bench that nobody runs for a while still speaks the methods' words of today."""

from __future__ import annotations

import pytest

from bench.writes_counted import asked, called, town

pytestmark = pytest.mark.django_db


def test_each_write_is_taken_and_its_cost_seen():
    for name, write in town().items():
        statements = asked(lambda write=write: write(0))
        functions = called(lambda write=write: write(1))
        assert any("INSERT" in one for one in statements), name
        assert any(file == "matters/writing/path.py" for file, _ in functions), name
