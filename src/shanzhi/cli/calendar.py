"""`shanzhi calendar`: the years whose working days are known, and taking in a newly published one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress

from shanzhi.cli.asking import console, fail
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

app = typer.Typer(
    add_completion=False,
    cls=Group,
    no_args_is_help=True,
    help=say(
        "工作日历：哪些年份已公布，公布新一年后录入。\n\n"
        "跨到未公布年份的时限是暂定的；录入后重算，每件都留记录并告知发起人。",
        "The working calendar: which years are known, and taking in the next when it is published.\n\n"
        "A date that reaches into an unknown year is provisional; it is counted again then, on the record.",
    ),
)
UNREADABLE = Sentence(
    "读不了 {path}：{why}。文件应形如 {shape}",
    "{path} cannot be read: {why}. The file looks like {shape}",
)
SHAPE = (
    '{"year": 2027, "holidays": ["2027-01-01", …], "workdays": ["2027-02-06", …],'
    ' "published": "2026-11-05", "source": "国务院办公厅通知"}'
)


@app.command("show", cls=Command, help=say("已知的年份", "the years that are known"))
def show() -> None:
    """One line."""
    from shanzhi.matters.clock.workdays import district_calendar

    years = sorted(district_calendar().known_years)
    console.print(say(f"{years[0]}—{years[-1]} 年", f"{years[0]} to {years[-1]}"))


@app.command(
    "add",
    cls=Command,
    help=say(
        "录入一年的放假和调休通知（JSON），重算暂定的时限。workdays 是要上班的周六、周日。文件形如\n\n"
        + SHAPE,
        "Take in one year's notice (JSON) and count provisional dates again. workdays are the Saturdays and Sundays that "
        "are worked. The file looks like\n\n" + SHAPE,
    ),
)
def add(
    file: Annotated[Path, typer.Argument(metavar=say("文件", "FILE"), help=say("通知文件", "the notice"))],
) -> None:
    """Tell how many matters got another date."""
    from shanzhi.engine.holidays import BadCalendar
    from shanzhi.matters.clock.calendars import take_notice

    try:
        notice = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        fail(UNREADABLE.fill(path=file, why=str(error).splitlines()[0], shape=SHAPE))
    bar = Progress(*Progress.get_default_columns()[:1], BarColumn(), MofNCompleteColumn(), console=console)
    try:
        with bar:
            task = bar.add_task(say("重算", "counting"), total=None)
            moved = take_notice(
                notice, progress=lambda done, total: bar.update(task, total=total, completed=done)
            )
    except BadCalendar as bad:
        fail(bad.sentence)
    console.print(
        say(
            f"已录入 {notice['year']} 年，重算 {moved} 件。",
            f"{notice['year']} is taken in; {moved} matters were counted again.",
        )
    )
