"""What hangs on a wall, as a page shows it: heading, where it stands, how many say 我也是."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.methods.compiled import compiled
from shanzhi.method.blocks import SUPPORT
from shanzhi.places.models import Place
from shanzhi.reading.files import pictures_among
from shanzhi.reading.walls import WallCard
from shanzhi.reading.ways import goes_on
from shanzhi.web.lists import tell
from shanzhi.web.photos import Photo
from shanzhi.web.words import say


class Poster(Struct):
    """One card. `label` is what its method calls saying 我也是; `threshold` how many are needed, and where it `goes` then."""

    number: int
    title: str
    text: str
    where: str
    stage: str
    since: datetime
    closed: datetime | None
    good: bool
    supporters: int
    threshold: int | None
    supported: bool
    may_support: bool
    label: str
    reply: str
    leads: bool
    goes: str = ""
    corrected: datetime | None = None
    photos: list[Photo] = []

    def says(self, text: str) -> bool:
        """Whether what is published holds a text."""
        return text.casefold() in f"{self.title}{self.text}{self.where}{self.reply}".casefold()


def posters(actor: Actor, cards: list[WallCard]) -> list[Poster]:
    """The cards of a wall with what they need to be shown; two queries for all."""
    places = Place.objects.filter(pk__in={card.place for card in cards}).defer("geometry")
    by_id = {place.pk: place for place in places}
    tell(by_id.values(), actor)
    pictures = _pictures(cards)
    return [_poster(card, by_id.get(card.place), pictures) for card in cards]


def _pictures(cards: list[WallCard]) -> set[str]:
    """Of the published files of some cards, those that are pictures."""
    return pictures_among([file for card in cards for file in card.photos])


def _poster(card: WallCard, place: Place | None, pictures: set[str]) -> Poster:
    method = compiled(card.pin, card.adoption)
    fields, stage = method.fields, method.stages.get(card.stage)
    acts = stage.acts if stage is not None else {}
    act = next((acts[name] for name in SUPPORT if name in acts), None)
    texts = [
        value
        for name, value in card.shown.items()
        if isinstance(value, str) and name in fields and fields[name].kind.written
        if name != "reply" and value not in (card.title.zh, card.title.en)
    ]
    photos = [file for file in card.photos if file in pictures]
    return Poster(
        number=card.matter,
        title=say(card.title),
        text=max(texts, key=len, default=""),
        where=place.told if place is not None else "",
        stage=say(stage.label) if stage is not None else "",
        since=card.since,
        closed=card.closed,
        good=card.end == "done",
        supporters=card.supporters,
        threshold=card.threshold,
        supported=card.supported,
        may_support=card.may_support,
        label=say(act.label) if act is not None else "",
        reply=card.reply,
        leads=card.leads_to is not None,
        goes=goes_on(method, stage.outcomes.get("reached", ())) if stage is not None else "",
        corrected=card.corrected,
        photos=[Photo(file, say(card.title), n, len(photos)) for n, file in enumerate(photos, 1)],
    )
