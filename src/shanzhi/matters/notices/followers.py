"""Who follows a matter, and in whose name each is told: of the matter itself, as long as they may see that there is one.

Following opens nothing and outlasts nothing: whose post has ended, who moved away, and whom a matter that was corrected is
kept from learn no more of it. Held against the matter as the decision leaves it.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import BooleanField, ExpressionWrapper
from msgspec import Struct

from shanzhi.engine.sight import audience
from shanzhi.engine.types import Actor, Matter
from shanzhi.matters.models import Matter as MatterRow
from shanzhi.matters.models import Watch
from shanzhi.matters.rights.access import by_their_part, general_view, path_text
from shanzhi.matters.writing.ground import Ground
from shanzhi.method.model import Method
from shanzhi.method.roles import OVERSEES
from shanzhi.people.actors import load_actors
from shanzhi.people.finding import living_at
from shanzhi.people.permission import covers
from shanzhi.places.models import Place

AT_ONCE = 20
"""Of how many persons one statement asks what part they have in a matter."""


class Followers(Struct):
    """`looking` are told of the matter; `merged` of their own one that was merged into it: who, which, its title."""

    looking: list[int] = []
    merged: list[tuple[int, int, str]] = []


def followers(method: Method, matter: Matter, world: Ground) -> Followers:
    """Who follows a matter, as a decision leaves it."""
    rows = list(
        Watch.objects.filter(matter=matter.id)
        .order_by("pk")
        .values_list("person", "through", "through__title")
    )
    if not rows:
        return Followers()
    may = may_know([person for person, _own, _title in rows], method, matter, world)
    return Followers(
        [person for person, _own, _title in rows if person in may],
        [(person, own, title or "") for person, own, title in rows if own is not None and person not in may],
    )


def may_know(people: Collection[int], method: Method, matter: Matter, world: Ground) -> set[int]:
    """Of some persons those who may see that there is such a matter, as a decision leaves it.

    What the decision changes (whom it is shown to, where it stands) is asked of the matter as it is now; what somebody did
    or is asked to do in it, of what is written already.
    """
    visible, roles = audience(method, matter)
    if visible == "public":
        return set(people)
    way, over = world.path(matter.origin), set(world.path(matter.place))
    found = set(world.at_desk(matter.desk)) if matter.desk is not None else set()
    community = next((place for place in way if world.level(place) == "community"), None)
    if visible == "place" and community is not None:
        here = living_at(Place.objects.filter(pk=community).defer("geometry"))
        found |= set(here.filter(pk__in=people).values_list("pk", flat=True))
    others = load_actors(sorted(set(people) - found), world.now)
    for person, actor in others.items():
        leads = covers(actor, over, OVERSEES)
        shown = any(f" {role} " in roles and place in {*over, *way} for role, place in actor.posts)
        if leads or shown or f" @{person} " in roles or general_view(actor, world)(visible, path_text(way)):
            found.add(person)
    found |= _with_a_part(
        [actor for person, actor in others.items() if person not in found], matter.id, world
    )
    return found.intersection(people)


def _with_a_part(actors: list[Actor], matter: int, world: Ground) -> set[int]:
    """Those of some persons who have a part in a matter themselves, many asked for in one statement."""
    found: set[int] = set()
    for start in range(0, len(actors), AT_ONCE):
        some = {f"p{one.person}": one for one in actors[start : start + AT_ONCE]}
        parts = {
            name: ExpressionWrapper(by_their_part(one, world), BooleanField()) for name, one in some.items()
        }
        answer = MatterRow.objects.filter(pk=matter).values(**parts).first() or {}
        found |= {one.person for name, one in some.items() if answer.get(name) and one.person is not None}
    return found
