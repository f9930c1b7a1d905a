"""What was made public: agendas, results, tasks, appointments, as anyone may read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct

from shanzhi.api.acts import Confirmed, Step, step
from shanzhi.api.matter_parts import speaking
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, CommandId, Message, Number, Text
from shanzhi.api.refs import PlaceRef, place_at, place_refs
from shanzhi.api.sent_again import command_of
from shanzhi.api.subjects import notices
from shanzhi.engine.types import Refusal
from shanzhi.matters.lists.naming import NAMED, Names
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.writing.amending import amend, retract
from shanzhi.method.model import Field
from shanzhi.method.results import in_words
from shanzhi.method.words import Sentence
from shanzhi.reading.facts import words
from shanzhi.reading.listed import seen_whole
from shanzhi.reading.published import headings, published_below

if TYPE_CHECKING:
    from shanzhi.matters.models import Publication

MOST = 200


class Named(Struct):
    """What a number stands for. A person's name is masked for those who only look on; they know nobody by number (null)."""

    id: int | None
    name: str


class PublicationView(Struct):
    """Something a matter made public: a heading and the fields named, until it is taken down.

    Persons, households, offices, places and matters among the fields are `Named`; amounts are fen. A result that a
    vote or a meeting left is text as it was written then, in Chinese. `texts` words both, and choices, in the language asked for, by field. `corrected` is when it was corrected last.
    `public` tells whether everybody reads it; else it goes to you and some others alone.
    """

    id: int
    title: str
    place: PlaceRef
    method: str
    fields: dict[str, Any]
    texts: dict[str, str]
    since: datetime
    until: datetime | None
    version: int = 1
    corrected: datetime | None = None
    public: bool = True


class PublicationPage(Struct):
    """Publications, the latest first."""

    publications: list[PublicationView]
    next: int | None


class PublicationFilter(Message):
    """What was made public in a place and all below."""

    place: Number
    current: bool = True
    after: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST)] = 50


@operation(
    notices,
    "GET",
    "/publications",
    Sentence("公开", "List what was made public"),
    query=PublicationFilter,
    answer=PublicationPage,
    scope=None,
    refuses=[404],
)
def list_publications(call: Call) -> PublicationPage:
    """For everyone; what goes to some alone, to them."""
    query: PublicationFilter = call.query
    found = published_below(place_at(query.place), call.actor, current=query.current)
    if query.after is not None:
        found = found.filter(pk__lt=query.after)
    rows = list(found[: query.limit + 1])
    with speaking(call):
        shown = _views(call, rows[: query.limit])
    return PublicationPage(shown, shown[-1].id if len(rows) > query.limit else None)


class Correction(Message):
    """What stands in what is public of a matter, what shall stand instead (left out: it is struck out), and why."""

    text: Annotated[str, Meta(min_length=1, max_length=2000)]
    reason: Text
    value: Annotated[str, Meta(max_length=2000)] = ""
    confirmed: Confirmed | None = None
    command_id: CommandId | None = None


class TakingDown(Message):
    """Why what is public of a matter is taken down."""

    reason: Text
    command_id: CommandId | None = None


@operation(
    notices,
    "POST",
    "/matters/{int:number}/publications/corrections",
    Sentence("更正公开的内容", "Correct what is public of a matter"),
    again="own",
    body=Correction,
    answer=Step,
    scope="act",
    refuses=[404, 409, 503],
    examples={"typo": {"text": "3月1日", "value": "3月2日", "reason": "日期写错"}},
)
def correct_publications(call: Call, number: int) -> Step | Refusal:
    """The matter goes on; the old version is kept and shown to nobody. Looked through as publishing is."""
    body: Correction = call.body
    done = amend(
        actor=call.actor,
        matter=number,
        text=body.text,
        value=body.value,
        reason=body.reason,
        confirmed=body.confirmed.plain() if body.confirmed is not None else None,
        command_id=command_of(
            call, body.command_id, number, "amend_public", {"text": body.text, "value": body.value}
        ),
    )
    return done if isinstance(done, Refusal) else step(done, call)


@operation(
    notices,
    "POST",
    "/matters/{int:number}/publications/retraction",
    Sentence("撤下公开的内容", "Take down what is public of a matter"),
    again="own",
    body=TakingDown,
    answer=Step,
    scope="act",
    refuses=[404, 409, 503],
    examples={"mistake": {"reason": "误发"}},
)
def retract_publications(call: Call, number: int) -> Step | Refusal:
    """The matter goes on."""
    body: TakingDown = call.body
    command = command_of(call, body.command_id, number, "retract_public", {"reason": body.reason})
    done = retract(actor=call.actor, matter=number, reason=body.reason, command_id=command)
    return done if isinstance(done, Refusal) else step(done, call)


def _views(call: Call, rows: list[Publication]) -> list[PublicationView]:
    """The rows with what their numbers stand for: two readings of names, one for each of the ways to see a matter."""
    whole = seen_whole(call.actor, {row.matter_id for row in rows})
    forms = {row.pk: _form(row) for row in rows}
    names = {
        seen: Names(
            [(f, v) for row in rows if (row.matter_id in whole) is seen for f, v in forms[row.pk]], whole=seen
        )
        for seen in (True, False)
    }
    english = call.language == "en"
    refs = place_refs(row.place for row in rows)
    return [
        PublicationView(
            row.pk,
            title.en if english else title.zh,
            refs[row.place_id],
            row.matter.method,
            {
                field.name: _named(field, value, names[row.matter_id in whole])
                for field, value in forms[row.pk]
            },
            {
                field.name: said
                for field, value in forms[row.pk]
                if field.kind.points_to is None
                and value not in (None, "", [])
                and (said := words(field, value, names[row.matter_id in whole])) is not None
            },
            row.since,
            row.until,
            row.version,
            row.corrected,
            not row.whom,
        )
        for row, title in zip(rows, headings(rows), strict=True)
    ]


def _form(row: Publication) -> list[tuple[Field, Any]]:
    """The fields made public with their values; one the method no longer has is told to nobody, as on its page."""
    fields = compiled(bytes(row.matter.pin), row.matter.adoption_id).fields
    return [(fields[name], value) for name, value in row.fields.items() if name in fields]


def _named(field: Field, value: Any, names: Names) -> Any:
    """A value with names in the place of numbers."""
    value = in_words(value)
    if value in (None, "", []):
        return value
    thing = field.kind.points_to
    if thing in NAMED:
        if not field.kind.several:
            return Named(names.number(thing, value), names.name(thing, value))
        return [Named(names.number(thing, one), names.name(thing, one)) for one in value]
    return [_item(field.form, item, names) for item in value] if field.kind.rows else value


def _item(form: Iterable[Field], item: Mapping[str, Any], names: Names) -> dict[str, Any]:
    return {f.name: _named(f, item[f.name], names) for f in form if f.name in item}
