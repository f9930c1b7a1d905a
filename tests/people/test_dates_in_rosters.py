"""Rosters read dates as every import does, and refuse what would have to be guessed."""

from __future__ import annotations

import pytest

from shanzhi.people.problems import BadInput
from shanzhi.people.roster_rows import birth_of, day_of


@pytest.mark.parametrize(
    "text",
    [
        "1960-05-06", "1960/5/6", "1960.5.6", "1960年5月6日", "19600506", "１９６０－０５－０６", "1960-05-06 00:00:00",
        "1960-05-06T00:00:00", "1960年5月6号", "1960-5-6 上午9点", "22042",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text) -> None:
    assert birth_of(text) == "1960-05-06"


@pytest.mark.parametrize(
    ("text", "why"), [("5/6/1960", "先写月还是先写日"), ("06-05-1960", "先写月还是先写日"), ("六零年", "认不出来"),
                      ("1960-13-01", "认不出来"), ("2026-02-30", "认不出来"), ("1800-01-01", "认不出来")]
)  # fmt: skip
def test_what_must_be_guessed_is_refused_with_its_reason(text, why) -> None:
    with pytest.raises(BadInput, match=why):
        birth_of(text)


def test_the_last_day_of_a_term_is_in_it() -> None:
    assert (day_of("2026年12月31日", last=True) - day_of("2026/12/31")).days == 1
