"""What a time brought: how much came and was closed out, and what a method's own measures say, place by place."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.insight.charts import Bar, Cell, Chart, Series, bars, lines
from shanzhi.insight.measures import Figure
from shanzhi.insight.period import (
    DIVIDED,
    LENGTHS,
    Compared,
    Measured,
)
from shanzhi.method.build_measures import YES_NO
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place
from shanzhi.places.telling import sorted_places
from shanzhi.web.overview.counted import counted, measures_over, method_titles
from shanzhi.web.overview.filters import Filters
from shanzhi.web.overview.labels import NONE, change_text, figure_text
from shanzhi.web.overview.now import TopFigure
from shanzhi.web.words import say


class Tab(Struct):
    """One link among several: `here` is the one chosen."""

    label: str
    url: str
    here: bool = False
    n: int | None = None


class Grid(Struct):
    """A table in the shape `parts/table.html` takes."""

    headings: list[str]
    lines: list[list[Cell]]
    caption: str = ""
    foot: list[Cell] | None = None


class Methodical(Struct):
    """What one method's measures say: figures with their change, a chart and a table by place."""

    title: Sentence
    matters: int
    figures: list[TopFigure]
    chart: Chart | None
    by_place: Grid | None


def times(asked: Filters, method: str = "") -> list[Tab]:
    """The times to choose."""
    names = {"7": _("近 7 天"), "30": _("近 30 天"), "90": _("近 90 天"), "365": _("近一年")}
    return [
        Tab(
            names[days],
            Filters(asked.who, asked.place, asked.period, days, asked.now).page(method=method),
            asked.days == days,
        )
        for days in LENGTHS
    ]


def flow(asked: Filters) -> list[Grid]:
    """What came and what ended, by place and by method, with the time before."""
    by_place, by_method = counted(asked).by_place, counted(asked).by_method
    found = []
    if asked.place.level in DIVIDED:
        ids = {pk for counted in by_place for pk in counted}
        names = {
            one.pk: one.name for one in sorted_places(Place.objects.filter(pk__in=ids).defer("geometry"))
        }
        here = {asked.place.pk: _("%(name)s（本级）") % {"name": asked.place.name}}
        found.append(
            _flow(
                asked, _("按地方"), {pk: here.get(pk, name) for pk, name in names.items()}, by_place, "below"
            )
        )
    titles = method_titles(asked)
    named = {
        slug: say(titles.get(slug, slug)) for slug in sorted({s for counted in by_method for s in counted})
    }
    found.append(_flow(asked, _("按工作法"), named, by_method, "method"))
    return found


def _flow(asked: Filters, caption: str, names: dict[Any, str], counts: list[Counter[Any]], key: str) -> Grid:
    came, ended, came_before, ended_before = counts
    headings = ["", _("新发起"), _("上期"), _("已结束"), _("上期")]
    rows = [
        [
            Cell(name), Cell(f"{came[one]:,}", _url(asked, "opened", key, one, came[one])), Cell(f"{came_before[one]:,}"),
            Cell(f"{ended[one]:,}", _url(asked, "closed", key, one, ended[one])), Cell(f"{ended_before[one]:,}"),
        ]
        for one, name in names.items()
    ]  # fmt: skip
    sums = [sum(one.values()) for one in (came, came_before, ended, ended_before)]
    foot = [Cell(_("合计")), *(Cell(f"{n:,}") for n in sums)]
    foot[1].url, foot[3].url = asked.over_time("opened"), asked.over_time("closed")
    return Grid(headings, rows, caption, foot if len(rows) > 1 else None)


def _url(asked: Filters, what: str, key: str, value: object, n: int) -> str:
    return asked.over_time(what, **{key: value}) if n else ""


