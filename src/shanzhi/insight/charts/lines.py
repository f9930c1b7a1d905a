"""Lines over time: named at their ends as well as by colour and dash, with gaps where there was nothing to count."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shanzhi.insight.charts.bars import legend
from shanzhi.insight.charts.canvas import DASHES, SMALL, Canvas, series
from shanzhi.insight.charts.chart import NONE, Cell, Chart, Series, plain, scale
from shanzhi.method.draw.text import width

TALL, TALL_NARROW = 220.0, 180.0


def lines(
    title: str,
    at: Sequence[str],
    series_: Sequence[Series],
    *,
    heading: str = "",
    most: float | None = None,
    say: Callable[[float], str] = plain,
    ident: str = "lines",
) -> Chart:
    """Each series as a line over the points `at` (their names, such as months), from 0 to `most` or a round number."""
    known = [value for one in series_ for value in one.values if value is not None]
    ticks = scale(most or max(known, default=0), whole=all(value == int(value) for value in known))

    def paint(on: Canvas) -> None:
        tones = [one.tone for one in series_]
        top = legend(on, [one.name for one in series_], tones) if len(series_) > 1 else 8.0
        left = max(width(say(tick), SMALL) for tick in ticks) + 8
        tall = TALL_NARROW if on.narrow else TALL
        bottom, right = top + tall, on.width - 8

        def x(number: int) -> float:
            return left + (right - left) * (number / (len(at) - 1) if len(at) > 1 else 0.5)

        def y(value: float) -> float:
            return bottom - tall * min(value / ticks[-1], 1)

        for tick in ticks:
            on.rule(left, y(tick), right, y(tick), kind="axis" if tick == 0 else "grid")
            on.text(left - 8, y(tick) + 4, say(tick), size=SMALL, kind="soft", anchor="end")
        _names(on, at, x, bottom + SMALL + 8, right - left)
        for number, one in enumerate(series_):
            kind = series(number, one.tone)
            points = [None if v is None else (x(n), y(v)) for n, v in enumerate(one.values)]
            for run in _runs(points):
                if len(run) > 1:
                    on.line(run, kind=kind, dash=DASHES[number % len(DASHES)])
                if len(run) == 1 or len(at) <= 16:
                    for px, py in run:
                        on.dot(px, py, kind=kind)
        on.height = bottom + SMALL + 14

    rows = [
        [Cell(name), *(Cell(NONE if s.values[n] is None else say(s.values[n] or 0)) for s in series_)]
        for n, name in enumerate(at)
    ]
    described = "；".join(f"{one.name} {_course(at, one, say)}" for one in series_)
    return Chart(title, described, [heading, *(one.name for one in series_)], rows, paint, ident)


def _names(on: Canvas, at: Sequence[str], x: Callable[[int], float], y: float, room: float) -> None:
    """The names below the axis: as many as fit, the last one always."""
    widest = max((width(name, SMALL) for name in at), default=0) + 14
    every = max(1, -(-len(at) * widest // max(room, 1)))
    last = len(at) - 1
    for number, name in enumerate(at):
        if (last - number) % every == 0:
            anchor = "end" if number == last and last else "start" if number == 0 and last else "middle"
            on.text(x(number), y, name, size=SMALL, kind="soft", anchor=anchor)


def _runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The points parted where there is a gap."""
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def _course(at: Sequence[str], one: Series, say: Callable[[float], str]) -> str:
    """From where to where: what a sighted reader takes in at a glance."""
    known = [(name, value) for name, value in zip(at, one.values, strict=True) if value is not None]
    if not known:
        return NONE
    (first, begin), (last, end) = known[0], known[-1]
    return f"{first} {say(begin)} → {last} {say(end)}"
