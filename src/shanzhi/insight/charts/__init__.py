"""Charts as SVG from the server: the same picture in a page and in a PDF, and the same figures as a table.

    bars(title, [Bar(label, value, text, url, tone)], most=, mark=)      one figure for each of several
    shares(title, names, [Group(label, values, url)])                    what a whole is made of, for each of several
    grouped(title, names, [Group(label, values, url)], most=, say=)      several figures for each of several
    lines(title, at, [Series(name, values, tone)], most=, say=)          figures over time, a gap where there is none

Each gives a `Chart`. A page includes `web/parts/chart.html` with it; a document takes `chart.svg(width)`. Texts come in
the reader's language from whoever asks. Shapes carry light colours as attributes, for paper; on a page the classes of
figures.css put the tokens in their place, so the picture follows light and dark (docs/decisions/0005-design.md).
"""

from __future__ import annotations

from shanzhi.insight.charts.bars import bars, grouped, shares
from shanzhi.insight.charts.chart import Bar, Cell, Chart, Group, Mark, Series
from shanzhi.insight.charts.lines import lines

__all__ = ["Bar", "Cell", "Chart", "Group", "Mark", "Series", "bars", "grouped", "lines", "shares"]
