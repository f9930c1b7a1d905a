"""The file's own verdict on being in time beside ours, as a table of causes."""

from __future__ import annotations

from django.utils import timezone
from rich.table import Table

from shanzhi.cli.asking import console
from shanzhi.cli.language import language, say
from shanzhi.insight.flags import agreement, compare_flags, measure_of
from shanzhi.matters.imports.answers import Forms
from shanzhi.matters.imports.mapping import Mapping
from shanzhi.matters.imports.meanings import Meanings
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Adoption, Matter
from shanzhi.tables.moments import moment_of


def tell_flags(batch: int, mapping: Mapping) -> None:
    """Compare, and print cause and count."""
    flag = mapping.in_time
    first = Matter.objects.filter(batch=batch, void=False).order_by("pk").first()
    if flag is None or first is None:
        return
    method = method_of(Adoption.objects.select_related("method").get(pk=first.adoption_id))
    as_of = moment_of(flag.as_of, mapping.time_zone) if flag.as_of else timezone.now()
    wanted = measure_of(method)
    found = compare_flags(
        batch, column=flag.column, in_time=flag.in_time, late=flag.late, measure=wanted, as_of=as_of,
        dates=Forms(method, mapping.acts, Meanings({})).dates,
    )  # fmt: skip
    name = method.measures[wanted].label.text(language()) if wanted in method.measures else wanted
    day = f"{as_of.astimezone(mapping.time_zone):%Y-%m-%d}"
    table = Table(
        title=say(
            f"“{flag.column}”与{name}对照（截至 {day}）",
            f"{flag.column} beside our “{name}” (as of {day})",
        ),
        title_justify="left",
    )
    table.add_column(say("情形", "case"), overflow="fold")
    table.add_column(say("行数", "rows"), justify="right")
    table.add_column(say("事项", "matters"))
    for cause in found.causes:
        style = "" if cause.same else "yellow"
        table.add_row(
            cause.what.text(language()), f"{cause.count:,}", " ".join(map(str, cause.examples)), style=style
        )
    console.print(table)
    counted = agreement(found)
    console.print(
        say(
            f"文件有判断的 {counted.total():,} 行中，一致 {counted[True]:,} 行，不同 {counted[False]:,} 行。",
            f"Of {counted.total():,} rows the file judges, {counted[True]:,} agree and {counted[False]:,} differ.",
        )
    )
