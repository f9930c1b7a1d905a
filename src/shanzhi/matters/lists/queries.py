"""Lists of matters, each by an index and by a key: as quick on the last page as on the first, and at a million rows.

Everything here is for somebody: what they may not see is not in it (`access`). What is expected soonest comes
first in a desk's list, the latest first in the others; `after` is the key of the last row of the page before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from msgspec import Struct

from shanzhi.database.wire import fetch, on_postgresql
from shanzhi.engine.types import Actor
from shanzhi.matters.models import Fault, Matter
from shanzhi.matters.rights.access import on_desk, seen_by, whose
from shanzhi.matters.writing.ground import Ground, ground
from shanzhi.matters.writing.record import moment
from shanzhi.method.roles import BELOW_BUILDING
from shanzhi.people.permission import places_of_duty
from shanzhi.places.models import Place

MOST = 200
"""Most rows of one page."""
MOST_PRESSING = 60
"""More of what presses stand marked among the others."""
START = (datetime(1, 1, 1, tzinfo=UTC), 0)


class ListedMatter(Struct, frozen=True):
    """One matter in a list. `expected_at` is when something must have happened; far off if nothing is dated."""

    id: int
    method: str
    title: str
    stage: str
    place: int
    opened_at: datetime
    expected_at: datetime
    late: bool
    desk_role: str
    desk_place: int | None
    desk_office: int | None
    desk_person: int | None
    seq: int
    closed_at: datetime | None = None
    end: str = ""
    pin: bytes = b""
    adoption: int = 0
    urged_until: datetime | None = None
    returned: bool = False

    @property
    def key(self) -> tuple[datetime, int]:
        """Where the next page begins."""
        return self.expected_at, self.id


_COLUMNS = """m.id, m.method, m.title, m.stage, m.place_id, m.opened_at, m.expected_at, m.late, m.desk_role,
 m.desk_place_id, m.desk_office_id, m.desk_person_id, m.seq, m.closed_at, m."end",
 m.pin, m.adoption_id, m.urged_until, m.returned"""
_ONE_DESK = f"""SELECT {_COLUMNS} FROM matters_matter m
 WHERE m.closed_at IS NULL AND {{desk}}
 AND (m.expected_at, m.id) > (%s{{time}}, %s{{number}}) ORDER BY m.expected_at, m.id LIMIT %s{{number}}"""  # noqa: S608
_NOT_ABOUT = (
    "AND NOT EXISTS (SELECT 1 FROM matters_keptfrom k WHERE k.matter_id = m.id AND k.person_id = %s{number})"
)
_POST = (
    f"m.desk_place_id = %s{{number}} AND m.desk_role = %s{{text}} AND m.desk_office_id IS NULL {_NOT_ABOUT}"
)
_OFFICE = f"m.desk_office_id = %s{{number}} {_NOT_ABOUT}"
_OWN = "m.desk_person_id = %s{number} AND m.desk_role IN ('opener', 'holder')"


def _typed(statement: str) -> str:
    """The statement with casts where PostgreSQL needs them."""
    on = on_postgresql()
    return statement.format(
        time="::timestamptz" if on else "", number="::bigint" if on else "", text="::text" if on else ""
    )


def inbox(actor: Actor, *, after: tuple[datetime, int] | None = None, limit: int = 50) -> list[ListedMatter]:
    """The open matters on the actor's desks: their own, their posts', their offices'; soonest expected first."""
    if actor.person is None:
        return []
    desks: list[tuple[str, tuple[Any, ...]]] = [(_OWN, (actor.person,))]
    desks += [(_POST, (place, role, actor.person)) for role, place in sorted(actor.posts)]
    desks += [(_OFFICE, (office, actor.person)) for office in sorted(actor.organizations)]
    return _merged(desks, after, limit)


def pressing(actor: Actor) -> list[int]:
    """The numbers of the open matters on the actor's desks that go before all others: asked for from above, then come back."""
    marked = Q(urged_until__isnull=False) | Q(returned=True)
    found = Matter.objects.filter(on_desk(actor), marked, closed_at=None, void=False)
    return list(
        found.order_by(F("urged_until").asc(nulls_last=True), "expected_at", "pk").values_list(
            "pk", flat=True
        )[:MOST_PRESSING]
    )


class Turn(Struct, frozen=True):
    """A page of a desk, and the key of the next one (None: this is the last)."""

    lines: list[ListedMatter]
    next: tuple[datetime, int] | None


def in_turn(actor: Actor, *, after: tuple[datetime, int] | None = None, limit: int = 50) -> Turn:
    """What lies on the actor's desks in the order in which it is to be done: what presses, then what is expected soonest.

    The one order of the inbox, on its page, in its file and in the pocket. What presses comes beside the first
    page, however long that is.
    """
    first = pressing(actor)
    size = min(limit, MOST - 1)
    found = inbox(actor, after=after, limit=size + 1)
    last = found[size - 1] if len(found) > size else None
    rows = Matter.objects.defer("data", "state", "sealed", "head").in_bulk(first if after is None else ())
    before = [line_of(rows[number]) for number in first if number in rows]
    others = [line for line in found[:size] if line.id not in first]
    return Turn([*before, *others], last.key if last is not None else None)


