"""English works from a fresh clone: the translations are compiled when they are missing or edited."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from shanzhi.site.translations import compile_po, compile_stale, translated
from tools.translations import PO as PO_OF_THE_PACKAGE

pytestmark = pytest.mark.installed
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


def test_every_form_of_a_text_is_found(po: Path, tmp_path: Path):
    po.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgctxt "一家"\nmsgid "户"\nmsgstr "household"\n\n'
        'msgid "%(n)s 件"\nmsgid_plural "%(n)s 件"\nmsgstr[0] "%(n)s matter"\nmsgstr[1] "%(n)s matters"\n\n'
        'msgid ""\n"“甲”\\n"\n"乙"\nmsgstr ""\n"\\"one\\"\\n"\n"two\\\\"\n\n'
        '#, fuzzy\nmsgid "约"\nmsgstr "guessed"\n\n'
        'msgid "空"\nmsgstr ""\n\n#~ msgid "旧"\n#~ msgstr "old"\n',
        encoding="utf-8",
    )

    compile_stale(tmp_path)

    with po.with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    assert found.pgettext("一家", "户") == "household"
    assert [found.ngettext("%(n)s 件", "%(n)s 件", n) for n in (1, 2)] == ["%(n)s matter", "%(n)s matters"]
    assert found.gettext("“甲”\n乙") == '"one"\ntwo\\'
    assert [found.gettext(text) for text in ("约", "空", "旧")] == ["约", "空", "旧"]


def test_a_line_that_is_no_translation_is_named(po: Path):
    po.write_text(PO.format("appeal") + "msgid 诉求\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"django\.po:6: .*msgid 诉求"):
        compile_po(po)


def test_the_shipped_translations_are_those_babel_reads(tmp_path: Path):
    with PO_OF_THE_PACKAGE.open("rb") as file:
        read_by_babel = read_po(file, locale="en")
    expected = {}
    for message in read_by_babel:
        if message.id and message.string and not message.fuzzy:
            plural = isinstance(message.id, tuple)
            source = "\0".join(message.id) if plural else message.id
            source = f"{message.context}\4{source}" if message.context else source
            expected[source] = "\0".join(message.string) if plural else message.string

    found = translated(PO_OF_THE_PACKAGE)

    assert "charset=utf-8" in found.pop("")
    assert found == expected
