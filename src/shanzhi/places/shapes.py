"""Outlines of grids, buildings and any other places, from a GeoJSON file into the tree.

A shape becomes a place below the deepest place that contains it (a building below its grid), or gives an existing
place its outline: the one of the same code, else the one it nearly covers, else the one of the same name below the
same parent that has no outline yet. So the same file may be imported again, also after the grids came in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from django.utils import timezone

from shanzhi.method.roles import LEVELS
from shanzhi.method.words import Sentence
from shanzhi.places.checks import check_position
from shanzhi.places.crs import CRS_NAMES, from_wgs84, guess_crs
from shanzhi.places.edition import lock_tree
from shanzhi.places.geojson import Feature, read_features
from shanzhi.places.models import Change, Place
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.shape_drafts import Drafting, Fields, PlaceDraft
from shanzhi.places.shape_settling import Settling
from shanzhi.places.shape_undoing import marks_of
from shanzhi.places.telling import place_name
from shanzhi.tables.report import Progress, Rejected, Report

_REPAIRED = Sentence("自相交的图形，已修复", "shapes that crossed themselves; repaired")
_PARTS = Sentence("同一代码的几个图形，合为一处", "several shapes of one code; joined into one place")
_NO_LEVEL = Sentence(
    "这一项没有写明层级；请在属性 level 中写明，或导入时指定层级。",
    "This item states no level; put it into the property level, or name the level when importing.",
)


@transaction.atomic
def import_shapes(
    file: Path,
    *,
    level: str | None,
    parent: Place | None = None,
    crs: str = "wgs84",
    swapped: bool = False,
    kind: str = "general",
    name_from: str | None = None,
    code_from: str | None = None,
    parent_from: str | None = None,
    code_prefix: str = "F",
    progress: Progress | None = None,
    by: int | None = None,
) -> Report:
    """Take the polygons of a FeatureCollection into the tree as places of `level`, below `parent`.

    `level=None` says that each feature names its own in a property `level`.
    `crs` is the file's system (`wgs84`, `gcj02`, `bd09`, `EPSG:n`); `swapped`: latitude first. `name_from`,
    `code_from` and `parent_from` name the properties that hold a place's name, its code and its parent's code.
    A code that is not ours (a number of OpenStreetMap) gets `code_prefix`; several features of one code are one
    place in parts. Names and codes that are missing are made up. Raises `PlaceRefused`, with nothing written, for a
    file that cannot be read or whose coordinates evidently are in another system than stated.
    """
    lock_tree(names=True, shapes=True)
    if level is not None:
        check_position(level, kind, parent)
    if level is not None:
        fields = Fields(name=name_from, code=code_from, parent=parent_from)
    else:
        fields = Fields(
            name=name_from or "name",
            code=code_from or "code",
            parent=parent_from or "parent",
            kind="kind",
            other_names="other_names",
        )
    features = read_features(file, crs=crs, swapped=swapped)
    if parent is not None:
        _check_system(features, parent, crs)
    report = Report()
    made: list[int] = []
    before: list[dict[str, Any]] = []
    for at_level, group in _by_level(features, level, file.name, report):
        drafting = Drafting(
            group,
            level=at_level,
            parent=parent,
            fields=fields,
            prefix=code_prefix,
            kind=kind,
            tops=level is None,
        )
        drafts = _drafts(group, drafting, file.name, report, progress, len(features))
        settling = Settling(level=at_level, parent=parent, drafting=drafting, report=report)
        for draft in drafts:
            try:
                settling.settle(draft)
            except PlaceRefused as refused:
                _reject(report, file.name, features[draft.row - 1], refused.why)
        settling.write()
        made += settling.added
        before += settling.before
    after = {
        "added": report.added, "changed": report.changed, "level": level, "file": file.name,
        "places": made, "marks": marks_of([was["id"] for was in before]),
    }  # fmt: skip
    line = Change.objects.create(
        act="imported", place=parent, at=timezone.now(), by=by, before={"places": before}, after=after
    )
    report.change = line.pk
    return report


def _drafts(
    group: list[Feature],
    drafting: Drafting,
    file: str,
    report: Report,
    progress: Progress | None,
    total: int,
) -> list[PlaceDraft]:
    """The drafts of one level; features of one code are joined into one draft of several parts."""
    drafts: list[PlaceDraft] = []
    by_code: dict[str, PlaceDraft] = {}
    for feature in group:
        if progress is not None:
            progress(feature.row, total)
        try:
            draft = drafting.draft(feature)
        except PlaceRefused as refused:
            _reject(report, file, feature, refused.why)
            continue
        if feature.repaired:
            report.note("repaired", _REPAIRED, str(feature.row))
        first = by_code.get(draft.code) if draft.code is not None else None
        if first is not None:
            first.shape = shapely.union_all([first.shape, draft.shape])
            report.merged += 1
            report.note("parts", _PARTS, draft.code or "")
            continue
        if draft.code is not None:
            by_code[draft.code] = draft
        drafts.append(draft)
    return drafts


def _by_level(
    features: list[Feature], level: str | None, file: str, report: Report
) -> Iterator[tuple[str, list[Feature]]]:
    """The features of each level, from the top down; those that cannot be placed at one are rejected."""
    groups: dict[str, list[Feature]] = {each: [] for each in LEVELS}
    for feature in features:
        its_level = level if level is not None else feature.properties.get("level")
        if feature.shape is None:
            _reject(report, file, feature, feature.problem or _NO_LEVEL)
        elif isinstance(its_level, str) and its_level in groups:
            groups[its_level].append(feature)
        else:
            _reject(report, file, feature, _NO_LEVEL)
    for each, group in groups.items():
        if group:
            yield each, group


def _reject(report: Report, file: str, feature: Feature, why: Sentence) -> None:
    values = tuple(f"{key}={value}" for key, value in feature.properties.items())
    report.rejected.append(Rejected(file, feature.row, values, why))


def _check_system(features: list[Feature], parent: Place, crs: str) -> None:
    """Refuse a file whose points lie in the parent's outline only when read in another system than the stated one."""
    shapes = [feature.shape for feature in features if feature.shape is not None]
    outline = Place.objects.filter(pk=parent.pk).values_list("geometry", flat=True).first()
    if outline is None or not shapes or crs not in CRS_NAMES:
        return
    points = shapely.get_coordinates(shapely.point_on_surface(np.array(shapes, dtype=object)))
    guess = guess_crs(*from_wgs84(points[:, 0], points[:, 1], crs), shapely.from_wkb(bytes(outline)))
    if guess.crs is not None and guess.crs != crs:
        raise PlaceRefused(
            Sentence(
                "按 {stated} 只有 {some:.0%} 的图形落在“{name}”内，按 {better} 有 {most:.0%}；请改选 {better}。",
                "Read as {stated}, {some:.0%} of the shapes lie in “{name}”; as {better}, {most:.0%}. Choose {better}.",
            ).fill(
                stated=CRS_NAMES[crs],
                better=CRS_NAMES[guess.crs],
                name=place_name(parent),
                some=guess.inside[crs],
                most=guess.inside[guess.crs],
            )
        )
