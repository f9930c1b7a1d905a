"""Progress while an import runs, and what it came to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from shanzhi.cli.asking import complaints, console
from shanzhi.cli.language import language, say
from shanzhi.tables.report import Note, Progress, Report

SHOWN = 10
STEPS = {
    "read": ("读取", "reading"),
    "rows": ("导入", "importing"),
    "alike": ("查找重复", "looking for duplicates"),
    "undo": ("作废", "making void"),
}


@contextmanager
def meters() -> Iterator[Callable[[str], Progress]]:
    """Progress bars on the terminal: asked for by the title of a step, each gives its meter."""
    bar = Bar(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=complaints, transient=True, disable=not complaints.is_terminal,
    )  # fmt: skip

    def step(title: str) -> Progress:
        task = bar.add_task(say(*STEPS[title]) if title in STEPS else title, total=None)
        return lambda done, total: bar.update(task, completed=done, total=total)

    with bar:
        yield step


@contextmanager
def meter(title: str) -> Iterator[Progress]:
    """One progress bar, for one step."""
    with meters() as step:
        yield step(title)


def tell_report(report: Report) -> None:
    """The numbers, what was odd, and the first rows that were not taken."""
    console.print(
        say(
            f"新增 {report.added}，更改 {report.changed}，已有 {report.unchanged}，没有导入 {len(report.rejected)}。",
            f"Added {report.added}, changed {report.changed}, there already {report.unchanged}, not taken {len(report.rejected)}.",
        ),
        markup=False,
    )
    tell_odd(report)


def tell_odd(report: Report) -> None:
    """What was odd and taken all the same, and the first rows that were not taken."""
    tell_notes(report.notes.values())
    for row in report.rejected[:SHOWN]:
        where = say(f"第 {row.row} 行：", f"row {row.row}: ")
        console.print(f"  {where}{row.why.text(language())}", markup=False, soft_wrap=True)
    if len(report.rejected) > SHOWN:
        console.print(
            say(f"  ……另有 {len(report.rejected) - SHOWN} 行", f"  … and {len(report.rejected) - SHOWN} more")
        )


def tell_notes(notes: Iterable[Note]) -> None:
    """What is worth knowing of a file and its rows, each with how often and the first examples."""
    for note in notes:
        shown = [one if isinstance(one, str) else one.text(language()) for one in note.examples]
        rows = say("、", ", ").join(shown)
        more = say(" 等", " …") if note.count > len(shown) else ""
        console.print(
            f"  {note.count}  {note.what.text(language())}（{rows}{more}）", markup=False, soft_wrap=True
        )


def beside(file: Path, ending: str, folder: Path | None) -> Path:
    """Where something is written back: `留言.xlsx` gets `留言.rejected.csv` beside it, or in `folder`; in the
    installation's home where the file's own folder cannot be written to."""
    from django.conf import settings

    stem = file.name.removesuffix(".gz")
    stem = stem[: -len(Path(stem).suffix)] if Path(stem).suffix else stem
    target = folder or file.parent
    if folder is None and not _writable(target):
        target = Path(settings.SHANZHI_HOME) / "imports"
    target.mkdir(parents=True, exist_ok=True)
    return target / f"{stem}.{ending}"


def _writable(folder: Path) -> bool:
    """Whether one may write into a folder; one that nobody may write to is left alone by root as well."""
    return os.access(folder, os.W_OK) and bool(folder.stat().st_mode & 0o222)
