"""Bars, lying: Chinese names stand whole beside or above them, on a phone too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shanzhi.insight.charts.canvas import SMALL, TEXT, Canvas, series
from shanzhi.insight.charts.chart import NONE, Bar, Cell, Chart, Group, Mark, plain
from shanzhi.method.draw.text import width

THICK, THIN = 14.0, 9.0
LABELS = 0.28
"""The part of a wide chart that names take."""
Say = Callable[[float], str]


def bars(
    title: str,
    bars: Sequence[Bar],
    *,
    headings: tuple[str, str] = ("", ""),
    most: float | None = None,
    mark: Mark | None = None,
    ident: str = "bars",
) -> Chart:
    """One bar each, all on one scale from 0 to `most` (the largest, if not given); in the order given."""
    top = most or max([*(bar.value or 0 for bar in bars), mark.value if mark else 0], default=0) or 1

    def paint(on: Canvas) -> None:
        said = max([width(bar.said, TEXT) for bar in bars], default=0) + 12
        left = _left(on)
        room = on.width - left - said
        y = SMALL + 12 if mark else 0.0
        begin = y
        for bar in bars:
            y = _name(on, y, bar.label)
            on.rect(left, y, room, THICK, kind="rail")
            if bar.value:
                on.rect(left, y, room * min(bar.value / top, 1), THICK, kind=series(0, bar.tone))
            on.text(on.width, y + THICK - 2, bar.said, anchor="end")
            y += THICK + 14
        if mark:
            x = left + room * min(mark.value / top, 1)
            on.rule(x, begin - 4, x, y - 8, kind="axis", dash="3 3")
            on.text(
                min(x, on.width - said), SMALL, mark.label, size=SMALL, kind="soft", anchor=_anchor(x, on)
            )
        on.height = max(y - 6, 1)

    rows = [[Cell(bar.label), Cell(bar.said, bar.url)] for bar in bars]
    described = "；".join(f"{bar.label} {bar.said}" for bar in bars)
    if mark:
        described += f"；{mark.label}"
    return Chart(title, described, list(headings), rows, paint, ident)


def shares(
    title: str,
    names: Sequence[str],
    groups: Sequence[Group],
    *,
    heading: str = "",
    tones: Sequence[str] = (),
    say: Say = plain,
    ident: str = "shares",
) -> Chart:
    """One whole bar for each group, parted among the names; the figures stand above it in the same order."""

    def paint(on: Canvas) -> None:
        y = legend(on, names, tones)
        for group in groups:
            values = [value or 0 for value in group.values]
            said = " · ".join(say(value) for value in values)
            on.text(0, y + TEXT, group.label, room=on.width - width(said, SMALL) - 12)
            on.text(on.width, y + TEXT, said, size=SMALL, kind="soft", anchor="end")
            y += TEXT + 8
            whole, x = sum(values), 0.0
            if not whole:
                on.rect(0, y, on.width, THICK, kind="rail")
            for number, value in enumerate(values if whole else []):
                part = on.width * value / whole
                if value:
                    on.rect(x, y, max(part - 1.5, 1), THICK, kind=series(number, _tone(tones, number)), r=1)
                x += part
            y += THICK + 14
        on.height = max(y - 6, 1)

    return Chart(title, _described(names, groups, say), [heading, *names], _rows(groups, say), paint, ident)


def grouped(
    title: str,
    names: Sequence[str],
    groups: Sequence[Group],
    *,
    heading: str = "",
    most: float | None = None,
    tones: Sequence[str] = (),
    say: Say = plain,
    ident: str = "grouped",
) -> Chart:
    """Several thin bars for each group, one for each name, all on one scale from 0 to `most`."""
    top = most or max((value or 0 for group in groups for value in group.values), default=0) or 1

    def paint(on: Canvas) -> None:
        y = legend(on, names, tones)
        said = max((width(_said(v, say), SMALL) for g in groups for v in g.values), default=0) + 12
        left = _left(on)
        room = on.width - left - said
        for group in groups:
            y = _name(on, y, group.label)
            for number, value in enumerate(group.values):
                on.rect(left, y, room, THIN, kind="rail", r=1)
                if value:
                    kind = series(number, _tone(tones, number))
                    on.rect(left, y, room * min(value / top, 1), THIN, kind=kind, r=1)
                on.text(on.width, y + THIN, _said(value, say), size=SMALL, anchor="end")
                y += THIN + 6
            y += 10
        on.height = max(y - 8, 1)

    return Chart(title, _described(names, groups, say), [heading, *names], _rows(groups, say), paint, ident)


def _left(on: Canvas) -> float:
    """Where bars begin: beside the names, or below them on a phone."""
    return 0 if on.narrow else on.width * LABELS


def _name(on: Canvas, y: float, name: str) -> float:
    """Write what a bar, or a group of bars, is of; gives the height at which the first begins."""
    if on.narrow:
        on.text(0, y + TEXT, name, room=on.width)
        return y + TEXT + 8
    room = _left(on) - 12
    on.text(room, y + THICK - 2, name, anchor="end", room=room)
    return y


def legend(on: Canvas, names: Sequence[str], tones: Sequence[str] = ()) -> float:
    """What the colours mean, in as many lines as it takes; gives the height below which the chart begins."""
    x, y = 0.0, 0.0
    for number, name in enumerate(names):
        takes = 18 + width(name, SMALL) + 16
        if x and x + takes > on.width:
            x, y = 0.0, y + SMALL + 8
        on.rect(x, y + 1, 11, 11, kind=series(number, _tone(tones, number)))
        on.text(x + 17, y + SMALL - 1, name, size=SMALL, kind="soft")
        x += takes
    return y + SMALL + 16


def _rows(groups: Sequence[Group], say: Say) -> list[list[Cell]]:
    return [
        [Cell(group.label, group.url), *(Cell(_said(value, say)) for value in group.values)]
        for group in groups
    ]


def _described(names: Sequence[str], groups: Sequence[Group], say: Say) -> str:
    return "；".join(
        f"{group.label} "
        + "，".join(f"{name} {_said(value, say)}" for name, value in zip(names, group.values, strict=True))
        for group in groups
    )


def _said(value: float | None, say: Say) -> str:
    return NONE if value is None else say(value)


def _tone(tones: Sequence[str], number: int) -> str:
    return tones[number] if number < len(tones) else ""


def _anchor(x: float, on: Canvas) -> str:
    return "start" if x < on.width * 0.2 else "end" if x > on.width * 0.6 else "middle"
