"""Texts of a method with their `{field}` places filled in, in both languages, as a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from shanzhi.engine.accounts import looked
from shanzhi.engine.draft import Draft
from shanzhi.method.duration import parse_duration
from shanzhi.method.field_types import ASKED_TYPES, FieldType, Thing
from shanzhi.method.ledger import IN_TEXT
from shanzhi.method.marks import mark
from shanzhi.method.model import Field
from shanzhi.method.money import amount
from shanzhi.method.outcome_words import told_result
from shanzhi.method.people import BY_KIND, PREFIX, parts
from shanzhi.method.rules import called_at
from shanzhi.method.words import PLACEHOLDER, Sentence, deadline, moment

NOTHING: Final = "—"
HIDDEN: Final = "***"
_FILE: Final = Thing.FILE


def fill(d: Draft, text: Sentence, *, names_people: bool = True) -> dict[str, str]:
    """A text with its places filled from what is recorded; sensitive answers are never shown.

    Who is named stands in it as a mark (`method.marks`), or as what they are to the matter where nobody reads marks.
    """
    chinese, names = _template(text.zh)
    english, others = _template(text.en)
    shown = [_shown(d, name, names_people) for name in names]
    again = shown if others == names else [_shown(d, name, names_people) for name in others]
    return {
        "zh": chinese % tuple([half[0] for half in shown]),
        "en": english % tuple([half[1] for half in again]),
    }


@lru_cache(maxsize=4096)
def _template(text: str) -> tuple[str, tuple[str, ...]]:
    """A text ready to be filled, `%s` for each place, and the places' names in order."""
    return PLACEHOLDER.sub("%s", text.replace("%", "%%")), tuple(PLACEHOLDER.findall(text))


def _shown(d: Draft, name: str, names_people: bool) -> tuple[str, str]:
    """One place in both languages: a field's, or where no field has the name, `title`, `stage`, `due` or `desk`."""
    if (look := IN_TEXT.fullmatch(name)) is not None:
        stands = str(looked(d, look[1], look[2]))
        return stands, stands
    name = name.removeprefix(PREFIX)
    field = d.method.fields.get(name)
    value: Any = None
    if name.startswith("line.") and d.listed is not None:
        name = name.removeprefix("line.")
        field = next((one for one in d.method.fields[d.listed].form if one.name == name), None)
        value = d.line.get(name)
    elif field is not None:
        value = d.values[name] if name in d.values else d.data.get(name)
    if field is None:
        return _OWN[name](d) if name in _OWN else (NOTHING, NOTHING)
    if value is None:
        return NOTHING, NOTHING
    if field.sensitive:
        return HIDDEN, HIDDEN
    thing = field.kind.points_to
    if thing is not None and thing is not _FILE:
        return _pointed(field, value) if names_people else _halves(field.label)
    show = _SHOWN_AS.get(field.type)
    if show is None:
        return (value, value) if isinstance(value, str) else (str(value), str(value))
    return show(d, field, value)


def local(d: Draft, at: datetime) -> Sentence:
    """A moment as people of the place say it; one without a time zone is meant as their clocks show it."""
    zone = d.ctx.calendar.zone
    return moment(at.astimezone(zone) if at.tzinfo is not None else at, d.at.astimezone(zone))


def _choice(d: Draft, field: Field, value: Any) -> tuple[str, str]:
    return next(
        ((o.label.zh, o.label.en) for o in field.options if o.value == value), (str(value), str(value))
    )


def _choices(d: Draft, field: Field, value: Any) -> tuple[str, str]:
    labels = [_choice(d, field, one) for one in value]
    return "、".join(zh for zh, _ in labels), ", ".join(en for _, en in labels)


def _boolean(d: Draft, field: Field, value: Any) -> tuple[str, str]:
    return ("是", "yes") if value else ("否", "no")


def _money(d: Draft, field: Field, value: Any) -> tuple[str, str]:
    return _halves(amount(value))


def _time(d: Draft, field: Field, value: Any) -> tuple[str, str]:
    return _halves(local(d, datetime.fromisoformat(value)))


def _point(d: Draft, field: Field, value: Any) -> tuple[str, str]:
    """A position in a text: pages show where it is, and nobody reads coordinates."""
    return "地图上标出的位置", "the position on the map"


def _many(d: Draft, field: Field, value: Any) -> tuple[str, str]:
    return f"{len(value)} 项", f"{len(value)} items"


def _pointed(field: Field, value: Any) -> tuple[str, str]:
    """Whom or what an answer points to, each as a mark."""
    several = value if isinstance(value, list | tuple) else [value]
    marks = [found for one in several if (found := _marked(field.kind.points_to, one))]
    return ("、".join(marks), ", ".join(marks)) if marks else (NOTHING, NOTHING)


def _marked(thing: Thing | None, value: Any) -> str:
    if thing is Thing.ANY:
        kind, value = parts(str(value))
        thing = BY_KIND.get(kind)
    return mark(thing, value) if thing is not None and isinstance(value, int) else ""


def _due(d: Draft) -> tuple[str, str]:
    if d.due is None:
        return NOTHING, NOTHING
    zone = d.ctx.calendar.zone
    return _halves(deadline(d.due.astimezone(zone), d.at.astimezone(zone)))


def _halves(text: Sentence) -> tuple[str, str]:
    return text.zh, text.en


_OWN: Final[dict[str, Callable[[Draft], tuple[str, str]]]] = {
    "title": lambda d: _halves(d.method.title),
    "stage": lambda d: _halves(d.method.stages[d.stage].label),
    "due": _due,
    "desk": lambda d: (
        _halves(called_at(d.method.stages[d.stage].desk, d.desk.role)) if d.desk else (NOTHING, NOTHING)
    ),
}


def _result(d: Draft, field: Field, value: Any) -> tuple[str, str]:
    """What a block came to; one of before is a sentence."""
    if isinstance(value, str):
        return value, value
    return _halves(told_result(value, field.result or ()))


def _duration(d: Draft, field: Field, value: Any) -> tuple[str, str]:
    length = parse_duration(str(value))
    return length.label("zh"), length.label("en")


def _showing(kind: FieldType) -> Callable[[Draft, Field, Any], tuple[str, str]] | None:
    """How answers of a type are shown; None for those that are shown as they are."""
    if kind.options:
        return _choices if kind.several else _choice
    if kind.yes_no:
        return _boolean
    if kind.amount:
        return _money
    if kind.moment:
        return _time
    if kind.spot:
        return _point
    if kind.told:
        return _result
    if kind.lasting:
        return _duration
    return _many if kind.listed else None


_SHOWN_AS: Final = {name: show for name, kind in ASKED_TYPES.items() if (show := _showing(kind)) is not None}
