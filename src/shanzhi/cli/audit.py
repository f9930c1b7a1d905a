"""`shanzhi audit`: removing audit records that need not be kept any longer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from shanzhi.cli.asking import done, fail, told
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

app = typer.Typer(
    add_completion=False,
    cls=Group,
    no_args_is_help=True,
    help=say(
        "审计记录：由审计管理员在网页上查阅；这里只删除过了保存期的。\n\n"
        "- `shanzhi audit prune --before 2026-01-01` 只数一数\n"
        "- `shanzhi audit prune --before 2026-01-01 --yes` 删除",
        "The audit record is read on the pages, by the audit administrator; here what is past its time is removed.\n\n"
        "- `shanzhi audit prune --before 2026-01-01` only counts\n"
        "- `shanzhi audit prune --before 2026-01-01 --yes` removes",
    ),
)
NO_DATE = Sentence("日期请写成 2026-01-31。", "Write the date as 2026-01-31.")


@app.callback()
def audit() -> None:
    """Its one command is named, so that another can come."""


@app.command(
    "prune",
    cls=Command,
    help=say(
        "删除某日以前的审计记录，至少保留 SHANZHI_AUDIT_MONTHS 个月（默认 6，等保要求）。不加 --yes 只数一数。\n\n"
        "删除本身留一条记录，余下的链照样可以核对。删前请先 `shanzhi verify`，并把旧记录随备份归档。",
        "Remove the records before a day; those of the last SHANZHI_AUDIT_MONTHS months (6, as GB/T 22239 asks) stay. "
        "Without --yes they are only counted.\n\n"
        "The removal is itself a record, and the chain that is left verifies. Run `shanzhi verify` first, and keep the "
        "old records with a backup.",
    ),
)
def prune(
    before: Annotated[
        str, typer.Option(help=say("早于这一天（2026-01-01）", "before this day (2026-01-01)"))
    ],
    yes: Annotated[bool, typer.Option("--yes", help=say("真的删除", "do remove them"))] = False,
) -> None:
    """Count, or remove and tell how many."""
    from shanzhi.people.audit import prune_audit

    with told():
        gone = prune_audit(before=_midnight(before), dry=not yes)
    if yes:
        done(f"已删除 {gone} 条。", f"Removed {gone} records.")
    else:
        done(f"将删除 {gone} 条；确定就加上 --yes。", f"{gone} records would go; add --yes to remove them.")


def _midnight(text: str) -> datetime:
    """The beginning of a day here."""
    from django.utils import timezone

    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(text), datetime.min.time()))
    except ValueError:
        fail(NO_DATE)
