"""Changing places: by the staff of the place, each change a line of its history."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import shapely
from msgspec import UNSET, Meta, UnsetType

from shanzhi.api.faults import Fault
from shanzhi.api.operation import Call, operation
from shanzhi.api.places import Level, Name, PlaceView, place_view
from shanzhi.api.reading import Message, Number, wrong
from shanzhi.api.refs import (
    place_at,
)
from shanzhi.api.subjects import places
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.places import actions
from shanzhi.places.models import Place


class NewPlace(Message):
    """A place to add. `outline` is a GeoJSON Polygon or MultiPolygon in WGS-84."""

    name: Name
    level: Level
    parent: Number
    code: Annotated[str, Meta(max_length=32)] | None = None
    kind: Literal["general", "dedicated"] = "general"
    other_names: Annotated[list[Name], Meta(max_length=20)] = []
    outline: dict[str, Any] | None = None


class PlaceChange(Message):
    """What to change; the rest stays."""

    name: Name | UnsetType = UNSET
    other_names: Annotated[list[Name], Meta(max_length=20)] | UnsetType = UNSET
    parent: Number | UnsetType = UNSET
    outline: dict[str, Any] | UnsetType | None = UNSET


class Closing(Message):
    """`below`: close what lies below as well."""

    below: bool = False


BAD_OUTLINE = Sentence(
    "应为 GeoJSON 的 Polygon 或 MultiPolygon，经度在前。",
    "Write a GeoJSON Polygon or MultiPolygon, longitude first.",
)


@operation(
    places,
    "POST",
    "/places",
    Sentence("登记地方", "Add a place"),
    body=NewPlace,
    answer=PlaceView,
    status=201,
    makes=lambda number: Place.objects.filter(pk=number, closed_at=None).exists(),
    scope="act",
    refuses=[404],
    examples={"grid": {"name": "第三网格", "level": "grid", "parent": 3}},
)
def add_place(call: Call) -> PlaceView:
    """By the staff of the place it lies in."""
    body: NewPlace = call.body
    parent = place_at(body.parent)
    require(call.actor, "place.change", parent)
    return place_view(
        actions.add_place(
            name=body.name,
            level=body.level,
            parent=parent,
            code=body.code,
            kind=body.kind,
            other_names=body.other_names,
            geometry=_shape(body.outline),
            by=call.actor.person,
        )
    )


@operation(
    places,
    "PATCH",
    "/places/{int:number}",
    Sentence("修改地方", "Change a place"),
    body=PlaceChange,
    answer=PlaceView,
    scope="act",
    refuses=[404],
)
def change_place(call: Call, number: int) -> PlaceView:
    """One kind of change at a time, each a line of its history."""
    body: PlaceChange = call.body
    place = place_at(number)
    require(call.actor, "place.change", place)
    given = [name for name in body.__struct_fields__ if getattr(body, name) is not UNSET]
    if len(given) != 1:
        raise Fault(422, "one_change", ONE_CHANGE)
    by = call.actor.person
    if isinstance(body.name, str):
        place = actions.rename_place(place=place, name=body.name, by=by)
    elif isinstance(body.other_names, list):
        place = actions.call_place(place=place, other_names=body.other_names, by=by)
    elif isinstance(body.parent, int):
        to = place_at(body.parent)
        require(call.actor, "place.change", to)
        place = actions.move_place(place=place, to=to, by=by)
    elif not isinstance(body.outline, UnsetType):
        place = actions.reshape_place(place=place, geometry=_shape(body.outline), by=by)
    return place_view(place)


ONE_CHANGE = Sentence("一次只改一项。", "Change one thing at a time.")


@operation(
    places,
    "POST",
    "/places/{int:number}/close",
    Sentence("撤销地方", "Close a place"),
    body=Closing,
    answer=PlaceView,
    scope="act",
    refuses=[404],
)
def close_place(call: Call, number: int) -> PlaceView:
    """Records go on pointing to it. Refused while people live there, posts run or, without `below`, places stand below it."""
    place = place_at(number)
    require(call.actor, "place.change", place)
    return place_view(actions.close_place(place=place, with_below=call.body.below, by=call.actor.person))


def _shape(outline: dict[str, Any] | None) -> Any:
    if outline is None:
        return None
    try:
        return shapely.from_geojson(msgspec.json.encode(outline))
    except shapely.GEOSException:
        raise wrong({"outline": BAD_OUTLINE}, 422) from None
