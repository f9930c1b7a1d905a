"""Which person or organisation on record a row of a roster means; in doubt it is refused, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q

from shanzhi.method.words import Sentence
from shanzhi.people.checks import person_name
from shanzhi.people.models import Household, Organization, Person
from shanzhi.people.problems import BadInput
from shanzhi.people.sealing import digest
from shanzhi.places.models import Place

NO_UNIT = Sentence(
    "没有名为“{name}”的单位，请先登记该单位，或核对名称",
    "there is no organisation “{name}”: enter it first, or check its name",
)
NAMESAKES = Sentence(
    "有多位“{name}”，请在这一行补上电话或身份证号",
    "several people are called {name}: add the phone or identity number",
)
OTHER_PHONE = Sentence(
    "已有一位“{name}”，但电话不同：是同一人请先更正电话，不是同一人请补上身份证号",
    "there is a {name} with another phone: correct it first if they are one, else add the identity number",
)
ELSEWHERE = Sentence("此人已登记在别处，请先办理迁移", "this person is on record elsewhere: move them first")


def member_of(
    household: Household,
    members: Iterable[Person],
    known: Person | None,
    name: str,
    facts: Mapping[str, str | None],
) -> Person | None:
    """The member a row of households means: by identity number (`known`), else by name; a differing number is another."""
    if known is not None:
        if known.household_id != household.pk:
            raise BadInput(ELSEWHERE)
        return known
    called, numbered = person_name(name), bool(facts.get("id_number"))
    named = [one for one in members if one.name == called and not (numbered and one.id_digest)]
    return _only(named, name)


def on_record(name: str, facts: Mapping[str, str | None], scope: Place) -> Person | None:
    """The person a row of posts means: by identity number, by name and phone, else by name inside the scope."""
    if known := _by_number(facts):
        return known
    named = Person.objects.filter(name=person_name(name), erased_at=None)
    if facts.get("id_number"):
        named = named.filter(id_digest=None)
    phone = digest("phone", facts.get("phone") or "") if facts.get("phone") else None
    if phone and (known := named.filter(phone_digest=phone).order_by("pk").first()):
        return known
    here = (
        Q(posts__place__path__begins=scope.path)
        | Q(home__path__begins=scope.path)
        | Q(household__place__path__begins=scope.path)
    )
    person = _only(list(named.filter(here).distinct()[:2]), name)
    if phone and person is not None and person.phone_digest:
        raise BadInput(OTHER_PHONE.fill(name=name))
    return person


def _by_number(facts: Mapping[str, str | None]) -> Person | None:
    number = facts.get("id_number")
    return Person.objects.filter(id_digest=digest("id_number", number)).first() if number else None


def _only(found: list[Person], name: str) -> Person | None:
    if len(found) > 1:
        raise BadInput(NAMESAKES.fill(name=name))
    return found[0] if found else None


def unit_of(row: Mapping[str, str], scope: Place) -> Organization | None:
    """The organisation a row names, if it names one."""
    return firm_of(row["organization"], scope) if "organization" in row else None


def firm_of(name: str, scope: Place) -> Organization:
    """The organisation of this name above or inside the scope; the nearest if several have it."""
    near = Q(place__in=scope.ancestor_ids) | Q(place__path__begins=scope.path)
    unit = Organization.objects.filter(near, name=name, closed_at=None).order_by("-place__depth").first()
    if unit is None:
        raise BadInput(NO_UNIT.fill(name=name))
    return unit
