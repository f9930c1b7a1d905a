"""`shanzhi adoptions`: what is used where, with which inputs."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from shanzhi.cli.asking import console, place_of
from shanzhi.cli.group import Command
from shanzhi.cli.language import AsJson, say

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command, help=say("各地采用的工作法、版本和参数", "the methods places use, their versions and inputs")
)
def adoptions(
    at: Annotated[
        str | None,
        typer.Option(help=say("只看此地及其下级（地方代码）", "only this place and below (its code)")),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=say("连同已结束的", "those that ended too"))] = False,
    as_json: AsJson = False,
) -> None:
    """Print a table, or JSON."""
    import msgspec
    from django.utils import timezone

    from shanzhi.matters.models import Adoption
    from shanzhi.places.telling import order_of, told_apart

    found = Adoption.objects.select_related("method", "place")
    if at is not None:
        found = found.filter(place__path__begins=place_of(at).path)
    if not every:
        found = found.filter(until=None)
    listed = list(found)
    order, names = order_of(a.place for a in listed), told_apart(a.place for a in listed)
    listed.sort(key=lambda a: (order[a.place_id], a.slug, a.since))
    rows = [
        {
            "adoption": a.pk, "method": a.slug, "version": a.method.version, "place": a.place.code,
            "name": names[a.place_id], "inputs": a.inputs, "since": timezone.localtime(a.since).isoformat(),
            "until": timezone.localtime(a.until).isoformat() if a.until else None,
        }
        for a in listed
    ]  # fmt: skip
    if as_json:
        print(msgspec.json.encode(rows).decode())  # noqa: T201
        return
    table = Table(
        say("编号", "no."),
        say("工作法", "method"),
        say("版本", "version"),
        say("地方", "place"),
        say("参数", "inputs"),
    )
    for row in rows:
        inputs = ", ".join(f"{k}={v}" for k, v in row["inputs"].items()) or say("默认", "defaults")
        table.add_row(
            str(row["adoption"]), row["method"], str(row["version"]), f"{row['name']} {row['place']}", inputs
        )
    console.print(table)
