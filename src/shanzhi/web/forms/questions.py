"""One question as it stands on the page: its input, what was typed, what is wrong, what can be chosen."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.matters.files.keeping import most_bytes
from shanzhi.method.duration import UNITS, Duration
from shanzhi.method.model import Field
from shanzhi.method.trees import below_top
from shanzhi.method.words import Sentence
from shanzhi.web.forms.inputs import CONTROLS, steps


class Choice(Struct):
    """One thing to choose: `more` is a second line that tells it from others like it."""

    value: str
    label: Sentence | str
    more: Sentence | str = ""
    chosen: bool = False


class Branch(Struct):
    """One choice at the top of a tree, and those below it."""

    value: str
    label: Sentence | str
    chosen: bool
    below: list[Choice] = []

    @property
    def holds(self) -> bool:
        """Whether it, or one below it, is chosen."""
        return self.chosen or any(choice.chosen for choice in self.below)


class UploadedFile(Struct):
    """One file that was uploaded already."""

    id: str
    name: str
    size: int
    picture: bool = False
    cleaned: bool = True


class LineRow(Struct):
    """One item of a list."""

    number: int
    questions: list[Question]


class Question(Struct):
    """One question of a form, ready for its template.

    `name` is the input's, `value` what was typed or chosen; `known` what the system holds already, masked if it
    is sensitive. `folded` ones wait behind one line; `where` says that photos keep where they were taken. `choices` are candidates, `find` the text searched for, `searches` whether one may search.
    `decides` says that whether other questions apply depends on it; `automatic` what stands if none is chosen.
    """

    field: Field
    name: str
    value: Any = ""
    wrong: Sentence | None = None
    applies: bool = True
    decides: bool = False
    known: str = ""
    choices: list[Choice] = []
    find: str = ""
    searches: bool = False
    files: list[UploadedFile] = []
    rows: list[LineRow] = []
    automatic: Sentence | None = None
    folded: bool = False
    where: bool = False
    many: bool = False
    """Whether there may be more finds than are shown."""

    @property
    def largest(self) -> int:
        """The largest file that is taken, in bytes."""
        return most_bytes()

    @property
    def id(self) -> str:
        return "q-" + self.name.replace(".", "-").replace("@", "")

    @property
    def label(self) -> Sentence:
        return self.field.label

    @property
    def optional(self) -> bool:
        return self.field.optional

    @property
    def waits(self) -> bool:
        """Whether it need not be answered as things stand: without scripts it is one line to open, with them it is not there."""
        return self.field.asked is not None and not self.applies and not self.wrong

    @property
    def grouped(self) -> bool:
        """Whether the inputs are several and the label is the legend of the group."""
        return self.template in _GROUPED

    @property
    def template(self) -> str:
        return f"web/fields/{CONTROLS[self.field.type].template(self.field)}.html"

    @property
    def described_by(self) -> str:
        """The ids of the lines that explain the input, for assistive technology."""
        parts = [(self.field.help, "help"), (self.wrong, "wrong"), (self.field.kind.amount, "unit")]
        return " ".join(f"{self.id}-{part}" for there, part in parts if there)

    @property
    def input_type(self) -> str:
        return CONTROLS[self.field.type].html

    @property
    def steps(self) -> range | None:
        """The numbers to choose from, where they are few: a scale of one to five."""
        return steps(self.field)

    @property
    def amount(self) -> str:
        """The number of a duration."""
        return str(self.value).partition(" ")[0]

    @property
    def units(self) -> list[Choice]:
        """The units of a duration, the present one chosen."""
        unit = str(self.value).partition(" ")[2]
        return [Choice(u, _unit(u), "", unit in (u, u[:-1])) for u in UNITS]

    @property
    def branches(self) -> list[Branch]:
        """The choices of a tree: each of the top with all below it, told by what follows the top."""
        found: list[Branch] = []
        for option, choice in zip(self.field.options, self.choices, strict=False):
            if not option.above:
                found.append(Branch(choice.value, choice.label, choice.chosen))
            else:
                found[-1].below.append(replace(choice, more=below_top(option)))
        return found

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.chosen), None)


def _unit(unit: str) -> Sentence:
    zh, en = (Duration(2, unit).label(language).partition(" ")[2] for language in ("zh", "en"))
    return Sentence(zh.removeprefix("个"), en)


_GROUPED = {
    f"web/fields/{kind}.html"
    for kind in ("boolean", "scale", "choice", "choices", "pick", "list", "table", "tree", "trees")
}
