"""The drawing for a desk or a printed page: columns of cards, read downwards and then to the right.

Beside each column runs a gutter of lanes. A way within a column, or into the next, stays in its gutter; any other
goes over the top. Each stage has one lane in each gutter, and one over the top, shared by all ways to it.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from shanzhi.method.draw.cards import DrawnStage, card, order
from shanzhi.method.draw.lanes import Lane, placed
from shanzhi.method.draw.marks import Course, draw_card
from shanzhi.method.draw.paint import Paint, bend
from shanzhi.method.draw.tall import GAP, MARGIN, arrow_down, column
from shanzhi.method.model import Method

ROOM = 252.0
LANE, TOP_LANE = 8.0, 7.0
MOST_COLUMNS = 4
TALL_ENOUGH = 440.0


class Gutter(Struct):
    """The lanes to the right of a column: by the stage they lead to, and whether they also go over the top."""

    lanes: dict[str, Lane]
    over: set[str]
    x: float = 0.0

    @property
    def width(self) -> float:
        return 24 + LANE * max((lane.place + 1 for lane in self.lanes.values()), default=0)

    def at(self, target: str) -> float:
        return self.x + 12 + LANE * self.lanes[target].place


def draw_wide(paint: Paint, method: Method, way: Course, language: str) -> tuple[float, float]:
    """Draw columns; the width and height they took."""
    columns = _columns(method, language)
    place = {name: n for n, names in enumerate(columns) for name in names}
    top = MARGIN
    while True:
        cards: dict[str, DrawnStage] = {}
        bottom = top
        for names in columns:
            made, end = column(method, names, 0, top, ROOM, way, language)
            cards |= made
            bottom = max(bottom, end)
        gutters = _gutters(columns, place, cards)
        over = sorted({target for gutter in gutters for target in gutter.over}, key=list(method.stages).index)
        needed = MARGIN + (len(over) * TOP_LANE + 8 if over else 0)
        if needed <= top:
            break
        top = needed
    x = MARGIN
    for names, gutter in zip(columns, gutters, strict=True):
        for name in names:
            cards[name].settle(x, cards[name].y)
        gutter.x = x + ROOM
        x += ROOM + gutter.width
    heights = {target: MARGIN + 2 + n * TOP_LANE for n, target in enumerate(over)}
    for taken in (False, True):
        for name, one in cards.items():
            for row in one.rows:
                if row.target in cards and ((name, row.target) in way.steps) == taken:
                    line = _line(name, row.target, row.y, columns, place, cards, gutters, heights)
                    if line:
                        paint.path(bend(line), stroke="accent" if taken else "edge", line=2 if taken else 1.2)
                        tip, before = line[-1], line[-2]
                        paint.head(
                            tip[0],
                            tip[1],
                            "right" if tip[0] > before[0] else "left",
                            "accent" if taken else "edge",
                        )

    def sign(source: str, target: str) -> str:
        if source == target:
            return "round"
        if place[source] != place[target]:
            return "right" if place[target] > place[source] else "left"
        return "down" if cards[target].y > cards[source].y else "up"

    for names in columns:
        for name in names:
            draw_card(paint, method, cards[name], way, sign, language)
        for name, below in pairwise(names):
            arrow_down(paint, cards[name], cards[below], way)
    return x - gutters[-1].width + (gutters[-1].width if gutters[-1].lanes else MARGIN), bottom + MARGIN


def _columns(method: Method, language: str) -> list[list[str]]:
    """The stages in reading order, dealt into columns of about one height."""
    reading = order(method)
    heights = [card(method, method.stages[name], ROOM, language).h + GAP for name in reading]
    count = max(1, min(MOST_COLUMNS, round(sum(heights) / TALL_ENOUGH), len(reading)))
    most = sum(heights) / count
    columns: list[list[str]] = [[]]
    filled = 0.0
    for name, height in zip(reading, heights, strict=True):
        if columns[-1] and len(columns) < count and filled + height / 2 > most * len(columns):
            columns.append([])
        columns[-1].append(name)
        filled += height
    return columns


def _gutters(columns: list[list[str]], place: dict[str, int], cards: dict[str, DrawnStage]) -> list[Gutter]:
    """Which lanes each gutter needs, and how far each reaches."""
    gutters = [Gutter({}, set()) for _ in columns]
    for names in columns:
        for name, below in zip(names, [*names[1:], None], strict=True):
            for row in cards[name].rows:
                if row.target is None or row.target not in cards or row.target == below:
                    continue
                here, there = place[name], place[row.target]
                arrives = _arrival(here, there)
                port = _port(cards[row.target], arrives == there)
                if arrives == here:
                    _reach(gutters[here], row.target, row.y, port)
                else:
                    for gutter, y in ((gutters[here], row.y), (gutters[arrives], port)):
                        gutter.over.add(row.target)
                        _reach(gutter, row.target, 0, y)
    for gutter in gutters:
        placed(list(gutter.lanes.values()))
    return gutters


def _arrival(here: int, there: int) -> int:
    """The gutter in which a way arrives: the target's own, or the one before it."""
    return there if here == there or there == 0 else there - 1


def _port(goal: DrawnStage, own: bool) -> float:
    return goal.port if own else goal.left_port


def _reach(gutter: Gutter, target: str, one: float, other: float) -> None:
    lane = gutter.lanes.setdefault(target, Lane(target, [], min(one, other), max(one, other)))
    lane.top, lane.bottom = min(lane.top, one, other), max(lane.bottom, one, other)


def _line(
    name: str,
    target: str,
    y: float,
    columns: list[list[str]],
    place: dict[str, int],
    cards: dict[str, DrawnStage],
    gutters: list[Gutter],
    heights: dict[str, float],
) -> list[tuple[float, float]]:
    """The points of one way; none where an arrow leads straight down."""
    names = columns[place[name]]
    at = names.index(name)
    if names[at + 1 : at + 2] == [target]:
        return []
    here, there = place[name], place[target]
    arrives = _arrival(here, there)
    goal = cards[target]
    edge = goal.right + 2 if arrives == there else goal.x - 2
    port = _port(goal, arrives == there)
    leaves = gutters[here].at(target)
    points = [(cards[name].right, y), (leaves, y)]
    if arrives != here:
        comes = gutters[arrives].at(target)
        points += [(leaves, heights[target]), (comes, heights[target]), (comes, port)]
    else:
        points += [(leaves, port)]
    return [*points, (edge, port)]
