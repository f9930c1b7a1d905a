"""The overview and its lists as documents."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shanzhi.insight.charts import Chart
from shanzhi.people.masks import mask_within
from shanzhi.places.telling import place_name
from shanzhi.press.paper import Cell, Column, Drawing, Facts, Heading, Paper, Part, Table
from shanzhi.web.overview.filters import Filters
from shanzhi.web.overview.now import Division, Listed, TopFigure
from shanzhi.web.overview.times import Grid, Methodical
from shanzhi.web.words import DOT, say


def time_text(asked: Filters) -> str:
    """The place and the time a figure is of."""
    return _("%(place)s，%(first)s 至 %(last)s") % {
        "place": place_name(asked.place), "first": asked.period.first_day.isoformat(), "last": asked.period.last_day.isoformat(),
    }  # fmt: skip


def list_paper(title: str, asked: Filters, lines: list[Listed], *, standing: bool, note: str = "") -> Paper:
    """A list behind a figure, with the columns of the screen."""
    columns = [
        Column(_("编号"), width=0.6), Column(_("事项"), width=2.4), Column(_("环节"), width=0.9), Column(_("地方"), width=1.1),
    ]  # fmt: skip
    if standing:
        columns += [
            Column(_("在谁那里"), width=1.5), Column(_("时限"), "time", 1.2), Column(_("超期"), width=0.8),
            Column(_("哪个时限到了"), width=1.2), Column(_("记录里的原因"), width=1.2),
        ]  # fmt: skip
    else:
        columns += [
            Column(_("工作法"), width=1),
            Column(_("时限"), "time", 1.2),
            Column(_("结束"), "time", 1.2),
        ]
    rows: list[list[Cell]] = []
    for line in lines:
        row = line.row
        cells = [str(row.number), mask_within(row.title), say(row.stage), row.place]
        more = [line.who, row.due, line.over, line.limit, _("、").join(line.why)]
        rows.append([*cells, *(more if standing else [say(row.method), row.due, row.closed])])
    return Paper(
        title,
        [Table(columns, rows)],
        subtitle=DOT.join(filter(None, (time_text(asked), note))),
        landscape=True,
    )


def overview_paper(
    asked: Filters,
    figures: list[TopFigure],
    divisions: list[Division],
    flows: list[Grid],
    trend: Chart | None,
    method: Methodical | None,
) -> Paper:
    """The whole page: the same figures, tables and drawings."""
    parts: list[Part] = [Heading(_("现在")), Facts([(one.label, one.n) for one in figures])]
    for division in divisions:
        rows: list[list[Cell]] = [[bar.label, bar.n] for bar in division.bars]
        parts.append(
            Table(
                [Column(division.title, width=3), Column(_("件数"), "number")],
                rows,
                _("超期：") + division.title,
            )
        )
    if trend is not None:
        parts += [Heading(trend.title), Drawing(str(trend.wide))]
    parts += [_grid(flow) for flow in flows]
    if method is not None:
        parts.append(Heading(say(method.title)))
        parts.append(
            Table(
                [Column(_("成效"), width=2), Column(_("数值")), Column(_("说明"), width=3)],
                [[one.label, one.n, one.more] for one in method.figures],
            )
        )
        if method.chart is not None:
            parts += [Heading(method.chart.title), Drawing(str(method.chart.wide))]
        if method.by_place is not None:
            parts.append(_grid(method.by_place))
    return Paper(_("%(place)s 总览") % {"place": place_name(asked.place)}, parts, subtitle=time_text(asked))


def _grid(grid: Grid) -> Table:
    lines = [*grid.lines, *([grid.foot] if grid.foot else [])]
    columns = [Column(heading, width=2 if n == 0 else 1) for n, heading in enumerate(grid.headings)]
    return Table(columns, [[cell.text for cell in line] for line in lines], grid.caption)
