"""Who answers for a place or a household (责任人): the nearest post that is held, going up when one is vacant.

Three levels of duty stand behind it (三员三长, 三级责任); GB/T 34300 asks for a responsible person per grid.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from msgspec import Struct

from shanzhi.method.roles import WITHIN_BUILDING, role_name
from shanzhi.method.words import Sentence
from shanzhi.people.models import Household, Post
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, told_apart

DUTIES: dict[str, tuple[str, ...]] = {
    "building": ("building_lead", "yard_member", "neighbour_lead", "steward"),
    "unit": ("neighbour_lead", "steward"),
    "microgrid": ("microgrid_worker", "team_lead", "group_lead", "yard_chief"),
    "grid": ("grid_worker", "grid_chief", "yard_chief"),
    "community": ("community_staff", "committee_chair", "secretary"),
    "street": ("street_staff",),
    "district": ("district_staff",),
}
"""The roles that answer for a place of each level, the first named first."""

NETWORK: dict[str, tuple[str, ...]] = {
    "community": ("secretary", "health_worker"),
    "grid": ("grid_chief", "grid_worker", "party_member"),
    "microgrid": ("team_lead",),
    "building": ("building_lead",),
}
"""The posts of 三员三长 that each place of a level should have filled; for `queries.vacancies`."""

NOBODY = Sentence(
    "“{place}”及其上级都没有在任的责任人，请尽快补上",
    "no post answers for {place} or for any place above it: appoint somebody soon",
)
ANSWERS = Sentence("{role} {name}（{place}）", "{role} {name} ({place})")
VACANT = Sentence(
    "；{places}的岗位空缺，由上级代管", "; posts are vacant at {places}, so the level above answers"
)


class ResponsibilityLine(Struct, frozen=True):
    """One place on the way up and those who answer for it now, by order of duty; none: vacant."""

    place: Place
    posts: tuple[Post, ...]


class Responsibility(Struct, frozen=True):
    """Who answers, from the nearest place up to the district."""

    place: Place
    lines: tuple[ResponsibilityLine, ...]

    @property
    def posts(self) -> list[Post]:
        """Every post that answers, nearest first."""
        return [post for line in self.lines for post in line.posts]

    @property
    def first(self) -> Post | None:
        """The one to turn to; None only if no post is held all the way up."""
        return next(iter(self.posts), None)

    @property
    def vacant(self) -> list[Place]:
        """The places passed over on the way to the first, because nobody holds a post there."""
        passed = []
        for line in self.lines:
            if line.posts:
                break
            passed.append(line.place)
        return passed

    def text(self) -> Sentence:
        """Who answers, and which vacancies that goes around, for a person to read."""
        first = self.first
        if first is None:
            return NOBODY.fill(place=place_name(self.place))
        names = told_apart([first.place, *self.vacant])
        said = ANSWERS.fill(role=role_name(first.role), name=first.person.name, place=names[first.place.pk])
        if self.vacant:
            gap = VACANT.fill(places="、".join(names[place.pk] for place in self.vacant))
            said = Sentence(said.zh + gap.zh, said.en + gap.en)
        return said


def responsible_for(thing: Place | Household, at: datetime | None = None) -> Responsibility:
    """Who answers for a place or a household at a moment (default now); two queries."""
    place = thing.place if isinstance(thing, Household) else thing
    ids = place.ancestor_ids
    way = sorted(Place.objects.filter(pk__in=ids), key=lambda above: -above.depth)
    wanted = {role for roles in DUTIES.values() for role in roles}
    found = Post.objects.in_force(at or timezone.now()).filter(place_id__in=ids, role__in=wanted)
    by_place: dict[int, list[Post]] = {}
    for post in found.select_related("person", "place", "organization").order_by("since", "pk"):
        by_place.setdefault(post.place_id, []).append(post)
    return Responsibility(place, tuple(_lines(way, by_place)))


def _lines(way: list[Place], by_place: dict[int, list[Post]]) -> list[ResponsibilityLine]:
    lines = []
    for place in way:
        order = DUTIES.get(place.level, ())
        posts = [post for post in by_place.get(place.pk, []) if post.role in order]
        if posts or (order and place.level not in WITHIN_BUILDING):
            lines.append(
                ResponsibilityLine(place, tuple(sorted(posts, key=lambda post: order.index(post.role))))
            )
    return lines


def unanswered(place: Place, at: datetime | None = None) -> list[Household]:
    """The open households in a place for which nobody answers, up to the top; none is how it should be."""
    now = at or timezone.now()
    held: set[int] = set()
    for level, roles in DUTIES.items():
        posts = Post.objects.in_force(now).filter(place__level=level, role__in=roles)
        held.update(posts.values_list("place_id", flat=True))
    if held & set(place.ancestor_ids):
        return []
    homes = Household.objects.filter(closed_at=None, place__path__begins=place.path).select_related("place")
    return [home for home in homes.order_by("pk") if not held & set(home.place.ancestor_ids)]
