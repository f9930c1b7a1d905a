"""Methods: the library, their text and drawing, their forms, and the check of a file."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

import msgspec
from django.db.models import Q
from django.http import HttpResponse
from msgspec import Meta, Struct

from shanzhi import shelf
from shanzhi.api.faults import not_found
from shanzhi.api.forms import Question, input_schema, known_answers, questions, values_schema
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message, Number
from shanzhi.api.refs import place_at
from shanzhi.api.subjects import methods
from shanzhi.matters.adopting import adopted_methods, adoption_at
from shanzhi.matters.ground import ground
from shanzhi.matters.methods import method_of, with_inputs
from shanzhi.matters.models import Method as Taken
from shanzhi.method.check import examine, load
from shanzhi.method.draw import draw
from shanzhi.method.model import Method
from shanzhi.method.problems import MethodError
from shanzhi.method.schema import schema
from shanzhi.method.words import Sentence

YAML = "application/yaml"
SVG = "image/svg+xml"
Slug = Annotated[str, Meta(min_length=1, max_length=64)]
Version = Annotated[int, Meta(ge=1, le=2**31 - 1)]


class MethodLine(Struct):
    """One method. `taken` says that it was taken in here; others are in the library that comes with the program."""

    slug: str
    title: str
    version: int
    summary: str | None
    source: str
    hash: str
    taken: bool


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


class MethodView(Struct):
    """A method: what it is, what can be set, which stages it has and what it measures."""

    slug: str
    title: str
    version: int
    versions: list[int]
    summary: str | None
    source: str
    basis: list[str]
    hash: str
    visible: str
    opened_by: list[str]
    opened_at: str
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
    questions: list[Question]
    values: dict[str, Any]


class Where(Message):
    """Only what is adopted at this place, or above it."""

    place: Number | None = None


class Which(Message):
    """A version; the newest without it."""

    version: Version | None = None


class Drawn(Message):
    """How to draw: a version, `wide` for a desk, one stage marked as the `current` one."""

    version: Version | None = None
    wide: bool = False
    current: Annotated[str, Meta(max_length=64)] | None = None


class FormAt(Message):
    """Where the matter would be opened."""

    place: Number


class MethodText(Message):
    """A method's file."""

    text: Annotated[str, Meta(max_length=400_000)]


class Fault(Struct):
    """One problem of a method's file: where, which, and what to do. `weight` is `error` or `advice`."""

    code: str
    line: int
    column: int
    message: str
    weight: str


class Checked(Struct):
    """What the checker says of a file; `sound` when nothing stands in its way."""

    sound: bool
    problems: list[Fault]


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
        here = adopted_methods(place_at(call.query.place))
        found = [_line(method, call, taken=True) for _, method in here]
    else:
        found = [_line(method, call, taken) for method, taken in library()]
    return MethodList(sorted(found, key=lambda line: line.title))


@operation(
    methods,
    "GET",
    "/methods/schema",
    Sentence("工作法文件的 JSON Schema", "The JSON Schema of method files"),
    media=["application/schema+json"],
    scope=None,
)
def method_schema(call: Call) -> HttpResponse:
    """For editors."""
    return HttpResponse(_schema(), content_type="application/schema+json")


@operation(
    methods,
    "POST",
    "/methods/check",
    Sentence("检查工作法文件", "Check a method file"),
    body=MethodText,
    answer=Checked,
)
def check_method(call: Call) -> Checked:
    """Every problem at once; nothing is kept."""
    found = examine(call.body.text)
    problems = [Fault(p.code, p.line, p.column, p.why.text(call.language), p.weight) for p in found.problems]
    return Checked(found.method is not None and not found.errors, problems)


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
    method, _ = method_at(slug, call.query.version)
    versions = Taken.objects.filter(slug=slug).order_by("version").values_list("version", flat=True)
    text = call.language
    return MethodView(
        method.id,
        method.title.text(text),
        method.version,
        sorted({*versions, method.version}),
        call.say(method.summary),
        method.source.text(text),
        [basis.text(text) for basis in method.basis],
        method.hash,
        method.visible,
        list(method.opening.who.names),
        method.opening.level,
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
    "/methods/{slug}/text",
    Sentence("工作法的原文（YAML）", "A method's file"),
    query=Which,
    media=[YAML],
    scope=None,
    refuses=[404],
)
def method_text(call: Call, slug: str) -> HttpResponse:
    """To copy it."""
    _, text = method_at(slug, call.query.version)
    return HttpResponse(text, content_type=f"{YAML}; charset=utf-8")


@operation(
    methods,
    "GET",
    "/methods/{slug}/drawing",
    Sentence("工作法图（SVG）", "A method drawn"),
    query=Drawn,
    media=[SVG],
    scope=None,
    refuses=[404],
)
def method_drawing(call: Call, slug: str) -> HttpResponse:
    """In the caller's language."""
    method, _ = method_at(slug, call.query.version)
    drawn = draw(method, language=call.language, wide=call.query.wide, current=call.query.current)
    return HttpResponse(drawn, content_type=SVG)


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
    method = method_of(adoption)
    known = known_answers(method.form, call.actor, place.pk, ground())
    return FormView(
        method.id,
        method.title.text(call.language),
        method.version,
        adoption.pk,
        place.pk,
        questions(method.form, call, known),
        values_schema(method.form),
    )


def library() -> list[tuple[Method, bool]]:
    """The newest version of each method, and whether it was taken in; what was goes before the library's."""
    found: dict[str, tuple[Method, bool]] = {}
    for name in shelf.names():
        volume = _from_shelf(name)
        if volume is not None:
            found[volume[0].id] = (volume[0], False)
    for taken in Taken.objects.order_by("slug", "version"):
        found[taken.slug] = (with_inputs(taken), True)
    return list(found.values())


def method_at(slug: str, version: int | None = None) -> tuple[Method, str]:
    """A method with its defaults, and its text. Raises the 404 fault."""
    asked = Q(slug=slug) if version is None else Q(slug=slug, version=version)
    taken = Taken.objects.filter(asked).order_by("-version").first()
    if taken is not None:
        return with_inputs(taken), taken.text
    volume = _from_shelf(slug)
    if volume is None or version not in (None, volume[0].version):
        raise not_found()
    return volume


def _from_shelf(name: str) -> tuple[Method, str] | None:
    path = shelf.path(name)
    return _read(name, path.stat().st_mtime_ns) if path is not None else None


@lru_cache(maxsize=128)
def _read(name: str, changed: int) -> tuple[Method, str] | None:
    """A file of the library as it was when it last `changed`; None while it has an error."""
    path = shelf.path(name)
    if path is None:
        return None
    text = path.read_text(encoding="utf-8")
    try:
        return load(text, name=name), text
    except MethodError:
        return None


def _line(method: Method, call: Call, taken: bool) -> MethodLine:
    return MethodLine(
        method.id,
        method.title.text(call.language),
        method.version,
        call.say(method.summary),
        method.source.text(call.language),
        method.hash,
        taken,
    )


@lru_cache(maxsize=1)
def _schema() -> bytes:
    return msgspec.json.encode(schema())
