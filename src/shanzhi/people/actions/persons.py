"""Entering and changing persons (人员). Sensitive facts are sealed at once; the audit names fields, not contents."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.checks import clean_facts, person_name
from shanzhi.people.facts import put_facts
from shanzhi.people.held import hold_household, hold_person, hold_place
from shanzhi.people.models import Account, Household, Person, Token
from shanzhi.people.naming import must_name
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.people.versions import bump
from shanzhi.places.models import Place

NOWHERE = Sentence("请选择此人的住户或住处", "choose the household or the place where the person lives")
KNOWN = Sentence(
    "这个身份证号已经登记过，请查找已有的人员，不要重复登记",
    "this identity number is on record already: find that person instead of entering them again",
)
DIED = Sentence("已登记于 {day} 去世", "their death on {day} is on record already")
LIVES = Sentence("此人没有登记去世", "no death of theirs is on record")
NO_REASON = Sentence("请写明怎样核实的", "state how it was found out")
NOT_YET = Sentence("去世日期不能晚于今天", "the day of death is not later than today")
OWN_GUARDIAN = Sentence("不能做自己的监护人", "nobody is their own guardian")


def add_person(
    by: Actor,
    *,
    name: str,
    household: Household | None = None,
    home: Place | None = None,
    serves: Place | None = None,
    facts: Mapping[str, str | None] | None = None,
    guardian: Person | None = None,
    at: datetime | None = None,
) -> Person:
    """Enter a person who lives in a household or at a place; needs `person.keep` there.

    `serves` instead enters someone who will hold a post at a place and does not live there: they are on no
    roll of electors, and are found through their posts.
    `facts`: phone, id_number, birth (ISO), address, email. The birth of an identity number is taken from it.
    """
    where = household or home or serves
    if where is None:
        raise BadInput(NOWHERE)
    require(by, "person.keep", where)
    now = at or timezone.now()
    cleaned = clean_facts(facts or {}, timezone.localdate(now))
    person = Person(name=person_name(name), household=household, home=home, guardian=guardian, created_at=now)
    with transaction.atomic():
        bump()
        if household is not None:
            hold_household(household, "household")
        elif (place := home or serves) is not None:
            hold_place(place, "home" if home is not None else "serves")
        person.save()
        if any(cleaned.values()):
            _put(person, cleaned)
        audit.record("person.add", by=by, subject=person.pk, detail={"fields": _named(cleaned)}, at=now)
    return person


def rename_person(by: Actor, *, person: Person, name: str, at: datetime | None = None) -> None:
    """Correct a person's name."""
    require(by, "person.correct", person)
    with transaction.atomic():
        hold_person(person)
        person.name = person_name(name)
        person.save(update_fields=["name"])
        audit.record("person.rename", by=by, subject=person.pk, at=at)


def set_contact(
    by: Actor, *, person: Person, facts: Mapping[str, str | None], at: datetime | None = None
) -> None:
    """Correct facts of a person (PIPL art. 46): the person may, the guardian, and those who keep the rolls.

    Only the facts named are touched; None takes one away.
    """
    require(by, "person.correct", person)
    cleaned = clean_facts(facts, timezone.localdate(at or timezone.now()))
    with transaction.atomic():
        if not cleaned.keys().isdisjoint(("birth", "id_number")):
            bump()  # who is of age is on the rolls of electors
        hold_person(person)
        _put(person, cleaned)
        audit.record("person.correct", by=by, subject=person.pk, detail={"fields": _named(cleaned)}, at=at)


def move_person(
    by: Actor,
    *,
    person: Person,
    household: Household | None = None,
    home: Place | None = None,
    at: datetime | None = None,
) -> None:
    """Move a person to another household or place; needs `person.keep` there. Heads no household left behind."""
    where = household or home
    if where is None:
        raise BadInput(NOWHERE)
    require(by, "person.keep", where)
    with transaction.atomic():
        bump()
        hold_person(person)
        if household is not None:
            hold_household(household, "household")
        if home is not None:
            hold_place(home, "home")
        headed = Household.objects.filter(head=person)
        (headed.exclude(pk=household.pk) if household else headed).update(head=None)
        person.household, person.home = household, home
        person.save(update_fields=["household", "home"])
        audit.record("person.move", by=by, subject=person.pk, at=at)


