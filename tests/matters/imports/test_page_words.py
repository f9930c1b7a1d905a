"""No page tells its reader to type an option of the command: each sentence that names one has its words for pages."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from shanzhi.matters.imports import messages
from shanzhi.matters.imports import placing as rows_placing
from shanzhi.matters.imports.page_words import on_page
from shanzhi.method.words import Sentence
from shanzhi.people.actions import rosters
from shanzhi.places import checks, crs, geojson, shape_drafts, shape_settling, shapes
from shanzhi.tables import cells, delimited, handed_in, moments, problems, sheet_choice, sheets, workbooks

MODULES = (
    messages, rows_placing, rosters, checks, crs, geojson, shape_drafts, shape_settling, shapes, cells, delimited,
    handed_in, moments, problems, sheet_choice, sheets, workbooks,
)  # fmt: skip
OPTION = re.compile(r"--[a-z]")


def sentences(module: ModuleType) -> list[Sentence]:
    found = []
    for value in vars(module).values():
        found += [value] if isinstance(value, Sentence) else []
        found += (
            [one for one in value.values() if isinstance(one, Sentence)] if isinstance(value, dict) else []
        )
    return found


def test_there_are_sentences_that_name_options():
    named = [one for module in MODULES for one in sentences(module) if OPTION.search(one.zh + one.en)]
    assert len(named) >= 10


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_on_a_page_none_is_left(module):
    for sentence in sentences(module):
        shown = on_page(sentence)
        assert not OPTION.search(shown.zh), shown.zh
        assert not OPTION.search(shown.en), shown.en


def test_what_names_no_option_stays_as_it_is():
    plain = Sentence("“{file}”是空的", "{file} is empty")
    assert on_page(plain) == plain
