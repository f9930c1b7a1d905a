"""`shanzhi method show`: a method in words, or drawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shanzhi.cli.files import MethodFile, Output, fail, give, method_files
from shanzhi.cli.language import Lang, language, say
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence

FILE = typer.Argument(
    metavar=say("文件", "FILE"),
    help=say("工作法文件，或库里工作法的代号", "a method file, or a name of the library"),
)


def loaded(file: MethodFile, lang: str | None) -> Method:
    """The method of a file; ends the command with its problems if it has errors."""
    from shanzhi.method.check import load
    from shanzhi.method.problems import MethodError

    try:
        return load(file.whole, name=file.name, today=date.today(), english=file.english)  # noqa: DTZ011
    except MethodError as error:
        for problem in error.problems:
            if problem.weight == "error":
                typer.echo(problem.show(file.name, language(lang)), err=True)
        fail(_MEND.fill(name=file.name), lang, code=1)


def show(
    file: Annotated[str, FILE],
    output: Output = None,
    wide: Annotated[
        bool, typer.Option("--wide", help=say("横排，供大屏和打印", "in columns, for a desk or a page"))
    ] = False,
    stage: Annotated[
        str | None,
        typer.Option(
            "--stage",
            metavar=say("环节", "STAGE"),
            help=say("标出当前环节", "mark the stage where a matter stands"),
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar=say("代码", "CODE"),
            help=say("地方代码：那里的依据和参照", "the code of a place: what is law there"),
        ),
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help=say("深色", "dark colours"))] = False,
    lang: Lang = None,
) -> None:
    """A method in words; with -o, drawn as SVG."""
    from shanzhi.method.basis import told_at
    from shanzhi.method.draw import draw
    from shanzhi.method.draw.described import described
    from shanzhi.method.words import hint

    (found,) = method_files([file], lang)
    method = loaded(found, lang)
    tongue = language(lang)
    if stage is not None and stage not in method.stages:
        fail(_NO_STAGE.fill(name=stage, hint=hint(stage, method.stages)), lang)
    if output is None:
        typer.echo(
            f"{method.title.text(tongue)} ({method.id} v{method.version})\n{described(method, stage, tongue)}"
        )
        for law in told_at(method.basis, at):
            typer.echo(law.text(tongue))
        return
    svg = draw(method, language=tongue, wide=wide, current=stage, theme="dark" if dark else "light")
    give(svg + "\n", None if output == Path("-") else output, lang)


_MEND = Sentence("{name} 有错，画不出来；请先改好上面这些。", "{name} has errors; mend those above first.")
_NO_STAGE = Sentence("没有名为“{name}”的环节。{hint}", "There is no stage “{name}”. {hint}")
