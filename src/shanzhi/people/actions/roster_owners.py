"""The owners that a roster of households names (业主、产权人、建设单位): found for certain, or the row is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people.actions.owners import set_owners
from shanzhi.people.actions.persons import add_person
from shanzhi.people.checks import person_name
from shanzhi.people.matching import firm_of, on_record
from shanzhi.people.models import Household, Organization, Person
from shanzhi.people.permission import allowed
from shanzhi.people.problems import BadInput
from shanzhi.people.roster_lookup import AtHand
from shanzhi.people.roster_rows import handed_over, several
from shanzhi.people.sealing import digest
from shanzhi.places.models import Place

NOT_KNOWN = Sentence(
    "业主“{name}”不是本户成员，请在“业主电话”一栏补上电话，以便与同名的人分开",
    "the owner “{name}” is no member of this household: give their phone, so that namesakes are told apart",
)
UNEVEN = Sentence(
    "业主有 {owners} 位，{what}有 {given} 个，对不上", "there are {owners} owners but {given} of {what}"
)
SEPARATE = Sentence(
    "业主与建设单位都写了：已交付的请只写业主，未交付的请在“交付情况”写明未交付",
    "both owners and a developer are named: of a flat handed over name the owners alone",
)


def take_owners(by: Actor, row: Mapping[str, str], household: Household, hand: AtHand, now: datetime) -> bool:
    """Bring a household's owners up to what the row says; whether anything changed. A row silent on owners changes none."""
    names, firm = several(row.get("owner", "")), None
    delivered = handed_over(row)
    if row.get("developer"):
        if names and not row.get("delivered"):
            raise BadInput(SEPARATE)
        if not (names and delivered):
            firm = firm_of(row["developer"], hand.scope)
    if firm is not None:
        return _set(by, household, [], firm, now)
    if not names:
        return False
    phones, shares = several(row.get("owner_phone", "")), several(row.get("share", ""))
    for given, what in ((phones, Sentence("电话", "phones")), (shares, Sentence("份额", "shares"))):
        if given and len(given) != len(names):
            raise BadInput(UNEVEN.fill(owners=len(names), what=what, given=len(given)))
    owners = [
        (
            _owner(by, name, phones[n] if phones else "", household, hand, now),
            shares[n] if shares else "",
        )
        for n, name in enumerate(names)
    ]
    return _set(by, household, owners, None, now)


def _owner(by: Actor, name: str, phone: str, household: Household, hand: AtHand, now: datetime) -> Person:
    name = person_name(name)
    living = [one for one in hand.members(household) if one.name == name]
    if len(living) == 1:
        return living[0]
    if not phone:
        raise BadInput(NOT_KNOWN.fill(name=name))
    return owner_by_phone(by, name=name, phone=phone, household=household, scope=hand.scope, at=now)


def owner_by_phone(
    by: Actor, *, name: str, phone: str, household: Household, scope: Place, at: datetime | None = None
) -> Person:
    """An owner who lives elsewhere: found by name and telephone as far as the asker may name them, or else entered."""
    found = on_record(name, {"phone": phone}, scope)
    if found is not None and not allowed(by, "person.name", found):
        found = _theirs_to_name(by, name, phone)  # whoever is elsewhere is as if not on record
    return found or add_person(by, name=name, serves=household.place, facts={"phone": phone}, at=at)


def _theirs_to_name(by: Actor, name: str, phone: str) -> Person | None:
    same = Person.objects.filter(name=person_name(name), phone_digest=digest("phone", phone), erased_at=None)
    return next((one for one in same.order_by("pk") if allowed(by, "person.name", one)), None)


def _set(
    by: Actor,
    household: Household,
    owners: list[tuple[Person, str]],
    firm: Organization | None,
    now: datetime,
) -> bool:
    known = {one.person_id: one.share for one in household.ownerships.all()}
    wanted = {person.pk: share or known.get(person.pk, "") for person, share in owners}
    if wanted == known and household.developer_id == (firm.pk if firm is not None else None):
        return False
    set_owners(
        by,
        household=household,
        owners=[(person, wanted[person.pk]) for person, _ in owners],
        developer=firm,
        vouched=[person.pk for person, _ in owners],
        listed=True,
        at=now,
    )
    return True
