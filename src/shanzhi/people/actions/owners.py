"""Who owns a flat (业主、共有、建设单位), and what its area rests on (法释〔2009〕7 号 8–9)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.corrections import note_correction
from shanzhi.people.held import hold_household
from shanzhi.people.models import Correction, Household, Organization, Ownership, Person
from shanzhi.people.naming import must_name
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.people.versions import bump

MOST_AREA = 100_000 * 100
BAD_AREA = Sentence("面积须在 0 至 100000 平方米之间", "the area is between 0 and 100,000 square metres")
BAD_SOURCE = Sentence(
    "没有“{source}”这种面积来源，可用：不动产登记簿、测绘机构实测、买卖合同",
    "there is no source “{source}” of areas; use registered, surveyed or contract",
)
BAD_SHARE = Sentence(
    "份额“{share}”看不懂，请写成 1/2 或 50%", "the share “{share}” is unclear, write it like 1/2 or 50%"
)
TWICE = Sentence("同一位业主只写一次", "name each owner once")
GONE = Sentence("此人的信息已删除，不能登记为业主", "this person's data were erased and cannot own a flat")
BOTH = Sentence(
    "已有业主的房屋不再记为建设单位未售；请只写其中一种",
    "a flat that has owners is not the developer's: give one of the two",
)
STRONGEST = ("registered", "surveyed", "contract", "")
"""Sources of an area, each before the weaker ones (法释〔2009〕7 号 8); last those that are not known."""


def set_owners(
    by: Actor,
    *,
    household: Household,
    owners: Sequence[tuple[Person, str]],
    developer: Organization | None = None,
    vouched: Collection[int] = (),
    reason: str = "",
    listed: bool = False,
    at: datetime | None = None,
) -> None:
    """Say who owns a household's flat, each with the share on record (`1/2`, `50%`, or empty); nobody: it is not known.

    `developer` is the organisation whose the flat is while it is not sold or not handed over. Votes that are under way
    keep to the owners they began with. `vouched` persons were entered or found by whoever asks, and may be named.
    Who changes owners that were on record states the reason, unless it is `listed` in a roster.
    """
    require(by, "person.keep", household)
    persons = [person.pk for person, _ in owners]
    if len(set(persons)) != len(persons):
        raise BadInput(TWICE)
    known = {*vouched, *household.ownerships.values_list("person", flat=True)}
    for person, _ in owners:
        must_name(by, None if person.pk in known else person, "owner")
    if owners and developer is not None:
        raise BadInput(BOTH)
    rows = [Ownership(household=household, person=person, share=_share(share)) for person, share in owners]
    after = set(persons), developer.pk if developer is not None else None
    with transaction.atomic():
        bump()
        hold_household(household)
        if Person.objects.filter(pk__in=persons).exclude(erased_at=None).exists():
            raise BadInput(GONE)
        before = set(household.ownerships.values_list("person", flat=True)), household.developer_id
        if not listed and before != after and before != (set(), None):
            note_correction(
                by, kind=Correction.Kind.OWNERS, place=household.place, reason=reason, field="reason",
                household=household, at=at,
            )  # fmt: skip
        household.ownerships.all().delete()
        Ownership.objects.bulk_create(rows)
        household.developer = developer
        household.save(update_fields=["developer"])
        detail = {"household": household.pk, "fields": ["owners"], "owners": persons}
        audit.record("household.set", by=by, detail=detail, at=at)


def take_area(
    by: Actor, *, household: Household, area: int, source: str = "", at: datetime | None = None
) -> bool:
    """Take in a flat's area as a list gives it; False where it is known, or a stronger source is on record."""
    known, source = (household.area, household.area_source), clean_source(source)
    if (area, source) == known or (known[0] and STRONGEST.index(source) > STRONGEST.index(known[1])):
        return False
    correct_area(by, household=household, area=area, source=source, at=at)
    return True


def correct_area(
    by: Actor, *, household: Household, area: int, source: str = "", at: datetime | None = None
) -> None:
    """Give a flat its area (hundredths of a square metre) and what it rests on."""
    require(by, "person.keep", household)
    area, source = clean_area(area), clean_source(source)
    with transaction.atomic():
        bump()
        hold_household(household)
        household.area, household.area_source = area, source
        household.save(update_fields=["area", "area_source"])
        detail = {"household": household.pk, "fields": ["area", "area_source"]}
        audit.record("household.set", by=by, detail=detail, at=at)


def clean_area(area: int) -> int:
    """The area, if it can be one."""
    if not 0 <= area <= MOST_AREA:
        raise BadInput(BAD_AREA, {"area": BAD_AREA})
    return area


def clean_source(source: str) -> str:
    """The source of an area by its code or as it is called; empty: not known."""
    called = {
        "登记簿": "registered", "不动产登记簿": "registered", "不动产登记": "registered", "登记": "registered", "产权证": "registered",
        "实测": "surveyed", "测绘机构实测": "surveyed", "测绘": "surveyed", "合同": "contract", "买卖合同": "contract",
    }  # fmt: skip
    plain = called.get(source.strip(), source.strip())
    if plain not in STRONGEST:
        raise BadInput(BAD_SOURCE.fill(source=source))
    return plain


def _share(share: str) -> str:
    plain = re.sub(r"\s|％", lambda found: "%" if found[0] == "％" else "", share)
    if plain and not re.fullmatch(r"\d{1,5}/\d{1,5}|\d{1,3}(\.\d{1,2})?%", plain):
        raise BadInput(BAD_SHARE.fill(share=share))
    return plain
