"""Finds every text marked for translation, in Python and in templates, without the xgettext program."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from tools.tree import ROOT

SOURCE = ROOT / "src" / "shanzhi"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = (".html", ".txt", ".svg")
HAN = re.compile(r"[\u3400-\u9fff]")

Key = tuple[str | None, str | tuple[str, ...]]


def _from_template(file: Any, keywords: Any, comments: Any, options: Any) -> Iterator[Any]:
    # templatize keeps the template's indentation, which Python's tokenizer would stumble over.
    python = re.sub(r"^[ \t]+", "", templatize(file.read().decode("utf-8")), flags=re.MULTILINE)
    return extract_python(io.BytesIO(python.encode("utf-8")), keywords, comments, {"encoding": "utf-8"})


def sources(source: Path = SOURCE) -> Iterator[Path]:
    """The files that may hold text for people: Python modules, and templates."""
    for path in sorted(source.rglob("*")):
        if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts):
            yield path


def marked(source: Path = SOURCE) -> dict[Key, list[tuple[str, int]]]:
    """Every marked text, with the files and lines that use it. A plural is a pair."""
    found: dict[Key, list[tuple[str, int]]] = {}
    for path in sources(source):
        method: Any = "python" if path.suffix == ".py" else _from_template
        with path.open("rb") as file:
            for line, message, _comments, context in extract(method, file, KEYWORDS):
                place = (path.relative_to(source).as_posix(), line)
                found.setdefault((context, message), []).append(place)
    return found


def bare(source: Path = SOURCE) -> Iterator[tuple[str, int, str]]:
    """Chinese text that stands in a template outside any translation tag: file, line, text."""
    for path in sources(source):
        if path.suffix == ".py":
            continue
        inside = False
        for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
            if token.token_type is TokenType.BLOCK:
                word = token.contents.split(maxsplit=1)[0]
                if word in ("blocktranslate", "blocktrans", "comment"):
                    inside = True
                elif word in ("endblocktranslate", "endblocktrans", "endcomment"):
                    inside = False
            elif token.token_type is TokenType.TEXT and not inside:
                text = re.sub(r"<!--.*?-->", "", token.contents, flags=re.DOTALL).strip()
                if HAN.search(text):
                    yield path.relative_to(source).as_posix(), token.lineno or 0, text


def catalog(po: Path = PO) -> Catalog:
    """The translations as they stand."""
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name)
