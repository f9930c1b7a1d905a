"""What registers hold about a person and their household, for the copy they take along."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.people.portable import Section, holder
from shanzhi.registers.actions import secrets_of
from shanzhi.registers.queries import entries_of


@holder
def held_of_registers(person: Person) -> Iterable[Section]:
    """Every entry of the person and of the household."""
    tags = [f"person:{person.pk}"]
    if person.household_id is not None:
        tags.append(f"household:{person.household_id}")
    yield Section(
        "registers",
        Sentence("名册", "Registers"),
        [
            {
                _("名册"): f"{entry.method}.{entry.register}",
                _("起"): entry.since or "",
                _("至"): entry.until or "",
                _("内容"): {**entry.data, **(secrets_of(entry) if entry.kind == "person" else {})},
            }
            for entry in entries_of(tags).order_by("pk")
        ],
    )
