"""From a person, an account or a token to the engine's `Actor`: posts in force, household, home, in one query.

This runs once per request, so the statement is written out (it is the same on both back ends) rather than
composed anew each time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from msgspec import Struct

from shanzhi.database.wire import fetch
from shanzhi.engine.types import Actor
from shanzhi.people.models import Account
from shanzhi.people.permission import Administrator

_ACTOR = (
    """p.id, p.household_id, COALESCE(home.path, door.path), post.role, post.place_id, post.organization_id"""
)
_JOINS = """
LEFT JOIN places_place home ON home.id = p.home_id
LEFT JOIN people_household h ON h.id = p.household_id
LEFT JOIN places_place door ON door.id = h.place_id
LEFT JOIN people_post post ON post.person_id = p.id AND post.since <= %s
    AND (post.until IS NULL OR post.until > %s) AND (post.ended_at IS NULL OR post.ended_at > %s)
"""
_BY_PERSON = f"SELECT {_ACTOR} FROM people_person p {_JOINS} WHERE p.id = %s"  # noqa: S608 (both parts are constants)
_BY_PERSONS = f"SELECT {_ACTOR} FROM people_person p {_JOINS} WHERE p.id IN"  # noqa: S608
AT_ONCE = 500
"""How many persons one statement asks for."""
_BY_TOKEN = f"""SELECT {_ACTOR}, post.since, post.until, post.ended_at, t.id, t.scopes, t.used_on, a.id, t.expires_at,
    COALESCE((SELECT names FROM places_edition WHERE id = 1), 0),
    COALESCE((SELECT number FROM people_postsversion WHERE id = 1), 0)
FROM people_token t JOIN people_account a ON a.id = t.account_id JOIN people_person p ON p.id = a.person_id
LEFT JOIN places_place home ON home.id = p.home_id
LEFT JOIN people_household h ON h.id = p.household_id
LEFT JOIN places_place door ON door.id = h.place_id
LEFT JOIN people_post post ON post.person_id = p.id
    AND (post.until IS NULL OR post.until > %s) AND (post.ended_at IS NULL OR post.ended_at > %s)
WHERE t.digest = %s AND t.revoked_at IS NULL AND t.expires_at > %s AND a.is_active AND a.kind = 'person'
    AND p.erased_at IS NULL"""  # noqa: S608


class BearerRow(Struct, frozen=True):
    """What the database knows of a valid token.

    It stays so until the moment `until`, as long as the edition of places and the version of posts stand where
    they stood (`marks`; 0: nothing stands still).
    """

    token: int
    account: int
    actor: Actor
    scopes: frozenset[str]
    used_on: date | None
    until: datetime
    marks: tuple[int, int]


def load_actor(person: int, at: datetime | None = None) -> Actor:
    """The actor that a person is at a moment (default now). A person there is no record of holds nothing."""
    moment = connection.ops.adapt_datetimefield_value(at or timezone.now())
    rows = fetch(_BY_PERSON, [moment, moment, moment, person])
    return _actor(rows) if rows else Actor(person=person)


def load_actors(persons: Collection[int], at: datetime | None = None) -> dict[int, Actor]:
    """The actors that persons are at a moment (default now), asked for together."""
    moment = connection.ops.adapt_datetimefield_value(at or timezone.now())
    found: dict[int, list[Sequence[Any]]] = {person: [] for person in persons}
    wanted = list(found)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        marks = ", ".join(["%s"] * len(some))
        for row in fetch(f"{_BY_PERSONS} ({marks})", [moment, moment, moment, *some]):
            found[row[0]].append(row)
    return {person: _actor(rows) if rows else Actor(person=person) for person, rows in found.items()}


def actor_of(account: Account, at: datetime | None = None) -> Actor:
    """The actor behind an account. An administrator's account acts as `Administrator`, without any post."""
    if account.administers:
        return Administrator(person=account.person_id, kind=account.kind, account=account.pk)
    if account.person_id is None:
        return Actor(person=None)
    return load_actor(account.person_id, at)


def bearer_row(digest: str, at: datetime) -> BearerRow | None:
    """The token with this digest, if it is valid at a moment and its account is a person's and open."""
    moment = connection.ops.adapt_datetimefield_value(at)
    rows = fetch(_BY_TOKEN, [moment, moment, digest, moment])
    if not rows:
        return None
    token, scopes, used_on, account, expires, *marks = rows[0][9:]
    posts = [row for row in rows if row[3] is not None]
    held = [row for row in posts if (_moment(row[6]) or at) <= at]
    turns = [
        turn for row in posts for date_ in row[6:9] if (turn := _moment(date_)) is not None and turn > at
    ]
    return BearerRow(
        token=token,
        account=account,
        actor=_actor(held or [(*rows[0][:3], None, None, None)]),
        scopes=frozenset(json.loads(scopes) if isinstance(scopes, str) else scopes),
        used_on=date.fromisoformat(used_on) if isinstance(used_on, str) else used_on,
        until=min([_moment(expires) or at, *turns]),
        marks=(marks[0], marks[1]),
    )


def _moment(value: Any) -> datetime | None:
    """A time as either back end returns it, as an aware one."""
    if value is None:
        return None
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _actor(rows: Sequence[Sequence[Any]]) -> Actor:
    person, household, path = rows[0][:3]
    return Actor(
        person=person,
        posts=frozenset((row[3], row[4]) for row in rows if row[3] is not None),
        offices=frozenset((row[3], row[5]) for row in rows if row[5] is not None),
        household=household,
        home=tuple(int(part) for part in path.split("/") if part) if path else (),
    )
