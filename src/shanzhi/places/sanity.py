"""Whether grids are as grids should be: of a size one worker can know, and not drawn over each other."""

from __future__ import annotations

import shapely
from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.places.measure import area_m2
from shanzhi.places.models import Place
from shanzhi.places.queries import shaped_places
from shanzhi.places.telling import place_name


class Overlap(Struct, frozen=True):
    """Two general grids (ids) that claim the same ground, and how much of it, in square metres."""

    one: int
    other: int
    square_metres: float


def grid_size_warnings(
    grid: Place,
    *,
    households: int | None = None,
    people: int | None = None,
    least_households: int = 300,
    most_households: int = 500,
    about_people: int = 1000,
    tolerance: float = 0.3,
) -> list[Sentence]:
    """What is out of measure in a general grid: 300–500 households or about 1,000 people (GB/T 34300 practice).

    Either measure within its bounds will do, as the standard says "or". `households` defaults to the open
    household places below the grid; `people` is not known here and is only judged when given. `tolerance` is how far
    from `about_people` still counts as about. A dedicated grid (专属网格) has no such size, and never warns.
    """
    if grid.kind == Place.Kind.DEDICATED:
        return []
    if households is None:
        below = Place.objects.filter(path__begins=grid.path, level=Place.Level.HOUSEHOLD, closed_at=None)
        households = below.count()
    least_people, most_people = about_people * (1 - tolerance), about_people * (1 + tolerance)
    fits_people = people is not None and least_people <= people <= most_people
    if least_households <= households <= most_households or fits_people:
        return []
    found = [
        Sentence(
            "网格“{name}”有 {n} 户，应为 {least}–{most} 户；请考虑{advice}。",
            "Grid “{name}” has {n} households; {least}–{most} are usual; consider {advice}.",
        ).fill(
            name=place_name(grid),
            n=households,
            least=least_households,
            most=most_households,
            advice=_advice(too_many=households > most_households),
        )
    ]
    if people is not None:
        found.append(
            Sentence(
                "网格“{name}”有 {n} 人，应为 {about} 人左右。",
                "Grid “{name}” has {n} people; about {about} are usual.",
            ).fill(name=place_name(grid), n=people, about=about_people)
        )
    return found


def overlapping_grids(within: Place, *, share: float = 0.01) -> list[Overlap]:
    """Pairs of general grids that overlap by more than `share` of the smaller one, the largest overlap first."""
    general = set(
        Place.objects.filter(
            path__begins=within.path, level=Place.Level.GRID, kind=Place.Kind.GENERAL, closed_at=None
        ).values_list("pk", flat=True)
    )
    grids = [grid for grid in shaped_places(levels=("grid",), within=within) if grid.id in general]
    shapes = [grid.geometry for grid in grids]
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects").T.tolist() if shapes else []
    found = []
    for one, other in pairs:
        if one >= other:
            continue
        common = shapes[one].intersection(shapes[other])
        if common.area > share * min(shapes[one].area, shapes[other].area):
            found.append(Overlap(grids[one].id, grids[other].id, area_m2(common)))
    return sorted(found, key=lambda overlap: -overlap.square_metres)


def _advice(*, too_many: bool) -> Sentence:
    return Sentence("拆分", "splitting it") if too_many else Sentence("合并", "joining it with a neighbour")
