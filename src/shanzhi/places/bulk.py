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
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

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


def insert_places(places: Iterable[NewPlace]) -> None:
    """Write places whose ids, paths and parents are already settled. Parents may stand in the same stream."""
    rows = (_row(place) for place in places)
    table, columns = Place._meta.db_table, ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
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


def shape_columns(geometry: BaseGeometry | None) -> dict[str, Any]:
    """The columns that a shape fills: WKB, a point inside it, its bounds. All None without a shape."""
    if geometry is None:
        return dict.fromkeys(COLUMNS[9:])
    point = geometry.representative_point()
    west, south, east, north = geometry.bounds
    values = (shapely.to_wkb(geometry), point.x, point.y, west, south, east, north)
    return dict(zip(COLUMNS[9:], values, strict=True))


def _row(place: NewPlace) -> tuple[Any, ...]:
    others = json.dumps(place.other_names, ensure_ascii=False) if place.other_names else "[]"
    head = (place.id, place.code, place.name, others, place.level, place.kind)
    if place.geometry is None:
        return (*head, place.parent, place.path, place.depth, None, None, None, None, None, None, None)
    shape = shape_columns(place.geometry)
    return (*head, place.parent, place.path, place.depth, *(shape[column] for column in COLUMNS[9:]))
