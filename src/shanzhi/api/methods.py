"""Methods: the library, their text and drawing, their forms, and the check of a file."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils import timezone
from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.forms import Question, questions
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message, Number
from shanzhi.api.refs import place_at
from shanzhi.api.subjects import methods
from shanzhi.engine.decide import way_in
from shanzhi.engine.types import Command, Refusal
from shanzhi.matters.methods.adopting import adopted_methods, adoption_at
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Method as Taken
from shanzhi.matters.writing.ground import ground
from shanzhi.method.answer_schema import input_schema, values_schema
from shanzhi.method.basis import Basis, told
from shanzhi.method.sights import widest_audience
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place
from shanzhi.reading.asking import known_answers
from shanzhi.reading.library import LibraryMethod, ListedMethod, library_method, library_methods, outdated_of
from shanzhi.reading.openable import may_open

YAML = "application/yaml"


SVG = "image/svg+xml"
Slug = Annotated[str, Meta(min_length=1, max_length=64)]
Version = Annotated[int, Meta(ge=1, le=2**31 - 1)]


class MethodLine(Struct):
    """One method. `taken` says that it was taken in here; others are in the library that comes with the program. `newer` says
    that a later version came with the program than was taken in. `family` is its folder in the library, if it has one.

    `hash` is null for what was not taken in: read the method for it. `outdated` says why it can be read but no longer used,
    and what to do. `opens`, of what is adopted at a place, says whether the caller may open a matter of it there.
    """

    slug: str
    title: str
    version: int
    summary: str | None
    source: str
    hash: str | None
    taken: bool
    outdated: str | None
    newer: bool = False
    family: str = ""
    opens: bool | None = None


class MethodList(Struct):
    """Methods, by title."""

    methods: list[MethodLine]


class InputView(Struct):
    """Something an adopting place may set, with its bounds as JSON Schema."""

    name: str
    type: str
    label: str
    help: str | None
    schema: dict[str, Any]


class StageView(Struct):
    """One stage: its acts by name, and where it ends if it is an end."""

    name: str
    label: str
    acts: list[str]
    block: str | None
    end: str | None


class MeasureView(Struct):
    """One measure of what the method achieves."""

    name: str
    label: str
    kind: str
    help: str | None


class LawView(Struct):
    """A law: `kind` is `basis` (the method rests on it) or `reference` (it follows it), `region` is `national` or the code of
    the region where it is law; elsewhere a basis is a reference. `text` says it in the caller's language.
    """

    law: str
    articles: list[int]
    kind: str
    region: str
    about: str | None
    text: str


class OpeningView(Struct):
    """One way in: who may open a matter by it, at which level it lands, into which stages it leads."""

    name: str
    label: str
    help: str | None
    alert: str | None
    by: list[str]
    at: str
    to: list[str]


class MethodView(Struct):
    """A method: what it is, what can be set, which stages it has and what it measures. `basis` tells each of its `laws`."""

    slug: str
    title: str
    version: int
    versions: list[int]
    summary: str | None
    source: str
    basis: list[str]
    laws: list[LawView]
    hash: str
    visible: str
    opened_by: list[str]
    opened_at: str
    openings: list[OpeningView]
    inputs: list[InputView]
    stages: list[StageView]
    measures: list[MeasureView]


class FormView(Struct):
    """The form that opens a matter of a method at a place: its questions, and the JSON Schema of `values`."""

    method: str
    title: str
    version: int
    adoption: int
    place: int
    opening: str
    alert: str | None
    questions: list[Question]
    values: dict[str, Any]


class Where(Message):
    """Only what is adopted at this place, or above it."""

    place: Number | None = None


class Which(Message):
    """A version; the newest without it."""

    version: Version | None = None


class FormAt(Message):
    """Where the matter would be opened, and by which way in (the first that is open to the caller)."""

    place: Number
    opening: Annotated[str, Meta(max_length=60)] | None = None


@operation(
    methods,
    "GET",
    "/methods",
    Sentence("工作法列表", "List methods"),
    about=Sentence("工作法库；或某地可发起的工作法。", "The library; or what can be opened at a place."),
    query=Where,
    answer=MethodList,
    scope=None,
    refuses=[404],
)
def list_methods(call: Call) -> MethodList:
    """Public: a method is a public rule."""
    if call.query.place is not None:
        return MethodList(_adopted_at(place_at(call.query.place), call))
    found = library_methods(call.language)
    outdated = outdated_of(found)
    return MethodList([_line(one, outdated.get(one.slug), call) for one in found])


@operation(
    methods,
    "GET",
    "/methods/{slug}",
    Sentence("看一个工作法", "Read a method"),
    query=Which,
    answer=MethodView,
    scope=None,
    refuses=[404],
)
def get_method(call: Call, slug: str) -> MethodView:
    """With its defaults."""
    method = method_at(slug, call.query.version).method
    versions = Taken.objects.filter(slug=slug).order_by("version").values_list("version", flat=True)
    text = call.language
    return MethodView(
        method.id,
        method.title.text(text),
        method.version,
        sorted({*versions, method.version}),
        call.say(method.summary),
        method.source.text(text),
        [told(one).text(text) for one in method.basis],
        [_law(one, call) for one in method.basis],
        method.hash,
        widest_audience(method),
        list(method.opening.who.names),
        method.opening.level,
        [
            OpeningView(
                one.name,
                (one.label or method.title).text(text),
                call.say(one.help),
                call.say(one.alert),
                list(one.who.names),
                one.level,
                list(one.stages),
            )
            for one in method.openings.values()
        ],
        [
            InputView(i.name, i.type, i.label.text(text), call.say(i.help), input_schema(i))
            for i in method.inputs.values()
        ],
        [
            StageView(s.name, s.label.text(text), list(s.acts), s.block.kind if s.block else None, s.end)
            for s in method.stages.values()
        ],
        [MeasureView(m.name, m.label.text(text), m.kind, call.say(m.help)) for m in method.measures.values()],
    )


@operation(
    methods,
    "GET",
    "/methods/{slug}/form",
    Sentence("发起的表单", "The form that opens a matter"),
    about=Sentence(
        "本系统已有的答案标为 known，不用再填；values 是答案的 JSON Schema。",
        "Answers the system holds are marked known and need not be given; `values` is the JSON Schema of the answers.",
    ),
    query=FormAt,
    answer=FormView,
    refuses=[404],
)
def method_form(call: Call, slug: str) -> FormView:
    """By the adoption in force at the place."""
    place = place_at(call.query.place)
    adoption = adoption_at(slug, place)
    if adoption is None:
        raise not_found()
    whole = method_of(adoption)
    asked = Command("", "open", timezone.now(), call.actor)
    way = way_in(whole, asked, place.pk, ground(), opening=call.query.opening or "")
    if isinstance(way, Refusal):
        raise not_found()
    method = whole.through(way.name)
    known = known_answers(method.form, call.actor, place.pk, ground())
    return FormView(
        method.id,
        method.title.text(call.language),
        method.version,
        adoption.pk,
        place.pk,
        way.name,
        call.say(way.alert),
        questions(method.form, call, known),
        values_schema(method.form),
    )


def method_at(slug: str, version: int | None = None) -> LibraryMethod:
    """A method with its defaults, and its text. Raises the 404 fault."""
    found = library_method(slug, version)
    if found is None:
        raise not_found()
    return found


def _law(one: Basis, call: Call) -> LawView:
    said = one.law.text(call.language), told(one).text(call.language)
    return LawView(said[0], list(one.articles), one.kind, one.region, call.say(one.about), said[1])


def _line(one: ListedMethod, outdated: Sentence | None, call: Call) -> MethodLine:
    return MethodLine(
        one.slug,
        one.title.text(call.language),
        one.version,
        call.say(one.summary),
        one.source.text(call.language),
        one.hash,
        one.taken,
        call.say(outdated),
        one.newer,
        one.family,
    )


def _adopted_at(place: Place, call: Call) -> list[MethodLine]:
    """The methods as they hold at a place, and which of them the caller may open there."""
    world = ground()
    found = [
        MethodLine(
            method.id,
            method.title.text(call.language),
            method.version,
            call.say(method.summary),
            method.source.text(call.language),
            method.hash,
            taken=True,
            outdated=call.say(method.outdated),
            opens=may_open(call.actor, method, place, world),
        )
        for _, method in adopted_methods(place)
    ]
    return sorted(found, key=lambda line: line.title)
