"""The drawing for a phone: one column of cards in reading order, lanes beside it."""

from __future__ import annotations

from itertools import pairwise

from shanzhi.method.draw.cards import META, DrawnStage, block_word, card, end_word, order
from shanzhi.method.draw.lanes import Lane, lanes_down
from shanzhi.method.draw.marks import NOW, Course, draw_card
from shanzhi.method.draw.paint import Paint, bend
from shanzhi.method.draw.text import width
from shanzhi.method.model import Method

WIDTH = 360.0
MARGIN = 8.0
GAP, ARROW_GAP = 14.0, 24.0
LANE, MOST_LANES_ROOM = 8.0, 80.0


def draw_tall(paint: Paint, method: Method, way: Course, language: str) -> tuple[float, float]:
    """Draw one column; the width and height it took."""
    reading = order(method)
    count = 0
    while True:
        room = WIDTH - 2 * MARGIN - _beside(count)
        cards, height = column(method, reading, MARGIN, MARGIN, room, way, language)
        lanes = lanes_down(cards, reading)
        needed = max((lane.place + 1 for lane in lanes), default=0)
        if needed <= count:
            break
        count = needed
    step = LANE if count * LANE <= MOST_LANES_ROOM else MOST_LANES_ROOM / count
    for lane in sorted(lanes, key=lambda lane: -lane.place):
        _lane(paint, lane, cards, way, step)
    ranks = {name: n for n, name in enumerate(reading)}

    def sign(source: str, target: str) -> str:
        return "round" if source == target else "down" if ranks[target] > ranks[source] else "up"

    for name in reading:
        draw_card(paint, method, cards[name], way, sign, language)
    for name, below in pairwise(reading):
        arrow_down(paint, cards[name], cards[below], way)
    return WIDTH, height + MARGIN


def arrow_down(paint: Paint, upper: DrawnStage, lower: DrawnStage, way: Course) -> None:
    """The arrow from a card to the very next one, if there is a way."""
    if not any(row.target == lower.name for row in upper.rows):
        return
    taken = (upper.name, lower.name) in way.steps
    colour = "accent" if taken else "edge"
    x, tip = upper.x + 26, lower.y
    paint.path(f"M{x:.1f} {upper.y + upper.h + 2:.1f}V{tip - 2:.1f}", stroke=colour, line=2 if taken else 1.2)
    paint.head(x, tip - 1.5, "down", colour)


def _beside(count: int) -> float:
    return min(count * LANE, MOST_LANES_ROOM) + 8 if count else 0


def column(
    method: Method, names: list[str], x: float, top: float, room: float, way: Course, language: str
) -> tuple[dict[str, DrawnStage], float]:
    """Cards one under another, and where they end."""
    cards: dict[str, DrawnStage] = {}
    y = top
    for name, below in zip(names, [*names[1:], None], strict=True):
        stage = method.stages[name]
        said = (
            NOW.text(language)
            if name == way.current
            else block_word(stage, language) or end_word(stage, language)
        )
        made = card(method, stage, room, language, title_room=width(said, META) + 20 if said else 0)
        made.settle(x, y)
        cards[name] = made
        y += made.h + (ARROW_GAP if below and any(row.target == below for row in made.rows) else GAP)
    return cards, y - GAP


def _lane(paint: Paint, lane: Lane, cards: dict[str, DrawnStage], way: Course, step: float) -> None:
    target = cards[lane.target]
    x = target.right + 10 + lane.place * step
    for colour, taken in (("edge", False), ("accent", True)):
        for source, y in lane.sources:
            if ((source, lane.target) in way.steps) == taken:
                start = cards[source].right
                line = [(start, y), (x, y), (x, target.port), (target.right + 2, target.port)]
                paint.path(bend(line), stroke=colour, line=2 if taken else 1.2)
    led = any((source, lane.target) in way.steps for source, _ in lane.sources)
    for _, y in lane.sources:
        if lane.top < y < lane.bottom:
            paint.dot(x, y, 2, "edge")
    paint.head(target.right + 1.5, target.port, "left", "accent" if led else "edge")
