"""What a method that was taken in is called in English: kept beside its text, replaced by better, no part of its content."""

from __future__ import annotations

import pytest

from shanzhi import library
from shanzhi.matters.methods.adopting import add_method
from shanzhi.matters.methods.compiled import compiled_of, english_of
from shanzhi.matters.models import Method
from shanzhi.method.english import English, Table
from shanzhi.people.problems import BadInput
from tests.method.test_english import BARE, LABEL

pytestmark = pytest.mark.django_db


def taken(table: Table) -> Method:
    return add_method(text=BARE, english=lambda _id: English((table,)))


def test_english_is_kept_and_replaced_by_better() -> None:
    first = taken({LABEL: {"已销账": "Closed"}})
    assert first.english == {LABEL: {"已销账": "Closed"}}
    again = taken({LABEL: {"已销账": "Closed out"}, "title": {"小事": "A small thing"}})
    assert (again.pk, again.hash, again.title_en) == (first.pk, first.hash, "A small thing")
    assert Method.objects.get().english[LABEL] == {"已销账": "Closed out"}
    assert taken({}).english == again.english


def test_pages_and_lists_read_it() -> None:
    method = compiled_of(taken({LABEL: {"已销账": "All of it"}}))
    assert method.stages["closed"].label.en == "All of it"


def test_todays_english_of_the_library_goes_before() -> None:
    text = library.files()["errand"].read_text(encoding="utf-8")
    row = add_method(text=text, english=lambda _id: English(({"title": {"帮办代办": "Old words"}},)))
    assert english_of(row).of("title", "帮办代办") != "Old words"


def test_what_an_older_program_counted_otherwise_is_the_same_method() -> None:
    row = taken({})
    Method.objects.filter(pk=row.pk).update(hash="0" * 64)
    assert taken({}).pk == row.pk
    with pytest.raises(BadInput):
        add_method(text=BARE.replace("label: 待办", "label: 还没办"))
