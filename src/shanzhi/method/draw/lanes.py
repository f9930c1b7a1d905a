"""The lines of a drawing: one lane for each stage that is led to, shared by all ways to it.

Ways that share a target share a lane, and lanes side by side never overlap, so that no two lines lie on each other
and no label stands on a line: labels stand in the cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct

from shanzhi.method.draw.cards import DrawnStage


class Lane(Struct):
    """The lane to one stage: where its sources lie, how high it reaches, and its place from the cards outwards."""

    target: str
    sources: list[tuple[str, float]]
    top: float
    bottom: float
    place: int = 0


def lanes_down(cards: Mapping[str, DrawnStage], reading: list[str]) -> list[Lane]:
    """The lanes beside one column of cards. A way to the very next card needs none: an arrow leads down to it."""
    after = dict(pairwise(reading))
    found: dict[str, Lane] = {}
    for name in reading:
        for row in cards[name].rows:
            if row.target is None or row.target not in cards or after.get(name) == row.target:
                continue
            port = cards[row.target].port
            lane = found.setdefault(row.target, Lane(row.target, [], port, port))
            lane.sources.append((name, row.y))
            lane.top, lane.bottom = min(lane.top, row.y), max(lane.bottom, row.y)
    return placed(list(found.values()))


def placed(lanes: list[Lane]) -> list[Lane]:
    """Give each lane the place nearest to the cards that is free along its whole height, short ones first."""
    taken: list[list[tuple[float, float]]] = []
    for lane in sorted(lanes, key=lambda lane: (lane.bottom - lane.top, lane.top)):
        place = 0
        while place < len(taken) and any(
            top < lane.bottom + 8 and lane.top < bottom + 8 for top, bottom in taken[place]
        ):
            place += 1
        if place == len(taken):
            taken.append([])
        taken[place].append((lane.top, lane.bottom))
        lane.place = place
    return lanes
