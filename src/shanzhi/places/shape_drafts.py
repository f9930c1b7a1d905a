"""From a feature of a map file to a place: its name, its code, and the place it lies in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from shanzhi.method.roles import LEVEL_NAMES, LEVELS
from shanzhi.method.words import Sentence
from shanzhi.places.checks import name_problem
from shanzhi.places.codes import BadCode, check_code, free_codes, is_own, level_of, normalize, parent_code
from shanzhi.places.geojson import Feature
from shanzhi.places.models import Place
from shanzhi.places.queries import by_code, locator_of, parts, shaped_places
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.telling import place_name

CODE_KEYS = ("adcode", "ADCODE", "code", "CODE", "代码", "区划代码", "行政区划代码", "adcd", "gb", "GB")
"""Where map services keep the national code; it is taken where it is one of the level asked for."""
NAME_KEYS = ("name:zh", "name", "名称", "网格名称", "小区名称", "楼栋名称", "NAME", "Name")


CODED = ("province", "city", "district")
"""Levels whose codes the state gives: none is made up for them."""
_NO_CODE = Sentence(
    "这一项没有{level}的国家代码，不能编造；请在属性 adcode 或 code 中写明，或用 --code-from 指定属性。",
    "This item has no national code of a {level}, and none is made up: put it into adcode or code, or name the property with --code-from.",
)


class Fields(Struct, frozen=True):
    """Which properties of a feature hold what; None: look under the usual names, or make one up."""

    name: str | None = None
    code: str | None = None
    parent: str | None = None
    kind: str | None = None
    other_names: str | None = None


class PlaceDraft(Struct):
    """A place as a feature describes it. `code` and `name` are None where the file says nothing, `parent` at the top.

    `foreign` marks a number of somebody else's that only our prefix makes a code; `stated` a parent that the
    file names, rather than one found by the outlines.
    """

    row: int
    shape: BaseGeometry
    parent: Place | None
    stated: bool
    kind: str
    name: str | None
    code: str | None
    foreign: bool
    other_names: tuple[str, ...]


class Drafting:
    """Turns the features of one level into drafts, below `parent` (None: anywhere). Holds the shapes above in memory."""

    def __init__(
        self,
        features: list[Feature],
        *,
        level: str,
        parent: Place | None,
        fields: Fields,
        prefix: str,
        kind: str,
        tops: bool,
    ) -> None:
        self._level, self._parent, self._fields = level, parent, fields
        self._prefix, self._kind, self._tops = prefix, kind, tops
        above = LEVELS[: LEVELS.index(level)]
        self._holders = locator_of(shaped_places(levels=above, within=parent))
        self._places: dict[int, Place] = {parent.pk: parent} if parent is not None else {}
        self._free: dict[tuple[str, str], Iterator[str]] = {}
        self._given: set[str] = set()
        self._in_use = self._codes_in_use(features)

    def is_in_use(self, code: str) -> bool:
        """Whether a code that a feature brought belonged to any place before the import began."""
        return code in self._in_use

    def draft(self, feature: Feature) -> PlaceDraft:
        """The draft of one sound feature. Raises `PlaceRefused` with what is wrong with it."""
        assert feature.shape is not None
        said = feature.properties
        stated = _text(said.get(self._fields.parent)) if self._fields.parent else None
        national = self._national_code(said)
        if stated is not None:
            parent: Place | None = self._stated_parent(stated)
        elif national is not None and (found := self._by_national_code(national)) is not None:
            parent = found[0]
        else:
            parent = self._holder_of(feature)
        name = self._name(said)
        if name is not None and (problem := name_problem(name)) is not None:
            raise PlaceRefused(problem)
        code, foreign = self._code(said, parent)
        if code is None:
            code = national
        if code is None and self._level in CODED:
            raise PlaceRefused(_NO_CODE.fill(level=LEVEL_NAMES[self._level]))
        if code is not None:
            self._given.add(code)
        kind = _text(said.get(self._fields.kind)) if self._fields.kind else None
        others = said.get(self._fields.other_names) if self._fields.other_names else None
        return PlaceDraft(
            feature.row,
            feature.shape,
            parent,
            stated is not None,
            self._kind if kind not in Place.Kind.values else kind,
            name,
            code,
            foreign,
            tuple(other for other in others if isinstance(other, str)) if isinstance(others, list) else (),
        )

    def new_code(self, parent: Place | None, name: str) -> str:
        """A free code below a parent for a shape that brought none. Raises `BadCode` when there is none left."""
        stem = parent.code if parent else "X"
        band = name if self._level in ("street", "community") else ""
        if (stem, band) not in self._free:
            taken = set(Place.objects.filter(code__begins=stem).values_list("code", flat=True))
            self._free[stem, band] = free_codes(
                parent=parent.code if parent else None, level=self._level, name=name, taken=taken
            )
        for code in self._free[stem, band]:
            if code not in self._given:
                return code
        raise BadCode(
            Sentence(
                "“{parent}”之下已没有可用的代码；请在文件中给出代码。",
                "No code is left below “{parent}”; give codes in the file.",
            ).fill(parent=place_name(parent) if parent else "—")
        )

    def made_up_name(self, code: str, parent: Place | None) -> str:
        """A name for a shape that brought none: the level and the running number."""
        number = code.removeprefix(parent.code if parent else "").lstrip("0")
        return f"{LEVEL_NAMES[self._level].zh}{number or code}"

    def _national_code(self, said: dict[str, Any]) -> str | None:
        """The national code of this level that a feature brings under a usual name."""
        for key in CODE_KEYS:
            text = _text(said.get(key))
            try:
                code = normalize(text) if text is not None and len(text) >= 6 else None
            except BadCode:
                continue
            if code is not None and level_of(code) == self._level and not check_code(code, level=self._level):
                return code
        return None

    def _by_national_code(self, code: str) -> tuple[Place | None] | None:
        """What the place of a code lies in, going by the code: as it does already, else in the nearest place above
        that there is. None where there is neither."""
        there = by_code(code)
        if there is not None and there.closed_at is None and self._is_within(there):
            return (self._place(there.parent_id) if there.parent_id is not None else None,)
        above = parent_code(code)
        while above is not None:
            place = by_code(above)
            if place is not None and place.closed_at is None and self._is_within(place):
                return (place,)
            above = parent_code(above)
        return (None,) if self._parent is None and not Place.objects.exists() else None

    def _is_within(self, place: Place) -> bool:
        return self._parent is None or place.path.startswith(self._parent.path)

    def _holder_of(self, feature: Feature) -> Place | None:
        """The deepest place above this level that the shape lies in, by a point inside the shape."""
        assert feature.shape is not None
        point = feature.shape.representative_point()
        holder = self._holders.locate(point.x, point.y)
        if holder is not None:
            return self._place(holder.id)
        if self._parent is not None and self._parent.min_lon is None:
            return self._parent
        if self._parent is None and self._tops:
            return None
        raise PlaceRefused(
            Sentence(
                "图形不在“{name}”的范围内；请核对坐标系，或改选上级。",
                "The shape lies outside “{name}”; check the coordinate system, or choose another parent.",
            ).fill(name=place_name(self._parent))
            if self._parent is not None
            else Sentence(
                "没有哪个有轮廓的上级包含这个图形；请先导入上级的轮廓，或指定上级。",
                "No higher place with an outline contains this shape; import those outlines first, or name the parent.",
            )
        )

    def _stated_parent(self, code: str) -> Place:
        place = by_code(code)
        if place is None or place.closed_at is not None:
            raise PlaceRefused(
                Sentence(
                    "找不到代码为“{code}”的上级。", "There is no open place with the parent's code “{code}”."
                ).fill(code=code)
            )
        within = self._parent is None or place.path.startswith(self._parent.path)
        if not within or LEVELS.index(place.level) >= LEVELS.index(self._level):
            raise PlaceRefused(
                Sentence(
                    "“{name}”不能做这里的上级：层级不够高，或不在所选范围内。",
                    "“{name}” cannot be the parent here: its level is too low, or it lies outside what was chosen.",
                ).fill(name=place_name(place))
            )
        return place

    def _place(self, pk: int) -> Place:
        if pk not in self._places:
            self._places[pk] = Place.objects.defer("geometry").get(pk=pk)
        return self._places[pk]

    def _name(self, said: dict[str, Any]) -> str | None:
        keys = (self._fields.name,) if self._fields.name else NAME_KEYS
        for key in keys:
            if (name := _text(said.get(key))) is not None:
                return name
        street, number = _text(said.get("addr_street")), _text(said.get("addr_housenumber"))
        return f"{street}{number}{'' if number.endswith('号') else '号'}" if street and number else None

    def _code(self, said: dict[str, Any], parent: Place | None) -> tuple[str | None, bool]:
        """The code a feature brings, and whether it is a foreign number that only our prefix makes a code."""
        stated = _text(said.get(self._fields.code)) if self._fields.code else None
        if stated is None:
            return None, False
        try:
            code = normalize(stated)
        except BadCode:
            return normalize(f"{self._prefix}{stated}"), True
        ours = is_own(code) or parent is None or code.startswith(parent.code)
        if (ours and not check_code(code, level=self._level)) or self._in_use.get(code) == self._level:
            return code, False
        return normalize(f"{self._prefix}{stated}"), True

    def _codes_in_use(self, features: list[Feature]) -> dict[str, str]:
        """Those of the file's codes, with and without our prefix, that places hold already, with their levels."""
        keys = CODE_KEYS if self._fields.code is None else (self._fields.code, *CODE_KEYS)
        stated = (_text(feature.properties.get(key)) for feature in features for key in keys)
        wanted: set[str] = set()
        for text in filter(None, stated):
            for code in (text, f"{self._prefix}{text}"):
                try:
                    wanted.add(normalize(code))
                except BadCode:
                    continue  # said when its feature is drafted
        held: dict[str, str] = {}
        for part in parts(sorted(wanted)):
            held |= dict(Place.objects.filter(code__in=part).values_list("code", "level"))
        return held


def _text(value: Any) -> str | None:
    """A property as text: 40778072 and 40778072.0 are the same number; blanks, lists and nothing are None."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None
