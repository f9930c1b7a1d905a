"""Words on a page: those that every face says (`reading.words`), by the name the pages know them under."""

from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from shanzhi.reading.words import day, deadline, last_day, moment, say, span, until

__all__ = ["DOT", "day", "deadline", "dotted", "last_day", "moment", "say", "span", "until"]

DOT = " · "


def dotted(*pieces: str) -> SafeString:
    """The pieces that say something, joined by a dot; each escaped unless it is safe already."""
    said = [conditional_escape(piece) for piece in pieces]
    return mark_safe(DOT.join(piece.strip() for piece in said if strip_tags(piece).strip()))  # noqa: S308
