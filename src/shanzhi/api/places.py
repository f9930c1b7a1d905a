"""Places: the tree, the place at a point or named by a text, and who answers for one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number, Text
from shanzhi.api.refs import (
    PersonRef,
    PlaceRef,
    light_places,
    person_ref,
    place_at,
    place_refs,
    places_by_number,
)
from shanzhi.api.subjects import places
from shanzhi.method.roles import LEVELS, role_name
from shanzhi.method.words import Sentence
from shanzhi.people.responsibility import responsible_for
from shanzhi.places.crs import to_wgs84
from shanzhi.places.finding import found_places
from shanzhi.places.models import Place
from shanzhi.places.queries import count_below, find_by_text, full_name, locate
from shanzhi.places.telling import told_apart

MOST = 500
if TYPE_CHECKING:
    Level = str
else:
    Level = Literal[LEVELS]
    """The levels of the place tree, from the top down."""
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Name = Annotated[str, Meta(min_length=1, max_length=100)]


class PlaceView(Struct):
    """One place. `way` is the places from the top down to it; `below` how many open places lie below, by level."""

    id: int
    code: str
    name: str
    full_name: str
    other_names: list[str]
    level: str
    kind: str
    parent: int | None
    way: list[PlaceRef]
    lon: float | None
    lat: float | None
    closed_at: datetime | None
    below: dict[str, int]


class PlaceLine(Struct):
    """One place in a list. `called` is the shortest name by which it cannot be taken for another under its top."""

    id: int
    code: str
    name: str
    called: str
    level: str
    kind: str
    parent: int | None
    lon: float | None
    lat: float | None
    closed_at: datetime | None


class PlacePage(Struct):
    """Places by code; `next` is what to send as `after`."""

    places: list[PlaceLine]
    next: int | None


class Under(Message):
    """Which places: right below `parent` (or the tops), all below it at a `level`, or those that a `text` means.

    A text is a name or an address as people write it (2号楼101, 兰苑一院 2号楼); the nearest to the caller come first.
    """

    text: Annotated[str, Meta(min_length=1, max_length=100)] | None = None

    parent: Number | None = None
    level: Level | None = None
    closed: bool = False
    after: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST)] = 200


class Point(Message):
    """A point in degrees; `crs` says which kind of map it is from."""

    lon: Longitude
    lat: Latitude
    crs: Literal["wgs84", "gcj02", "bd09"] = "wgs84"
    level: Level | None = None
    within_m: Annotated[float, Meta(ge=0, le=5000)] | None = None


class Mention(Message):
    """A text that names places, such as an address."""

    text: Text
    within: Number | None = None


class MatchView(Struct):
    """A place that a text names; `sure` is between 0 and 1, from 0.5 on a person would usually agree."""

    place: PlaceRef
    sure: float
    text: str


class Matches(Struct):
    """The places that a text names, the most fitting first."""

    matches: list[MatchView]


class Answering(Struct):
    """One post that answers for a place."""

    role: str
    title: str
    place: PlaceRef
    person: PersonRef


class Responsible(Struct):
    """Who answers for a place, nearest first; `vacant` are the places passed over because nobody holds a post."""

    text: str
    posts: list[Answering]
    vacant: list[PlaceRef]


@operation(
    places,
    "GET",
    "/places",
    Sentence("地方列表", "List places"),
    query=Under,
    answer=PlacePage,
    refuses=[404],
)
def list_places(call: Call) -> PlacePage:
    """The tree, a piece at a time."""
    query: Under = call.query
    if query.text is not None:
        return _found(call, query)
    found = light_places()
    if query.level is not None:
        found = found.filter(level=query.level)
        if query.parent is not None:
            found = found.filter(path__begins=place_at(query.parent).path)
    else:
        found = found.filter(parent=place_at(query.parent) if query.parent is not None else None)
    if not query.closed:
        found = found.filter(closed_at=None)
    if query.after is not None:
        found = found.filter(pk__gt=query.after)
    rows = list(found.order_by("pk")[: query.limit + 1])
    shown = _lines(rows[: query.limit])
    return PlacePage(shown, shown[-1].id if len(rows) > query.limit else None)


def _found(call: Call, query: Under) -> PlacePage:
    near = {place for _role, place in call.actor.posts} | set(call.actor.home)
    near |= {pk for place in light_places().filter(pk__in=near) for pk in place.ancestor_ids}
    within = place_at(query.parent) if query.parent is not None else None
    places = found_places(query.text or "", near=near, within=within, most=query.limit)
    return PlacePage(_lines([p for p in places if query.level in (None, p.level)]), None)


@operation(
    places,
    "GET",
    "/places/at",
    Sentence("某点在哪个地方", "The place at a point"),
    query=Point,
    answer=PlaceView,
    refuses=[404],
)
def place_at_point(call: Call) -> PlaceView:
    """The grid, or the place of another level, that a point lies in."""
    query: Point = call.query
    lon, lat = to_wgs84(query.lon, query.lat, query.crs)
    found = locate(float(lon), float(lat), query.level or "grid", nearest_m=query.within_m)
    if found is None:
        raise not_found()
    return place_view(found)


@operation(
    places,
    "GET",
    "/places/named",
    Sentence("文字里提到的地方", "The places a text names"),
    query=Mention,
    answer=Matches,
    refuses=[404],
)
def places_named(call: Call) -> Matches:
    """From an address or a sentence."""
    query: Mention = call.query
    found = find_by_text(query.text, place_at(query.within) if query.within is not None else None)[:20]
    refs = places_by_number(match.place for match in found)
    return Matches(
        [MatchView(refs[match.place], match.sure, match.text) for match in found if match.place in refs]
    )


@operation(
    places,
    "GET",
    "/places/{int:number}",
    Sentence("看一个地方", "Read a place"),
    answer=PlaceView,
    refuses=[404],
)
def get_place(call: Call, number: int) -> PlaceView:
    """With the way down to it."""
    return place_view(place_at(number))


@operation(
    places,
    "GET",
    "/places/{int:number}/responsible",
    Sentence("谁是责任人", "Who answers for a place"),
    answer=Responsible,
    refuses=[404],
)
def get_responsible(call: Call, number: int) -> Responsible:
    """Who holds a post is public."""
    found = responsible_for(place_at(number))
    refs = place_refs([*(post.place for post in found.posts), *found.vacant])
    posts = [
        Answering(
            post.role,
            role_name(post.role).text(call.language),
            refs[post.place_id],
            person_ref(post.person, whole=True),
        )
        for post in found.posts
    ]
    return Responsible(found.text().text(call.language), posts, [refs[place.pk] for place in found.vacant])


def _lines(places: list[Place]) -> list[PlaceLine]:
    names = told_apart(places)
    return [_line(place, names[place.pk]) for place in places]


def _line(place: Place, called: str) -> PlaceLine:
    return PlaceLine(
        place.pk,
        place.code,
        place.name,
        called,
        place.level,
        place.kind,
        place.parent_id,
        place.lon,
        place.lat,
        place.closed_at,
    )


def place_view(place: Place) -> PlaceView:
    """A place for its caller, with the way down to it."""
    refs = places_by_number(place.ancestor_ids)
    return PlaceView(
        place.pk,
        place.code,
        place.name,
        full_name(place),
        list(place.other_names),
        place.level,
        place.kind,
        place.parent_id,
        [refs[pk] for pk in place.ancestor_ids if pk in refs],
        place.lon,
        place.lat,
        place.closed_at,
        count_below(place),
    )