def trend(asked: Filters) -> Chart | None:
    """What came and what ended, day by day or week by week."""
    came, ended = counted(asked).opened, counted(asked).closed
    if len(came) < 2:
        return None
    weekly = (came[1][0] - came[0][0]).days > 1
    return lines(
        _("每周新发起和已结束") if weekly else _("每天新发起和已结束"),
        [f"{day.month}-{day.day}" for day, _n in came],
        [Series(_("新发起"), [n for _d, n in came]), Series(_("已结束"), [n for _d, n in ended])],
        heading=_("起始日") if weekly else _("日期"),
        ident="trend",
    )


def chosen_method(asked: Filters, wanted: str) -> tuple[str, list[Tab]]:
    """The method whose measures are shown (the one asked for, else the one most used), and the choice there is."""
    titles = method_titles(asked)
    came = counted(asked).by_method[0]
    ranked = sorted(titles, key=lambda slug: (-came[slug], slug))
    slug = wanted if wanted in titles else ranked[0] if ranked else ""
    choices = [
        Tab(say(titles[one]), asked.page(method=one) + "#measures", one == slug, came[one])
        for one in ranked
        if came[one] or one == slug
    ]
    return slug, choices


def methodical(asked: Filters, slug: str, measure: str) -> Methodical | None:
    """The measures of a method over the time; `measure` is the one drawn by place."""
    if not slug:
        return None
    found = measures_over(asked, slug)
    shares = [one.name for one in found.total if one.measure.kind == "share"]
    drawn = (
        measure if measure in shares else "on_time" if "on_time" in shares else shares[0] if shares else ""
    )
    return Methodical(
        method_titles(asked).get(slug, Sentence(slug, slug)),
        found.matters,
        [_figure(asked, slug, one) for one in found.total],
        _chart(asked, slug, found, drawn),
        _by_place(asked, slug, found, shares),
    )


def _figure(asked: Filters, slug: str, one: Compared) -> TopFigure:
    figure = one.now
    change = change_text(figure.kind, one.change, lasts=one.lasts, amount=one.measure.amount)
    of = (
        ""
        if figure.kind == "number"
        else _("%(hits)d / %(of)d 件，") % {"hits": figure.hits, "of": figure.of}
    )
    if figure.kind not in YES_NO:
        of = _("%(of)d 件，") % {"of": figure.of}
    return TopFigure(
        figure_text(figure, lasts=one.lasts, amount=one.measure.amount), say(one.measure.label), of + change,
        asked.over_time("measure", method=slug, measure=one.name) if figure.of else "",
    )  # fmt: skip


def _chart(asked: Filters, slug: str, found: Measured, name: str) -> Chart | None:
    if len(found.places) < 2 or not name:
        return None
    label = next(say(one.measure.label) for one in found.total if one.name == name)
    shown = []
    for pk, place, _matters, figures in found.places:
        figure = figures.get(name, Figure("share"))
        url = asked.over_time("measure", method=slug, measure=name, below=pk) if figure.of else ""
        shown.append(Bar(say(place), figure.value, figure_text(figure), url))
    title = _("%(measure)s，按地方") % {"measure": label}
    return bars(title, shown, headings=(_("地方"), label), most=1, ident="by-place")


def _by_place(asked: Filters, slug: str, found: Measured, shares: list[str]) -> Grid | None:
    if not found.places:
        return None
    labels = {one.name: say(one.measure.label) for one in found.total}
    rows = []
    for pk, place, matters, figures in found.places:
        row = [Cell(say(place)), Cell(f"{matters:,}", asked.over_time("opened", method=slug, below=pk))]
        for name in shares:
            figure = figures.get(name, Figure("share"))
            text = f"{figure_text(figure)} ({figure.hits}/{figure.of})" if figure.of else NONE
            row.append(
                Cell(
                    text, asked.over_time("measure", method=slug, measure=name, below=pk) if figure.of else ""
                )
            )
        rows.append(row)
    return Grid([_("地方"), _("件数"), *(labels[name] for name in shares)], rows, _("按地方"))
