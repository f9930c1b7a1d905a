"""A text without its English, or with other placeholders, fails the check."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tools import check_translations, update_translations
from tools.translations import marked

EMPTY = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
PYTHON = "from django.utils.translation import gettext as _\n"


def checked(tree, files: dict[str, str], english: dict = {}) -> list[str]:  # noqa: B006
    root = tree(files)
    po = root / "locale" / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    catalog = Catalog(locale="en")
    for source, translation in english.items():
        catalog.add(source, translation)
    with po.open("wb") as file:
        write_po(file, catalog)
    return check_translations.problems(root, po)


def test_texts_with_their_english_pass(tree):
    files = {
        "a.py": PYTHON + '_("已销账 %(count)d 件")\n',
        "web/templates/a.html": '{% load i18n %}\n  <p>{% translate "诉求" %}</p>\n'
        "    {% blocktranslate count n=n %}{{ n }} 天{% plural %}{{ n }} 天{% endblocktranslate %}",
    }
    english = {
        "已销账 %(count)d 件": "%(count)d closed out",
        "诉求": "appeals",
        ("%(n)s 天", "%(n)s 天"): ("%(n)s day", "%(n)s days"),
    }

    assert checked(tree, files, english) == []


@pytest.mark.parametrize(
    ("files", "english", "said"),
    [
        ({"a.py": PYTHON + '_("诉求")\n'}, {}, "no English for '诉求'"),
        ({"templates/a.html": '\n   {% translate "诉求" %}'}, {}, "templates/a.html:2: no English"),
        (
            {"a.py": PYTHON + '_("共 %(n)d 件")\n'},
            {"共 %(n)d 件": "%(m)d in all"},
            "placeholders differ (m, n)",
        ),
        ({"a.py": PYTHON + '_("共 {n} 件")\n'}, {"共 {n} 件": "in all"}, "placeholders differ (n)"),
        ({"a.py": PYTHON + '_("诉求")\n'}, {"诉求": "诉求 list"}, "the English is still Chinese"),
        ({"a.py": PYTHON + '_("Sign in here")\n'}, {}, "the source is not Chinese"),
        ({"templates/a.html": "<p>诉求</p>"}, {}, "Chinese outside a translation tag: '<p>诉求</p>'"),
        ({"a.py": 'Sentence("至少 {n} 字", "at least {m}")\n'}, {}, "the halves have different fields"),
        ({"a.py": 'Sentence("至少", "")\n'}, {}, "a sentence lacks one of its halves"),
    ],
)
def test_what_is_wrong_is_said(tree, files, english, said):
    (problem,) = checked(tree, files, english)

    assert said in problem


def test_the_name_of_a_language_may_stand_in_itself(tree):
    assert (
        checked(
            tree, {"templates/a.html": '<a lang="zh">中文</a>{# 说明 #}{% comment %}说明{% endcomment %}'}
        )
        == []
    )


def test_updating_adds_the_new_keeps_the_old_and_brings_back_the_forgotten(tree, capsys):
    root = tree(
        {"a.py": PYTHON + '_("诉求")\n_("新的")\n', "django.po": EMPTY + '\nmsgid "诉求"\nmsgstr "appeal"\n'}
    )
    po = root / "locale" / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    (root / "django.po").rename(po)

    def update() -> str:
        update_translations.main(po, root)
        return po.read_text(encoding="utf-8")

    first = update()
    assert 'msgid "诉求"\nmsgstr "appeal"' in first
    assert 'msgid "新的"\nmsgstr ""' in first
    assert update() == first, "a second run changes nothing"

    (root / "a.py").write_text(PYTHON, encoding="utf-8")
    assert '#~ msgid "诉求"\n#~ msgstr "appeal"' in update()

    (root / "a.py").write_text(PYTHON + '_("诉求")\n', encoding="utf-8")
    assert update() == EMPTY + '\n#: a.py\nmsgid "诉求"\nmsgstr "appeal"\n'


def test_marked_texts_are_found_in_the_package():
    places = [place for places in marked().values() for place in places]

    assert any(Path(file).suffix == ".py" for file, _line in places)
