"""How one office's table is read: which column is what, in which zone, and what its words mean.

A mapping is worked out from the headings, adjusted by the person, and may be kept as a YAML file:

    title: {zh: 波士顿 311, en: Boston 311}
    source: boston-311             # the system the numbers belong to; two systems may use the same numbers
    zone: America/New_York
    crs: wgs84
    columns: {CASE_ENQUIRY_ID: external, OPEN_DT: opened, QUEUE: "-"}
    fixed: {category: e2105}       # where a row says nothing
    values: {status: {Open: accepted}}
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping as Reading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct, field
from ruamel.yaml import YAML

from shanzhi.matters.imports import messages
from shanzhi.matters.imports.headings import FIELDS, SKIP, field_of
from shanzhi.matters.imports.meanings import WORDS
from shanzhi.method.problems import Problems
from shanzhi.method.read import read
from shanzhi.method.roles import LEVELS
from shanzhi.method.words import Sentence, hint
from shanzhi.people.problems import BadInput
from shanzhi.places.crs import is_projected
from shanzhi.places.refused import PlaceRefused
from shanzhi.tables.headings import heading_form
from shanzhi.tables.moments import ORDERS

SHIPPED = Path(__file__).parent / "mappings"
"""Mappings that come with the program."""


class Acts(Struct, frozen=True, forbid_unknown_fields=True):
    """The acts of the method that a row's facts are replayed by, and the way in (the first, where there is none such)."""

    open: str = "order"
    accept: str = "accept"
    contact: str = "contact"
    answer: str = "resolve"
    rate: str = "rate"


class Top(Struct, frozen=True, forbid_unknown_fields=True):
    """The place that a tree made for the rows hangs from, where there is none yet."""

    name: str
    level: str = "district"


class Making(Struct, frozen=True, forbid_unknown_fields=True):
    """The places to make from a column (else the one that is `place`): their level, and what they hang from."""

    column: str | None = None
    level: str = "street"
    top: Top | None = None


class Flag(Struct, frozen=True, forbid_unknown_fields=True):
    """The file's own verdict on being in time: its column, what it writes, and as of when it was written."""

    column: str
    in_time: str
    late: str
    as_of: str | None = None


class Mapping(Struct, forbid_unknown_fields=True):
    """How a table is read; docs/operators-import.md tells of every key. `columns` takes a heading to a field, or to `-`; `fixed` a field to what it is where a row
    says nothing; `values` a field to what its words mean; `accept: always` says that every row was accepted."""

    title: dict[str, str] = field(default_factory=dict)
    source: str = "import"
    zone: str = "Asia/Shanghai"
    crs: str = "wgs84"
    dates: str = "ymd"
    sheet: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    accept: str = "known"
    acts: Acts = Acts()
    places: Making | None = None
    in_time: Flag | None = None

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def read_mapping(content: bytes, name: str) -> Mapping:
    """A mapping from its YAML. Raises `BadInput` with what is wrong with it, and where."""
    problems = Problems()
    root = read(content, problems)
    if root is None or problems.errors:
        first = problems.listed()[0]
        if first.code == "SZ108":
            return Mapping()  # a file that says nothing changes nothing
        raise BadInput(messages.MAPPING_BAD.fill(file=name, line=first.line, why=first.why))
    try:
        mapping = msgspec.convert(_texts(root.plain()), Mapping)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        found = root.find(path.strip("`.").replace("[...]", ""))
        raise BadInput(messages.MAPPING_BAD.fill(file=name, line=found.line, why=_fault(what))) from None
    check(mapping)
    return mapping


def _fault(what: str) -> Sentence:
    """What does not fit the shape of a mapping, in words."""
    names = [*re.findall(r"`(\S+?)`", what), ""]
    if "unknown field" in what:
        return messages.NO_KEY.fill(key=names[0], keys="、".join(Mapping.__struct_fields__))
    if "missing required" in what:
        return messages.KEY_MISSING.fill(key=names[0])
    return messages.KEY_SHAPE.fill(shape=messages.SHAPES.get(names[0], messages.SHAPES["str"]))


def _texts(value: Any) -> Any:
    """Every plain value as a text: all that a mapping holds are texts."""
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def find_mapping(given: str) -> Mapping:
    """The mapping in a file, or one that comes with the program by its name."""
    path = Path(given)
    if not path.suffix and not path.exists():
        path = SHIPPED / f"{given}.yaml"
        if given not in shipped():
            raise BadInput(
                messages.NO_MAPPING.fill(name=given, hint=hint(given, shipped()), names="、".join(shipped()))
            )
    try:
        return read_mapping(path.read_bytes(), path.name)
    except OSError as error:
        raise BadInput(messages.UNREADABLE.fill(file=given, why=error.strerror or "")) from None


