"""What an act would make public, on the page that asks: the preview, what was found in it, what is to stay and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Refusal
from shanzhi.matters.lists.marks import as_read
from shanzhi.matters.lists.naming import Attached, Names
from shanzhi.matters.writing.publishing import Confirmation, Leaflet, Unlooked, texts_of
from shanzhi.method.blocks import kind_of
from shanzhi.method.marks import OPENS
from shanzhi.method.model import Act, Method
from shanzhi.method.readers import readers_words
from shanzhi.method.words import Sentence
from shanzhi.people.pieces import KINDS, plain_piece
from shanzhi.reading.facts import Fact, facts
from shanzhi.web.words import say

LOOK, KEEP, WHY = "@look", "@keep", "@keep_reason"
"""The names of the button that only shows, of the pieces that stay, and of the reason."""


class PreviewedPage(Struct):
    """One publication to be, as it will be read; `whom` says by whom, where that is not everybody."""

    title: str
    facts: list[Fact]
    pictures: list[Attached]
    whom: str = ""


class Ticked(Struct):
    """One piece that was found, and whether it is to stay."""

    text: str
    label: Sentence
    around: str
    kept: bool


class Preview(Struct):
    """All of it."""

    leaflets: list[PreviewedPage]
    pieces: list[Ticked]
    reason: str


def confirmed_in(request: HttpRequest) -> Confirmation | None:
    """The pieces that were ticked, and the reason; None without any."""
    pieces = tuple(request.POST.getlist(KEEP)[:200])
    return Confirmation(pieces, request.POST.get(WHY, "")) if pieces else None


def look_of(
    request: HttpRequest, refusal: Refusal | None, method: Method, shown: Sequence[Leaflet] | None = None
) -> Preview | None:
    """What the page shows for a refusal to publish, or for a preview (`shown`); None for any other refusal."""
    unlooked = refusal if isinstance(refusal, Unlooked) else None
    if unlooked is None and shown is None:
        return None
    leaflets = unlooked.preview if unlooked is not None else shown or ()
    found = unlooked.found if unlooked is not None else ()
    ticked = {plain_piece(text) for text in request.POST.getlist(KEEP)[:200]}
    pieces = [Ticked(one.text, KINDS[one.kind], one.around, one.key in ticked) for one in found]
    return Preview([shown_as(one, method) for one in leaflets], pieces, request.POST.get(WHY, "")[:500])


def shown_as(leaflet: Leaflet, method: Method) -> PreviewedPage:
    """A publication as somebody reads it who only looks on: names of people in fields masked, no door."""
    form = [field for name, field in method.fields.items() if name in leaflet.fields]
    names = Names([(field, leaflet.fields[field.name]) for field in form], whole=False)
    read = facts(form, leaflet.fields, names)
    pictures = [file for one in read for file in one.files if file.picture]
    title = say(Sentence(leaflet.title["zh"], leaflet.title["en"]))
    whom = "、".join(say(one) for one in readers_words(leaflet.whom)) if leaflet.whom is not None else ""
    return PreviewedPage(as_read([title], whole=False)[0], read, pictures, whom)


class Passage(Struct, frozen=True):
    """One text of what is public, to be put right where it stands: what it is called, and as it was written."""

    label: str
    text: str


def passages_of(leaflets: Iterable[Leaflet], method: Method) -> list[Passage]:
    """Every text that stands there, each once. One that names people by marks is no text that anybody could write."""
    found: dict[str, str] = {}
    for name, text in (one for leaflet in leaflets for one in texts_of(leaflet, method)):
        label = say(method.fields[name].label) if name in method.fields else _("标题")
        if text.strip() and OPENS not in text and (name or text not in found):
            found[text] = label
    return [Passage(label, text) for text, label in found.items()]


def as_it_stands(text: str, passages: Iterable[Passage]) -> str:
    """A passage as it is written there, though a browser sends other line ends."""
    alike = (one.text for one in passages if one.text.split() == text.split())
    return next(alike, text)


def makes_public(method: Method, act: Act) -> bool:
    """Whether the page of an act offers to show first what it makes public: it, or the stage it leads to, may publish."""
    if not method.publishes or act.origin == "builtin":
        return False
    if any(effect.kind == "publish" for effect in act.effects):
        return True
    targets = [method.stages[route.stage] for route in act.routes if route.stage in method.stages]
    return any(
        (stage.block is not None and kind_of(stage.block).shows is not None)
        or any(effect.kind == "publish" for effect in stage.effects)
        for stage in targets
    )