def move_out(by: Actor, *, person: Person, at: datetime | None = None) -> None:
    """Let a person go who moves away from what is kept here; needs `person.keep` where they lived until now."""
    require(by, "person.keep", person)
    with transaction.atomic():
        bump()
        hold_person(person)
        Household.objects.filter(head=person).update(head=None)
        person.household = person.home = None
        person.save(update_fields=["household", "home"])
        audit.record("person.move_out", by=by, subject=person.pk, at=at)


def mark_deceased(by: Actor, *, person: Person, on: date, at: datetime | None = None) -> None:
    """Record that a person died (`on` that day); needs `person.keep` where they lived.

    They head no household and guard nobody any more, are on no later roll, and their account is closed. Their posts
    and open matters are `matters.writing.deaths.record_death`'s.
    """
    require(by, "person.keep", person)
    now = at or timezone.now()
    if on > timezone.localdate(now):
        raise BadInput(NOT_YET, {"on": NOT_YET})
    with transaction.atomic():
        bump()
        hold_person(person)
        if person.deceased_on is not None:
            raise BadInput(DIED.fill(day=person.deceased_on))
        Household.objects.filter(head=person).update(head=None)
        Person.objects.filter(guardian=person).update(guardian=None)
        person.deceased_on = on
        person.save(update_fields=["deceased_on"])
        Account.objects.filter(person=person).update(is_active=False)
        Token.objects.filter(account__person=person, revoked_at=None).update(revoked_at=now)
        audit.record("person.deceased", by=by, subject=person.pk, detail={"on": on.isoformat()}, at=at)


def correct_death(by: Actor, *, person: Person, reason: str, at: datetime | None = None) -> None:
    """Take back a death that was recorded by mistake, with the reason; they are on the next roll again.

    Headship, wards, posts and account were given up with the death, and are given again by those who give them.
    """
    require(by, "person.keep", person)
    if not reason.strip():
        raise BadInput(NO_REASON, {"reason": NO_REASON})
    with transaction.atomic():
        bump()
        hold_person(person)
        if person.deceased_on is None:
            raise BadInput(LIVES)
        detail = {"was": person.deceased_on.isoformat(), "reason": reason.strip()[:120]}
        person.deceased_on = None
        household = person.household
        if household is not None and household.closed_at is not None:
            person.household, person.home = (
                None,
                household.place,
            )  # closed meanwhile: they live there, in none
        person.save(update_fields=["deceased_on", "household", "home"])
        audit.record("person.alive", by=by, subject=person.pk, detail=detail, at=at)


def set_guardian(by: Actor, *, person: Person, guardian: Person | None, at: datetime | None = None) -> None:
    """Name who is a child's guardian; needs `person.keep` where the child lives."""
    require(by, "person.keep", person)
    must_name(by, guardian, "guardian")
    if guardian is not None and guardian.pk == person.pk:
        raise BadInput(OWN_GUARDIAN)
    with transaction.atomic():
        hold_person(person)
        person.guardian = guardian
        person.save(update_fields=["guardian"])
        detail = {"guardian": guardian.pk if guardian else None}
        audit.record("person.guardian", by=by, subject=person.pk, detail=detail, at=at)


def _put(person: Person, cleaned: Mapping[str, str | None]) -> None:
    put_facts(person, cleaned)
    try:
        with transaction.atomic() if person.id_digest else nullcontext():
            person.save(update_fields=["sealed", "phone_digest", "id_digest", "minor"])
    except IntegrityError:
        raise BadInput(KNOWN, {"id_number": KNOWN}) from None


def _named(cleaned: Mapping[str, str | None]) -> list[str]:
    return sorted(kind for kind, value in cleaned.items() if value)
