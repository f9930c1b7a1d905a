"""What stands now: the figures at the top, the overdue by facet, what is handled jointly, what waits for review."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.insight.pending import KINDS, LENGTHS, LONGER, Pending
from shanzhi.insight.standing import Open
from shanzhi.reading.listed import seen_among
from shanzhi.reading.lists import helping, lean, seen_by_number
from shanzhi.reading.parts import part_names
from shanzhi.web.lists import MatterRow, rows
from shanzhi.web.overview.filters import Filters
from shanzhi.web.overview.labels import Labels, facet_label, kind_label, kind_more, overdue_by
from shanzhi.web.words import say

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


DIVISIONS = ("desk", "reason", "length", "stage", "limit")
TONES = {"overdue": "bad", "soon": "warn", "review": "warn"}
MOST_BARS, SHOWN = 8, 5
ORDERED = [name for _, name in LENGTHS] + [LONGER]


class TopFigure(Struct):
    """One figure at the top of a page, in the shape `parts/figure.html` takes."""

    n: str
    label: str
    more: str = ""
    url: str = ""
    tone: str = ""


class Bar(Struct):
    """One line of a division: what, how many of the most, and the way to them."""

    label: str
    n: int
    most: int
    url: str


class Division(Struct):
    """The overdue divided one way."""

    title: str
    bars: list[Bar]


class Listed(Struct):
    """One matter in a list of the overview: the row of every list, and where and why it stands."""

    row: MatterRow
    who: str
    over: str
    limit: str
    why: list[str]


class Jointly(Struct):
    """A matter several offices work on, and how far each is."""

    row: MatterRow
    helpers: list[Helper]
    done: int


class Helper(Struct):
    """One of them: what it is called, at what stage, and whether late; `number` only for those who may see it."""

    number: int | None
    name: str
    stage: str
    tone: str
    closed: bool


def figures(asked: Filters, reading: Pending) -> list[TopFigure]:
    """What stands now, each figure with its list; what there is none of, but for the overdue, is left out."""
    totals = reading.totals()
    return [
        TopFigure(
            f"{totals[kind]:,}", kind_label(kind), kind_more(kind), asked.standing(kind),
            TONES.get(kind, "") if totals[kind] else "good" if kind == "overdue" else "",
        )
        for kind in KINDS
        if totals[kind] or kind in ("open", "overdue", "review")
    ]  # fmt: skip


def divisions(asked: Filters, reading: Pending) -> list[Division]:
    """The overdue by desk, by reason, by length, by stage and by the limit that ran out."""
    counts = reading.counts("overdue", DIVISIONS)
    if not counts["desk"]:
        return []
    labels = Labels((heap.one for heap in reading.heaps("overdue")), reading)
    return [Division(facet_label(facet), _bars(asked, facet, counts[facet], labels)) for facet in DIVISIONS]


def _bars(asked: Filters, facet: str, counted: Counter[str], labels: Labels) -> list[Bar]:
    most = max(counted.values())
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    if facet == "length":
        ranked = [(name, counted[name]) for name in ORDERED if counted[name]]
    return [
        Bar(labels.of(facet, value), n, most, asked.standing("overdue", **{facet: value}))
        for value, n in ranked[:MOST_BARS]
    ]


def listed(found: list[Open], reading: Pending) -> list[Listed]:
    """Open matters as lists of the overview show them, in their order."""
    labels = Labels(found, reading)
    matters = seen_by_number(reading.actor, [one.pk for one in found])
    kept = [(one, matters[one.pk]) for one in found if one.pk in matters]
    shown = rows(matter for _, matter in kept)
    return [
        Listed(
            row, labels.who(one), overdue_by(reading, one),
            labels.of("limit", reading.limit(one)) if reading.overdue(one) else "", labels.why(one, reading),
        )
        for (one, _), row in zip(kept, shown, strict=True)
    ]  # fmt: skip


def jointly(found: list[int], who: Actor) -> list[Jointly]:
    """Matters under joint handling with the state of each part; it leads to those the reader may see."""
    matters = seen_by_number(who, found)
    kept = [matters[number] for number in found if number in matters]
    parts = _parts(kept, who)
    return [
        Jointly(row, parts.get(matter.pk, []), sum(helper.closed for helper in parts.get(matter.pk, [])))
        for matter, row in zip(kept, rows(kept), strict=True)
    ]


def _parts(parents: list[Matter], who: Actor) -> dict[int, list[Helper]]:
    """The children of the present split of each parent."""
    visits = {parent.pk: parent.visit for parent in parents}
    children = lean(helping(visits)).select_related("origin__parent")
    listed = list(children.order_by("parent", "parent_index", "pk"))
    visible = seen_among(who, [child.pk for child in listed])
    titles = {parent.pk: parent.title for parent in parents}
    found: dict[int, list[Helper]] = {}
    kept = [
        child
        for child in listed
        if child.parent_id is not None and child.parent_visit == visits[child.parent_id]
    ]
    names = part_names(kept, titles, visible)
    for child, row in zip(kept, rows(kept), strict=True):
        found.setdefault(child.parent_id or 0, []).append(
            Helper(
                child.pk if child.pk in visible else None,
                names[child.pk],
                say(row.stage),
                row.tone,
                child.closed_at is not None,
            )
        )
    return found
