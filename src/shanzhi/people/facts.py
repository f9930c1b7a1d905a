"""A person's sensitive facts: sealed in one field of their record, shown masked.

PIPL art. 28 (sensitive data), 31 (children under 14), 51 (encryption, de-identification).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from shanzhi.people.masks import mask
from shanzhi.people.models import Person
from shanzhi.people.sealing import digest, plain, seal, unseal

FACTS = ("phone", "id_number", "birth", "address", "email")
"""What a person's sealed field may hold."""
ADULT_FROM = 14
"""Age from which a person's data no longer need a guardian's consent (PIPL art. 31)."""


def context_of(person_id: int) -> str:
    """The record a person's sealed field is bound to."""
    return f"person:{person_id}"


def facts_of(person: Person) -> dict[str, Any]:
    """A person's facts, for the program's own use: fill their own form, reach them. Never to show to others."""
    return unseal(person.sealed, context_of(person.pk))


def put_facts(person: Person, facts: Mapping[str, str | None]) -> None:
    """Put facts into the person (not saved), each in its plain form; None or '' takes one away."""
    kept = facts_of(person)
    for kind, value in facts.items():
        if kind not in FACTS:
            raise KeyError(kind)
        kept[kind] = plain(kind, value or "")
    kept = {kind: value for kind, value in kept.items() if value}
    person.sealed = seal(kept, context_of(person.pk)) if kept else None
    person.phone_digest = digest("phone", kept["phone"]) if "phone" in kept else None
    person.id_digest = digest("id_number", kept["id_number"]) if "id_number" in kept else None
    if "birth" in kept:
        person.minor = under_age(kept["birth"], timezone.localdate())


def under_age(birth: str, today: date) -> bool:
    """Whether someone born on `birth` (ISO date) is under 14 on a day; on the birthday itself they are not."""
    return years(birth, today) < ADULT_FROM


def years(birth: str, today: date) -> int:
    """How old somebody born on `birth` (ISO date) is on a day."""
    born = date.fromisoformat(birth)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def masked(person: Person) -> dict[str, str]:
    """What a list or a page may show of a person: name and facts, masked; nothing of one who was erased."""
    shown = {kind: mask(kind, str(value)) for kind, value in facts_of(person).items()}
    return {"name": mask("name", person.name)} | shown


def recognised(person: Person) -> str:
    """A person masked, with what tells them from a namesake of their household: `王*（1960-**-**，138****1234）`."""
    shown = masked(person)
    more = [shown[kind] for kind in ("birth", "phone") if shown.get(kind)]
    return shown["name"] + (f"（{'，'.join(more)}）" if more else "")
