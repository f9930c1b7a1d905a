"""`shanzhi method check | list | explain`."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shanzhi import library
from shanzhi.cli.files import MethodFile, Output, fail, give, method_files
from shanzhi.cli.language import AsJson, Lang, language, say
from shanzhi.cli.method.telling import as_data, tell
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.model import Method

FILES = typer.Argument(
    metavar=say("文件", "FILE"),
    help=say("工作法文件，或库里工作法的代号", "method files, or names of the library"),
)


def check(
    files: Annotated[list[str], FILES],
    strict: Annotated[bool, typer.Option("--strict", help=say("建议也算不通过", "advice fails too"))] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Point out every problem of method files at once."""
    from shanzhi.method.check import examine

    tongue = language(lang)
    told: list[dict[str, Any]] = []
    failed = False
    for file in method_files(files, lang):
        today = date.today()  # noqa: DTZ011
        found = examine(file.content, today=today, library=from_the_library, english=file.english)
        bad = bool(found.errors) or (strict and bool(found.problems))
        failed = failed or bad
        told.append(
            {
                "file": file.name,
                "ok": not bad,
                "problems": [as_data(problem) for problem in found.problems],
            }
        )
        if not as_json:
            tell(found.problems, file.name, tongue)
            typer.echo(_verdict(file, len(found.errors), len(found.problems), bad).text(tongue))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    raise typer.Exit(1 if failed else 0)


@cache
def from_the_library(name: str) -> Method | None:
    """A method of the library by its id."""
    from shanzhi.method.check import examine

    path = library.path(name)
    return examine(path.read_bytes(), english=library.english).method if path is not None else None


def _verdict(file: MethodFile, errors: int, problems: int, bad: bool) -> Sentence:
    advice = problems - errors
    if bad:
        return _BAD.fill(name=file.name, errors=errors, advice=advice)
    return (_ADVISED if advice else _FINE).fill(name=file.name, advice=advice)


def list_methods(as_json: AsJson = False, lang: Lang = None) -> None:
    """Which methods the library has."""
    from shanzhi.method.check import examine

    rows = []
    for name in library.names():
        path = library.path(name)
        method = examine(path.read_bytes(), english=library.english).method if path is not None else None
        if method is not None:
            rows.append((name, method))
    if as_json:
        told = [
            {"method": n, "version": m.version, "title": {"zh": m.title.zh, "en": m.title.en}}
            for n, m in rows
        ]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for name, method in rows:
        typer.echo(f"{name}\t{method.title.text(language(lang))}")


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE")], as_json: AsJson = False, lang: Lang = None
) -> None:
    """Why a problem is one, and how to mend it."""
    from shanzhi.method.explanations import explanation
    from shanzhi.method.problems import SENTENCES
    from shanzhi.method.words import hint

    wanted = code.strip().upper()
    if wanted not in SENTENCES:
        fail(_NO_CODE.fill(code=code, hint=hint(wanted, SENTENCES)), lang)
    told = explanation(wanted)
    if as_json:
        typer.echo(json.dumps(told.told(), ensure_ascii=False, indent=2))
    else:
        typer.echo(told.text(language(lang)))


def print_schema(output: Output = None, lang: Lang = None) -> None:
    """The JSON Schema of method files."""
    from shanzhi.method.schema import schema

    give(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n", output, lang)


_FINE = Sentence("{name}：没有问题。", "{name}: no problems.")
_ADVISED = Sentence(
    "{name}：可用，另有 {advice} 条建议。", "{name}: it can be used; {advice} pieces of advice."
)
_BAD = Sentence(
    "{name}：{errors} 处要改，{advice} 条建议。说明见 shanzhi method explain 加代码。",
    "{name}: {errors} to mend, {advice} pieces of advice. More about one: shanzhi method explain CODE",
)
_NO_CODE = Sentence("没有“{code}”这个代码。{hint}", "There is no code “{code}”. {hint}")
