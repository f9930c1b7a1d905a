"""A method is taken in with the fragments it uses: what was adopted stays as it is when the library's fragment goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from shanzhi import library
from shanzhi.matters.methods.adopting import add_method
from shanzhi.matters.methods.compiled import compiled_of
from shanzhi.matters.models import Method
from shanzhi.people.problems import BadInput
from shanzhi.reading.library import handed_on, library_method
from tests.method.test_fragments import FILE

pytestmark = pytest.mark.django_db


def bare() -> str:
    return FILE.read_text(encoding="utf-8")


def test_its_text_holds_them_and_the_same_file_again_is_the_same_method() -> None:
    row = add_method(text=bare())
    assert "\nfragments:\n  four-eyes:\n    fragment: four-eyes\n" in row.text
    assert add_method(text=bare()).pk == row.pk
    assert add_method(text=row.text).pk == row.pk
    assert compiled_of(row).stages["rating_calling"].label.en == "Telephone call-back"


def test_another_content_of_a_fragment_is_another_content_of_the_method(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = add_method(text=bare())
    folder = tmp_path / "fragments"
    folder.mkdir()
    for name, file in library.fragment_files().items():
        text = file.read_text(encoding="utf-8").replace("default: 3 days", "default: 1 day")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(library, "folder", lambda: tmp_path)
    with pytest.raises(BadInput):
        add_method(text=bare())
    kept = compiled_of(Method.objects.get(pk=row.pk))
    assert kept.values["rating_ask_within"].label("en") == "3 days"
    newer = add_method(text=bare().replace("version: 1", "version: 2"))
    assert compiled_of(newer).values["rating_ask_within"].label("en") == "1 day"


def test_what_is_handed_on_is_one_file_and_the_same_method() -> None:
    row = add_method(text=bare())
    found = library_method("visited")
    assert found is not None
    text = handed_on(found)
    assert text.count("\nfragments:\n") == 1
    assert add_method(text=text).pk == row.pk
