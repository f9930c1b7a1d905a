"""English works from a fresh clone: the translations are compiled when they are missing or edited."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from shanzhi.site.translations import compile_stale

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "诉求"\nmsgstr "{}"\n'


@pytest.fixture
def po(tmp_path: Path) -> Path:
    po = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO.format("appeal"), encoding="utf-8")
    return po


def read(po: Path) -> str:
    with po.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("诉求")


def test_a_missing_translation_is_compiled(po: Path, tmp_path: Path):
    compile_stale(tmp_path)

    assert read(po) == "appeal"


def test_an_edited_translation_is_compiled_again(po: Path, tmp_path: Path):
    compile_stale(tmp_path)
    po.write_text(PO.format("request"), encoding="utf-8")
    later = po.with_suffix(".mo").stat().st_mtime + 10
    os.utime(po, (later, later))

    compile_stale(tmp_path)

    assert read(po) == "request"


def test_a_compiled_translation_is_left_alone(po: Path, tmp_path: Path):
    compile_stale(tmp_path)
    po.with_suffix(".mo").write_bytes(b"as it was")

    compile_stale(tmp_path)

    assert po.with_suffix(".mo").read_bytes() == b"as it was"


def test_a_compiled_translation_alone_is_enough(po: Path, tmp_path: Path):
    compile_stale(tmp_path)
    po.unlink()

    compile_stale(tmp_path)

    assert read(po) == "appeal"
