"""Photos as pages show them: small ones in a list, each opened in place, or on a page of its own without scripts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct


class Photo(Struct):
    """One photo of a matter: the how many-th (`n`) of how many (`of`), for those who cannot see it as well."""

    id: str
    title: str
    n: int = 1
    of: int = 1

    @property
    def alt(self) -> str:
        """What it is a photo of."""
        if self.of == 1:
            return _("“%(title)s”的照片") % {"title": self.title}
        return _("“%(title)s”的照片，第 %(n)d 张，共 %(of)d 张") % {
            "title": self.title,
            "n": self.n,
            "of": self.of,
        }

    @property
    def small(self) -> str:
        return reverse("thumbnail", args=[self.id])

    @property
    def whole(self) -> str:
        return reverse("file", args=[self.id])

    @property
    def url(self) -> str:
        return reverse("photo", args=[self.id])
