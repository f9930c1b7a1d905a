"""The board (看板): the open matters of a place and all below, in columns by due date, by stage or by place.

A column is read by an index in the order in which things are expected, never whole: so many keys as its count needs
to say «99+», so many cards as are shown. Whoever has a post in the line of duty has a board of its place; others have
one of what lies on their desks. Which way a place is read depends on its share of the district: a small one through
the index of its places, a large one through the index of dates, in which every few rows are its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.database.columns import encode
from shanzhi.engine.types import Actor
from shanzhi.matters.methods.categories import NAMES, Categories
from shanzhi.matters.methods.compiled import versions
from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import about, on_desk
from shanzhi.method.model import Method
from shanzhi.method.roles import OVERSEES
from shanzhi.method.words import Sentence
from shanzhi.people.permission import covers, places_of_duty
from shanzhi.places.models import Place
from shanzhi.places.telling import beside

COUNTED = 99
"""A column counts no further."""
SMALL = 400
"""A place with no more places below it than this may be read place by place."""
SHARE = 20
"""One part in so many: a place that holds more of all places than this is read by dates, however few they are."""
LOOKED_AT = 3_000
"""Rows of which a filter that no index serves looks at the most urgent ones alone."""
MOST_CATEGORIES = 40
LAST = (datetime(1, 1, 1, tzinfo=timezone.get_fixed_timezone(0)), 0)

Key = tuple[datetime, int]


class BoardFilter(Struct, frozen=True):
    """What a board shows: `place` and below, of one `method`, of one `category`, or only what is on one's own desks."""

    place: Place | None
    method: str = ""
    category: str = ""
    mine: bool = False


class BoardColumn(Struct, frozen=True):
    """One column to be read: a key for its address, what it is called, and its own conditions."""

    key: str
    label: Sentence | str
    tone: str = ""
    since: datetime | None = None
    before: datetime | None = None
    stage: str = ""
    place: Place | None = None


class Stack(Struct, frozen=True):
    """The numbers of the cards on top of a column, how many there are (`more` than counted), and the next key."""

    numbers: list[int]
    count: int
    more: bool
    next: Key | None


def grounds(actor: Actor) -> list[Place]:
    """The places a person has a board of: those of their posts in the line of duty, the widest first."""
    ids = places_of_duty(actor)
    found = Place.objects.filter(pk__in=ids, closed_at=None).defer("geometry").order_by("depth", "path")
    widest: list[Place] = []
    for place in found:
        if not any(place.path.startswith(above.path) for above in widest):
            widest.append(place)
    return widest


def may_oversee(actor: Actor, place: Place) -> bool:
    """Whether everything at a place and below lies under a post of the actor in the line of duty."""
    return covers(actor, place.ancestor_ids, OVERSEES)


