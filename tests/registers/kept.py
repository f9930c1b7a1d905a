"""People who join the register of helpers."""

from __future__ import annotations

from shanzhi.matters.writing.actions import Done
from shanzhi.registers.models import RegisterEntry
from tests.matters.town import Town


def joined(town: Town, who: str = "resident", skill: str = "repair") -> Done:
    """Somebody has asked to join, and was entered."""
    asked = town.open("helpers", who, way="join", values={"skill": skill})
    return town.act(asked, "enter", "community_staff")


def entry(town: Town, who: str = "resident") -> RegisterEntry:
    """The entry of somebody."""
    return RegisterEntry.objects.get(register="helpers", kind="person", number=town.people[who].pk)
