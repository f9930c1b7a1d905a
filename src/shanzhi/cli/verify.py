"""`shanzhi verify`: recompute the whole history, and compare it with an anchor."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from shanzhi.cli.asking import complaints, console, fail
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import language, say
from shanzhi.method.words import Sentence

app = typer.Typer(
    cls=Group,
    invoke_without_command=True,
    add_completion=False,
    help=say(
        "重算全部记录的散列链，核对事项现状、积分账、票箱、审计记录和附件，并与锚定文件比对。\n\n"
        "发现问题时逐条列出，退出码为 1；什么都不会被改动。\n\n"
        "请把锚定文件（或它的摘要）另存到别处：链尾被截、整件被删，只有靠它才看得出来。\n\n"
        "`shanzhi verify ballot 编号` 从头复核一件事项的无记名表决。",
        "Recompute every hash chain; check matters, ledger, ballot boxes, audit and files; compare with an anchor.\n\n"
        "Every fault is listed and the exit code is 1; nothing is changed.\n\n"
        "Keep the anchor file (or its digest) elsewhere: only against it does a chain cut short show.\n\n"
        "`shanzhi verify ballot NUMBER` recounts a matter's secret ballot from the beginning.",
    ),
)
SHOWN = 50


@app.callback()
def verify(
    ctx: typer.Context,
    anchor: Annotated[
        Path | None,
        typer.Option(
            help=say("锚定文件（默认 SHANZHI_HOME/anchor）", "the anchor file (default: SHANZHI_HOME/anchor)")
        ),
    ] = None,
    write: Annotated[
        bool,
        typer.Option(
            "--write-anchor", help=say("无误后写下新的锚定文件", "write a new anchor when all is well")
        ),
    ] = False,
    workers: Annotated[
        int, typer.Option(help=say("进程数（默认按处理器）", "processes (default: by processors)"))
    ] = 0,
    no_files: Annotated[
        bool, typer.Option("--no-files", help=say("不核对附件内容", "leave files out"))
    ] = False,
) -> None:
    """Verify, tell, and end with 1 if anything is wrong."""
    if ctx.invoked_subcommand is not None:
        return
    from django.conf import settings
    from django.db import connection

    from shanzhi.matters.history.anchor import NoAnchor, compare, read_anchor, write_anchor
    from shanzhi.matters.history.verify import verify_matters
    from shanzhi.people.audit import verify_audit

    path = anchor or Path(settings.SHANZHI_HOME) / "anchor"
    many = workers or (os.cpu_count() or 1 if connection.vendor == "postgresql" else 1)
    begun = time.perf_counter()
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=complaints, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(say("核对", "verifying"), total=None)
        found = verify_matters(
            workers=many,
            heads=write,
            files=not no_files,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    seconds = max(time.perf_counter() - begun, 1e-9)
    faults = [(fault.matter, fault.what) for fault in found.faults]
    faults += [(0, what) for what in verify_audit()]
    if path.exists():
        try:
            faults += [(fault.matter, fault.what) for fault in compare(read_anchor(path))]
        except NoAnchor as problem:
            faults.append((0, problem.sentence))
    elif anchor is not None and not write:
        fail(Sentence(f"没有锚定文件 {path}。", f"There is no anchor file {path}."))
    _tell(faults, found.more)
    console.print(
        say(
            f"核对 {found.matters} 件事项、{found.entries} 条记录，用时 {seconds:.1f} 秒（每秒 {found.entries / seconds:.0f} 条），问题 {len(faults) + found.more} 处。",
            f"Verified {found.matters} matters, {found.entries} entries in {seconds:.1f} s ({found.entries / seconds:.0f} entries/s): {len(faults) + found.more} faults.",
        )
    )
    if faults:
        raise typer.Exit(1)
    if write:
        made = write_anchor(path, found.heads)
        console.print(say(f"锚定文件：{path}，{made.matters} 件，SHA-256 {made.digest}", f"Anchor: {path}, {made.matters} matters, SHA-256 {made.digest}"), soft_wrap=True)  # fmt: skip


@app.command(
    "ballot",
    cls=Command,
    help=say(
        "从头复核一件事项的无记名表决：名册、票链、每张票的证明、开票、结论。发现问题时退出码为 1。",
        "Recount a matter's secret ballot: roll, chain, each ballot's proofs, openings, result. Exit 1 if anything is wrong.",
    ),
)
def ballot(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help=say("事项编号", "the matter's number"))],
    visit: Annotated[
        int | None, typer.Option(help=say("第几轮（默认最近一次）", "which visit (default: the latest)"))
    ] = None,
    processes: Annotated[
        int, typer.Option(help=say("进程数（默认按处理器）", "processes (default: by processors)"))
    ] = 0,
) -> None:
    """Recount from the bulletin that the store makes, as a stranger recounts it from the file."""
    from shanzhi.cli.ballot import read_bulletin, tell_recount
    from shanzhi.matters.ballots.bulletin import bulletin_of, last_visit
    from shanzhi.matters.ballots.checking import ballot_faults

    at = last_visit(number) if visit is None else visit
    faults = list(ballot_faults(number, at)) if at is not None else []
    _tell([(number, what) for what in faults], 0)
    data = bulletin_of(number, at) if at is not None else None
    if data is None and faults:
        raise typer.Exit(1)
    if data is None:
        fail(
            Sentence(
                f"{number} 号事项没有可复核的无记名表决：还在投票的，封箱后再复核；到期删除了密封票的，只剩结果单。",
                f"Matter {number} has no secret ballot to recount: while people vote there is nothing yet; once its ballots were deleted, only the sheet of results is left.",
            )
        )
    tell_recount(read_bulletin(data), processes or None)
    if faults:
        raise typer.Exit(1)


def _tell(faults: list[tuple[int, Sentence]], more: int) -> None:
    for matter, what in faults[:SHOWN]:
        where = say(f"{matter} 号事项：", f"matter {matter}: ") if matter else ""
        console.print(where + what.text(language()), markup=False, soft_wrap=True)
    left = len(faults) - SHOWN + more
    if left > 0:
        console.print(say(f"……另有 {left} 处", f"… and {left} more"))
