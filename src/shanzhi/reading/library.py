"""The methods there are to look at: those taken in here, and those of the library that come with the program.

A list tells of each no more than the head of its file, and compiles none: a method is compiled when it is opened. What was
taken in goes before the library's, unless a later version has since come with the program.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from shanzhi import library
from shanzhi.matters.methods.compiled import compiled_of, english_of
from shanzhi.matters.models import Method as Taken
from shanzhi.method.check import examine, load
from shanzhi.method.english import NONE, English, packed, resolved, write_table
from shanzhi.method.head import Head, head
from shanzhi.method.kept import Kept
from shanzhi.method.model import Method
from shanzhi.method.problems import MethodError
from shanzhi.method.words import Sentence


class ListedMethod(Struct, frozen=True):
    """One method in a list. `family` is its folder in the library, if it has one.

    `hash` is known of what was `taken` in; `newer` than what was is what has since come with the program.
    """

    slug: str
    title: Sentence
    version: int
    summary: Sentence | None
    source: Sentence
    family: str = ""
    taken: bool = False
    newer: bool = False
    hash: str | None = None


class LibraryMethod(Struct, frozen=True):
    """One method, opened: compiled with its defaults, its text, and what was taken in of it here."""

    method: Method
    text: str
    taken: Taken | None = None
    newer: bool = False


def library_methods(language: str) -> list[ListedMethod]:
    """The newest version of each method, by its title in a language. Compiles nothing."""
    found: dict[str, ListedMethod] = {}
    for file in library.files().values():
        one = _head_of_file(file, file.stat().st_mtime_ns)
        if one is not None:
            family = file.parent.name if file.parent != library.folder() else ""
            found[one.id] = ListedMethod(one.id, one.title, one.version, one.summary, one.source, family)
    for taken in _newest_taken():
        ours = found.get(taken.slug)
        found[taken.slug] = _either(taken, ours)
    return sorted(found.values(), key=lambda one: one.title.text(language))


class ListedFamily(Struct, frozen=True):
    """The methods of one family, or those of none."""

    title: Sentence
    methods: list[ListedMethod]


NO_FAMILY = Sentence("本地的", "Of this place")


def by_family(methods: Iterable[ListedMethod]) -> list[ListedFamily]:
    """Methods by the families of the library, in its order; those of no family stand first: they are one's own."""
    found: dict[str, list[ListedMethod]] = {"": [], **{name: [] for name in library.FAMILIES}}
    for one in methods:
        found.setdefault(one.family, []).append(one)
    titles = {"": NO_FAMILY, **library.FAMILIES}
    return [
        ListedFamily(titles.get(name, Sentence(name, name)), some) for name, some in found.items() if some
    ]


def _newest_taken() -> list[Taken]:
    newest: dict[str, Taken] = {}
    for taken in Taken.objects.defer("text", "english").order_by("slug", "version"):
        newest[taken.slug] = taken
    return list(newest.values())


def _either(taken: Taken, ours: ListedMethod | None) -> ListedMethod:
    family = ours.family if ours is not None else ""
    if ours is not None and ours.version > taken.version:
        return ListedMethod(
            ours.slug, ours.title, ours.version, ours.summary, ours.source, family, newer=True
        )
    title = Sentence(taken.title_zh, taken.title_en)
    one = _head_of_taken(taken)
    summary, source = (one.summary, one.source) if one is not None else (None, Sentence("", ""))
    return ListedMethod(
        taken.slug, title, taken.version, summary, source, family, taken=True, hash=taken.hash
    )


def library_method(slug: str, version: int | None = None) -> LibraryMethod | None:
    """One method by its id, in one version or the newest; None where there is none."""
    ours = _of_the_library(slug)
    rows = Taken.objects.filter(slug=slug).order_by("-version")
    taken = rows.filter(version=version).first() if version is not None else rows.first()
    if version is not None and ours is not None and ours.method.version != version:
        ours = None
    if taken is None:
        return ours
    if ours is not None and ours.method.version > taken.version:
        return LibraryMethod(ours.method, ours.text, newer=True)
    return LibraryMethod(compiled_of(taken), taken.text, taken)


def handed_on(found: LibraryMethod) -> str:
    """The file of a method as one hands it on: its English inside."""
    checked = examine(found.text)
    own = English((checked.root.value["en"].plain(),)) if "en" in checked.root.value else NONE
    bare = [(path, zh) for path, zh in checked.texts if own.of(path, zh) is None]
    beside = english_of(found.taken) if found.taken is not None else library.english(found.method.id)
    return packed(found.text, resolved(bare, beside))


def _of_the_library(name: str) -> LibraryMethod | None:
    file = library.path(name)
    return _compiled_file(file, file.stat().st_mtime_ns) if file is not None else None


@lru_cache(maxsize=256)
def _compiled_file(file: Path, changed: int) -> LibraryMethod | None:
    """A file of the library as it was when it last `changed`; None while it has an error."""
    text = library.with_fragments(file.read_text(encoding="utf-8"), file)
    try:
        return LibraryMethod(load(text, name=file.stem, english=library.english), text)
    except MethodError:
        return None


@lru_cache(maxsize=1024)
def _head_of_file(file: Path, changed: int) -> Head | None:
    """What a list tells of a file of the library as it was when it last `changed`; None while it cannot be read."""
    found = head(file.read_text(encoding="utf-8"), *library.english_texts(file.stem))
    if found is not None:
        return found
    whole = _compiled_file(file, changed)
    return _head_of(whole.method) if whole is not None else None


def _head_of(method: Method) -> Head:
    return Head(method.id, method.title, method.version, method.summary, method.source)


_taken_heads: Kept[str, Head] = Kept(4096)
"""The heads of files that were taken in, by their hash: they never change."""


def _head_of_taken(taken: Taken) -> Head | None:
    """What a list tells of a file that was taken in; None where this program cannot read it any more."""
    found = _taken_heads.get(taken.hash)
    if found is None and (found := head(taken.text, write_table(taken.english))) is not None:
        _taken_heads.keep(taken.hash, found)
    return found


def outdated_of(methods: Iterable[ListedMethod]) -> dict[str, Sentence]:
    """Of some methods those that can be read but no longer used, and why.

    What was taken in as it stands in the library is sound, as the library is; only others are compiled to tell.
    """
    listed = {one.slug: one.version for one in methods if one.taken}
    found = {}
    for taken in Taken.objects.filter(slug__in=listed):
        if taken.version != listed[taken.slug] or taken.text == library.text(taken.slug):
            continue
        why = compiled_of(taken).outdated
        if why is not None:
            found[taken.slug] = why
    return found
