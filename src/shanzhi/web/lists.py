"""Lists of matters, page by page: by a key and not by a count, so that the last page is as quick as the first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.lists import queries
from shanzhi.matters.lists.queries import ListedMatter
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Matter
from shanzhi.matters.models.matter import NEVER
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place
from shanzhi.places.telling import scope_of, told_apart
from shanzhi.reading.listed import Listed, listed, photos_of
from shanzhi.tables.cells import readable
from shanzhi.web.numbers import is_number
from shanzhi.web.photos import Photo

SIZE = 30


class Page(Struct):
    """Some matters, and the key from which the next ones follow ("" at the end)."""

    matters: list[Matter]
    next: str = ""


def by_urgency(matters: QuerySet[Matter], after: str) -> Page:
    """What is expected soonest first."""
    key = read_key(after)
    if key is not None:
        at, number = key
        matters = matters.filter(Q(expected_at__gt=at) | Q(expected_at=at, pk__gt=number))
    rows = list(matters.order_by("expected_at", "pk")[: SIZE + 1])
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    return Page(rows[:SIZE], write_key(last.expected_at, last.pk) if last is not None else "")


def by_turn(who: Actor, after: str = "", size: int = SIZE) -> Page:
    """What lies on somebody's desks: what was asked for from above or came back, then what is expected soonest."""
    turn = queries.in_turn(who, after=read_key(after), limit=size)
    return Page(of_lines(turn.lines), write_key(*turn.next) if turn.next is not None else "")


def newest_first(matters: QuerySet[Matter], after: str, size: int = SIZE) -> Page:
    """The latest opened first."""
    if is_number(after):
        matters = matters.filter(pk__lt=int(after))
    rows = list(matters.order_by("-pk")[: size + 1])
    return Page(rows[:size], str(rows[size - 1].pk) if len(rows) > size else "")


def write_key(at: datetime, number: int) -> str:
    """The key of a row for an address."""
    return f"{at.isoformat()}~{number}"


def read_key(text: str) -> tuple[datetime, int] | None:
    """The key in an address; None if there is none or it is no key."""
    at, _, number = text.partition("~")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or not is_number(number):
        return None
    return moment, int(number)


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
    give `with_names(queryset)`, or each row costs queries."""
    now, some = timezone.now(), list(matters)
    told = listed(reader, some)
    tell((one.origin for one in told.values()), reader)
    photos = photos_of(reader, [matter.pk for matter in some]) if pictured else {}
    return [
        _row(matter, now, told[matter.pk], new=matter.pk in new, photos=photos.get(matter.pk, []))
        for matter in some
    ]


def with_names(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """The query with all that `rows` needs."""
    return matters.select_related("origin").defer("origin__geometry", "data", "state", "sealed", "head")


def of_lines(lines: list[ListedMatter]) -> list[Matter]:
    """The matters of lines, in their order."""
    found = with_names(Matter.objects.all()).in_bulk([line.id for line in lines])
    return [found[line.id] for line in lines if line.id in found]


def tell(places: Iterable[Place | None], who: Actor | None = None) -> None:
    """Give each place, as `told`, the name by which this reader cannot take it for another."""
    listed = [place for place in places if place is not None]
    names = told_apart(listed, scope_of(who) if who is not None else ())
    for place in listed:
        place.told = names[place.pk]


def _row(matter: Matter, now: datetime, told: Listed, *, new: bool, photos: list[str]) -> MatterRow:
    method = compiled(bytes(matter.pin), matter.adoption_id)
    due = matter.expected_at if matter.closed_at is None and matter.expected_at < NEVER else None
    tone = ""
    if matter.closed_at is not None:
        tone = "good" if matter.end == "done" else ""
    elif matter.late or (due is not None and due < now):
        tone = "bad"
    elif due is not None and due < now + SOON:
        tone = "warn"
    return MatterRow(
        matter.pk,
        matter.title,
        method.title,
        stage_label(method, matter.stage, matter.end),
        told.origin.told,
        due,
        tone,
        matter.closed_at,
        f"{told.lon},{told.lat}" if told.lon is not None else "",
        new,
        told.urged_until,
        told.returned,
        [Photo(file, matter.title, n, len(photos)) for n, file in enumerate(photos, 1)],
    )
