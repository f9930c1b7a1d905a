"""`shanzhi import divisions | shapes | people`: run the import and tell what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from shanzhi.cli.asking import fail, told
from shanzhi.cli.importing.telling import beside, meter, tell_report
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place
from shanzhi.tables.report import Report, write_numbered, write_rejected

NO_FILE = Sentence("找不到 {name}，请核对路径。", "There is no {name}; check the path.")


def divisions(folder: Path, within: str | None) -> None:
    """The national divisions."""
    from shanzhi.places.divisions import import_divisions
    from shanzhi.places.refused import PlaceRefused

    if not folder.is_dir():
        fail(NO_FILE.fill(name=folder))
    try:
        with meter(say("区划", "divisions")) as progress:
            report = import_divisions(folder, within=within, progress=progress)
    except PlaceRefused as refused:
        fail(refused.why)
    _told(report, folder / "divisions.csv")


def shapes(file: Path, **how: Any) -> None:
    """Outlines."""
    from shanzhi.engine.types import SYSTEM
    from shanzhi.matters.imports.outlines import import_outlines
    from shanzhi.places.refused import PlaceRefused

    if not file.is_file():
        fail(NO_FILE.fill(name=file))
    try:
        with meter(say("图形", "shapes")) as progress:
            report, number = import_outlines(SYSTEM, file, progress=progress, **how)
    except PlaceRefused as refused:
        fail(refused.why)
    _told(report, file)
    if number is not None:
        typer.echo(
            say(
                f"这是第 {number} 次导入；撤销：shanzhi import undo {number}",
                f"This is import {number}; to take it back: shanzhi import undo {number}",
            )
        )


def people(file: Path, place: Place, *, sheet: str | None, dry_run: bool) -> None:
    """A roster of posts or of households."""
    from shanzhi.engine.types import SYSTEM
    from shanzhi.people.actions import import_people

    if not file.is_file():
        fail(NO_FILE.fill(name=file))
    with told(), meter(say("名册", "roster")) as progress:
        report = import_people(
            SYSTEM, content=file.read_bytes(), file=file.name, place=place, sheet=sheet, dry_run=dry_run,
            progress=progress,
        )  # fmt: skip
    _told(report, file)


def _told(report: Report, file: Path) -> None:
    tell_report(report)
    if report.rejected:
        path = beside(file, "rejected.csv", None)
        if report.headings:
            write_rejected(path, report.headings, report.rejected)
        else:
            write_numbered(path, report.rejected)
        typer.echo(say(f"没有导入的行：{path}", f"Rows not taken: {path}"))
