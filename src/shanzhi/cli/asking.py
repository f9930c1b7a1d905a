"""What the commands about records share: finding a place, saying what went wrong, ending with a code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import typer
from rich.console import Console

from shanzhi.cli.language import language, say
from shanzhi.method.words import Sentence

console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)


def fail(sentence: Sentence, code: int = 2) -> NoReturn:
    """Say what is wrong and end the command."""
    complaints.print(sentence.text(language()), markup=False)
    raise typer.Exit(code)


@contextmanager
def told() -> Iterator[None]:
    """Turn what the program refuses into its sentence and exit code 2."""
    from shanzhi.method.problems import MethodError
    from shanzhi.people.permission import Denied
    from shanzhi.people.problems import BadInput

    try:
        yield
    except (BadInput, Denied) as refused:
        fail(refused.sentence)
    except MethodError as error:
        for problem in error.problems:
            if problem.weight == "error":
                complaints.print(
                    f"{problem.line}:{problem.column} {problem.why.text(language())}", markup=False
                )
        raise typer.Exit(2) from None


def place_of(code: str) -> Any:
    """The place of a code. Ends the command when there is none."""
    from shanzhi.places.queries import by_code

    place = by_code(code)
    if place is None:
        fail(
            Sentence(f"没有代码为“{code}”的地方，请核对。", f"There is no place with code {code}; check it.")
        )
    return place


def settings_of(pairs: list[str]) -> dict[str, Any]:
    """`name=value` pairs; a value that reads as a number or true/false is one, `@file` is what stands in that file."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            fail(Sentence(f"参数“{pair}”应写成 名称=值。", f"Write “{pair}” as name=value."))
        value = value.strip()
        found[name.strip()] = _file(value[1:]) if value.startswith("@") else plain(value)
    return found


def _file(name: str) -> str:
    """The text of a file that a value names: a table is set by one, a line each. A workbook is read as lines too."""
    from shanzhi.tables.handed_in import read_handed_in
    from shanzhi.tables.problems import BadInput

    path = Path(name)
    try:
        content = path.read_bytes()
        text = _plain_text(content)
        if text is not None:
            return text
        table = read_handed_in(content, path.name, known=("代码", "code"))
        return "\n".join("\t".join(cells) for cells in (table.headings, *(cells for _, cells in table.rows)))
    except (OSError, BadInput):
        fail(
            Sentence(
                f"读不了文件 {path}；应是文本、csv 或 xlsx。",
                f"{path} cannot be read; it must be text, csv or xlsx.",
            )
        )


def _plain_text(content: bytes) -> str | None:
    """What stands in a file of text in UTF-8; None where it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def plain(text: str) -> Any:
    """A value as typed: a whole number, true or false, a list with commas inside brackets, else text."""
    if text in ("true", "false"):
        return text == "true"
    if text.lstrip("-").isdecimal():
        return int(text)
    if text.startswith("[") and text.endswith("]"):
        return [plain(part.strip()) for part in re.split("[,，、]", text[1:-1]) if part.strip()]
    return text


def done(zh: str, en: str) -> None:
    """Say what was done."""
    console.print(say(zh, en), markup=False)
