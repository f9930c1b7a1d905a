"""`shanzhi import appeals`: what is shown and asked before, and told afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import msgspec
import typer
from rich.table import Table as Grid
from rich.tree import Tree

from shanzhi.cli.asking import console, done, fail
from shanzhi.cli.files import write
from shanzhi.cli.importing.placing import settle_place
from shanzhi.cli.importing.telling import beside, tell_notes, tell_odd
from shanzhi.cli.language import language, say
from shanzhi.matters.imports import actions, queries
from shanzhi.matters.imports.actions import Drafting, ImportResult, Prepared
from shanzhi.matters.imports.headings import FIELDS, SKIP
from shanzhi.matters.imports.mapping import Mapping as How
from shanzhi.matters.imports.mapping import adjust, check, find_mapping, told, written
from shanzhi.matters.imports.pairs import write_pairs
from shanzhi.matters.models import Import, Matter
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.tables.report import Report, local_minute, write_rejected

__all__ = [
    "agree",
    "agree_undo",
    "prepare",
    "save",
    "settle_place",
    "tell",
    "tell_imports",
    "tell_unread",
]

SHOWN_COLUMNS = 40
NO_FILE = Sentence("找不到文件 {name}，请核对路径。", "There is no file {name}; check the path.")
NO_IMPORT = Sentence(
    "没有第 {number} 次导入，见 shanzhi import list。",
    "There is no import {number}; see shanzhi import list.",
)
STOPPED = Sentence("没有导入任何东西。", "Nothing was imported.")


def prepare(
    file: Path,
    mapping: str | None,
    changes: Mapping[str, str],
    fixed: Mapping[str, str],
    options: Mapping[str, str | None],
) -> Prepared:
    """Read the file and its mapping; what is said on the command line wins."""
    if not file.is_file():
        fail(NO_FILE.fill(name=file))
    how = find_mapping(mapping) if mapping is not None else How()
    how = msgspec.structs.replace(
        how, **{name: value for name, value in options.items() if value is not None}
    )
    check(how)
    return actions.prepare(
        content=file.read_bytes(), file=file.name, mapping=how, changes=changes, fixed=fixed
    )


def agree(prepared: Prepared, method: str, *, ask: bool) -> Prepared:
    """Show how the file is read; let the person change it until it is right."""
    while True:
        _show(prepared)
        _show_conclusions(prepared, method)
        if not ask:
            return prepared
        answer = typer.prompt(
            say(
                "这样读对吗？回车继续，改一列写 列名=字段，不导入写 q",
                "Is that right? Enter to go on, COLUMN=field to change, q to stop",
            ),
            default="",
            show_default=False,
        ).strip()
        if answer.lower() == "q":
            fail(STOPPED, 1)
        if not answer:
            return prepared
        column, _, what = answer.rpartition("=")
        try:
            changed = adjust(prepared.mapping, prepared.table.headings, {column.strip(): what.strip()})
            prepared = Prepared(prepared.table, changed)
        except BadInput as bad:
            console.print(bad.sentence.text(language()), markup=False)


def _show(prepared: Prepared) -> None:
    table, mapping = prepared.table, prepared.mapping
    grid = Grid(
        title=_title(prepared),
        title_justify="left",
    )
    for heading in (say("列", "column"), say("是", "is"), say("例", "example")):
        grid.add_column(heading, overflow="ellipsis", no_wrap=True, max_width=40)
    rows = told(mapping, table.headings, table.rows[0][1])
    for column, what, example in rows[:SHOWN_COLUMNS]:
        label = (
            say("（随事项保存，不用）", "(kept, not used)")
            if what == SKIP
            else f"{what} {FIELDS[what].label.text(language())}"
        )
        grid.add_row(_plain(column), label, _plain(example))
    console.print(grid)
    if len(rows) > SHOWN_COLUMNS:
        console.print(
            say(f"……另有 {len(rows) - SHOWN_COLUMNS} 列", f"… and {len(rows) - SHOWN_COLUMNS} more columns")
        )
    if table.repeated:
        names = say("、", ", ").join(table.repeated[:10])
        console.print(
            say(f"重名的列，后面的加了序号：{names}", f"Columns of one name, numbered: {names}"), markup=False
        )
    tell_notes(table.asides.values())


def _title(prepared: Prepared) -> str:
    table, title = prepared.table, prepared.mapping.title
    how = f" · {title.get(language()[:2]) or next(iter(title.values()))}" if title else ""
    return _plain(
        say(f"{table.file}：{len(table.rows)} 行{how}", f"{table.file}: {len(table.rows)} rows{how}")
    )


def _show_conclusions(prepared: Prepared, method: str) -> None:
    """What the file was understood to say, before anything is written."""
    concluded = actions.draft(prepared, method=method, at=None).conclusions
    grid = Grid(
        title=say("从文件得出（写入之前请核对）", "What the file says (check it before anything is written)"),
        title_justify="left",
    )
    for heading in (
        say("得出", "understood"),
        say("行数", "rows"),
        say("来自列", "from column"),
        say("例", "examples"),
    ):
        grid.add_column(heading, overflow="fold")
    for line in concluded.lines:
        columns, examples = ("、".join(map(_plain, texts)) for texts in (line.columns, line.examples))
        grid.add_row(line.what.text(language()), f"{line.count:,}", columns, examples)
    console.print(grid)


def _plain(text: str) -> str:
    return " ".join(text.split())[:60].replace("[", "\\[")


def save(prepared: Prepared, path: Path) -> None:
    """Keep the mapping as a file."""
    write(path, written(prepared.mapping), None)
    done(f"映射存为 {path}。", f"The mapping is kept in {path}.")


def tell_unread(drafting: Drafting, file: Path, out: Path | None) -> NoReturn:
    """No row could be read: the reasons, and the rows handed back."""
    count = len(drafting.report.rejected)
    console.print(
        say(
            f"{count} 行都读不懂，什么也没有写入。", f"None of {count} rows can be read; nothing was written."
        )
    )
    tell_odd(drafting.report)
    _hand_back(drafting.report, drafting.prepared.table.headings, file, out)
    raise typer.Exit(1)


def _hand_back(report: Report, headings: Sequence[str], file: Path, out: Path | None) -> None:
    """Write the rows that were not taken beside the file."""
    path = beside(file, "rejected.csv", out)
    write_rejected(path, headings, report.rejected)
    done(
        f"没有导入的行和原因：{path}（改好后可直接导入它）",
        f"Rows not taken, with reasons: {path} (mended, it can be imported itself)",
    )


def tell(outcome: ImportResult, prepared: Prepared, file: Path, out: Path | None, *, dry_run: bool) -> None:
    """What became of the file, where its matters stand, and what was written back."""
    report = outcome.report
    would = say("（试运行，没有写入）", " (dry run, nothing written)") if dry_run else ""
    console.print(
        say(
            f"导入 {report.added} 件，补上新答复 {report.changed} 件，早已导入 {report.unchanged} 件，没有导入 {len(report.rejected)} 行{would}。",
            f"Imported {report.added}, answers added {report.changed}, imported before {report.unchanged}, not taken {len(report.rejected)} rows{would}.",
        )
    )
    tell_odd(report)
    if report.rejected:
        _hand_back(report, prepared.table.headings, file, out)
    if outcome.batch is None:
        return
    _tell_standing(outcome.batch)
    if outcome.alike:
        path = beside(file, "duplicates.csv", out)
        write_pairs(path, queries.pairs_of(outcome.batch))
        done(
            f"可能重复 {outcome.alike} 对，合并 {outcome.merged} 件：{path}",
            f"{outcome.alike} likely duplicates, {outcome.merged} merged: {path}",
        )
    done(
        f"这是第 {outcome.batch} 次导入；撤销：shanzhi import undo {outcome.batch}",
        f"This is import {outcome.batch}; to take it back: shanzhi import undo {outcome.batch}",
    )
    if prepared.mapping.in_time is not None:
        from shanzhi.cli.importing.flags import tell_flags

        tell_flags(outcome.batch, prepared.mapping)


def _tell_standing(batch: int) -> None:
    from django.db.models import Count

    from shanzhi.matters.lists.wording import role_label
    from shanzhi.matters.methods.compiled import compiled

    tree = Tree(say("现在", "Now"))
    rows = (
        Matter.objects.filter(batch=batch, void=False)
        .values_list("stage", "desk_role", "adoption")
        .annotate(n=Count("pk"))
    )
    counts: dict[tuple[str, str], int] = {}
    labels: dict[str, str] = {}
    for stage, role, adoption, n in rows.order_by("stage", "desk_role"):
        counts[stage, role] = counts.get((stage, role), 0) + n
        if stage not in labels:
            pin = Matter.objects.filter(adoption=adoption).values_list("pin", flat=True)[0]
            labels[stage] = compiled(bytes(pin), adoption).stages[stage].label.text(language())
    for (stage, role), n in counts.items():
        tree.add(f"{labels[stage]} {role_label(role or None).text(language())} {n}".replace("  ", " "))
    console.print(tree)


def tell_imports() -> None:
    """Every import, the latest first."""
    grid = Grid()
    for heading in (
        say("编号", "number"), say("文件", "file"), say("来源", "source"), say("地方", "place"), say("件数", "matters"),
        say("没有导入", "not taken"), say("时间", "time"), say("状态", "state"),
    ):  # fmt: skip
        grid.add_column(heading)
    for one in queries.imports()[:200]:
        state = (
            say("已撤销", "undone")
            if one.undone_at
            else ""
            if one.finished_at
            else say("没有做完，再运行即接着做", "broken off; run it again")
        )
        when = local_minute(one.started_at)
        grid.add_row(
            str(one.pk),
            _plain(one.file),
            one.source,
            one.place.name,
            str(one.taken),
            str(one.rejected),
            when,
            state,
        )
    console.print(grid)


def agree_undo(number: int, *, ask: bool) -> None:
    """Say what will be undone and ask."""
    batch = Import.objects.filter(pk=number).first()
    if batch is None:
        fail(NO_IMPORT.fill(number=number))
    if ask and not typer.confirm(
        say(
            f"撤销第 {number} 次导入（{batch.file}，{batch.taken} 件）？",
            f"Undo import {number} ({batch.file}, {batch.taken} matters)?",
        )
    ):
        fail(Sentence("没有撤销。", "Nothing was undone."), 1)
