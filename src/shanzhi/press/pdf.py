"""A paper as a PDF, set by Typst with Chinese faces from a package: no font of the machine, nothing from the network.

What people wrote goes in as data (JSON), never as markup, so no text can be a command. The template is `paper.typ`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pylopdf_fonts_zh_cn as fonts
import typst

from shanzhi.press.paper import Drawing, Facts, Heading, Paper, Part, Table, Text, plain, written

TEMPLATE = Path(__file__).parent / "paper.typ"
NUMERIC = ("number", "percent")


def write_pdf(paper: Paper) -> bytes:
    """The paper as the bytes of a PDF, tagged for screen readers."""
    with tempfile.TemporaryDirectory(prefix="shanzhi-press-") as room:
        # Typst reads below its root alone, and loads no package without a place to keep it.
        (Path(room) / "paper.typ").write_bytes(TEMPLATE.read_bytes())
        (Path(room) / "paper.json").write_bytes(msgspec.json.encode(_plain(paper)))
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


def _plain(paper: Paper) -> dict[str, Any]:
    return {
        "title": plain(paper.title),
        "subtitle": plain(paper.subtitle),
        "foot": plain(paper.foot),
        "lang": "en" if paper.language.startswith("en") else "zh",
        "landscape": paper.landscape,
        "parts": [_part(part) for part in paper.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Heading(text):
            return {"kind": "heading", "text": plain(text)}
        case Text(text):
            return {"kind": "text", "lines": plain(text).split("\n")}
        case Facts(pairs):
            return {"kind": "facts", "pairs": [[plain(name), plain(value)] for name, value in pairs]}
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
                    [written(cell, column.kind) for column, cell in zip(columns, row, strict=True)]
                    for row in rows
                ],
            }
