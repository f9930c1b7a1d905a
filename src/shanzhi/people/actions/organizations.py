"""Entering and changing organisations (单位), their people and licences (证照)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.checks import clean_name
from shanzhi.people.credit_codes import clean_code
from shanzhi.people.held import hold_place
from shanzhi.people.models import Licence, Organization, Post
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.people.versions import bump
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name

NAME = Sentence("单位名称", "name of the organisation")
LICENCE = Sentence("证照名称", "name of the licence")
NUMBER = Sentence("证照编号", "number of the licence")
KNOWN = Sentence("“{place}”已有单位“{name}”", "{place} has an organisation “{name}” already")
CODE_KNOWN = Sentence(
    "“{name}”已用这个统一社会信用代码登记，请核对",
    "“{name}” is entered with this credit code already: check it",
)
STILL_SERVED = Sentence(
    "该单位还有 {count} 个在任岗位，请先结束任期",
    "{count} posts of this organisation still run: end them first",
)
CLOSED = Sentence("这个单位已撤销", "this organisation was closed already")
BAD_KIND = Sentence("没有“{kind}”这种单位类别", "there is no kind of organisation “{kind}”")
BACKWARD = Sentence("届满须晚于成立（换届）之日", "a term must end after it begins")
NO_LICENCE = Sentence("这个证照已注销", "this licence was ended already")


def add_organization(
    by: Actor,
    *,
    name: str,
    kind: str,
    place: Place,
    code: str = "",
    since: date | None = None,
    until: date | None = None,
    at: datetime | None = None,
) -> Organization:
    """Enter an organisation that serves a place (a department at the district, a shop in a community)."""
    require(by, "person.keep", place)
    made = Organization(name=clean_name(name, NAME, 80), kind=_kind(kind), place=place, code=clean_code(code))
    made.since, made.until = _term(since, until)
    with transaction.atomic():
        bump()
        hold_place(place, "place")
        _once(made)
        made.save()
        audit.record("organization.add", by=by, detail={"organization": made.pk}, at=at)
    return made


def set_organization(
    by: Actor, *, organization: Organization, at: datetime | None = None, **changes: Any
) -> None:
    """Change what is said of an organisation: `name`, `kind`, `code`, `since`, `until`."""
    require(by, "person.keep", organization)
    with transaction.atomic():
        bump()
        _hold(organization)
        before = {field: getattr(organization, field) for field in changes}
        for field, value in changes.items():
            setattr(organization, field, value)
        organization.name, organization.kind = (
            clean_name(organization.name, NAME, 80),
            _kind(organization.kind),
        )
        organization.code = clean_code(organization.code)
        _term(organization.since, organization.until)
        changed = sorted(field for field, value in before.items() if getattr(organization, field) != value)
        if not changed:
            return
        _once(organization)
        organization.save(update_fields=changed)
        detail = {"organization": organization.pk, "fields": changed}
        audit.record("organization.set", by=by, detail=detail, at=at)


def close_organization(by: Actor, *, organization: Organization, at: datetime | None = None) -> None:
    """Close an organisation in which nobody holds a post any more."""
    require(by, "person.keep", organization)
    now = at or timezone.now()
    with transaction.atomic():
        bump()
        _hold(organization)
        if count := Post.objects.in_force(now).filter(organization=organization).count():
            raise BadInput(STILL_SERVED.fill(count=count))
        organization.closed_at = now
        organization.save(update_fields=["closed_at"])
        audit.record("organization.close", by=by, detail={"organization": organization.pk}, at=now)


def add_licence(
    by: Actor,
    *,
    organization: Organization,
    name: str,
    number: str,
    until: date | None = None,
    at: datetime | None = None,
) -> Licence:
    """Enter a licence of an organisation, which holds until a day if it ends; the same once more is renewed."""
    require(by, "person.keep", organization)
    called, numbered = clean_name(name, LICENCE, 60), clean_name(number, NUMBER, 60)
    with transaction.atomic():
        bump()
        _hold(organization)
        known = Licence.objects.filter(
            organization=organization, name=called, number=numbered, ended_at=None
        ).first()
        licence = known or Licence(organization=organization, name=called, number=numbered)
        if known is not None and known.until == until:
            return known
        licence.until = until
        licence.save()
        detail = {"organization": organization.pk, "licence": licence.pk}
        audit.record("licence.add", by=by, detail=detail, at=at)
    return licence


def end_licence(by: Actor, *, licence: Licence, at: datetime | None = None) -> None:
    """Strike a licence that no longer holds; its row stays."""
    require(by, "person.keep", licence.organization)
    with transaction.atomic():
        bump()
        if Licence.objects.filter(pk=licence.pk, ended_at=None).update(ended_at=at or timezone.now()) != 1:
            raise BadInput(NO_LICENCE)
        detail = {"organization": licence.organization_id, "licence": licence.pk}
        audit.record("licence.end", by=by, detail=detail, at=at)


def _hold(organization: Organization) -> None:
    now = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    if now.closed_at is not None:
        raise BadInput(CLOSED)
    for field in now._meta.concrete_fields:
        setattr(organization, field.attname, getattr(now, field.attname))


def _kind(kind: str) -> str:
    if kind not in Organization.Kind.values:
        said = BAD_KIND.fill(kind=kind)
        raise BadInput(said, {"kind": said})
    return kind


def _term(since: date | None, until: date | None) -> tuple[date | None, date | None]:
    if since is not None and until is not None and until <= since:
        raise BadInput(BACKWARD, {"until": BACKWARD})
    return since, until


def _once(one: Organization) -> None:
    """Refuse a second organisation of this name at the place, or of this code anywhere."""
    others = Organization.objects.filter(closed_at=None).exclude(pk=one.pk)
    if one.place is not None and others.filter(place=one.place, name=one.name).exists():
        said = KNOWN.fill(place=place_name(one.place), name=one.name)
        raise BadInput(said, {"name": said})
    known = others.filter(code=one.code).first() if one.code else None
    if known is not None:
        said = CODE_KNOWN.fill(name=known.name)
        raise BadInput(said, {"code": said})
