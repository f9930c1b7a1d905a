"""What a compiled method asks: the questions of its forms, their choices, and the inputs that an adopting community sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from shanzhi.method.cel import CelType, Program
from shanzhi.method.field_types import FIELD_TYPES, FieldType
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

PEOPLE: Final = "people"
"""The section of those who are in a matter, and their scope in conditions."""


@dataclass(frozen=True)
class Option:
    """One choice of a field or ballot. In a tree, `above` is the code of the one above, `own` its name, `label` its path."""

    value: str
    label: Sentence
    above: str = ""
    own: Sentence | None = None


@dataclass(frozen=True)
class Field:
    """One question of a form.

    `private` answers are for the parties alone. A list that holds a sensitive or private part is so as a whole. `known` names where the system already holds the answer; `among` the register whose entries alone may be named; `of` whose methods' matters may be named; `levels` of which a place may be; `asked` when the question applies, `computed` the expression that gives it (then it is never asked); for a list,
    `form` is what each item holds. `min` and `max` bound a number, or the number of characters of a text. A block keeps in a `result` what it came to, and may name these choices and questions.
    `needed`: which rule demands a paper (a record, a receipt) that must not be left out; its `help` tells it too.
    What is `working` is computed for conditions and texts alone: nobody is shown it among the facts.
    A `sensitive` answer is sealed always; `masked` says when it is masked, if that is not always.
    `may_be_left`: without an answer there is nothing to do, not even to fill one in. Its `scope` is the section that says it:
    `people` for who is in the matter, of whom a `side` is a party to it. Its `kind` is the row of `FIELD_TYPES`.
    """

    name: str
    type: str
    label: Sentence
    at: Rule
    help: Sentence | None = None
    optional: bool = False
    sensitive: bool = False
    private: bool = False
    working: bool = False
    known: str | None = None
    among: str | None = None
    of: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    min: Any = None
    max: Any = None
    options: tuple[Option, ...] = ()
    default: Any = None
    asked: Program | None = None
    masked: Program | None = None
    computed: Program | None = None
    form: tuple[Field, ...] = ()
    needed: Sentence | None = None
    may_be_left: bool = False
    scope: str = "data"
    side: bool = False
    result: tuple[Sentence, ...] | None = None
    kind: FieldType = FIELD_TYPES["text"]

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", FIELD_TYPES[self.type])
        if self.form:
            object.__setattr__(self, "sensitive", self.sensitive or any(part.sensitive for part in self.form))
            object.__setattr__(self, "private", self.private or any(part.private for part in self.form))
        object.__setattr__(self, "may_be_left", self.optional and self.known is None and self.default is None)

    @property
    def path(self) -> str:
        """What conditions call it: `data.x` or `people.x`."""
        return f"{self.scope}.{self.name}"

    @property
    def cel(self) -> CelType | None:
        """What it is in a condition. Who is in a matter is told apart by kind as well: person 5 is not household 5."""
        if self.scope != PEOPLE:
            return self.kind.cel
        return CelType.TEXTS if self.kind.several else CelType.TEXT


@dataclass(frozen=True)
class Input:
    """One thing an adopting community may set, within its bounds; `set_by` names the level that sets it, if not any.

    A table's `form` are its columns besides `label` and `above`, each an input of its own that may be `optional`.
    """

    name: str
    type: str
    label: Sentence
    default: Any
    at: Rule
    help: Sentence | None = None
    min: Any = None
    max: Any = None
    options: tuple[Option, ...] = ()
    set_by: str | None = None
    form: tuple[Input, ...] = ()
    optional: bool = False

    @property
    def kind(self) -> FieldType:
        """What its type is: the row of `FIELD_TYPES`."""
        return FIELD_TYPES[self.type]


def sensitive_names(form: tuple[Field, ...]) -> tuple[str, ...]:
    """The questions of a form whose answers are sensitive."""
    return tuple(field.name for field in form if field.sensitive)
