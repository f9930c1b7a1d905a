"""Who supports a matter (联名), by the slots that support leaves in its history; kept in memory for a world without a store."""

from __future__ import annotations

from typing import Any

from shanzhi.method.blocks.endorse import KIND

SLOT = f"{KIND.slot}:"


def slot_of(key: str) -> str:
    """The slot of what counts once: a person or a household (`household:5`)."""
    return f"{SLOT}{key}"


class Support:
    """The support of every matter of a world in memory."""

    def __init__(self) -> None:
        self.slots: dict[int, set[str]] = {}
        self.persons: dict[tuple[int, str], int | None] = {}

    def keep(self, matter: int, entry: Any) -> None:
        """Note what one entry of a matter's history gives or takes back."""
        slot = entry.slot or entry.values.get("slot")
        if entry.act in KIND.supported_by and slot:
            self.slots.setdefault(matter, set()).add(slot)
            self.persons[matter, slot] = entry.values.get("person", entry.person)
        elif entry.act == "unendorse":
            self.slots.setdefault(matter, set()).discard(slot or "")

    def by(self, matter: int) -> frozenset[int]:
        """The persons whose support of a matter stands."""
        persons = (self.persons.get((matter, slot)) for slot in self.slots.get(matter, ()))
        return frozenset(person for person in persons if person is not None)

    def of(self, matter: int, per: str) -> frozenset[str]:
        """The people or households (`per`) who support a matter, by key."""
        slots = self.slots.get(matter, ())
        return frozenset(slot.removeprefix(SLOT) for slot in slots if slot.startswith(slot_of(f"{per}:")))
