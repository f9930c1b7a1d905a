"""A place is closed when nobody stands there any more: who and what is left, counted, is moved or ended first."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from shanzhi.method.words import Sentence
from shanzhi.people.models import Household, Person, Post
from shanzhi.places.models import Place
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.telling import place_name

LEFT = Sentence(
    "“{name}”还不能撤销，仍有{what}。{todo}，再撤销。",
    "“{name}” cannot be closed yet: it still has {what}. {todo}, then close it.",
)
BELOW = Sentence("未撤销的下级地方 {n} 处", "{n} open places below it")
HOUSEHOLDS = Sentence("住户 {n} 户", "{n} households")
PERSONS = Sentence("居住人员 {n} 人", "{n} people who live there")
POSTS = Sentence("在任岗位 {n} 个", "{n} posts that have not ended")
MOVE_PLACES = Sentence(
    "请把下级移到别的上级之下，或连同下级一起撤销",
    "Move the places below it to another parent, or close them with it",
)
MOVE_PEOPLE = Sentence(
    "请把住户和人员迁到接收他们的地方，不住了的办理注销、迁出",
    "Move households and people to the place that takes them over, or record that they are gone",
)
END_POSTS = Sentence(
    "请结束岗位的任期，需要的在接收的地方另行登记", "End the posts, and appoint anew where they go on"
)


def check_emptied(place: Place, at: datetime, *, with_below: bool) -> int:
    """Refuse to close a place with parts, people or posts; otherwise how many places below are closed with it.

    The places are kept from others first, as whoever settles somebody there keeps them (`people.held`): nobody comes in
    between the counting and the closing. The tree is locked by the caller.
    """
    branch = Place.objects.filter(path__begins=place.path, closed_at=None)
    below = len(branch.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)) - 1
    here = Q(place__path__begins=place.path)
    lives = Q(home__path__begins=place.path) | Q(
        household__place__path__begins=place.path, household__closed_at=None
    )
    runs = (Q(until=None) | Q(until__gt=at)) & (Q(ended_at=None) | Q(ended_at__gt=at))
    households = Household.objects.filter(here, closed_at=None).count()
    persons = Person.objects.filter(lives, deceased_on=None, erased_at=None).count()
    posts = Post.objects.filter(here & runs).count()
    counts = (
        (BELOW, 0 if with_below else below),
        (HOUSEHOLDS, households),
        (PERSONS, persons),
        (POSTS, posts),
    )
    if not any(n for _what, n in counts):
        return below
    todo = []
    if below and not with_below:
        todo.append(MOVE_PLACES)
    if households or persons:
        todo.append(MOVE_PEOPLE)
    if posts:
        todo.append(END_POSTS)
    what = [said.fill(n=n) for said, n in counts if n]
    raise PlaceRefused(
        LEFT.fill(
            name=place_name(place),
            what=Sentence("、".join(one.zh for one in what), ", ".join(one.en for one in what)),
            todo=Sentence("；".join(one.zh for one in todo), "; ".join(one.en for one in todo)),
        )
    )
