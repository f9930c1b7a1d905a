"""`shanzhi ledger`: statements of accounts, and what a place owes in all, for the operator at the server."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from shanzhi.cli.asking import console, done, fail, place_of
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import AsJson, language, say
from shanzhi.cli.report import day
from shanzhi.method.words import Sentence

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help=say(
        "积分账。\n\n- `shanzhi ledger report` 各本账发出、兑换、失效和还欠多少\n- `shanzhi ledger statement household:12` 一个账户的对账单",
        "The ledger.\n\n- `shanzhi ledger report` what was issued, redeemed, ran out and is owed\n- `shanzhi ledger statement household:12` the statement of an account",
    ),
)
HOLDER = Sentence(
    "请写成 person:3、household:12 或 organisation:2；“{text}”看不懂。",
    "Write person:3, household:12 or organisation:2; “{text}” is not understood.",
)
NONE = Sentence("{text} 没有账户。", "{text} has no account.")
Since = Annotated[str | None, typer.Option(help=say("从此日起", "from this day on"))]
Until = Annotated[str | None, typer.Option(help=say("至此日（含）", "up to this day"))]
Csv = Annotated[
    Path | None, typer.Option("--csv", help=say("写成 CSV（- 为屏幕）", "write CSV (- for the screen)"))
]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help=say("写成工作簿", "write a workbook"))]


@app.command(
    cls=Command,
    help=say("各本账发出、兑换、失效、还欠多少。", "What was issued, redeemed, ran out and is owed."),
)
def report(
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar=say("代码", "CODE"), help=say("只算此地及其下级", "only this place and below")
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    to_csv: Csv = None,
    xlsx: Xlsx = None,
    as_json: AsJson = False,
) -> None:
    """Sums alone: nobody's account."""
    from shanzhi.ledger.statements import owed
    from shanzhi.places.models import Place

    tops = [place_of(at)] if at is not None else list(Place.objects.filter(parent=None).order_by("pk"))
    rows = [row for top in tops for row in owed(top, day(since), day(until, after=True))]
    heads = [
        say("账", "unit"), say("发出", "issued"), say("兑换", "redeemed"), say("失效", "ran out"),
        say("居民手里", "with residents"), say("单位手里", "with organisations"), say("有余额的户", "holders"),
    ]  # fmt: skip
    table = [
        [row.label.text(language()), row.issued, row.redeemed, row.expired, row.outstanding, row.with_organisations, row.holders]
        for row in rows
    ]  # fmt: skip
    _out(say("积分账", "The ledger"), heads, table, to_csv, xlsx, as_json)


@app.command(
    cls=Command,
    help=say(
        "一个人、一户或一个单位的对账单。", "The statement of a person, a household or an organisation."
    ),
)
def statement(
    holder: Annotated[
        str,
        typer.Argument(metavar=say("账户", "HOLDER"), help=say("如 household:12", "such as household:12")),
    ],
    since: Since = None,
    until: Until = None,
    to_csv: Csv = None,
    xlsx: Xlsx = None,
    as_json: AsJson = False,
) -> None:
    """Every account of theirs, line by line, the latest first."""
    from django.utils import timezone

    from shanzhi.ledger.models import Account
    from shanzhi.ledger.statements import statement as read
    from shanzhi.method.ledger import HOLDERS

    kind, _, number = holder.partition(":")
    if kind not in HOLDERS or not number.isdecimal():
        fail(HOLDER.fill(text=holder))
    accounts = list(Account.objects.filter(kind=kind, owner=int(number)).order_by("pk"))
    if not accounts:
        fail(NONE.fill(text=holder), 1)
    found = [read(one, timezone.now(), day(since), day(until, after=True)) for one in accounts]
    heads = [
        say("账", "unit"),
        say("时间", "time"),
        say("缘由", "reason"),
        say("变动", "change"),
        say("余额", "balance"),
        say("事项", "matter"),
    ]
    table = [
        [one.label.text(language()), line.at.isoformat(timespec="minutes"), line.reason.text(language()), line.change, line.after, line.matter or ""]
        for one in found
        for line in one.lines
    ]  # fmt: skip
    _out(holder, heads, table, to_csv, xlsx, as_json)


def _out(
    title: str,
    heads: list[str],
    table: list[list[Any]],
    to_csv: Path | None,
    xlsx: Path | None,
    as_json: bool,
) -> None:
    """The table as it is asked for: a workbook, CSV, JSON, or for the eye."""
    if xlsx is not None:
        from shanzhi.press.paper import Column, Paper, Table
        from shanzhi.press.writing import write

        columns = [Column(head, "number" if _counts(table, n) else "text") for n, head in enumerate(heads)]
        xlsx.write_bytes(write(Paper(title, [Table(columns, table)]), "xlsx"))
        done(f"已写入 {xlsx}。", f"Written to {xlsx}.")
    elif to_csv is not None and str(to_csv) != "-":
        with to_csv.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([heads, *table])
        done(f"已写入 {to_csv}。", f"Written to {to_csv}.")
    elif to_csv is not None:
        csv.writer(sys.stdout).writerows([heads, *table])
    elif as_json:
        typer.echo(
            json.dumps([dict(zip(heads, row, strict=True)) for row in table], ensure_ascii=False, indent=2)
        )
    else:
        from rich.table import Table as Shown

        shown = Shown()
        for n, head in enumerate(heads):
            shown.add_column(head, justify="right" if _counts(table, n) else "left")
        for row in table:
            shown.add_row(*(str(cell).replace("[", "\\[") for cell in row))
        console.print(shown)


def _counts(table: list[list[Any]], n: int) -> bool:
    return bool(table) and all(isinstance(row[n], int) for row in table)
