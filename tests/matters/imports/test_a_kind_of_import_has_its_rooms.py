"""What differs from kind to kind of import is said in one row each, and how a file is read in a room of its own."""

from __future__ import annotations

import pytest

from shanzhi.matters.imports import looking
from shanzhi.matters.imports.kinds import KINDS, Kind
from shanzhi.matters.imports.options import OPTIONS
from shanzhi.method.rooms import Incomplete, for_every
from shanzhi.people.permission import actions


def test_every_kind_that_is_stored_can_be_handed_in_or_takes_one_back():
    assert set(KINDS) == set(Kind.values) - {Kind.UNDO}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_whose_it_is_and_which_files_it_reads(kind):
    row = KINDS[kind]
    assert row.right in actions()
    assert all(ending.startswith(".") for ending in row.endings)
    assert "{file}" in row.no_such_file.zh
    assert any(kind in option.kinds for option in OPTIONS.values())


def test_no_kind_is_without_a_room_that_reads_it():
    assert list(looking._READINGS) == list(KINDS)
    with pytest.raises(Incomplete, match="kinds of import: without a row: photos"):
        for_every([*KINDS, "photos"], looking._READINGS, "kinds of import")
