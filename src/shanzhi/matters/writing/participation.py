"""Who takes part in a matter (参与): supports, objects, attends, answers, votes, and did not take it back since.

Taking part opens nothing: it makes nobody a party. What was taken back is nobody's contribution any more: who took
it back is told no more, and sees no more of the matter than any neighbour.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shanzhi.matters.models import Entry
from shanzhi.method.acts import TAKEN_BACK_BY, TAKING_PART
from shanzhi.method.blocks import BLOCKS

AT_DESK = frozenset(act for kind in BLOCKS.values() for act in kind.for_others)
"""Acts done for others from a desk: those named in them take part, not who wrote them down."""
BACK = {**{back: given for given, back in TAKEN_BACK_BY.items()}, "absent": "attend"}
SAME = {"attend_for": "attend", "respond_for": "respond", "countersign_for": "countersign"} | {
    act: kind.supported_by[0] for kind in BLOCKS.values() for act in kind.supported_by[1:]
}
"""Acts that are one contribution, whoever wrote it down."""
PER_UNIT = frozenset(act for kind in BLOCKS.values() for act in kind.per_unit)
"""Acts that are done once for whoever counts by the roll."""
GIVEN = TAKING_PART - BACK.keys() - AT_DESK
"""Acts by which somebody gives something themselves, which stands until it is taken back."""


def participants(matter: int, acts: Iterable[str]) -> set[int]:
    """The persons whose part in a matter by one of these acts still stands, themselves or through another."""
    wanted = set(acts)
    known = wanted | {back for back, given in BACK.items() if given in wanted}
    rows = Entry.objects.filter(matter=matter, act__in=known)
    return {person for people in _standing(rows).values() for person in people[1]}


def own_parts(matter: int, person: int) -> set[int]:
    """The history positions of what a person gave to a matter themselves and was not taken back."""
    rows = Entry.objects.filter(matter=matter, person=person, act__in={*GIVEN, *BACK})
    standing = _standing(rows)
    return {seq for seq, people in standing.values() if person in people}


def _standing(rows: Any) -> dict[tuple[str, Any], tuple[int, list[int]]]:
    """What stands of some entries: by what it is, its history position and those whose it is."""
    found: dict[tuple[str, Any], tuple[int, list[int]]] = {}
    columns = ("seq", "act", "person", "slot", "values")
    for seq, act, person, slot, values in rows.order_by("seq").values_list(*columns):
        given = BACK.get(act) or SAME.get(act, act)
        named = [values.get(name) for name in ("person", "elector")]
        people = [one for one in (*named, None if act in AT_DESK else person) if isinstance(one, int)]
        key = (given, _once(given, seq, people, slot or values.get("slot"), values))
        if act in BACK:
            found.pop(key, None)
        else:
            found[key] = (seq, people)
    return found


def _once(given: str, seq: int, people: list[int], slot: str | None, values: dict[str, Any]) -> Any:
    """What may stand once: an objection by its number, what a household gives by its slot, the rest by person."""
    if given == "object":
        return values.get("objection")
    if given in PER_UNIT:
        return slot
    return (people[0] if people else None) if given in TAKEN_BACK_BY else seq