def by_due(now: datetime) -> list[BoardColumn]:
    """Overdue, today, within seven days, later (what waits for nothing dated too)."""
    local = timezone.localtime(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    week = midnight + timedelta(days=6)
    return [
        BoardColumn("overdue", Sentence("已超期", "Overdue"), "bad", before=now),
        BoardColumn("today", Sentence("今天到期", "Due today"), "warn", since=now, before=midnight),
        BoardColumn("week", Sentence("七天内", "Within a week"), since=midnight, before=week),
        BoardColumn("later", Sentence("以后", "Later"), since=week),
    ]


def by_stage(method: Method) -> list[BoardColumn]:
    """The stages in which a matter of the method can stand."""
    return [
        BoardColumn(f"stage-{stage.name}", stage.label, stage=stage.name)
        for stage in method.stages.values()
        if stage.end is None
    ]


def by_place(place: Place) -> list[BoardColumn]:
    """The places next below one; what stands at the place itself is among none of them."""
    below = beside(Place.objects.filter(parent=place, closed_at=None).defer("geometry"))
    return [BoardColumn(f"place-{one.pk}", one.name, place=one) for one in below[:40]]


def stack(
    actor: Actor,
    choice: BoardFilter,
    column: BoardColumn,
    *,
    after: Key | None = None,
    size: int = 20,
    count: bool = True,
) -> Stack:
    """A page of a column, what is expected soonest first."""
    wanted = max(COUNTED + 1, size + 1) if count else size + 1
    keys: list[Key] = []
    for found in _ways(actor, choice, column):
        keys += _keys(found, column, choice, after, wanted)
    keys = sorted(set(keys))[:wanted]
    shown = keys[:size]
    more = len(keys) > COUNTED
    return Stack(
        [number for _at, number in shown],
        min(len(keys), COUNTED),
        more,
        shown[-1] if len(keys) > size else None,
    )


def _ways(actor: Actor, choice: BoardFilter, column: BoardColumn) -> Iterable[QuerySet[Matter]]:
    """The matters of a column, as one or several lists of which each has an index in its order."""
    open_ = Matter.objects.filter(~about(actor), closed_at=None, void=False)
    place = column.place or choice.place
    if place is None or choice.mine:
        found = open_.filter(on_desk(actor))
        if place is not None:
            found = found.filter(Q(origin__path__begins=place.path) | Q(place__path__begins=place.path))
        yield _of(found, choice.method, column.stage)
        return
    if not may_oversee(actor, place):
        return
    open_ = open_.exclude(~Q(place__path__begins=place.path), visible="above")
    below = list(Place.objects.filter(path__begins=place.path).values_list("pk", flat=True)[: SMALL + 1])
    # The highest number stands for how many there are, which would have to be counted.
    highest = Place.objects.aggregate(last=Max("pk"))["last"]
    if len(below) <= SMALL and len(below) * SHARE <= highest:
        yield _of(open_.filter(origin__in=below), choice.method, column.stage)
        # What has come from elsewhere is found by its desk.
        yield _of(open_.filter(desk_place__in=below).exclude(origin__in=below), choice.method, column.stage)
        return
    there: Q | Exists = Q(origin__in=below)
    if len(below) > SMALL:
        there = Exists(Place.objects.filter(pk=OuterRef("origin"), path__begins=place.path))
    stands = Exists(Place.objects.filter(pk=OuterRef("place"), path__begins=place.path))
    here = Q(there) | (~Q(place=F("origin")) & Q(stands))
    if not choice.method:
        yield open_.annotate(by=Coalesce("expected_at", "entered_at")).filter(here)
        return
    for stage in [column.stage] if column.stage else live_stages(choice.method):
        yield _of(open_.filter(here), choice.method, stage)


def _of(found: QuerySet[Matter], method: str, stage: str) -> QuerySet[Matter]:
    chosen = {name: value for name, value in (("method", method), ("stage", stage)) if value}
    return found.filter(**chosen)


def _keys(
    found: QuerySet[Matter], column: BoardColumn, choice: BoardFilter, after: Key | None, wanted: int
) -> list[Key]:
    at = "by" if "by" in found.query.annotations else "expected_at"
    if column.since is not None:
        found = found.filter(**{f"{at}__gte": column.since})
    if column.before is not None:
        found = found.filter(**{f"{at}__lt": column.before})
    if after is not None:
        found = found.filter(Q(**{f"{at}__gt": after[0]}) | Q(**{at: after[0]}, pk__gt=after[1]))
        found = found.filter(**{f"{at}__gte": after[0]})
    found = found.order_by(at, "pk")
    if not choice.category:
        return list(found.values_list("expected_at", "pk")[:wanted])
    first = list(found.values_list("pk", flat=True)[:LOOKED_AT])
    among = Matter.objects.filter(pk__in=first).annotate(facts=Cast("data", TextField()))
    held = Q()
    for value in known_categories(choice).held_as(choice.category):
        for name in NAMES:
            held |= Q(facts__contains=f'"{name}":{encode(value).decode()}')
    return list(among.filter(held).order_by("expected_at", "pk").values_list("expected_at", "pk")[:wanted])


def live_stages(slug: str) -> list[str]:
    """The stages of a method, in any version in use, in which a matter can stand."""
    found: dict[str, None] = {}
    for method in versions(slug):
        found.update(dict.fromkeys(stage.name for stage in method.stages.values() if stage.end is None))
    return list(found)


def methods_below(place: Place | None) -> dict[str, Sentence]:
    """The methods in use at a place, above or below it, by id."""
    from shanzhi.matters.models import Adoption

    rows = Adoption.objects.all()
    if place is not None:
        rows = rows.filter(Q(place__in=place.ancestor_ids) | Q(place__path__begins=place.path))
    found = rows.values("slug", "method__title_zh", "method__title_en").annotate(n=Count("pk"))
    return {
        row["slug"]: Sentence(row["method__title_zh"], row["method__title_en"])
        for row in found.order_by("slug", "method__version")
    }


def known_categories(choice: BoardFilter) -> Categories:
    """The categories of the methods a board shows."""
    slugs = [choice.method] if choice.method else list(methods_below(choice.place))
    return Categories(method for slug in slugs for method in versions(slug))


def categories(actor: Actor, choice: BoardFilter) -> list[tuple[str, Sentence]]:
    """The categories among the most urgent matters of a board, each after what stands above it: codes, and their names.

    A matter that holds a name counts for its code; a text that is in no tree stands for itself.
    """
    known = known_categories(choice)
    numbers = stack(
        actor, replace(choice, category=""), BoardColumn("all", ""), size=100, count=False
    ).numbers
    counts: dict[str, int] = {}
    for data in Matter.objects.filter(pk__in=numbers).values_list("data", flat=True):
        for name in NAMES:
            value = data.get(name)
            if isinstance(value, str) and value:
                for code in known.way(known.code(value)):
                    counts[code] = counts.get(code, 0) + 1
    most = sorted(counts, key=lambda code: (-counts[code], known.order(code)))[:MOST_CATEGORIES]
    return [(code, known.label(code)) for code in sorted(most, key=known.order)]
