"""Naming homes: a household by its building and door so that no other can be meant, and where a person lives."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from shanzhi.people.models import Household, Person
from shanzhi.places.models import Place
from shanzhi.places.telling import told_apart
from shanzhi.places.writing import plain_door


def homes_told_apart(homes: Iterable[Household], scope: Collection[str] = ()) -> dict[int, str]:
    """Each household by its place and what is written at its door: 兰苑一院 2号楼 101. Give them with their places."""
    listed = list(homes)
    places = told_apart({home.place_id: home.place for home in listed}.values(), scope)
    return {home.pk: _with_door(places[home.place_id], home) for home in listed}


def lives_at(people: Iterable[Person], scope: Collection[str] = ()) -> dict[int, str]:
    """Where each person lives, as their household or else their home is told apart; empty where it is not on record."""
    listed = list(people)
    homes = homes_told_apart((one.household for one in listed if one.household is not None), scope)
    alone: dict[int, Place] = {
        one.home_id: one.home for one in listed if one.home_id and one.home and not one.household_id
    }
    places = told_apart(alone.values(), scope)
    return {
        one.pk: homes[one.household_id] if one.household_id else places.get(one.home_id or 0, "")
        for one in listed
    }


def _with_door(place: str, home: Household) -> str:
    if home.place.level == "household" and plain_door(home.name) == plain_door(home.place.name):
        return place
    return f"{place} {home.name}"
