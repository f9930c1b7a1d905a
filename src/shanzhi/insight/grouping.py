"""Into which groups figures are divided: by place, by a recorded answer such as the category, by month, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from msgspec import Struct

from shanzhi.insight.facts import Getter, MatterFacts, Reader
from shanzhi.matters.methods.categories import Categories
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place
from shanzhi.places.queries import parts

ALL = Sentence("合计", "all")
NONE = Sentence("（未填）", "(none)")
HERE = Sentence("{name}（本级）", "{name} (itself)")


class Grouping(Struct):
    """How matters are divided. `answers` are the answers it reads; `key` gives a matter's group, `label` its name."""

    answers: frozenset[str]
    make_key: Callable[[Reader], Callable[[MatterFacts], object]]
    label: Callable[[object], Sentence]
    order: Callable[[object], object] = str


def undivided() -> Grouping:
    """All in one group."""
    return Grouping(frozenset(), lambda reader: lambda m: None, lambda key: ALL)


def by_month(zone: ZoneInfo) -> Grouping:
    """By the month in which a matter was opened, in a zone: `2026-03`."""
    return Grouping(
        frozenset(),
        lambda reader: lambda m: f"{m.opened.astimezone(zone):%Y-%m}",
        lambda key: Sentence(str(key), str(key)),
    )


def by_category(known: Categories, *, top: bool) -> Grouping:
    """By the category that was recorded: each under its name, whether a matter holds its code or its name; at the `top`
    of the tree, or each by itself."""

    def key(reader: Reader) -> Getter:
        held = reader.answer("category")

        def of(m: MatterFacts) -> object:
            value = held(m)
            if not isinstance(value, str) or not value:
                return None
            code = known.code(value)
            return known.way(code)[0] if top else code

        return of

    return Grouping(
        frozenset({"category"}),
        key,
        lambda key: NONE if key is None else known.label(str(key)),
        lambda key: (key is None, known.order(str(key))),
    )


def by_place(origins: Iterable[int], *, below: Place | None, level: str | None = None) -> Grouping:
    """By where matters happened: the places of a level, or (without one) those right below `below`.

    `origins` are all places that occur. What happened at `below` itself, or above the level, is a group of its own.
    """
    paths: dict[int, tuple[int, ...]] = {}
    for part in parts(sorted(set(origins))):
        for pk, path in Place.objects.filter(pk__in=part).values_list("pk", "path"):
            paths[pk] = tuple(map(int, path[1:-1].split("/")))
    on_way = {pk for way in paths.values() for pk in way}
    known = {
        pk: (name, its_level, code)
        for part in parts(sorted(on_way))
        for pk, name, its_level, code in Place.objects.filter(pk__in=part).values_list(
            "pk", "name", "level", "code"
        )
    }
    depth = len(below.ancestor_ids) if below is not None else 0
    groups: dict[int, int] = {}
    for pk, way in paths.items():
        if level is None:
            groups[pk] = way[depth] if len(way) > depth else way[-1]
        else:
            groups[pk] = next((one for one in way if known[one][1] == level), way[-1])

    def label(key: object) -> Sentence:
        name = known[key][0]  # type: ignore[index]
        whole = below is not None and key == below.pk
        return HERE.fill(name=name) if whole else Sentence(name, name)

    return Grouping(
        frozenset(),
        lambda reader: lambda m: groups[m.origin],
        label,
        lambda key: known[key][2],  # type: ignore[index]
    )
