"""Who may read what was published: everybody, or those to whom it is addressed (`whom`). The one place where that is decided.

Pages, walls, lists, search, files and the API ask here. Besides those addressed, the parties to a matter read what it
publishes, whoever is on a roll by which it is decided, and whoever is asked by a post to act in it now: nobody votes
on, or judges objections to, what they may not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.models import Matter, Publication, RollUse
from shanzhi.matters.rights.access import EVERYONE, party, path_text, posts_asked
from shanzhi.matters.writing.ground import ground
from shanzhi.people.permission import Administrator
from shanzhi.people.queries import owned_below

PUBLIC = Q(whom="")


def whom_text(whom: Iterable[str] | None) -> str:
    """Those addressed as the table holds them; None is everybody, and nobody is not."""
    return "" if whom is None else f" {' '.join(whom)} "


def readable(reader: Actor) -> Q:
    """The condition over publications that somebody may read one."""
    if reader is SYSTEM:
        return EVERYONE
    if isinstance(reader, Administrator) or reader.person is None:
        return PUBLIC
    world = ground()
    found = PUBLIC | Q(whom__contains=" place ", within__in=reader.home)
    found |= Q(whom__contains=" owner ", within__in=owned_below(reader.person))
    for role, place in sorted(reader.posts):
        path = path_text(world.path(place))
        there = Q(place__path__begins=path) | Q(matter__origin__path__begins=path)
        found |= Q(whom__contains=f" {role} ") & there
    for tag in _tags(reader):
        found |= Q(whom__contains=f" {tag} ")
    rolls = RollUse.objects.filter(roll__lines__person=reader.person)
    found |= Q(matter__in=rolls.values("matter"))
    theirs = reduce(or_, posts_asked(reader, world), party(reader, world))
    return found | Q(Exists(Matter.objects.filter(theirs, pk=OuterRef("matter"), void=False)))


def _tags(reader: Actor) -> list[str]:
    household = [f"household:{reader.household}"] if reader.household is not None else []
    return [
        f"person:{reader.person}",
        *household,
        *(f"organisation:{n}" for n in sorted(reader.organizations)),
    ]


def readable_among(reader: Actor, rows: Iterable[Publication]) -> Collection[int]:
    """Of some publications the numbers of those that somebody may read; no query where all are everybody's."""
    listed = list(rows)
    open_ = {row.pk for row in listed if not row.whom}
    closed = [row.pk for row in listed if row.whom]
    if closed:
        open_ |= set(Publication.objects.filter(readable(reader), pk__in=closed).values_list("pk", flat=True))
    return open_
