"""Registers (名册): kept lists with a life, one entry for each person, household, flat, organisation or place.

A method keeps its own, or names one that another keeps (`kept_by`) with the fields that it reads there; the keeper says who may
(`used_by`). Whose entry it is is one text, as everywhere: `person:5`, `household:7`, `organisation:3`, `place:12`.
"""

from __future__ import annotations

from msgspec import Struct

from shanzhi.method.duration import Duration
from shanzhi.method.field_types import Thing
from shanzhi.method.fields import Field
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

PREFIX = "registers."
MOST_REGISTERS = 20
"""The most registers of one method."""
MATTER_PLACE = "matter.place"
"""Where a matter happened, as whose entry is meant."""


class Per(Struct, frozen=True):
    """What a register has one entry for: in words, as what `tag` it is named, by which facts, and what is known of it unasked."""

    label: Sentence
    tag: str
    things: frozenset[Thing]
    known: str


_PLACE = frozenset({Thing.PLACE})
PER: dict[str, Per] = {
    "person": Per(Sentence("人", "person"), "person", frozenset({Thing.PERSON, Thing.ANY}), "opener.person"),
    "household": Per(
        Sentence("户", "household"), "household", frozenset({Thing.HOUSEHOLD, Thing.ANY}), "opener.household"
    ),
    "organisation": Per(
        Sentence("单位", "organisation"),
        "organisation",
        frozenset({Thing.OFFICE, Thing.ORGANISATION, Thing.ANY}),
        "opener.organisation",
    ),
    "flat": Per(Sentence("房屋", "flat"), "place", _PLACE, MATTER_PLACE),
    "place": Per(Sentence("地方", "place"), "place", _PLACE, MATTER_PLACE),
}
"""What a register may have one entry for; a flat is a place of its level."""
FLAT_LEVEL = "household"
ENTERED, RENEWED, CHANGED, LEFT, REFUSED, ENDED = "entered", "renewed", "changed", "left", "refused", "ended"
EVENTS: dict[str, Sentence] = {
    ENTERED: Sentence("入册", "entered"),
    RENEWED: Sentence("续期", "renewed"),
    CHANGED: Sentence("变更", "changed"),
    LEFT: Sentence("退出", "left"),
    REFUSED: Sentence("未获准", "refused"),
}
"""What may happen to an entry by a matter."""
LIFE: dict[str, Sentence] = {**EVENTS, ENDED: Sentence("到期", "ended")}
"""All that happens to an entry: its time may be over too."""
OF_ENTRY = ("since", "until")
"""What every entry tells besides its fields: since when it stands, and until when."""


class Shown(Struct, frozen=True):
    """Who may read which fields of entries: everyone, who lives in the community, roles over the entry's place.

    `shows` None: all that are neither sensitive nor private. Sensitive ones are read masked, and whole for a purpose.
    """

    shows: frozenset[str] | None
    at: Rule
    public: bool = False
    place: bool = False
    roles: frozenset[str] = frozenset()


class Register(Struct, frozen=True):
    """One register. `keeper` is the method that keeps it, `own` whether that is this one; `used_by` are other methods that may
    read and write it. `lasts`: how long an entry stands unless it is renewed; None for good."""

    name: str
    label: Sentence
    per: str
    keeper: str
    own: bool
    at: Rule
    form: tuple[Field, ...] = ()
    lasts: Duration | None = None
    visible: tuple[Shown, ...] = ()
    used_by: frozenset[str] = frozenset()

    @property
    def fields(self) -> dict[str, Field]:
        """Its fields by name."""
        return {field.name: field for field in self.form}

    @property
    def sealed(self) -> frozenset[str]:
        """The fields that are kept sealed."""
        return frozenset(field.name for field in self.form if field.sensitive)

    def tag(self, value: object) -> str | None:
        """Whose entry a value of a fact means, as one text; None where it means nobody such a register has an entry for."""
        tag = PER[self.per].tag
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{tag}:{value}"
        return value if isinstance(value, str) and value.startswith(f"{tag}:") else None
