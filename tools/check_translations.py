"""Every text a person can see has a complete English sentence.

Checked: each text marked for gettext has a translation in `django.po` with the same placeholders; each
`Sentence(zh, en)` of the pure layers has both halves with the same fields; no template holds Chinese text
outside a translation tag; no marked text is English at its source.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message

from tools.translations import HAN, PO, SOURCE, Key, bare, catalog, marked, sources
from tools.tree import report

PERCENT = re.compile(r"%(?:\((\w+)\))?[#0 +-]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]")
# The name of a language is written in that language, whatever the page's.
OWN_NAMES = {"中文", "简体中文"}


def placeholders(text: str) -> list[str]:
    """The places of a text that values are put into, in either style."""
    found = [match.group(1) or match.group() for match in PERCENT.finditer(text.replace("%%", ""))]
    return sorted(found + fields(text))


def fields(text: str) -> list[str]:
    """The `{fields}` of a text; a text that is no format string has none."""
    try:
        return sorted(
            {
                name.split(".")[0].split("[")[0]
                for _, name, _, _ in Formatter().parse(text)
                if name is not None
            }
        )
    except ValueError:
        return []


def _translated(message: Message | None, key: Key) -> Iterator[str]:
    identity = key[1]
    source = identity if isinstance(identity, str) else identity[0]
    if not HAN.search(source) and len(re.findall(r"[A-Za-z]{2,}", PERCENT.sub("", source))) > 1:
        yield f"the source is not Chinese: {source!r}"
        return
    strings = (
        () if message is None else (message.string,) if isinstance(message.string, str) else message.string
    )
    if not strings or not all(strings) or (message is not None and message.fuzzy):
        yield f"no English for {source!r}: run `make translations` and fill it in"
        return
    for string in strings:
        if HAN.search(string) and string not in OWN_NAMES:
            yield f"the English is still Chinese: {string!r}"
        lacking = set(placeholders(source)) ^ set(placeholders(string))
        if lacking:
            yield f"placeholders differ ({', '.join(sorted(lacking))}): {source!r} / {string!r}"


def gettext_problems(source: Path, translations: Catalog) -> Iterator[str]:
    for key, places in marked(source).items():
        context, identity = key
        message = translations.get(identity if isinstance(identity, str) else identity[0], context)
        for problem in _translated(message, key):
            yield f"{places[0][0]}:{places[0][1]}: {problem}"


def template_problems(source: Path) -> Iterator[str]:
    for name, line, text in bare(source):
        if text not in OWN_NAMES and re.sub(r"<[^>]*>", "", text).strip() not in OWN_NAMES:
            yield f"{name}:{line}: Chinese outside a translation tag: {' '.join(text.split())[:60]!r}"


def sentence_problems(source: Path) -> Iterator[str]:
    for path in sources(source):
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence"):
                continue
            halves = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            where = f"{path.relative_to(source).as_posix()}:{node.lineno}"
            if len(halves) == 2 and bool(halves[0].strip()) != bool(halves[1].strip()):
                yield f"{where}: a sentence lacks one of its halves"
            elif len(halves) == 2 and fields(halves[0]) != fields(halves[1]):
                yield f"{where}: the halves have different fields: {halves[0]!r} / {halves[1]!r}"


def problems(source: Path = SOURCE, po: Path = PO) -> list[str]:
    """One line for each text that is not whole in both languages."""
    return [
        *gettext_problems(source, catalog(po)),
        *template_problems(source),
        *sentence_problems(source),
    ]


if __name__ == "__main__":
    raise SystemExit(report(problems(), f"translations: {len(marked())} texts have their English"))
