"""`shanzhi adopt`: take a method in and have a place use it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shanzhi.cli.asking import console, done, fail, place_of, settings_of, told
from shanzhi.cli.group import Command
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    help=say(
        "采用一种工作法：从库里（代号）或一个文件，用在某地及其下级，参数可设。\n\n"
        "例：shanzhi adopt appeal --at 510105 --set dispatch_within='2 workhours'\n\n"
        "已采用的，再次运行即换参数或换版本；正在办的事项不受影响（见 shanzhi upgrade）。",
        "Adopt a method, from the library (its id) or a file, for a place and all below, with inputs.\n\n"
        "For example: shanzhi adopt appeal --at 510105 --set dispatch_within='2 workhours'\n\n"
        "Run again it changes inputs or version; running matters keep theirs (see shanzhi upgrade).",
    ),
)
def adopt(
    method: Annotated[str, typer.Argument(help=say("工作法代号或文件", "a method's id or file"))],
    at: Annotated[str, typer.Option(help=say("地方代码", "code of the place"))],
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help=say("参数，名称=值，可多次", "an input, name=value; may be repeated")),
    ] = None,
    end: Annotated[bool, typer.Option("--end", help=say("不再采用", "use it no longer"))] = False,
) -> None:
    """Adopt, or end an adoption."""
    from shanzhi import library
    from shanzhi.engine.types import SYSTEM
    from shanzhi.insight.moved import moved
    from shanzhi.matters.methods import adopting
    from shanzhi.matters.methods.compiled import method_of
    from shanzhi.matters.methods.lacking import lacking
    from shanzhi.places.telling import place_name

    place = place_of(at)
    with told():
        if end:
            adopting.end_adoption(actor=SYSTEM, method=method, place=place)
            done(f"{place_name(place)} 不再采用 {method}。", f"{place_name(place)} uses {method} no longer.")
            return
        file = library.path(method) or (Path(method) if Path(method).is_file() else None)
        taken = (
            adopting.add_method(
                text=library.with_fragments(file.read_text(encoding="utf-8"), file),
                name=str(file),
                english=lambda _id: library.english_beside(file),
            )
            if file is not None
            else None
        )
        if taken is None:
            try:
                taken = adopting.newest(method)
            except Exception as problem:
                sentence = getattr(problem, "sentence", Sentence(str(problem), str(problem)))
                fail(sentence)
        before = adopting.adoption_at(taken.slug, place)
        adoption = adopting.adopt(actor=SYSTEM, method=taken, place=place, inputs=settings_of(set_ or []))
    for one in moved(method_of(before) if before is not None else None, method_of(adoption), place):
        console.print(say(f"{one.words.zh}。", f"{one.words.en}."))
    if (others := lacking(method_of(adoption), place)) is not None:
        console.print(say(f"{others.zh}。", f"{others.en}."))
    done(
        f"{place_name(place)} 采用“{taken.title_zh}”第 {taken.version} 版（采用编号 {adoption.pk}）。",
        f"{place_name(place)} uses “{taken.title_en}” version {taken.version} (adoption {adoption.pk}).",
    )
