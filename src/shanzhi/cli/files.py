"""Files a command is given: a path, or the name of a method of the library. Faults are told, not raised."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from msgspec import Struct

from shanzhi import library
from shanzhi.cli.language import language, say
from shanzhi.method.english import English
from shanzhi.method.words import Sentence, either, hint

if TYPE_CHECKING:
    from shanzhi.method.model import Method

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
MOST_FILES = 5_000
FEW = 4
"""From so many files on it is shown how far one has come."""
_METHOD = re.compile(rb"^(?:\xef\xbb\xbf)?[\"'{ ]*method[\"']?[ \t]*:", re.MULTILINE)
_PRESETS = re.compile(rb"^(?:\xef\xbb\xbf)?[\"'{ ]*region[\"']?[ \t]*:", re.MULTILINE)
_FRAGMENT = re.compile(rb"^(?:\xef\xbb\xbf)?[\"'{ ]*fragment[\"']?[ \t]*:", re.MULTILINE)
SUFFIXES = frozenset((".yaml", ".yml"))


def home_folder() -> Path:
    """The installation's folder, as `shanzhi.site.home` has it: local law of its own stands below."""
    return Path(os.environ.get("SHANZHI_HOME", "var"))


class MethodFile(Struct, frozen=True):
    """A method file as it was found: how it is named to the person, what it holds, and where it lies if it lies anywhere."""

    name: str
    content: bytes
    path: Path | None = None

    @property
    def whole(self) -> bytes:
        """What it holds, the fragments that it uses with it."""
        try:
            text = self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.content
        return library.with_fragments(text, self.path).encode()

    def english(self, method: str) -> English:
        """The English that stands beside it; the library's, by the method's id, where nothing does."""
        return library.english_beside(self.path) if self.path is not None else library.english(method)

    def other(self, method: str) -> Method | None:
        """Another method by its id: of the file's folder or a family beside it, else of the library."""
        file = self._beside(f"{method}.yaml") or library.path(method)
        return _method(file, file.stat().st_mtime_ns) if file is not None else None

    def _beside(self, name: str) -> Path | None:
        """A file of that name in the folder of this one, or in a folder beside that."""
        if self.path is None:
            return None
        folder = self.path.resolve().parent
        found = [*folder.glob(name), *sorted(folder.parent.glob(f"*/{name}"))]
        return next((file for file in found if file.parent.name not in library.NO_FAMILY), None)


@lru_cache(maxsize=64)
def _method(file: Path, changed: int) -> Method | None:
    from shanzhi.method.check import examine

    text = library.with_fragments(file.read_text(encoding="utf-8-sig"), file)
    found = examine(text, english=library.english)
    return found.method if not found.errors else None


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
        found = library.path(given) or library.fragment_files().get(given)
        if found is None:
            near = hint(given, [*library.names(), *library.fragment_files()])
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


def method_files(
    given: list[str], lang: str | None, *, folders: bool = False, fragments: bool = False, law: bool = False
) -> list[MethodFile]:
    """All the files named, and with `folders` all that lie below the folders named, of `fragments` too if they are wanted;
    ends the command with what is wrong if one cannot be had."""
    try:
        return [
            file
            for name in given
            for file in (_below(name, lang, fragments=fragments, law=law) if folders else [method_file(name)])
        ]
    except NoFile as problem:
        fail(problem.sentence, lang)


def _below(given: str, lang: str | None, *, fragments: bool, law: bool) -> list[MethodFile]:
    """A file; of a folder the method files in it and below: not those of English, not hidden ones, of fragments and local law if they
    are wanted. What other YAML was passed over is said."""
    top = Path(given)
    if given == "-" or not top.is_dir() or (library.path(given) is not None and os.sep not in given):
        return [method_file(given)]
    found = []
    for folder, names, files in os.walk(top):
        passed = (
            library.NO_FAMILY
            - ({library.FRAGMENTS} if fragments else set())
            - ({library.PRESETS} if law else set())
        )
        names[:] = sorted(name for name in names if name not in passed and name[0] != ".")
        found += [os.path.join(folder, file) for file in sorted(files) if Path(file).suffix in SUFFIXES]
        if len(found) > MOST_FILES:
            raise NoFile(_MANY.fill(name=given, most=MOST_FILES))
    read = [method_file(file) for file in found]
    wanted = (_METHOD, *((_FRAGMENT,) if fragments else ()), *((_PRESETS,) if law else ()))
    methods = [file for file in read if any(one.search(file.content) for one in wanted)]
    if not methods:
        raise NoFile(_NONE_BELOW.fill(name=given))
    if other := [file.name for file in read if file not in methods]:
        typer.echo(_PASSED_OVER.fill(names=either(other)).text(language(lang)), err=True)
    return methods


@contextmanager
def counted(files: list[MethodFile], lang: str | None) -> Iterator[Iterable[MethodFile]]:
    """The files one by one, with a bar on a terminal where there are many."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if len(files) < FEW or not console.is_terminal:
        yield files
        return
    with Progress(console=console, transient=True) as bar:
        yield bar.track(files, description=_FILES.text(language(lang)))


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
    "{name} 是文件夹；这里请写出一个文件。",
    "{name} is a folder; name one file here.",
)
_NONE_BELOW = Sentence("{name} 里没有工作法文件（.yaml）。", "There is no method file (.yaml) in {name}.")
_PASSED_OVER = Sentence(
    "不是工作法（顶上没有 method），跳过：{names}", "No methods (nothing says `method`), passed over: {names}"
)
_MANY = Sentence(
    "{name} 里的文件超过 {most} 个；请写小一些的文件夹。",
    "There are more than {most} files in {name}; name a smaller folder.",
)
_FILES = Sentence("文件", "files")
_UNREADABLE = Sentence("读不了 {name}：{why}。", "{name} cannot be read: {why}.")
_WRITTEN = Sentence("已写入 {name}。", "Written: {name}")
_UNWRITTEN = Sentence("写不了 {name}：{why}。", "{name} cannot be written: {why}.")
_THERE = Sentence(
    "{name} 已经存在；请换个名字，或加 --force 覆盖。",
    "{name} is there already; choose another name, or add --force.",
)
