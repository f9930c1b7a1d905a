"""One row of a list of organisations (单位名册): entered or changed, with its licence and who acts for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.roles import ROLES
from shanzhi.method.words import Sentence
from shanzhi.people.actions.organizations import add_licence, add_organization, set_organization
from shanzhi.people.actions.persons import add_person
from shanzhi.people.actions.posts import assign_post
from shanzhi.people.bodies import CONTACTS
from shanzhi.people.checks import clean_name
from shanzhi.people.matching import on_record
from shanzhi.people.models import Organization, Person, Post
from shanzhi.people.problems import BadInput
from shanzhi.people.roster_lookup import AtHand
from shanzhi.people.roster_rows import day_of
from shanzhi.places.models import Place

NAME = Sentence("单位名称", "name of the organisation")
BAD_KIND = Sentence(
    "没有“{text}”这种单位类别，可填：{names}", "there is no kind “{text}” of organisation, there are: {names}"
)
NO_PLACE = Sentence(
    "“{name}”的联系人没有合适的地方可登记，请把单位登记到社区、街道或区县",
    "the contact of {name} cannot be entered there: enter the organisation in a community, street or district",
)
WORDS = {
    "物业公司": "property",
    "物业": "property",
    "业委会": "owners",
    "物管会": "owners",
    "部门": "department",
}
"""What offices write besides the names of the kinds."""


def take_unit(by: Actor, row: Mapping[str, str], hand: AtHand, now: datetime) -> str:
    """An organisation by its name and place: entered, or brought up to what the row says."""
    place, name = hand.place(row), clean_name(row["unit_name"], NAME, 80)
    said = {"kind": _kind(row["unit_kind"])} if "unit_kind" in row else {}
    if "credit_code" in row:
        said["code"] = row["credit_code"]
    days = {key: _day(row[key]) for key in ("since", "until") if key in row}
    unit = Organization.objects.filter(place=place, name=name, closed_at=None).first()
    outcome = "unchanged"
    if unit is None:
        kind = said.pop("kind", Organization.Kind.UNIT)
        unit = add_organization(by, name=name, kind=kind, place=place, at=now, **said, **days)  # type: ignore[arg-type]
        outcome = "added"
    else:
        before = (unit.kind, unit.code, unit.since, unit.until)
        set_organization(by, organization=unit, at=now, **said, **days)
        if (unit.kind, unit.code, unit.since, unit.until) != before:
            outcome = "changed"
    changed = _licence(by, unit, row, now)
    changed = _contact(by, unit, row, hand, now) or changed
    return "changed" if changed and outcome == "unchanged" else outcome


def _kind(text: str) -> str:
    named = {str(label): value for value, label in Organization.Kind.choices}
    kind = text if text in Organization.Kind.values else named.get(text) or WORDS.get(text)
    if kind is None:
        raise BadInput(BAD_KIND.fill(text=text, names="、".join(named)))
    return kind


def _day(text: str) -> date:
    return timezone.localtime(day_of(text)).date()


def _licence(by: Actor, unit: Organization, row: Mapping[str, str], now: datetime) -> bool:
    if "licence" not in row or "licence_number" not in row:
        return False
    until = _day(row["licence_until"]) if "licence_until" in row else None
    here = {"organization": unit, "name": row["licence"], "number": row["licence_number"]}
    if unit.licences.filter(
        name=row["licence"], number=row["licence_number"], until=until, ended_at=None
    ).exists():
        return False
    add_licence(by, until=until, at=now, **here)  # type: ignore[arg-type]
    return True


def _contact(by: Actor, unit: Organization, row: Mapping[str, str], hand: AtHand, now: datetime) -> bool:
    """Who acts for it: found, or entered as serving there; in the role that fits the organisation's kind."""
    if "contact" not in row or unit.place is None:
        return False
    role = CONTACTS.get(unit.kind, "unit_contact")
    where = _standing(unit.place, role)
    if where is None:
        raise BadInput(NO_PLACE.fill(name=unit.name))
    facts: dict[str, str | None] = {"phone": row["phone"]} if "phone" in row else {}
    person: Person = on_record(row["contact"], facts, hand.scope) or add_person(
        by, name=row["contact"], serves=where, facts=facts, at=now
    )
    held = Post.objects.in_force(now).filter(person=person, organization=unit)
    if held.exists():
        return False
    assign_post(
        by, person=person, role=role, place=where, organization=unit, function=row.get("function", ""), listed=True, at=now
    )  # fmt: skip
    return True


def _standing(place: Place, role: str) -> Place | None:
    """Where a post of this role stands for an organisation of a place: there, or the nearest above that may."""
    above = Place.objects.filter(pk__in=place.ancestor_ids, level__in=ROLES[role].levels)
    return above.order_by("-depth").first()
