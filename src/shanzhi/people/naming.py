"""Whom somebody may name in an answer, and for whom somebody may speak (代人办理).

One question for every face. A number that is nobody's and that of somebody who may not be named are the same to who
asks: `nameable` finds neither. To speak for a person is more than to name them: the matter becomes theirs.
PIPL art. 6, 31; elders as in 老年人权益保障法 art. 2, children as in 民法典 art. 17.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people.facts import facts_of, years
from shanzhi.people.models import Household, Person, Post
from shanzhi.people.permission import action, allowed, covers, rule
from shanzhi.people.problems import BadInput
from shanzhi.people.rules import SEES

ADULT = 18
ELDER = 60

action("person.speak_for", Sentence("替人发起", "open a matter for a person"))
action("person.name", Sentence("在表中写明某人", "name a person in an answer"))

NOBODY = Sentence(
    "没有这个人（或您不能写明此人），请重新选择",
    "there is no such person (or not yours to name): choose again",
)
SEES_THEM = Sentence("能查看此人信息的人", "those who may see the person")
HEAD = Sentence("户主（对本户的老人和孩子）", "the head of the household, for its elders and children")
IN_PUBLIC = Sentence("担任公开岗位的人任何人都可写明", "anybody, where the person holds a post")
OWN_HOME = Sentence("本户成员和房主", "those who live there or own it")


@rule("person.speak_for", "person.name", who=SEES_THEM)
def sees_them(actor: Actor, thing: Any) -> bool:
    """Oneself, a guardian, and whose post stands where the person lives (or the household is)."""
    return allowed(actor, "person.see", thing)


@rule("person.speak_for", "person.name", who=HEAD)
def head_of_household(actor: Actor, thing: Any) -> bool:
    """Only for those who are often unable to: children and elders, by the date of birth on record."""
    if not isinstance(thing, Person) or thing.household is None or thing.household.head_id != actor.person:
        return False
    if thing.minor:
        return True
    birth = facts_of(thing).get("birth")
    if birth is None:
        return False
    age = years(birth, timezone.localdate())
    return age < ADULT or age >= ELDER


@rule("person.name", who=IN_PUBLIC)
def serves_in_public(actor: Actor, thing: Any) -> bool:
    """Who holds a post is public among those signed in, so naming them tells nothing."""
    return isinstance(thing, Person) and Post.objects.in_force().filter(person=thing).exists()


@rule(
    "person.name",
    who=Sentence("当地的基层岗位（对当地的业主）", "those who serve where the person owns a flat"),
)
def owns_there(actor: Actor, thing: Any) -> bool:
    """An owner who lives elsewhere, or has just been entered with the flat."""
    if not isinstance(thing, Person):
        return False
    flats = Household.objects.filter(ownerships__person=thing, closed_at=None).select_related("place")
    return any(covers(actor, flat.place.ancestor_ids, SEES) for flat in flats)


@rule("person.name", who=Sentence("安全管理员", "the security administrator"), kinds=["security_admin"])
def gives_posts(actor: Actor, thing: Any) -> bool:
    """Whoever gives posts everywhere names by number whom they are given to, and sees nothing by it."""
    return isinstance(thing, Person)


@rule("person.name", who=OWN_HOME)
def own_home(actor: Actor, thing: Any) -> bool:
    """One's own household, and a flat one owns or heads."""
    if not isinstance(thing, Household) or actor.person is None:
        return False
    if actor.person == thing.head_id or thing.pk == actor.household:
        return True
    return thing.ownerships.filter(person=actor.person).exists()


def nameable(
    by: Actor, numbers: Iterable[int], *, speaking: bool = False, known: Q | None = None
) -> dict[int, Person]:
    """Of these numbers, the living persons the asker may name (`speaking`: open a matter for).

    `known` adds those who are known to the asker otherwise, as a condition on persons.
    """
    wanted = "person.speak_for" if speaking else "person.name"
    people = Person.objects.select_related("home", "household__place").filter(
        pk__in=set(numbers), erased_at=None
    )
    found = {person.pk: person for person in people if allowed(by, wanted, person)}
    if known is not None and len(found) < len(set(numbers)):
        found |= {person.pk: person for person in people.filter(known)}
    return found


def must_name(by: Actor, person: Person | None, field: str) -> None:
    """Raise `BadInput` for a person whom the asker may not name: the same as for one who is not there."""
    if person is not None and not allowed(by, "person.name", person):
        raise BadInput(NOBODY, {field: NOBODY})


def person_named(by: Actor, number: Any) -> Person | None:
    """The person of a number, for one who may name them; None for everybody else, and where there is nobody."""
    text = str(number if number is not None else "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        return None
    return nameable(by, [int(text)]).get(int(text))
