"""Writing very many places at once: ids first, so that paths are known, then one stream into the table.

PostgreSQL takes the stream by COPY, SQLite by one prepared statement; both are several times faster than
saving objects. Callers hold the tree's lock (`edition.lock_tree`) and have checked what they hand in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import shapely
from django.db import connection
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from shanzhi.places.checks import check_path
from shanzhi.places.models import Place


class NewPlace(Struct):
    """One place to be written. `geometry` is WGS-84; `path` is the whole path, its own id included."""

    id: int
    code: str
    name: str
    level: str
    parent: int | None
    path: str
    depth: int
    kind: str = "general"
    other_names: tuple[str, ...] = ()
    geometry: Any = None


COLUMNS = (
    "id",
    "code",
    "name",
    "other_names",
    "level",
    "kind",
    "parent_id",
    "path",
    "depth",
    "geometry",
    "lon",
    "lat",
    "min_lon",
    "min_lat",
    "max_lon",
    "max_lat",
)


def reserve_ids(count: int) -> Iterator[int]:
    """Ids that no other writer will be given, in rising order."""
    if count <= 0:
        return iter(())
    table = Place._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return iter(sorted(row[0] for row in cursor.fetchall()))
        # The tree's lock is SQLite's one write lock, and an explicit id moves its sequence on.
        cursor.execute("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)", [table])
        start = cursor.fetchone()[0] + 1
    return iter(range(start, start + count))


def insert_places(places: Iterable[NewPlace], *, shaped: bool = True) -> None:
    """Write places whose ids, paths and parents are already settled. Parents may stand in the same stream.

    `shaped=False` says that none has a shape, and saves naming those columns.
    """
    names = COLUMNS if shaped else COLUMNS[:9]
    rows = (_row(place, shaped=shaped) for place in places)
    table, columns = Place._meta.db_table, ", ".join(names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(insert, rows)  # type: ignore[arg-type]  # a stream will do


def rename_places(renamed: Iterable[tuple[int, str, list[str]]]) -> None:
    """Give (id, new name, other names) to many places."""
    rows = [(name, json.dumps(others, ensure_ascii=False), pk) for pk, name, others in renamed]
    if not rows:
        return
    cast = "::jsonb" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Place._meta.db_table} SET name = %s, other_names = %s{cast} WHERE id = %s",  # noqa: S608
            rows,
        )


def repath(place: Place, to: Place | None) -> None:
    """Put a place below `to`: write the new way from the top into it and everything below it. The caller has checked."""
    old = place.path
    new = f"{to.path if to else '/'}{place.pk}/"
    deeper = (to.depth + 1 if to else 0) - place.depth
    subtree = Place.objects.filter(path__begins=old)
    longest = subtree.aggregate(longest=Max(Length("path")))["longest"]
    check_path(longest + len(new) - len(old))
    subtree.update(path=Concat(Value(new), Substr("path", len(old) + 1)), depth=F("depth") + deeper)
    Place.objects.filter(pk=place.pk).update(parent=to)
    place.parent, place.path, place.depth = to, new, place.depth + deeper


def shape_columns(geometry: BaseGeometry | None) -> dict[str, Any]:
    """The columns that a shape fills: WKB, a point inside it, its bounds. All None without a shape."""
    if geometry is None:
        return dict.fromkeys(COLUMNS[9:])
    point = geometry.representative_point()
    west, south, east, north = geometry.bounds
    values = (shapely.to_wkb(geometry), point.x, point.y, west, south, east, north)
    return dict(zip(COLUMNS[9:], values, strict=True))


def _row(place: NewPlace, *, shaped: bool) -> tuple[Any, ...]:
    others = json.dumps(place.other_names, ensure_ascii=False) if place.other_names else "[]"
    row = (
        place.id,
        place.code,
        place.name,
        others,
        place.level,
        place.kind,
        place.parent,
        place.path,
        place.depth,
    )
    return (*row, *shape_columns(place.geometry).values()) if shaped else row
