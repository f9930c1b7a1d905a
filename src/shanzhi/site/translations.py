"""Turns the translations people edit (`django.po`) into the form gettext reads (`django.mo`).

Only the `.po` is kept in the repository. It is compiled when a wheel is built, and in a source tree whenever
the settings load and the `.po` is newer, so a fresh clone, an editable install and an edited sentence all
work without a step to remember. A wheel carries the `.mo` alone, so there nothing is ever stale.

This module is also loaded by `hatch_build.py`, before the package is installed: it may import only the
standard library.
"""

from __future__ import annotations

import ast
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path

LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+)?(".*")\s*')
MAGIC = 0x950412DE
HEADER = struct.Struct("<7I")
"""Of a `.mo`: magic, revision, how many texts, where the table of sources, where that of translations, no hash table."""
SPAN = struct.Struct("<2I")
"""One row of a table: how long a text is, and where it begins."""


def stale(folder: Path) -> list[Path]:
    """The `.po` files under a locale folder whose `.mo` is missing or older."""
    found = []
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            found.append(po)
    return found


def compile_po(po: Path) -> Path:
    """Write the `.mo` beside one `.po`; another process never sees half a file.

    Raises OSError if it cannot, ValueError with file and line where the `.po` is not understood.
    """
    made = compiled(translated(po))
    mo = po.with_suffix(".mo")
    draft = mo.with_suffix(f".mo.{os.getpid()}")
    draft.write_bytes(made)
    os.replace(draft, mo)
    return mo


def compile_stale(folder: Path) -> None:
    """Compile what is stale. A source tree nobody may write to keeps the translations it has."""
    for po in stale(folder):
        try:
            compile_po(po)
        except OSError:
            return


def translated(po: Path) -> dict[str, str]:
    """The texts of a `.po` that have a translation, as gettext looks them up: a context stands before its source,
    parted by EOT, a plural behind its singular, parted by NUL. What is marked fuzzy or obsolete is left out."""
    found: dict[str, str] = {}
    for parts, fuzzy in _entries(po):
        source = parts["msgid"]
        if "msgctxt" in parts:
            source = f"{parts['msgctxt']}\4{source}"
        if "msgid_plural" in parts:
            source = f"{source}\0{parts['msgid_plural']}"
        strings = [text for name, text in parts.items() if name.startswith("msgstr")]
        if all(strings) and not (fuzzy and source):
            found[source] = "\0".join(strings)
    return found


def _entries(po: Path) -> Iterator[tuple[dict[str, str], bool]]:
    """The entries of a `.po`: their parts by keyword, and whether they are fuzzy."""
    parts: dict[str, str] = {}
    fuzzy, name = False, ""
    for number, line in enumerate([*po.read_text(encoding="utf-8").splitlines(), ""], 1):
        if not line.strip() or line.startswith("#"):
            if "msgid" in parts:
                yield parts, fuzzy
                parts, fuzzy = {}, False
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        match = LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"{po}:{number}: neither a keyword nor a text: {line}")
        if match[1] in ("msgctxt", "msgid") and "msgid" in parts:
            yield parts, fuzzy
            parts, fuzzy = {}, False
        name = match[1] or name
        parts[name] = parts.get(name, "") + str(ast.literal_eval(match[2]))


def compiled(texts: dict[str, str]) -> bytes:
    """Translations in the form of GNU gettext's `.mo` files (gettext manual, “The Format of GNU MO Files”)."""
    pairs = sorted((source.encode(), text.encode()) for source, text in texts.items())
    sources_at = HEADER.size
    texts_at = sources_at + SPAN.size * len(pairs)
    at = texts_at + SPAN.size * len(pairs)
    tables, body = bytearray(), bytearray()
    for column in (0, 1):
        for pair in pairs:
            tables += SPAN.pack(len(pair[column]), at + len(body))
            body += pair[column] + b"\0"
    return HEADER.pack(MAGIC, 0, len(pairs), sources_at, texts_at, 0, at) + tables + body
