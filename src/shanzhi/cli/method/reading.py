"""`shanzhi method read`: a method in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from shanzhi import library
from shanzhi.cli.files import Output, give, home_folder, method_files
from shanzhi.cli.language import Lang, language
from shanzhi.cli.method.showing import FILE, loaded

if TYPE_CHECKING:
    from shanzhi.method.aloud.telling import Line
    from shanzhi.method.aloud.whole import Part, Reading

NUMERALS = ("", *"一二三四五六七八九十", "十一", "十二", "十三", "十四")


def read(file: Annotated[str, FILE], output: Output = None, lang: Lang = None) -> None:
    """A method in plain sentences, from its beginning to its ends."""
    from shanzhi.method.aloud.whole import read_aloud

    (found,) = method_files([file], lang)
    reading = read_aloud(loaded(found, lang), library.titles(), library.presets(home_folder()))
    give(as_text(reading, language(lang)), output, lang)


def as_text(reading: Reading, tongue: str) -> str:
    """A reading as plain text: numbered parts, a sentence a line, what belongs to one set in below it."""
    lines = [reading.title.text(tongue)]
    for number, part in enumerate(reading.parts, 1):
        mark = f"{NUMERALS[number]}、" if not tongue.startswith("en") else f"{number}. "
        lines += ["", f"{mark}{part.heading.text(tongue)}", *_lines(part.lines, tongue)]
        for inner, one in enumerate(part.parts, 1):
            lines += [
                "",
                f"（{inner}）{_name(one, tongue)}" if mark[-1] == "、" else f"({inner}) {_name(one, tongue)}",
            ]
            lines += _lines(one.lines, tongue)
    return "\n".join(lines) + "\n"


def _name(part: Part, tongue: str) -> str:
    return part.heading.text(tongue)


def _lines(lines: tuple[Line, ...], tongue: str, depth: int = 1) -> Iterator[str]:
    for line in lines:
        yield f"{'  ' * depth}- {line.text.text(tongue)}"
        yield from _lines(line.below, tongue, depth + 1)
