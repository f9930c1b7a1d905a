"""Making the search index anew from the history: after an upgrade from a version without one, or when in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from django.db import transaction
from msgspec.structs import replace

from shanzhi.matters.ground import Ground, ground
from shanzhi.matters.methods import compiled
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.search_index import About, Row, empty, facts_in, insert_many, row_about, texts_of

BATCH = 500


def rebuild(told: Callable[[int], None] | None = None) -> int:
    """Empty the index and fill it from every matter's history; how many matters. `told` hears how many so far.

    One transaction: until it is done, the old index answers.
    """
    with transaction.atomic():
        empty()
        world, done, last = ground(), 0, 0
        while True:
            matters = list(_some(last))
            if not matters:
                return done
            insert_many(_rows(matters, world))
            done, last = done + len(matters), matters[-1].pk
            if told is not None:
                told(done)


def _some(after: int) -> Iterator[Matter]:
    columns = ("title", "visible", "pin", "adoption", "data", "origin", "place", "opener")
    return Matter.objects.filter(pk__gt=after).order_by("pk").only(*columns)[:BATCH].iterator()


def _rows(matters: list[Matter], world: Ground) -> Iterator[Row]:
    by_number = {matter.pk: matter for matter in matters}
    columns = ("matter", "seq", "act", "stage", "values", "after")
    entries = Entry.objects.filter(matter__in=list(by_number)).order_by("matter", "seq").only(*columns)
    for number, rows in groupby(entries.iterator(), key=lambda row: row.matter_id):
        yield from _of_one(by_number[number], list(rows), world)


def _of_one(matter: Matter, rows: list[Entry], world: Ground) -> Iterator[Row]:
    """The rows of one matter; one that has moved says all its facts once more where it lies now."""
    method = compiled(bytes(matter.pin), matter.adoption_id)
    about = About(matter.pk, matter.title, matter.origin_id, matter.origin_id, matter.opener_id)
    texts: list[str] = []
    first: Entry | None = None
    for row in rows:
        first = first or row
        texts += texts_of(method, row.stage, row.act, row.values)
        if row.after is None:
            continue
        if first.act == "open":
            yield row_about(replace(about, visible=matter.visible), first.seq, texts, world)
        elif texts and row is not rows[-1]:
            yield row_about(about, first.seq, texts, world)
        elif texts or matter.place_id != matter.origin_id:
            facts = facts_in(method, matter.data) if matter.place_id != matter.origin_id else []
            yield row_about(replace(about, place=matter.place_id), first.seq, texts + facts, world)
        first, texts = None, []
