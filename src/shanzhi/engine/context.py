"""What a decision may ask of the world around it.

The store answers from the database, the simulation and the examples from memory. Every question is about
*now*, is answered without side effects, and is asked only where a rule needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from shanzhi.engine.accounts import Books
from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.types import Actor, Child, Elector, Roll


class Context(Protocol):
    """The questions `decide` may ask."""

    calendar: WorkCalendar

    @property
    def books(self) -> Books:
        """The ledger, as of one moment."""
        ...

    def path(self, place: int) -> tuple[int, ...]:
        """Place ids from the top of the tree down to `place` itself."""
        ...

    def level(self, place: int) -> str:
        """The level of a place: district, street, community, grid, microgrid, building, household."""
        ...

    def holders(
        self, role: str, place: int, office: int | None = None, but: frozenset[int] = frozenset()
    ) -> bool:
        """Whether anyone, these persons aside, holds `role` at exactly this place (and office) now."""
        ...

    def office(self, office: int) -> int | None:
        """The place an office serves, or None if there is no such office."""
        ...

    def members(self, kind: str, number: int) -> tuple[int, ...]:
        """The persons of a `household`, its head first, or those who serve an `organisation`."""
        ...

    def owns(self, person: int, place: int) -> bool:
        """Whether a person owns a flat in a place or below it, alone or with others."""
        ...

    def fact(self, path: str, actor: Actor, place: int) -> Any:
        """A fact the system already holds (`opener.phone`, `place.name`), or None if it does not."""
        ...

    def registered(self, keeper: str, register: str, whose: str) -> Mapping[str, Any] | None:
        """What the entry of somebody (`person:5`) says that stands in a register that a method keeps, with its `since` and
        `until`; None where none stands."""
        ...

    def taken(self, matter: int, visit: int, slot: str) -> bool:
        """Whether this slot was already used in this visit."""
        ...

    def answered(self, matter: int, visit: int, slot: str) -> Mapping[str, Any]:
        """What was answered with this slot in this visit; empty if it was not used."""
        ...

    def who(self, matter: int, visit: int, slot: str) -> int | None:
        """Who used this slot in this visit; None for nobody, or the system."""
        ...

    def elector(self, matter: int, visit: int, key: str) -> Elector | None:
        """An elector of the roll that was fixed for this visit, by key."""
        ...

    def supporting(self, matter: int) -> frozenset[int]:
        """The persons whose support of a matter stands."""
        ...

    def supporters(self, matter: int, per: str) -> frozenset[str]:
        """The people or households (`per`) who support another matter, by key: who did and did not take it back."""
        ...

    def supports(self, matter: int, slot: str) -> bool:
        """Whether the supporter of this slot (`endorse:household:5`) supports another matter."""
        ...

    def due(self, matter: int) -> datetime | None:
        """Until when another matter is due where it now stands; None where it has no date or is closed."""
        ...

    def roll(self, electors: str, place: int) -> Roll:
        """The electors of a place as they are now, for a block that opens: `person`, `household`, `owner`, `representative`,
        `member:12` (of an organisation), `post:ROLE`."""
        ...

    def roll_of(self, persons: tuple[int, ...], place: int) -> Roll:
        """The roll of these persons, for a block that opens in a place."""
        ...

    def electors(self, matter: int, visit: int, person: int) -> tuple[Elector, ...]:
        """What a person votes as by the roll that was fixed for this visit; nothing if not on it.

        Mostly one; an owner may be on it for flats of their own and for others that they share.
        """
        ...

    def keys(self, roll: Roll) -> frozenset[str]:
        """The keys of all electors of a roll, also of one that the store holds and did not list."""
        ...

    def voucher(self, matter: int) -> str:
        """The code that who has reserved an amount for a matter shows; nobody else can know it beforehand."""
        ...

    def children(self, matter: int) -> tuple[Child, ...]:
        """The matters that a matter's blocks opened, open and closed, in the order in which they were opened."""
        ...

    def opened_before(self, matter: int) -> bool:
        """Whether a secret ballot of this matter was opened: a second exact count would tell who changed."""
        ...

    def key_cards(self, place: int) -> tuple[int, int]:
        """Who would open a secret ballot of a place: the nearest place with key holders, and how many have their card."""
        ...
