"""Lists of matters as pages show them: the words, the tone and the photos of each row (`reading.lists` has which and in
which order)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.methods.compiled import compiled
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place
from shanzhi.places.telling import scope_of, told_apart
from shanzhi.reading.listed import Listed, listed, photos_of
from shanzhi.tables.cells import readable
from shanzhi.web.photos import Photo

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


SIZE = 30


def chosen(query: QueryDict, *names: str) -> dict[str, Any]:
    """The filters set in an address, unknown ones left out."""
    return {name: readable(str(query[name])) for name in names if query.get(name)}


class MatterRow(Struct):
    """One matter in a list: `tone` is `bad` when it is late, `warn` when it is due within a day, `good` when closed out.

    `spot` is where it is, as "longitude,latitude": its own location, else that of its place; empty if unknown.
    `urged` and `returned` are told to parties and desks: `urged` is until when a post above wants an answer, `returned` that it came back to a desk that had finished with it.
    `new` says that it came to the reader's desk and was not looked at since.
    """

    number: int
    title: str
    method: Sentence
    stage: Sentence
    place: str
    due: datetime | None
    tone: str
    closed: datetime | None
    spot: str = ""
    new: bool = False
    urged: datetime | None = None
    returned: bool = False
    photos: list[Photo] = []


SOON = timedelta(days=1)


def rows(
    matters: Iterable[Matter],
    new: Collection[int] = (),
    *,
    reader: Actor | None = None,
    pictured: bool = False,
) -> list[MatterRow]:
    """Matters as lists show them to a reader (`reading.listed`), those of `new` marked, `pictured` with their photos;
    give them `lean` (`reading.lists`), or each row costs queries."""
    now, some = timezone.now(), list(matters)
    told = listed(reader, some)
    tell((one.origin for one in told.values()), reader)
    photos = photos_of(reader, [matter.pk for matter in some]) if pictured else {}
    return [
        _row(matter, now, told[matter.pk], new=matter.pk in new, photos=photos.get(matter.pk, []))
        for matter in some
    ]


def tell(places: Iterable[Place | None], who: Actor | None = None) -> None:
    """Give each place, as `told`, the name by which this reader cannot take it for another."""
    listed = [place for place in places if place is not None]
    names = told_apart(listed, scope_of(who) if who is not None else ())
    for place in listed:
        place.told = names[place.pk]


def _row(matter: Matter, now: datetime, told: Listed, *, new: bool, photos: list[str]) -> MatterRow:
    method = compiled(bytes(matter.pin), matter.adoption_id)
    tone = ""
    if matter.closed_at is not None:
        tone = "good" if matter.end == "done" else ""
    elif told.late:
        tone = "bad"
    elif told.due is not None and told.due < now + SOON:
        tone = "warn"
    return MatterRow(
        matter.pk,
        matter.title,
        method.title,
        stage_label(method, matter.stage, matter.end),
        told.origin.told,
        told.due,
        tone,
        matter.closed_at,
        f"{told.lon},{told.lat}" if told.lon is not None else "",
        new,
        told.urged_until,
        told.returned,
        [Photo(file, matter.title, n, len(photos)) for n, file in enumerate(photos, 1)],
    )
