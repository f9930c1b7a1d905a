"""Times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shanzhi.method.words import moment


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        (datetime(2026, 11, 29, 8, 5, tzinfo=UTC), "11月29日 08:05", "29 Nov 08:05"),
        (datetime(2027, 1, 3, 17, 0, tzinfo=UTC), "2027年1月3日 17:00", "3 Jan 2027 17:00"),
        (datetime(2025, 12, 31, 0, 0, tzinfo=UTC), "2025年12月31日 00:00", "31 Dec 2025 00:00"),
    ],
)
def test_a_year_is_said_where_it_is_not_this_years(at, zh, en):
    said = moment(at, datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    assert (said.zh, said.en) == (zh, en)
