"""Where one opens a matter: the page of a method, or of one of its ways in where there are several."""

from __future__ import annotations

from django.urls import reverse

from shanzhi.reading.openable import Openable


def address(one: Openable) -> str:
    """The page with the form of a way in."""
    slug = one.adoption.slug
    return reverse("open-by", args=[slug, one.way]) if one.one_of_several else reverse("open", args=[slug])
