"""A paper as a PDF, set by Typst with Chinese faces from a package: no font of the machine, nothing from the network.

What people wrote goes in as data (JSON), never as markup, so no text can be a command. The template is `paper.typ`.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import msgspec
import pylopdf_fonts_zh_cn as fonts
import typst

from shanzhi.press.paper import Drawing, Facts, Heading, Paper, Part, Pictures, Table, Text, plain, written

TEMPLATE = Path(__file__).parent / "paper.typ"
NUMERIC = ("number", "percent")
_EMOJI = re.compile("([\U0001f000-\U0001f3fa\U0001f400-\U0001faff])|[\U0001f3fb-\U0001f3ff\ufe0f\u200d]")
_LONG = re.compile(r"[!-~]{24}(?=[!-~])")


def write_pdf(paper: Paper) -> bytes:
    """The paper as the bytes of a PDF, tagged for screen readers."""
    with tempfile.TemporaryDirectory(prefix="shanzhi-press-") as room:
        # Typst reads below its root alone, and loads no package without a place to keep it.
        (Path(room) / "paper.typ").write_bytes(TEMPLATE.read_bytes())
        (Path(room) / "paper.json").write_bytes(msgspec.json.encode(_plain(paper)))
        for name, picture in _pictures(paper):
            (Path(room) / name).write_bytes(picture)
        made = typst.compile(
            str(Path(room) / "paper.typ"),
            root=room,
            font_paths=[str(Path(fonts.sans_path()).parent)],
            ignore_system_fonts=True,
            package_path=room,
            package_cache_path=room,
            format="pdf",
        )
    return bytes(made)


def _pictures(paper: Paper) -> list[tuple[str, bytes]]:
    """The pictures of a paper as the files of its room: numbered, whatever they were called."""
    return [
        (f"{at}-{n}.jpg", one.jpeg)
        for at, part in enumerate(paper.parts)
        if isinstance(part, Pictures)
        for n, one in enumerate(part.items)
    ]


def _set(text: str) -> str:
    """Plain text; where it runs on without a blank it may be broken, or it would leave its column.

    The face has no emoji: each is told by its name, so that nothing somebody wrote is an empty box.
    """
    return _LONG.sub("\\g<0>\u200b", _EMOJI.sub(_named, plain(text)))


def _named(found: re.Match[str]) -> str:
    name = unicodedata.name(found[1], "") if found[1] else ""
    return f"[{name.lower()}]" if name else ""


def _plain(paper: Paper) -> dict[str, Any]:
    return {
        "title": _set(paper.title),
        "subtitle": _set(paper.subtitle),
        "foot": plain(paper.foot),
        "head": plain(paper.head),
        "lang": "en" if paper.language.startswith("en") else "zh",
        "landscape": paper.landscape,
        "parts": [_part(at, part) for at, part in enumerate(paper.parts)],
    }


def _part(at: int, part: Part) -> dict[str, Any]:
    match part:
        case Heading(text):
            return {"kind": "heading", "text": _set(text)}
        case Text(text):
            return {"kind": "text", "lines": _set(text).split("\n")}
        case Facts(pairs, ruled):
            told = [[_set(name), _set(value)] for name, value in pairs]
            return {"kind": "ruled" if ruled else "facts", "pairs": told}
        case Pictures(items):
            found = [[f"{at}-{n}.jpg", _set(one.name)] for n, one in enumerate(items)]
            return {"kind": "pictures", "items": found}
        case Drawing(svg):
            return {"kind": "drawing", "svg": svg.encode().decode()}  # plain text, whatever kind it was
        case Table(columns, rows, title):
            return {
                "kind": "table",
                "title": plain(title),
                "heads": [plain(column.title) for column in columns],
                "widths": [column.width for column in columns],
                "right": [column.kind in NUMERIC for column in columns],
                "rows": [
                    [_set(written(cell, column.kind)) for column, cell in zip(columns, row, strict=True)]
                    for row in rows
                ],
            }
