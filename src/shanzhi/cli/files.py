"""Files a command is given: a path, or the name of a method of the library. Faults are told, not raised."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from msgspec import Struct

from shanzhi import library
from shanzhi.cli.language import language, say
from shanzhi.method.english import English
from shanzhi.method.words import Sentence, hint

Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar=say("文件", "FILE"),
        help=say("写入文件（默认打印）", "write to a file (default: print)"),
    ),
]
MOST_BYTES = 4 * 1024 * 1024


class MethodFile(Struct, frozen=True):
    """A method file as it was found: how it is named to the person, what it holds, and where it lies if it lies anywhere."""

    name: str
    content: bytes
    path: Path | None = None

    def english(self, method: str) -> English:
        """The English that stands beside it; the library's, by the method's id, where nothing does."""
        return library.english_beside(self.path) if self.path is not None else library.english(method)


class NoFile(Exception):
    """A file could not be had; `sentence` tells what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


def method_file(given: str) -> MethodFile:
    """The file at a path, `-` for what is piped in, or a method of the library by name. Raises `NoFile`."""
    if given == "-":
        import sys

        return MethodFile("-", sys.stdin.buffer.read(MOST_BYTES))
    path = Path(given)
    if not path.exists() and os.sep not in given and not path.suffix:
        found = library.path(given)
        if found is None:
            near = hint(given, library.names())
            raise NoFile(_NO_METHOD.fill(name=given, hint=near))
        return MethodFile(_short(found), found.read_bytes(), found)
    try:
        with path.open("rb") as stream:
            return MethodFile(given, stream.read(MOST_BYTES), path)
    except FileNotFoundError:
        raise NoFile(_NO_FILE.fill(name=given)) from None
    except IsADirectoryError:
        raise NoFile(_FOLDER.fill(name=given)) from None
    except OSError as error:
        raise NoFile(_UNREADABLE.fill(name=given, why=error.strerror or "")) from None


def method_files(given: list[str], lang: str | None) -> list[MethodFile]:
    """All the files named; ends the command with what is wrong if one cannot be had."""
    try:
        return [method_file(name) for name in given]
    except NoFile as problem:
        fail(problem.sentence, lang)


def fail(sentence: Sentence, lang: str | None, code: int = 2) -> NoReturn:
    """Say what is wrong and end the command."""
    typer.echo(sentence.text(language(lang)), err=True)
    raise typer.Exit(code)


def give(text: str, output: Path | None, lang: str | None) -> None:
    """Print a text, or put it where `-o` says."""
    if output is None:
        typer.echo(text, nl=False)
    else:
        write(output, text, lang)
        typer.echo(_WRITTEN.fill(name=output).text(language(lang)))


def write(path: Path, text: str, lang: str | None, *, force: bool = True) -> None:
    """Write a file whole or not at all; ends the command if it cannot be written or is there already."""
    if path.exists() and not force:
        fail(_THERE.fill(name=path), lang)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        fail(_UNWRITTEN.fill(name=path, why=error.strerror or ""), lang)


def _short(path: Path) -> str:
    """A path as seen from here, if that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


_NO_METHOD = Sentence(
    "工作法库里没有“{name}”，这里也没有这个文件。{hint}用 shanzhi method list 看库里有哪些。",
    "The library has no method “{name}”, and there is no such file here. {hint} See: shanzhi method list",
)
_NO_FILE = Sentence("找不到文件 {name}；请核对路径。", "There is no file {name}; check the path.")
_FOLDER = Sentence(
    "{name} 是文件夹；请写出文件，如 {name}/*.yaml。",
    "{name} is a folder; name its files, e.g. {name}/*.yaml.",
)
_UNREADABLE = Sentence("读不了 {name}：{why}。", "{name} cannot be read: {why}.")
_WRITTEN = Sentence("已写入 {name}。", "Written: {name}")
_UNWRITTEN = Sentence("写不了 {name}：{why}。", "{name} cannot be written: {why}.")
_THERE = Sentence(
    "{name} 已经存在；请换个名字，或加 --force 覆盖。",
    "{name} is there already; choose another name, or add --force.",
)
