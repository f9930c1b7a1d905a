"""The town, where the community keeps a register of those who help their neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.matters.town import Town, build_town

HELPERS = (Path(__file__).parent / "helpers.yaml").read_text(encoding="utf-8")


def _with_helpers() -> Town:
    town = build_town()
    town.adopt(HELPERS)
    return town


@pytest.fixture
def town(db: None) -> Town:
    return _with_helpers()


@pytest.fixture
def town_for_many(transactional_db: None) -> Town:
    return _with_helpers()
