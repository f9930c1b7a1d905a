"""What tells one part of a joint handling from the others: whom it is asked of, where all are called as the whole is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from msgspec import Struct

from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Matter
from shanzhi.method.field_types import Thing
from shanzhi.method.words import Sentence
from shanzhi.people.models import Organization
from shanzhi.reading.matter import Seen
from shanzhi.reading.words import say


class Part(Struct, frozen=True):
    """One part of a joint handling: what it is called, and how far it is; `good` where it ended well."""

    number: int
    name: str
    stage: Sentence
    good: bool


def parts_told(it: Seen, parts: Iterable[Matter]) -> list[Part]:
    """Parts of a matter with the state of each, in their order."""
    listed = list(parts)
    names = part_names(listed, {it.number: it.loaded.record.title})
    return [
        Part(
            part.pk,
            names[part.pk],
            stage_label(compiled(bytes(part.pin), part.adoption_id), part.stage, part.end),
            part.closed_at is not None and part.end == "done",
        )
        for part in listed
    ]


def part_names(
    parts: Iterable[Matter], wholes: Mapping[int, str], seen: Container[int] | None = None
) -> dict[int, str]:
    """What to call each part, by its number; `wholes` are the titles of what they are parts of, by number.

    The office it is asked of, also after it has left that office's desk; else its own title for who may see it (`seen`,
    where not all are); else its method.
    """
    listed = list(parts)
    asked = _offices_asked(part.pk for part in listed if part.desk_office_id is None)
    offices = {part.pk: part.desk_office_id or asked.get(part.pk, 0) for part in listed}
    names = dict(Organization.objects.filter(pk__in=set(offices.values())).values_list("pk", "name"))
    found: dict[int, str] = {}
    for part in listed:
        own = (seen is None or part.pk in seen) and part.title != wholes.get(part.parent_id or 0)
        office = names.get(offices[part.pk], "")
        if not office and not own:
            office = say(compiled(bytes(part.pin), part.adoption_id).title)
        found[part.pk] = " · ".join(filter(None, (office, part.title if own else "")))
    return found


def _offices_asked(numbers: Iterable[int]) -> dict[int, int]:
    """The office that each of some matters was opened for, where its method asks for one."""
    found: dict[int, int] = {}
    for part in Matter.objects.filter(pk__in=list(numbers)).only("pin", "adoption_id", "data"):
        for field in compiled(bytes(part.pin), part.adoption_id).fields.values():
            value = part.data.get(field.name)
            if field.kind.points_to is Thing.OFFICE and isinstance(value, int):
                found.setdefault(part.pk, value)
    return found