def shipped() -> list[str]:
    """The names of the mappings that come with the program."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def written(mapping: Mapping) -> str:
    """The YAML of a mapping; what is as usual is left out."""
    usual = msgspec.to_builtins(Mapping())
    told = {key: value for key, value in msgspec.to_builtins(mapping).items() if value != usual[key]}
    out = io.StringIO()
    yaml = YAML()
    yaml.width = 110
    yaml.dump(told, out)
    return out.getvalue()


def recognise(headings: Sequence[str], mapping: Mapping) -> Mapping:
    """The mapping with every heading that is known taken in; what it already says of a column stands."""
    known = {heading_form(heading): what for heading, what in mapping.columns.items()}
    if (places := mapping.places) is not None and places.column is not None:
        known.setdefault(heading_form(places.column), "place")
    columns = {}
    for heading in headings:
        what = known.get(heading_form(heading)) or field_of(heading)
        if what is not None:
            columns[heading] = what
    return msgspec.structs.replace(mapping, columns=columns)


def check_columns(mapping: Mapping, headings: Sequence[str]) -> None:
    """Raise `BadInput` for a key that would do nothing: it names a column that the file has not, or that is something else."""
    named = {"places.column": mapping.places.column if mapping.places else None,
             "in_time.column": mapping.in_time.column if mapping.in_time else None}  # fmt: skip
    forms = {heading_form(heading): heading for heading in headings}
    for key, column in named.items():
        if column is not None and heading_form(column) not in forms:
            raise BadInput(messages.KEY_COLUMN.fill(key=key, column=column, hint=hint(column, headings)))
    making = mapping.places
    if making is None:
        return
    if making.column is not None:
        what = mapping.columns.get(forms[heading_form(making.column)], SKIP)
        if what != "place":
            raise BadInput(messages.NOT_PLACE.fill(column=making.column, field=what))
    elif "place" not in mapping.columns.values():
        raise BadInput(messages.NO_PLACES)


def absent(mapping: Mapping, headings: Sequence[str]) -> list[str]:
    """The columns that a mapping names and a file has not."""
    forms = set(map(heading_form, headings))
    return [heading for heading in mapping.columns if heading_form(heading) not in forms]


def adjust(mapping: Mapping, headings: Sequence[str], changes: Reading[str, str]) -> Mapping:
    """The mapping with single columns changed: heading → field, or `-`. Raises `BadInput` for unknown ones."""
    columns = dict(mapping.columns)
    forms = {heading_form(heading): heading for heading in headings}
    for heading, what in changes.items():
        known = forms.get(heading_form(heading))
        if known is None:
            raise BadInput(messages.NO_COLUMN.fill(column=heading, hint=hint(heading, headings)))
        columns[known] = what
    changed = msgspec.structs.replace(mapping, columns=columns)
    check(changed)
    return changed


def check(mapping: Mapping) -> None:
    """Raise `BadInput` for the first thing in a mapping that cannot be."""
    for what in (*mapping.columns.values(), *mapping.fixed, *mapping.values):
        if what not in FIELDS and what != SKIP:
            raise BadInput(
                messages.NO_FIELD.fill(field=what, hint=hint(what, FIELDS), fields="、".join(FIELDS))
            )
    _check_words(mapping.values)
    if not 0 < len(mapping.source) <= 32 or not mapping.source.isprintable():
        raise BadInput(messages.BAD_SOURCE)
    choices: list[tuple[str, str, Sequence[str]]] = [
        ("dates", mapping.dates, ORDERS),
        ("accept", mapping.accept, ("known", "always")),
    ]
    if mapping.places is not None:
        choices.append(("places.level", mapping.places.level, LEVELS))
        choices += [("places.top.level", mapping.places.top.level, LEVELS)] if mapping.places.top else []
    for key, value, allowed in choices:
        if value not in allowed:
            raise BadInput(
                messages.ONE_OF.fill(
                    key=key, value=value, allowed=Sentence("、".join(allowed), ", ".join(allowed))
                )
            )
    try:
        _ = mapping.time_zone
    except (KeyError, ValueError, OSError):
        raise BadInput(messages.BAD_ZONE.fill(zone=mapping.zone)) from None
    try:
        is_projected(mapping.crs)
    except PlaceRefused as refused:
        raise BadInput(refused.why) from None


def _check_words(values: Reading[str, Reading[str, str]]) -> None:
    """Raise `BadInput` for words of a field that has none, or that mean what there is not."""
    for what, words in values.items():
        if what not in WORDS:
            raise BadInput(messages.NO_WORDS.fill(field=what, fields="、".join(WORDS)))
        for word, meant in words.items():
            if WORDS[what] and meant not in WORDS[what]:
                allowed = Sentence("、".join(WORDS[what]), ", ".join(WORDS[what]))
                raise BadInput(
                    messages.ONE_OF.fill(key=f"values.{what}.{word}", value=meant, allowed=allowed)
                )


def told(mapping: Mapping, headings: Sequence[str], row: Sequence[str]) -> list[tuple[str, str, str]]:
    """What is shown to the person: each used column, its field, and an example; the unused ones after them."""
    cells: dict[str, Any] = dict(zip(headings, row, strict=False))
    used = [(h, what) for h, what in mapping.columns.items() if what != SKIP]
    rest = [h for h in headings if mapping.columns.get(h, SKIP) == SKIP]
    return [(h, what, cells.get(h, "")) for h, what in used] + [(h, SKIP, cells.get(h, "")) for h in rest]
