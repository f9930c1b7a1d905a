"""Changing the place tree one place at a time. Each verb is one transaction and leaves one line of history.

All raise `PlaceRefused` with a sentence when they will not, and then nothing is written. `by` is the id of the
person who acts (None: the system). Many places at once come by `places.divisions` and `places.shapes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from shanzhi.method.words import Sentence
from shanzhi.places import checks
from shanzhi.places.bulk import NewPlace, insert_places, repath, reserve_ids, shape_columns
from shanzhi.places.codes import LENGTHS, free_codes, next_code
from shanzhi.places.edition import lock_tree
from shanzhi.places.emptied import check_emptied
from shanzhi.places.models import Change, Place
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.telling import place_name


@transaction.atomic
def add_place(
    *,
    name: str,
    level: str,
    parent: Place | None = None,
    code: str | None = None,
    kind: str = "general",
    other_names: Sequence[str] = (),
    geometry: BaseGeometry | None = None,
    by: int | None = None,
) -> Place:
    """Add a place below `parent` (None: at the top).

    Without a code the next free one below the parent's is taken, in the band the name asks for. `geometry` is
    a polygon or several, WGS-84. A dedicated grid (专属网格: an estate, a mall, a school) is a grid of kind
    `dedicated`; it may overlap general grids.
    """
    named = level != "household"
    lock_tree(names=named, shapes=geometry is not None)
    if parent is not None:
        parent = _fresh(parent)
    name = checks.name_of(name)
    checks.check_position(level, kind, parent)
    checks.check_sibling(name, level, parent)
    number = checks.code_of(code, level, parent) if code is not None else _free_code(parent, level, name)
    place = Place(
        id=next(reserve_ids(1)),
        code=number,
        name=name,
        level=level,
        kind=kind,
        parent=parent,
        other_names=list(other_names),
        **shape_columns(checks.shape_of(geometry)),
    )
    place.path = f"{parent.path if parent else '/'}{place.pk}/"
    place.depth = parent.depth + 1 if parent else 0
    checks.check_path(len(place.path))
    place.save(force_insert=True)
    _record(
        place, "added", by, after={"name": name, "code": number, "level": level, "parent": place.parent_id}
    )
    return place


@transaction.atomic
def add_places(*, parent: Place, level: str, names: Sequence[str], by: int | None = None) -> dict[str, Place]:
    """Add many places of one level below one parent at once: the households of a building, the buildings of a grid.

    Names that stand there already are left as they are. Returns every named place by its name.
    """
    lock_tree(names=level != "household")
    parent = _fresh(parent)
    checks.check_position(level, Place.Kind.GENERAL, parent)
    wanted = list(dict.fromkeys(checks.name_of(name) for name in names))
    siblings = Place.objects.filter(parent=parent, level=level, closed_at=None)
    there = set(siblings.values_list("name", flat=True))
    fresh = [name for name in wanted if name not in there]
    taken = set(Place.objects.filter(code__begins=parent.code).values_list("code", flat=True))
    places = []
    codes: dict[str, Iterator[str]] = {}
    for pk, name in zip(reserve_ids(len(fresh)), fresh, strict=True):
        band = name if level in LENGTHS else ""
        free = codes.setdefault(band, free_codes(parent=parent.code, level=level, name=name, taken=taken))
        code = next(free, None) or next_code(parent=parent.code, level=level, name=name, taken=taken)
        taken.add(code)
        path = f"{parent.path}{pk}/"
        checks.check_path(len(path))
        places.append(NewPlace(pk, code, name, level, parent.pk, path, parent.depth + 1))
    insert_places(places, shaped=False)
    _record(parent, "filled", by, after={"level": level, "names": fresh})
    return {place.name: place for place in siblings.filter(name__in=wanted)}


@transaction.atomic
def rename_place(*, place: Place, name: str, by: int | None = None) -> Place:
    """Give a place another name; the former one stays among its other names, so that old addresses are found."""
    lock_tree(names=True)
    place, name = _fresh(place), checks.name_of(name)
    if name == place.name:
        return place
    checks.check_sibling(name, place.level, place.parent)
    former = place.name
    place.other_names = [*(other for other in place.other_names if other not in (former, name)), former]
    place.name = name
    place.save(update_fields=["name", "other_names"])
    _record(place, "renamed", by, before={"name": former}, after={"name": name})
    return place


@transaction.atomic
def call_place(*, place: Place, other_names: Sequence[str], by: int | None = None) -> Place:
    """Set the further names by which people call a place (俗称、简称、曾用名)."""
    lock_tree(names=True)
    place = _fresh(place)
    former = place.other_names
    place.other_names = list(dict.fromkeys(checks.name_of(name) for name in other_names))
    place.save(update_fields=["other_names"])
    _record(place, "called", by, before={"other_names": former}, after={"other_names": place.other_names})
    return place


@transaction.atomic
def move_place(*, place: Place, to: Place | None, by: int | None = None) -> Place:
    """Put a place, with all below it, under another parent (None: at the top). Codes and posts stay as they are."""
    lock_tree(names=True, shapes=True)
    place, to = _fresh(place), _fresh(to) if to is not None else None
    if place.parent_id == (to.pk if to else None):
        return place
    if to is not None and to.path.startswith(place.path):
        raise PlaceRefused(
            Sentence(
                "不能把“{name}”移到它自己或它的下级“{to}”之下；请另选上级。",
                "“{name}” cannot be moved below itself or below its own part “{to}”; choose another parent.",
            ).fill(name=place_name(place), to=place_name(to))
        )
    checks.check_position(place.level, place.kind, to)
    checks.check_sibling(place.name, place.level, to)
    before = {"parent": place.parent_id, "path": place.path}
    repath(place, to)
    _record(place, "moved", by, before=before, after={"parent": place.parent_id, "path": place.path})
    return place


@transaction.atomic
def reshape_place(*, place: Place, geometry: BaseGeometry | None, by: int | None = None) -> Place:
    """Set or take away a place's outline: a polygon or several, WGS-84."""
    lock_tree(shapes=True)
    place = _fresh(place)
    former = [place.min_lon, place.min_lat, place.max_lon, place.max_lat]
    columns = shape_columns(checks.shape_of(geometry))
    for column, value in columns.items():
        setattr(place, column, value)
    place.save(update_fields=list(columns))
    now = [place.min_lon, place.min_lat, place.max_lon, place.max_lat]
    _record(place, "reshaped", by, before={"bounds": former}, after={"bounds": now})
    return place


@transaction.atomic
def close_place(
    *, place: Place, with_below: bool = False, by: int | None = None, at: datetime | None = None
) -> Place:
    """Close a place (撤销), and what stands below it when `with_below` is said; people and posts leave it first."""
    lock_tree(names=True, shapes=True)
    place = _fresh(place)
    if place.closed_at is not None:
        return place
    at = at or timezone.now()
    count = check_emptied(place, at, with_below=with_below)
    Place.objects.filter(path__begins=place.path, closed_at=None).update(closed_at=at)
    place.closed_at = at
    _record(place, "closed", by, after={"with_below": count})
    return place


def _fresh(place: Place) -> Place:
    """The place as it stands now that the tree is locked; callers may hold an old copy."""
    return Place.objects.select_related("parent").get(pk=place.pk)


def _free_code(parent: Place | None, level: str, name: str) -> str:
    stem = parent.code if parent else "X"
    taken = set(Place.objects.filter(code__begins=stem).values_list("code", flat=True))
    return next_code(parent=parent.code if parent else None, level=level, name=name, taken=taken)


def _record(place: Place, act: str, by: int | None, **values: dict[str, Any]) -> None:
    Change.objects.create(place=place, act=act, at=timezone.now(), by=by, **values)
