"""The people, places and offices that an example calls by name, and what they are in the small world."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shanzhi.engine.types import Actor, Matter
from shanzhi.engine.world import OFFICES, PLACES, World
from shanzhi.method.build_forms import FACTS
from shanzhi.method.field_types import FIELD_TYPES, FieldType, Thing
from shanzhi.method.model import Field, Method
from shanzhi.method.registers import PER, Register
from shanzhi.method.roles import ROLES
from shanzhi.method.shape import shown
from shanzhi.method.upon import Upon
from shanzhi.method.words import Sentence, hint

_ANOTHER = re.compile(r"([a-z_]+)[2-9]")


def others_named(said: Any) -> frozenset[str]:
    """Those of whom an example speaks as a second in a post, or a third (`street_staff2`)."""
    if isinstance(said, Mapping):
        said = [*said, *said.values()]
    if isinstance(said, list):
        return frozenset().union(*map(others_named, said))
    found = _ANOTHER.fullmatch(said) if isinstance(said, str) else None
    return frozenset({said}) if found is not None and found[1] in ROLES else frozenset()


class Miscast(Exception):
    """A name that nobody and nothing has; `sentence` says which."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class ExamplePeople:
    """Names as an example writes them → the numbers the engine takes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.places = {level: place for place, level in PLACES}
        self.names = {actor.person: name for name, actor in world.people.items()}

    def actor(self, name: str) -> Actor:
        """Whoever is called so: a role, `resident`, `resident2`, `department_staff@office1`, `system`."""
        actor = self.world.people.get(name)
        if actor is None:
            raise Miscast(_NOBODY.fill(name=shown(name), hint=hint(str(name), self.world.people)))
        return actor

    def called(self, thing: Thing, number: int) -> str:
        """What an example calls whoever or whatever has this number."""
        if thing is Thing.PERSON:
            return self.names.get(number, str(number))
        if thing is Thing.HOUSEHOLD:
            living = (name for name, one in self.world.people.items() if one.household == number)
            return f"household:{next(living, number)}"
        return next((name for name, one in OFFICES.items() if one == number), str(number))

    def at_desk(self, matter: Matter) -> Actor:
        """Whoever serves the desk on which a matter lies."""
        desk = matter.desk
        if desk is None:
            raise Miscast(_NO_DESK)
        if desk.office is not None:
            office = next(name for name, number in OFFICES.items() if number == desk.office)
            return self.actor(f"department_staff@{office}")
        return self.actor(self.names[desk.person] if desk.person is not None else desk.role)

    def place(self, name: Any) -> int:
        """A place by its level, or a person's own door."""
        if isinstance(name, int):
            return name
        if name in self.places:
            return self.places[name]
        actor = self.world.people.get(name)
        if actor is None or actor.household is None:
            raise Miscast(_NOWHERE.fill(name=shown(name), hint=hint(str(name), self.places)))
        return actor.household

    def answers(self, form: tuple[Field, ...], given: Mapping[str, Any]) -> dict[str, Any]:
        """The answers to a form; one to a question that is not asked stays, for the engine to refuse."""
        fields = {field.name: field for field in form}
        return {
            name: self.answer(fields[name], value) if name in fields else value
            for name, value in given.items()
        }

    def answer(self, field: Field, value: Any) -> Any:
        """One answer, names turned into numbers by the type of its question."""
        if field.kind.rows and isinstance(value, list):
            return [self.answers(field.form, item) if isinstance(item, Mapping) else item for item in value]
        if field.kind.several and isinstance(value, list):
            return [self._named(field.kind, item) for item in value]
        return self._named(field.kind, value)

    def facts(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Facts the system holds, by their paths (`opener.phone`)."""
        for path in given:
            if path not in FACTS:
                raise Miscast(_NO_FACT.fill(name=shown(path), hint=hint(str(path), FACTS)))
        return {path: self._named(FIELD_TYPES[FACTS[path]], value) for path, value in given.items()}

    def give(self, method: Method, given: Mapping[str, Any], since: datetime) -> None:
        """Have those stand on the registers whom an example gives there."""
        for name, entries in given.items():
            register = method.registers.get(name)
            if register is None:
                raise Miscast(_NO_REGISTER.fill(name=shown(name), hint=hint(str(name), method.registers)))
            several = entries if isinstance(entries, Mapping) else {str(name): {} for name in entries or ()}
            for whose, fields in several.items():
                tag = self._whose(register, str(whose))
                said = self.answers(register.form, fields or {})
                self.world.registers.give(register.keeper, name, tag, said, since)

    def event(self, method: Method, upon: Upon, given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """The event that opens a matter in an example: whose it is by name, and what else is said of it."""
        told: dict[str, Any] = {
            "at": now,
            "until": None,
            "changed": list(given.get("changed", ())),
            "matter": None,
        }
        if "until" in given:
            until = datetime.fromisoformat(str(given["until"]))
            told["until"] = until if until.tzinfo else until.replace(tzinfo=self.world.calendar.zone)
        if "of" in given:
            register = method.registers.get(upon.name)
            name = str(given["of"])
            told["of"] = self._whose(register, name) if register else f"person:{self.actor(name).person}"
        return told

    def entries(self, register: Register) -> dict[str, Mapping[str, Any]]:
        """The entries that stand on a register, by what an example calls whose they are."""
        there = self.world.registers.all_standing(register.keeper, register.name)
        return {self._called_in(register, whose): entry for whose, entry in there.items()}

    def _whose(self, register: Register, name: str) -> str:
        per = PER[register.per]
        thing = next((one for one in per.things if one is not Thing.ANY), Thing.PLACE)
        kind = next(one for one in FIELD_TYPES.values() if one.points_to is thing and not one.several)
        return f"{per.tag}:{self._named(kind, name)}"

    def _called_in(self, register: Register, whose: str) -> str:
        number = int(whose.partition(":")[2])
        tag = PER[register.per].tag
        if tag == "person":
            return self.called(Thing.PERSON, number)
        if tag == "organisation":
            return self.called(Thing.ORGANISATION, number)
        level = next((level for level, place in self.places.items() if place == number), None)
        living = (name for name, one in self.world.people.items() if one.household == number)
        return level or next(living, str(number))

    def _named(self, kind: FieldType, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if kind.points_to is Thing.PLACE:
            return self.place(value)
        if kind.points_to is Thing.PERSON:
            return self.actor(value).person
        if kind.points_to is Thing.HOUSEHOLD:
            return self.actor(value).household
        if kind.points_to is Thing.ANY:
            return self._anybody(value)
        if kind.points_to in (Thing.OFFICE, Thing.ORGANISATION):
            if value not in OFFICES:
                raise Miscast(_NO_OFFICE.fill(name=shown(value), hint=hint(value, OFFICES)))
            return OFFICES[value]
        return value

    def _anybody(self, value: str) -> str:
        """One of any kind: an office by its name, `household:resident2`, or a person."""
        if value in OFFICES:
            return f"organisation:{OFFICES[value]}"
        if value.startswith("household:"):
            return f"household:{self.actor(value.removeprefix('household:')).household}"
        return f"person:{self.actor(value).person}"


_NO_REGISTER = Sentence("没有名册“{name}”。{hint}", "There is no register “{name}”. {hint}")
_NOBODY = Sentence("示例里没有“{name}”这个人。{hint}", "Nobody is called “{name}” in examples. {hint}")
_NO_DESK = Sentence("此时没有经办，请写明由谁（by）。", "There is no desk now; say by whom.")
_NOWHERE = Sentence("示例里没有“{name}”这个地方。{hint}", "No place is called “{name}” in examples. {hint}")
_NO_OFFICE = Sentence(
    "示例里没有“{name}”这个部门。{hint}", "No office is called “{name}” in examples. {hint}"
)
_NO_FACT = Sentence("系统没有“{name}”这种信息。{hint}", "The system holds no “{name}”. {hint}")
