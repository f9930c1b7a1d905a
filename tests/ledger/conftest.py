"""The invented town, for tests in one transaction and for tests with several connections."""

from __future__ import annotations

import pytest

from tests.matters.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def town_for_many(transactional_db: None) -> Town:
    """The town where everything is committed, as threads and processes need it."""
    return build_town()
