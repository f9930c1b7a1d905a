"""Draws one card, with what a matter's own way adds to it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from msgspec import Struct

from shanzhi.method.draw.cards import (
    META,
    META_LINE,
    PAD,
    ROW,
    ROW_LINE,
    TITLE,
    TITLE_LINE,
    DrawnStage,
    block_word,
    end_word,
)
from shanzhi.method.draw.paint import Paint
from shanzhi.method.draw.text import width
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence

# Where a way leads on the page: up, down, left, right, or round.
Sign = Callable[[str, str], str]
NOW = Sentence("现在", "now")


class Course(Struct, frozen=True):
    """A matter's own way: where it stands, the stages it was in, and the steps from one to the next."""

    current: str | None = None
    visited: frozenset[str] = frozenset()
    steps: frozenset[tuple[str, str]] = frozenset()


def course(current: str | None, visited: tuple[str, ...]) -> Course:
    """The course of a matter that was in these stages, in this order."""
    way = visited if current is None or (visited and visited[-1] == current) else (*visited, current)
    return Course(current, frozenset(way), frozenset(pairwise(way)))


def draw_card(paint: Paint, method: Method, card: DrawnStage, way: Course, sign: Sign, language: str) -> None:
    """A card with its name, desk, time and rows."""
    stage = method.stages[card.name]
    here = card.name == way.current
    been = card.name in way.visited
    fill = "accent_soft" if here or card.end == "done" else ("sunk" if card.end else "card")
    stroke = "accent" if here or been or card.end == "done" else "edge" if card.end else "line"
    paint.rect(
        card.x,
        card.y,
        card.w,
        card.h,
        fill=fill,
        stroke=stroke,
        r=18 if card.end else 10,
        line=2 if here else 1.2,
    )
    x, y = card.x + PAD, card.y + 10
    if card.end == "done":
        paint.tick(x + 4, y + TITLE_LINE / 2, "accent")
        x += 16
    for line in card.title:
        paint.text(x, y + 15.2, line, TITLE, bold=True)
        y += TITLE_LINE
    _beside(paint, card, here, block_word(stage, language) or end_word(stage, language), language)
    if card.part:
        paint.text(card.x + PAD, y + 12.6, card.part, META, fill="soft")
        y += META_LINE
    if card.desk:
        paint.person(card.x + PAD + 5, y + META_LINE / 2, "soft")
        paint.text(card.x + PAD + 16, y + 12.6, card.desk, META, fill="soft")
        y += META_LINE
    if card.time:
        paint.clock(card.x + PAD + 5, y + META_LINE / 2, "soft")
        paint.text(card.x + PAD + 16, y + 12.6, card.time, META, fill="soft")
    if card.rows:
        line_y = card.y + card.head
        paint.path(f"M{card.x + PAD:.1f} {line_y:.1f}H{card.right - PAD:.1f}", stroke="line", line=1)
    for row in card.rows:
        taken = row.target is not None and (card.name, row.target) in way.steps
        left = card.x + PAD
        if row.timed:
            paint.clock(left + 5, row.first, "soft")
            left += 15
        for n, line in enumerate(row.words):
            paint.text(left, row.first + n * ROW_LINE + 4.4, line, ROW, fill="ink" if row.target else "soft")
        if row.target is not None:
            goal = row.goal
            colour = "accent" if taken else "soft"
            paint.text(card.right - PAD, row.y + 4.4, goal, ROW, fill=colour, anchor="end", bold=taken)
            paint.way(card.right - PAD - width(goal, ROW) - 9, row.y, sign(card.name, row.target), colour)


def _beside(paint: Paint, card: DrawnStage, here: bool, word: str, language: str) -> None:
    """What stands at the right of the title: that the matter is here now, or the kind of block or end."""
    said = NOW.text(language) if here else word
    if not said:
        return
    w = width(said, META) + 14
    top = card.y + 10 + (TITLE_LINE - 18) / 2
    if here:
        paint.rect(card.right - PAD - w, top, w, 18, fill="accent", r=9)
        paint.text(
            card.right - PAD - w / 2, top + 13, said, META, fill="on_accent", anchor="middle", bold=True
        )
    else:
        paint.text(card.right - PAD, top + 13, said, META, fill="soft", anchor="end")
