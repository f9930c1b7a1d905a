"""Keeping the roll (名册) of a block: read once when it opens, written with it, and asked from then on.

A roll is large and seldom differs from the last, so blocks that open on the same register share one list: it is found
by the edition of the register, without being read again, or else by its digest.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone
from msgspec.structs import replace

from shanzhi.database.columns import decode, encode
from shanzhi.database.streams import stream
from shanzhi.database.wire import fetch
from shanzhi.engine.rolls import PERSONS
from shanzhi.engine.types import Elector, listed_persons
from shanzhi.engine.types import Roll as Listed
from shanzhi.matters.models import Entry, Roll, RollLine, RollUse
from shanzhi.people import queries as people
from shanzhi.people.keys import derived
from shanzhi.people.models import Person
from shanzhi.places.models import Place

LINE = ("roll_id", "key", "area", "flats", "person_id", "leaf")
OF_PERSON = """SELECT o.key, o.area, o.flats, o.person_id FROM matters_rolluse u
 JOIN matters_rollline mine ON mine.roll_id = u.roll_id
 JOIN matters_rollline o ON o.roll_id = mine.roll_id AND o.key = mine.key
 WHERE u.matter_id = %s AND u.visit = %s AND mine.person_id = %s ORDER BY o.id"""


def roll_now(kind: str, place: int, now: datetime, edition: tuple[int, int]) -> Listed:
    """The roll of a place as the register stands: the one that is kept, where nothing has changed since.

    `edition` is that of places and of posts and homes, read before; zeros where it is not known.
    """
    same = Roll.objects.filter(kind=kind, place=place)
    if all(edition):
        kept = same.filter(**_seen(edition, now)).first()
        if kept is not None:
            return _kept(kept, edition)
    read = people.roll(kind, Place.objects.get(pk=place), now)
    digest = _digest(read)
    kept = same.filter(digest=digest).first()
    return _kept(kept, edition) if kept is not None else replace(read, digest=digest, edition=edition)


def roll_of_persons(persons: Iterable[int], place: int) -> Listed:
    """The roll of persons whom a matter names; the list that is kept, where the same was named before."""
    read = listed_persons(persons)
    digest = _digest(read)
    kept = Roll.objects.filter(kind=PERSONS, place=place, digest=digest).first()
    return _kept(kept, (0, 0)) if kept is not None else replace(read, digest=digest)


def _kept(row: Roll, edition: tuple[int, int]) -> Listed:
    return Listed(row.count, row.area, kept=row.pk, digest=row.digest, edition=edition)


def _seen(edition: tuple[int, int], at: datetime) -> dict[str, Any]:
    return {"places": edition[0], "posts": edition[1], "day": timezone.localdate(at)}


def _digest(roll: Listed) -> str:
    """The digest of a list: who counts, with what area, by whom; the same register gives the same."""
    seal = leaves()
    return digest_of(seal(*line) for one in roll.electors for line in _of(one))


def digest_of(found: Iterable[bytes]) -> str:
    """The digest of a list from those of its lines, in their order."""
    return hashlib.sha256(b"".join(found)).hexdigest()


def digest_in_clear(lines: Iterable[tuple[str, int, Any, int | None]]) -> str:
    """The digest that versions before 0.2.0 gave a list, from its lines (key, area, flats, person)."""
    electors = []
    for key, found in groupby(lines, key=lambda line: line[0]):
        of_key = list(found)
        persons = [person for *_rest, person in of_key if person is not None]
        electors.append((key, of_key[0][1], persons, of_key[0][2]))
    return hashlib.sha256(encode(electors)).hexdigest()


def leaves() -> Callable[[str, int, Any, int | None], bytes]:
    """What digests one line of a list (key, area, flats, person), under the application's key: nobody who has the tables
    alone finds by trying who was erased from it."""
    key = derived("digest", "roll", 32)
    return lambda *line: hmac.digest(key, encode(line), "sha256")


def _of(elector: Elector) -> Iterator[tuple[str, int, Any, int | None]]:
    """The lines of one elector."""
    for person in elector.persons or (None,):
        yield elector.key, elector.area, elector.flats, person


def keep(matter: int, visit: int, *, kind: str, place: int, roll: Listed, at: datetime) -> None:
    """Write down by which roll a block is held, and the list itself if it is a new one. In the caller's transaction."""
    seen = _seen(roll.edition, at)
    if roll.kept is None:
        row = Roll.objects.create(
            kind=kind, place_id=place, digest=roll.digest, count=roll.count, area=roll.area, at=at, **seen
        )
        seal, lines = leaves(), (line for one in roll.electors for line in _of(one))
        stream("matters_rollline", LINE, (_row(row.pk, line, seal(*line)) for line in lines))
        number = row.pk
    else:
        number = roll.kept
        Roll.objects.filter(pk=number).exclude(**seen).update(**seen)
    RollUse.objects.create(matter_id=matter, visit=visit, roll_id=number)


def _row(roll: int, line: tuple[str, int, Any, int | None], leaf: bytes) -> tuple[Any, ...]:
    key, area, flats, person = line
    return roll, key, area, encode(flats).decode(), person, leaf


def electors_of(matter: int, visit: int, person: int) -> tuple[Elector, ...]:
    """What a person votes as by the roll of a visit, each with all who may vote for it."""
    found: dict[str, Elector] = {}
    for key, area, flats, other in fetch(OF_PERSON, (matter, visit, person)):
        known = found.get(key)
        persons = (*(known.persons if known is not None else ()), *(() if other is None else (other,)))
        found[key] = Elector(key, area, persons, tuple(decode(flats)))
    return tuple(found.values())


def standing(matter: int, visit: int, slot: str) -> Entry | None:
    """The entry by which something stands as done once in a visit: not taken back since."""
    given = Entry.objects.filter(matter=matter, visit=visit)
    taken_back = given.filter(slot=Concat(Value("back:"), OuterRef("slot")))
    lasting = given.filter(Q(slot=slot) | Q(slot__startswith=f"{slot}~")).exclude(Exists(taken_back))
    return lasting.first()


def someone(matter: int, visit: int, key: str) -> Person | None:
    """A person who may vote for an elector of a visit's roll, to name whose vote it is."""
    lines = RollLine.objects.filter(roll__uses__matter=matter, roll__uses__visit=visit, key=key)
    return Person.objects.filter(pk__in=lines.values("person")).order_by("pk").first()


def keys_of(roll: Listed) -> frozenset[str]:
    """The keys of all electors of a roll."""
    if roll.kept is None:
        return frozenset(one.key for one in roll.electors)
    return frozenset(RollLine.objects.filter(roll=roll.kept).values_list("key", flat=True))


def elector_by_key(matter: int, visit: int, key: str) -> Elector | None:
    """An elector of a visit's roll."""
    lines = RollLine.objects.filter(roll__uses__matter=matter, roll__uses__visit=visit, key=key)
    found = list(lines.order_by("pk").values_list("area", "flats", "person"))
    if not found:
        return None
    persons = tuple(person for _, _, person in found if person is not None)
    return Elector(key, found[0][0], persons, tuple(found[0][1]))


def forget(person: int) -> None:
    """Take an erased person off every roll; who they counted as stays, so that no denominator changes."""
    RollLine.objects.filter(person=person).update(person=None)
