"""A method drawn, with the stage where a matter stands marked."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from shanzhi.method.draw import draw
from shanzhi.method.model import Method


def drawing(
    method: Method, *, wide: bool = False, current: str | None = None, visited: Sequence[str] = ()
) -> SafeString:
    """The drawing as SVG; the drawer escapes every text of the method."""
    ident = "wide" if wide else "tall"
    language = get_language() or "zh-hans"
    drawn = draw(method, language=language, wide=wide, current=current, visited=visited, ident=ident)
    return mark_safe(drawn)  # noqa: S308
