"""Settling what each draft of a place means for the tree: a new place, a change to one that is there, or nothing."""

from __future__ import annotations

from typing import Any

import shapely
from django.db.models import Q
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from shanzhi.method.words import Sentence
from shanzhi.places.bulk import NewPlace, insert_places, repath, reserve_ids, shape_columns
from shanzhi.places.checks import check_position
from shanzhi.places.measure import distance_to_m
from shanzhi.places.models import Place
from shanzhi.places.names import bare_name
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.shape_drafts import CODED, Drafting, PlaceDraft
from shanzhi.places.shape_undoing import former
from shanzhi.places.telling import place_name
from shanzhi.tables.report import Report

SAME_SHARE = 0.9
"""Two outlines that share this much of what they cover together are one place, drawn twice."""
FAR_M = 2000.0
"""A foreign number that turns up this far from the place it made is another source's number."""


_RENAMED = Sentence(
    "代码或名称与已有的不同，认作同一个地方（已有的代码和名称不变，文件里的名称记为别名）",
    "of another code or ending than the place there is, and taken for it; its code and name stay, the file's name is kept as a further one",
)


class _New(Struct):
    draft: PlaceDraft
    code: str
    name: str


class Settling:
    """Holds the places of one level that are there already, and what is to be written."""

    def __init__(self, *, level: str, parent: Place | None, drafting: Drafting, report: Report) -> None:
        self._level, self._parent, self._drafting, self._report = level, parent, drafting, report
        here = Q(path__begins=parent.path) if parent is not None else Q()
        self._known = list(Place.objects.filter(here, level=level, closed_at=None).order_by("pk"))
        self._by_code = {place.code: place for place in self._known}
        self._by_name = {(place.parent_id, place.name): place for place in reversed(self._known)}
        self._shaped = [place for place in self._known if place.geometry is not None]
        self._shapes = [_shape_of(place) for place in self._shaped]
        self._tree = shapely.STRtree(self._shapes)
        self._new: list[_New] = []
        self.added: list[int] = []
        self.before: list[dict[str, Any]] = []
        """What is needed to take the import back: the places made, and those changed as they were."""

    def settle(self, draft: PlaceDraft) -> None:
        """Match one draft and note or make its change. Raises `PlaceRefused` when it cannot be."""
        place = self._match(draft) or self._called_otherwise(draft)
        if place is not None:
            changed = self._update(place, draft)
            self._report.changed += changed
            self._report.unchanged += not changed
            return
        check_position(self._level, draft.kind, draft.parent)
        code = draft.code or self._drafting.new_code(draft.parent, draft.name or "")
        name = draft.name or self._drafting.made_up_name(code, draft.parent)
        self._new.append(_New(draft, code, name))

    def write(self) -> None:
        """Write all new places at once."""
        ids = reserve_ids(len(self._new))
        places = []
        for new in self._new:
            pk, parent = next(ids), new.draft.parent
            places.append(
                NewPlace(
                    id=pk,
                    code=new.code,
                    name=new.name,
                    level=self._level,
                    parent=parent.pk if parent else None,
                    path=f"{parent.path if parent else '/'}{pk}/",
                    depth=parent.depth + 1 if parent else 0,
                    kind=new.draft.kind,
                    other_names=new.draft.other_names,
                    geometry=new.draft.shape,
                )
            )
        insert_places(places)
        self.added += [place.id for place in places]
        self._report.added += len(places)

    def _match(self, draft: PlaceDraft) -> Place | None:
        if draft.code is not None:
            place = self._by_code.get(draft.code) or self._elsewhere(draft.code)
            if place is not None:
                self._check_same(place, draft)
                return place
        named = self._by_name.get((draft.parent.pk if draft.parent else None, draft.name or ""))
        if named is not None and (
            named.geometry is None or _share(_shape_of(named), draft.shape) >= SAME_SHARE
        ):
            return named
        return self._nearly_same(draft.shape) if draft.code is None else None

    def _called_otherwise(self, draft: PlaceDraft) -> Place | None:
        """The one place beside it whose name differs by its ending alone: 新津县 has become 新津区, with another code."""
        if draft.code is None or draft.foreign or draft.name is None or self._level not in CODED:
            return None
        above, stem = draft.parent.pk if draft.parent else None, bare_name(draft.name, self._level)
        same = [
            place
            for place in self._known
            if place.parent_id == above and bare_name(place.name, self._level) == stem
        ]
        if len(same) != 1:
            return None
        self._report.note("renamed", _RENAMED, f"{draft.code} {draft.name} → {same[0].code} {same[0].name}")
        return same[0]

    def _elsewhere(self, code: str) -> Place | None:
        """The holder of a code who is not among the open places of this level here: then the code cannot be had."""
        holder = Place.objects.filter(code=code).first() if self._drafting.is_in_use(code) else None
        if holder is None:
            return None
        raise PlaceRefused(
            Sentence(
                "代码“{code}”已属于“{name}”，它不在所选范围内、不是同一层级，或已撤销。",
                "The code “{code}” belongs to “{name}”, which lies elsewhere, is of another level, or is closed.",
            ).fill(code=code, name=place_name(holder))
        )

    def _check_same(self, place: Place, draft: PlaceDraft) -> None:
        if not draft.foreign or place.geometry is None:
            return
        point = draft.shape.representative_point()
        if distance_to_m(point.x, point.y, _shape_of(place)) > FAR_M:
            raise PlaceRefused(
                Sentence(
                    "代码“{code}”已用于远处的“{name}”，看来出自另一份数据；请另选代码前缀。",
                    "The code “{code}” is in use for “{name}”, far away: another source's number; choose another prefix.",
                ).fill(code=draft.code, name=place_name(place))
            )

    def _nearly_same(self, shape: BaseGeometry) -> Place | None:
        """The place whose outline this one nearly covers; of several the most alike, then the oldest."""
        shares = [(_share(self._shapes[i], shape), -int(i)) for i in self._tree.query(shape, "intersects")]
        share, index = max(shares, default=(0.0, 0))
        return self._shaped[-index] if share >= SAME_SHARE else None

    def _update(self, place: Place, draft: PlaceDraft) -> bool:
        """Bring a place up to what the draft says; False when there was nothing to change."""
        values: dict[str, Any] = {}
        shape = shape_columns(draft.shape)
        if place.geometry is None or bytes(place.geometry) != shape["geometry"]:
            values |= shape
        if draft.code not in (None, place.code):  # another name of it, an older one perhaps
            if draft.name is not None and draft.name not in (place.name, *place.other_names):
                values["other_names"] = [*place.other_names, draft.name]
        elif draft.name is not None and draft.name != place.name:
            kept = [other for other in place.other_names if other not in (draft.name, place.name)]
            values |= {"name": draft.name, "other_names": [*kept, place.name]}
        if draft.kind != place.kind and draft.stated:
            values["kind"] = draft.kind
        moved = self._moves(place, draft)
        before = former(place)
        if moved:
            check_position(self._level, place.kind, draft.parent)
            repath(place, draft.parent)
        for column, value in values.items():
            setattr(place, column, value)
        if values:
            place.save(update_fields=list(values))
        if values or moved:
            self.before.append(before)
        return bool(values) or moved

    def _moves(self, place: Place, draft: PlaceDraft) -> bool:
        """Whether the place goes below the draft's parent: the file says so, the parent found is a part of the present
        one, or the present one has an outline that no longer holds it. What a person put elsewhere stays there."""
        if draft.parent is None or draft.parent.pk == place.parent_id:
            return False
        if draft.stated or place.parent is None or draft.parent.path.startswith(place.parent.path):
            return True
        if place.parent.geometry is None:
            return False
        point = draft.shape.representative_point()
        return not shapely.intersects_xy(_shape_of(place.parent), point.x, point.y)


def _shape_of(place: Place) -> BaseGeometry:
    return shapely.from_wkb(bytes(place.geometry or b""))


def _share(one: BaseGeometry, other: BaseGeometry) -> float:
    """What two outlines have in common, of all they cover together (0–1)."""
    common = one.intersection(other).area
    return float(common / (one.area + other.area - common)) if common else 0.0