def line_of(row: Matter) -> ListedMatter:
    """A row of the table as a line."""
    return ListedMatter(
        row.pk, row.method, row.title, row.stage, row.place_id, row.opened_at, row.expected_at, row.late,
        row.desk_role, row.desk_place_id, row.desk_office_id, row.desk_person_id, row.seq, row.closed_at, row.end,
        bytes(row.pin), row.adoption_id, row.urged_until, row.returned,
    )  # fmt: skip


def on_one_desk(
    actor: Actor, role: str, place: int, *, after: tuple[datetime, int] | None = None, limit: int = 50
) -> list[ListedMatter]:
    """The open matters on one desk, soonest expected first, but for those about the asker. Whether they may see the
    desk is for the caller."""
    return _merged([(_POST, (place, role, actor.person or 0))], after, limit)


def _merged(
    desks: Sequence[tuple[str, tuple[Any, ...]]], after: tuple[datetime, int] | None, limit: int
) -> list[ListedMatter]:
    """A page over several desks: of each no more than a page is read, by its own index range."""
    size = max(1, min(limit, MOST))
    key = after or START
    parts, values = [], []
    for desk, its in desks:
        parts.append("SELECT * FROM (" + _ONE_DESK.replace("{desk}", desk) + ") AS one")  # noqa: S608
        values += [*its, *key, size]
    if len(parts) == 1:
        return [_line(row) for row in fetch(_typed(_ONE_DESK.replace("{desk}", desks[0][0])), values)]
    union = " UNION ".join(parts) + " ORDER BY expected_at, id LIMIT %s{number}"
    return [_line(row) for row in fetch(_typed(union), [*values, size])]


def _line(row: Sequence[Any]) -> ListedMatter:
    values = list(row)
    for n in (5, 6, 13, 17):
        values[n] = moment(values[n])
    values[7], values[18] = bool(values[7]), bool(values[18])
    return ListedMatter(*values)


DESKS = """WITH RECURSIVE desks (place, role) AS (
  SELECT * FROM (SELECT desk_place_id, desk_role FROM matters_matter WHERE closed_at IS NULL
   AND desk_place_id IS NOT NULL ORDER BY desk_place_id, desk_role LIMIT 1) AS first
  UNION ALL
  SELECT (SELECT m.desk_place_id FROM matters_matter m WHERE m.closed_at IS NULL
    AND (m.desk_place_id, m.desk_role) > (d.place, d.role) ORDER BY m.desk_place_id, m.desk_role LIMIT 1),
   (SELECT m.desk_role FROM matters_matter m WHERE m.closed_at IS NULL
    AND (m.desk_place_id, m.desk_role) > (d.place, d.role) ORDER BY m.desk_place_id, m.desk_role LIMIT 1)
  FROM desks d WHERE d.place IS NOT NULL
) SELECT place, role FROM desks WHERE place IS NOT NULL"""
"""Every desk with something open on it, hopping from one to the next in the index."""


def vacant_desks(actor: Actor, world: Ground | None = None) -> list[tuple[str, int]]:
    """Desks (role, place) below the actor's posts where matters lie and nobody holds the role: they stand in."""
    mine = places_of_duty(actor)
    if not mine:
        return []
    world = world or ground()
    found = []
    for place, role in fetch(DESKS):
        if role in ("opener", "holder"):
            continue
        if mine.intersection(world.path(place)[:-1]) and not world.holders(role, place):
            found.append((role, place))
    return found


def standing_in(
    actor: Actor, *, after: tuple[datetime, int] | None = None, limit: int = 50, world: Ground | None = None
) -> list[ListedMatter]:
    """The open matters on vacant desks below the actor's posts, soonest expected first."""
    desks = [(_POST, (place, role, actor.person or 0)) for role, place in vacant_desks(actor, world)[:40]]
    return _merged(desks, after, limit) if desks else []


def opened_by(actor: Actor) -> QuerySet[Matter]:
    """What is a person's own, the latest first: what they opened, and what they are a party to."""
    return Matter.objects.filter(whose(actor), void=False).order_by("-pk")


def board(actor: Actor, place: Place, **chosen: Any) -> QuerySet[Matter]:
    """The matters that happened in a place and all below, the latest first, as far as the actor may see them.

    `chosen` narrows by columns: `method`, `stage`, `end`, `late`, `closed_at=None` …
    """
    return seen_by(actor).filter(happened_in(actor, place), **chosen).order_by("-pk")


def happened_in(actor: Actor, place: Place) -> Q:
    """The condition that a matter happened in a place or below it. Whose opener nobody may know is not found by a door."""
    here = Q(origin__path__begins=place.path)
    if place.level not in BELOW_BUILDING:
        return here
    return here & (Q(unnamed=False) | Q(opener=actor.person or 0))


def count_matters(*, method: str | None = None, stage: str | None = None) -> int:
    """How many matters there are, void ones apart; answered from an index alone."""
    conditions, values = ["NOT void"], []
    if method is not None:
        conditions.append("method = %s")
        values.append(method)
    if stage is not None:
        conditions.append("stage = %s")
        values.append(stage)
    return int(fetch(f"SELECT count(*) FROM matters_matter WHERE {' AND '.join(conditions)}", values)[0][0])  # noqa: S608


def faults() -> QuerySet[Fault]:
    """The matters that the clock could not move on, the most stubborn first: for the operator."""
    return Fault.objects.select_related("matter").order_by("-failures", "matter")
