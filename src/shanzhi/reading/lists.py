"""The lists of matters somebody reads, on whichever face: which matters, in which order, how to go on.

By a key and not by a count of pages, so that the last page is as quick as the first. What a list tells of each is said by
`reading.listed`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.lists import queries
from shanzhi.matters.lists.queries import MOST, ListedMatter, Turn
from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import but_about, on_desk, seen_by
from shanzhi.matters.writing.ground import ground
from shanzhi.method.roles import OVERSEES
from shanzhi.method.words import Sentence
from shanzhi.people.models import Post
from shanzhi.people.permission import covers
from shanzhi.people.problems import Denied
from shanzhi.places.models import Place

NOT_YOUR_DESK = Sentence(
    "不能查看这个经办：只有在这个岗位上的人和上级责任岗位可以。",
    "This desk is for those who hold the post, and for the posts above.",
)
LARGEST = 2**63 - 1
LARGEST_PAGE = MOST
"""Most rows of one page."""
Key = tuple[datetime, int]


class Page(Struct):
    """Some matters, and the key from which the next ones follow ("" at the end)."""

    matters: list[Matter]
    next: str = ""


class Narrowing(Struct, frozen=True):
    """Which matters of a list: those that fit everything that is given. `place` stands for all below it."""

    method: str | None = None
    stage: str | None = None
    end: str | None = None
    open: bool | None = None
    late: bool | None = None
    place: Place | None = None


def write_key(key: Key) -> str:
    """The key of a row for an address."""
    return f"{key[0].isoformat()}~{key[1]}"


def read_key(text: str) -> Key | None:
    """The key in an address; None if there is none or it is no key."""
    at, _, number = text.partition("~")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    row = read_number(number)
    return (moment, row) if moment is not None and moment.tzinfo is not None and row is not None else None


def read_number(text: str) -> int | None:
    """The number in an address; None if it is none."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 19 or int(text) > LARGEST:
        return None
    return int(text)


