"""Taking an import of shapes back: the places it made go, those it changed become what they were."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import shapely
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from shanzhi.method.words import Sentence
from shanzhi.places.bulk import repath, shape_columns
from shanzhi.places.edition import lock_tree
from shanzhi.places.models import Change, Place
from shanzhi.places.telling import place_name

IN_USE = Sentence(
    "“{name}”（{code}）已有事项、人员或下级，留着",
    "{name} ({code}) has matters, people or places in it; it stays",
)
CHANGED = Sentence(
    "“{name}”（{code}）之后又改过，没有还原", "{name} ({code}) was changed since; it was left as it is"
)


def former(place: Place) -> dict[str, Any]:
    """A place as it is before a change, for the record of the import."""
    shape = base64.b64encode(bytes(place.geometry)).decode() if place.geometry is not None else None
    return {
        "id": place.pk, "name": place.name, "other_names": list(place.other_names), "kind": place.kind,
        "parent": place.parent_id, "geometry": shape,
    }  # fmt: skip


def marks_of(places: list[int]) -> dict[str, str]:
    """How places stand after an import: a digest of each, by which a later change is seen."""
    return {str(place.pk): _mark(place) for place in Place.objects.filter(pk__in=places)}


def _mark(place: Place) -> str:
    told = (place.name, sorted(place.other_names), place.kind, place.parent_id, bytes(place.geometry or b""))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@transaction.atomic
def undo_shapes(change: int, *, by: int | None = None) -> tuple[int, list[tuple[int, Sentence]]]:
    """Take an import back, by the number of its line of history. How many places went or became what they were, and
    which were left, with the reason: one in use, or changed since."""
    line = Change.objects.get(pk=change)
    lock_tree(names=True, shapes=True)
    done, left = 0, []
    made = Place.objects.filter(pk__in=line.after.get("places", [])).order_by("-depth", "-pk")
    for place in made:
        try:
            with transaction.atomic():
                Place.objects.filter(pk=place.pk).delete()
            done += 1
        except ProtectedError:
            left.append((place.pk, IN_USE.fill(name=place_name(place), code=place.code)))
    marks = line.after.get("marks", {})
    for was in reversed(line.before.get("places", [])):
        found = Place.objects.select_related("parent").filter(pk=was["id"]).first()
        if found is None or _mark(found) != marks.get(str(was["id"])):
            if found is not None:
                left.append((found.pk, CHANGED.fill(name=place_name(found), code=found.code)))
            continue
        _restore(found, was)
        done += 1
    Change.objects.create(
        act="import undone", at=timezone.now(), by=by, place=line.place, after={"import": change}
    )
    return done, left


def _restore(place: Place, was: dict[str, Any]) -> None:
    shape = shapely.from_wkb(base64.b64decode(was["geometry"])) if was["geometry"] else None
    values = {key: was[key] for key in ("name", "other_names", "kind")} | shape_columns(shape)
    if place.parent_id != was["parent"]:
        repath(place, Place.objects.filter(pk=was["parent"]).first())
    for column, value in values.items():
        setattr(place, column, value)
    place.save(update_fields=list(values))
