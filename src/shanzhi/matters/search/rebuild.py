"""Making the search index anew from the history: after an upgrade from a version without one, or when in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from django.db import transaction
from msgspec.structs import replace

from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Entry, Matter, Publication
from shanzhi.matters.search.index import (
    About,
    Row,
    empty,
    facts_in,
    insert_many,
    reach_of,
    row_about,
    shown_texts,
    texts_in,
    texts_of,
)
from shanzhi.matters.writing.ground import Ground, ground

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
    made_public: dict[int, list[str]] = {}
    for seq, fields in Publication.objects.filter(matter=matter).values_list("seq", "fields"):
        made_public.setdefault(seq, []).extend(texts_in([*method.fields.values()], fields))
    reach = reach_of(method, bool(made_public))
    about = About(matter.pk, matter.title, matter.origin_id, matter.origin_id, matter.opener_id, reach)
    texts: list[str] = []
    shown: list[str] = []
    first: Entry | None = None
    for row in rows:
        first = first or row
        texts += texts_of(method, row.stage, row.act, row.values)
        shown += shown_texts(method, row.stage, row.act, row.values) + made_public.get(row.seq, [])
        if row.after is None:
            continue
        last = row is rows[-1] and matter.place_id != matter.origin_id
        if texts or shown or first.act == "open" or last:
            here = replace(about, place=matter.place_id) if row is rows[-1] else about
            facts = facts_in(method, matter.data) if last and first.act != "open" else []
            yield row_about(here, first.seq, texts + facts, shown, world)
        first, texts, shown = None, [], []
