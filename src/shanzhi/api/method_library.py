"""The methods there are: those taken in here, and those of the library that come with the program."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Q

from shanzhi import library
from shanzhi.api.faults import not_found
from shanzhi.matters.methods.compiled import kept
from shanzhi.matters.models import Method as Taken
from shanzhi.method.check import load
from shanzhi.method.model import Method
from shanzhi.method.problems import MethodError


def newest_methods() -> list[tuple[Method, bool]]:
    """The newest version of each method, and whether it was taken in; what was goes before the library's."""
    found: dict[str, tuple[Method, bool]] = {}
    for name in library.names():
        volume = _from_shelf(name)
        if volume is not None:
            found[volume[0].id] = (volume[0], False)
    for taken in Taken.objects.order_by("slug", "version"):
        found[taken.slug] = (kept(taken), True)
    return list(found.values())


def method_at(slug: str, version: int | None = None) -> tuple[Method, str]:
    """A method with its defaults, and its text. Raises the 404 fault."""
    asked = Q(slug=slug) if version is None else Q(slug=slug, version=version)
    taken = Taken.objects.filter(asked).order_by("-version").first()
    if taken is not None:
        return kept(taken), taken.text
    volume = _from_shelf(slug)
    if volume is None or version not in (None, volume[0].version):
        raise not_found()
    return volume


def _from_shelf(name: str) -> tuple[Method, str] | None:
    path = library.path(name)
    return _read(name, path.stat().st_mtime_ns) if path is not None else None


@lru_cache(maxsize=128)
def _read(name: str, changed: int) -> tuple[Method, str] | None:
    """A file of the library as it was when it last `changed`; None while it has an error."""
    path = library.path(name)
    if path is None:
        return None
    text = path.read_text(encoding="utf-8")
    try:
        return load(text, name=name), text
    except MethodError:
        return None