def lean(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """The query with all that a list tells, and no more: its places with each matter, their borders and its data not."""
    return matters.select_related("place", "origin").defer(
        "place__geometry", "origin__geometry", "data", "state", "sealed", "head"
    )


def by_number(numbers: Iterable[int]) -> dict[int, Matter]:
    """Matters for a list, by number. Whether their reader may see them was asked before."""
    return lean(Matter.objects.all()).in_bulk(list(numbers))


def seen_by_number(reader: Actor, numbers: Iterable[int]) -> dict[int, Matter]:
    """Of these matters those that the reader may see, by number."""
    return lean(seen_by(reader)).in_bulk(list(numbers))


def helping(numbers: Iterable[int]) -> QuerySet[Matter]:
    """The matters that help some matters, whoever may see them."""
    return Matter.objects.filter(parent__in=list(numbers), void=False)


def parts_of(reader: Actor, number: int, visit: int) -> QuerySet[Matter]:
    """The matters that help a matter in one of its visits, in their order, as far as the reader may see them."""
    return seen_by(reader).filter(parent=number, parent_visit=visit).order_by("parent_index")


def last_parts_of(reader: Actor, number: int) -> list[Matter]:
    """The matters of the last joint handling of a matter, in their order, as far as the reader may see them."""
    found = list(lean(seen_by(reader).filter(parent=number)).order_by("parent_visit", "parent_index"))
    return [part for part in found if part.parent_visit == found[-1].parent_visit]


def of_lines(lines: list[ListedMatter]) -> list[Matter]:
    """The matters of lines, in their order."""
    found = by_number(line.id for line in lines)
    return [found[line.id] for line in lines if line.id in found]


def as_lines(matters: Iterable[Matter]) -> list[ListedMatter]:
    """Matters as the lines of a desk have them."""
    return [queries.line_of(matter) for matter in matters]


def by_urgency(matters: QuerySet[Matter], after: str, size: int) -> Page:
    """What is expected soonest first."""
    key = read_key(after)
    if key is not None:
        at, number = key
        matters = matters.filter(Q(expected_at__gt=at) | Q(expected_at=at, pk__gt=number))
    rows = list(lean(matters).order_by("expected_at", "pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], write_key((last.expected_at, last.pk)) if last is not None else "")


def newest_first(matters: QuerySet[Matter], after: str, size: int) -> Page:
    """The latest opened first."""
    key = read_number(after)
    if key is not None:
        matters = matters.filter(pk__lt=key)
    rows = list(lean(matters).order_by("-pk")[: size + 1])
    return Page(rows[:size], str(rows[size - 1].pk) if len(rows) > size else "")


def inbox(reader: Actor, *, after: Key | None = None, size: int) -> Turn:
    """What lies on the reader's desks, in the order in which it is to be done: what presses, then what is expected soonest.

    What presses comes beside the first page, however long that is.
    """
    return queries.in_turn(reader, after=after, limit=size)


def inbox_page(reader: Actor, after: str, size: int) -> Page:
    """The same as matters, `after` as an address has it."""
    turn = inbox(reader, after=read_key(after), size=size)
    return Page(of_lines(turn.lines), write_key(turn.next) if turn.next is not None else "")


def standing_in(reader: Actor, *, after: Key | None = None, size: int) -> Turn:
    """What lies on vacant desks below the reader's posts, soonest expected first."""
    return _turn(queries.standing_in(reader, after=after, limit=min(size + 1, MOST)), size)


def one_desk(reader: Actor, role: str, place: int, *, after: Key | None = None, size: int) -> Turn:
    """What lies on one desk, soonest expected first, for those who hold it or stand above it. Raises `Denied`."""
    if (role, place) not in reader.posts and not covers(reader, ground().path(place), OVERSEES):
        raise Denied(NOT_YOUR_DESK)
    return _turn(queries.on_one_desk(reader, role, place, after=after, limit=min(size + 1, MOST)), size)


def _turn(found: list[ListedMatter], size: int) -> Turn:
    more = len(found) > size or (size == MOST and len(found) == MOST)
    return Turn(found[:size], found[size - 1].key if more else None)


def on_desks(reader: Actor) -> QuerySet[Matter]:
    """What lies on the reader's desks, for a list that is narrowed."""
    return Matter.objects.filter(on_desk(reader), closed_at=None, void=False)


def on_desk_still(reader: Actor, number: int) -> bool:
    """Whether a matter lies on a desk of the reader's now."""
    return on_desks(reader).filter(pk=number).exists()


def opened_by(reader: Actor) -> QuerySet[Matter]:
    """What the reader opened, the latest first."""
    return queries.opened_by(reader)


def visible(reader: Actor) -> QuerySet[Matter]:
    """All that the reader may see."""
    return seen_by(reader)


def at_place(reader: Actor, place: Place, **columns: Any) -> QuerySet[Matter]:
    """What happened in a place and all below, the latest first, as far as the reader may see it; `columns` narrow it."""
    return queries.board(reader, place, **columns)


def of_batch(reader: Actor, batch: int) -> QuerySet[Matter]:
    """What an import brought in, as far as the reader may see it."""
    return seen_by(reader).filter(batch=batch)


def running(method: str, place: Place | None = None) -> QuerySet[Matter]:
    """The open matters of a method, of a place and all below it: what a change of the method is about, to be counted."""
    found = Matter.objects.filter(method=method, closed_at=None, void=False)
    return found.filter(origin__path__begins=place.path) if place is not None else found


def lying_with(post: Post) -> int:
    """How many matters lie on the desk of a post."""
    desk = {"desk_role": post.role, "desk_place": post.place_id, "desk_office": post.organization_id}
    return Matter.objects.filter(**desk, closed_at=None, void=False).count()


def methods_found(place: Place, besides: Iterable[str], most: int) -> list[tuple[str, bytes, int]]:
    """Methods by which matters of a place and all below it went, but for some: id, pin and adoption."""
    here = Matter.objects.filter(origin__path__begins=place.path, void=False).order_by()
    found = here.exclude(method__in=list(besides)).values_list("method", "pin", "adoption").distinct()
    return [(slug, bytes(pin), adoption) for slug, pin, adoption in found[:most]]


def kept_back(reader: Actor, place: Place) -> frozenset[int]:
    """The matters of a place that its figures count and that the reader may not see: those that their method shows to parties
    and desk alone. What is about the reader is in no figure of theirs."""
    here = Q(origin__path__begins=place.path) | Q(place__path__begins=place.path)
    near = Matter.objects.filter(here, but_about(reader), visible="above", void=False).order_by()
    found = frozenset(near.values_list("pk", flat=True))
    return found.difference(seen_by(reader).filter(pk__in=found).order_by().values_list("pk", flat=True))


def narrowed(reader: Actor, found: QuerySet[Matter], by: Narrowing) -> QuerySet[Matter]:
    """Those of a list that fit."""
    plain = {"method": by.method, "stage": by.stage, "end": by.end}
    found = found.filter(**{name: value for name, value in plain.items() if value is not None})
    if by.open is not None:
        found = found.filter(closed_at__isnull=by.open)
    if by.place is not None:
        found = found.filter(queries.happened_in(reader, by.place))
    if by.late is not None:
        found = found.filter(late_now()) if by.late else found.exclude(late_now())
    return found


def late_now() -> Q:
    """The condition that a matter is late: marked so, or past its date though the clock has not come to it yet."""
    return Q(late=True) | Q(closed_at=None, expected_at__lt=timezone.now())
