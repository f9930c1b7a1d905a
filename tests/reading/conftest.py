"""The invented town, as its matters are read."""

from __future__ import annotations

import pytest

from tests.matters.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    return build_town()
