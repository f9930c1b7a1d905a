"""Template filters and tags of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shanzhi.method.roles import LEVEL_NAMES, role_name
from shanzhi.method.words import Sentence
from shanzhi.people.purposes import choices
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, scope_of
from shanzhi.reading.openable import Openable
from shanzhi.reading.spot import Spot
from shanzhi.web import spot, words
from shanzhi.web.opening_addresses import address
from shanzhi.web.sign_in_required import actor

register = template.Library()


@register.filter
def say(thing: Sentence | str | None) -> str:
    """A sentence in the reader's language."""
    return words.say(thing)


@register.filter
def moment(at: datetime | None) -> str:
    """A time as people say it."""
    return words.moment(at)


@register.filter
def deadline(at: datetime | None) -> str:
    """The end of a time as people say it."""
    return words.deadline(at)


@register.filter
def day(on: date | datetime | None) -> str:
    """A day as people say it."""
    return words.day(on)


@register.filter
def last_day(end: datetime | None) -> str:
    """The last day of a time that is over at `end`, as people say it."""
    return words.day(words.last_day(end))


@register.filter
def until(at: datetime | None) -> str:
    """How far off a date is."""
    return words.until(at)


@register.filter
def area(hundredths: int | None) -> str:
    """An area kept in hundredths of a square metre, in square metres, with no more decimals than it has."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".") if hundredths else ""


@register.filter
def role(name: str | None) -> str:
    """The name of a role."""
    return words.say(role_name(name)) if name else ""


@register.filter
def level(name: str) -> str:
    """The name of a level of the place tree."""
    return words.say(LEVEL_NAMES[name]) if name in LEVEL_NAMES else name


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """`mapping[key]`, or nothing."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def at(things: Sequence[Any], index: int) -> Any:
    """`things[index]`, or nothing where there is none."""
    return things[index] if index < len(things) else ""


@register.filter
def percent(share: float | None) -> str:
    """A share (0–1) in whole percent; a dash where there is none."""
    return "—" if share is None else f"{share:.0%}"


@register.simple_tag
def opening_url(one: Openable) -> str:
    """Where one opens a matter by this way in."""
    return address(one)


@register.simple_tag
def gap() -> str:
    """What stands between two sentences: nothing in Chinese, whose full stop has its own room."""
    return say(Sentence("", " "))


@register.simple_tag
def icon(name: str) -> SafeString:
    """One picture of the sprite; it says nothing by itself, so the text beside it is not repeated."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("web/icons.svg"),
        name,
    )


@register.inclusion_tag("web/parts/purpose.html", takes_context=True)
def purpose(context: dict[str, Any], of: str) -> dict[str, Any]:
    """What a look is for: a choice of the list, and words of one's own. `of` tells several on a page apart.

    What was typed before one had to sign in again (`kept`) is filled in.
    """
    kept = context.get("kept")
    typed = kept.answers if kept and (kept.form == "person-look" or kept.about == of) else {}
    return {"of": of, "choices": [words.say(title) for title in choices()], "typed": typed}


@register.simple_tag(takes_context=True)
def called(context: dict[str, Any], place: Place) -> str:
    """The name of a place by which the reader of this page cannot take it for another (`places.telling`)."""
    request = context.get("request")
    scope = scope_of(actor(request)) if request is not None else ()
    return place_name(place, scope)


class _Dotted(template.Node):
    """Pieces of which those that say something are joined by a dot."""

    def __init__(self, pieces: list[template.NodeList]) -> None:
        self.pieces = pieces

    def render(self, context: template.Context) -> SafeString:
        """A piece says something when it holds more than blanks and empty elements."""
        return words.dotted(*(piece.render(context) for piece in self.pieces))


@register.tag
def dotted(parser: template.base.Parser, token: template.base.Token) -> _Dotted:
    """`{% dotted %}one{% dot %}two{% enddotted %}`: what is there, joined by « · »; what is left out leaves no dot behind."""
    pieces = []
    while True:
        pieces.append(parser.parse(("dot", "enddotted")))
        if parser.next_token().contents == "enddotted":
            return _Dotted(pieces)


@register.filter
def spot_map(it: Spot) -> SafeString:
    """The small map of a position."""
    return spot.drawing(it)


@register.filter
def spot_url(it: Spot) -> str:
    """The large map with a position on it."""
    return spot.url(it)
