"""A place no nearer than its building (到楼栋为止): what is told of where to those who need not know the door."""

from __future__ import annotations

from collections.abc import Iterable

from shanzhi.method.roles import BELOW_BUILDING
from shanzhi.places.models import Place


def lifted(places: Iterable[Place]) -> dict[int, Place]:
    """For each of these places that lies within a building, that building; what it lies in, where there is none."""
    inside = [place for place in places if place.level in BELOW_BUILDING]
    if not inside:
        return {}
    above = Place.objects.filter(pk__in={pk for place in inside for pk in place.ancestor_ids})
    above = (
        above.exclude(level__in=BELOW_BUILDING).select_related("parent").defer("geometry", "parent__geometry")
    )
    known = above.in_bulk()
    found = {}
    for place in inside:
        way = [known[pk] for pk in place.ancestor_ids if pk in known]
        if way:
            found[place.pk] = way[-1]
    return found


def no_nearer(places: Iterable[Place]) -> dict[int, Place]:
    """These places by number, each within a building as that building."""
    known = list(places)
    return {place.pk: place for place in known} | lifted(known)


def buildings_of(ids: Iterable[int]) -> dict[int, int]:
    """For those of these places that lie within a building: the building by number, or what else holds them."""
    doors = Place.objects.filter(pk__in=set(ids), level__in=BELOW_BUILDING).defer("geometry")
    return {pk: place.pk for pk, place in lifted(doors).items()}
