"""Where each row's matter happened: by its coordinates, by the places its columns name, by its text, else where all lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from django.db.models import Q

from shanzhi.engine.context import Context
from shanzhi.matters.imports.drafts import PLACES, Draft
from shanzhi.method.model import Method
from shanzhi.method.roles import ROLES
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.places.crs import CRS_NAMES, guess_crs, to_wgs84
from shanzhi.places.models import Place
from shanzhi.places.names import is_road
from shanzhi.places.queries import by_code, locator, name_index
from shanzhi.places.telling import place_name

SURE = 0.5
"""From how sure a mention in a text is taken for the place (`places.mentions.Match`)."""
OWN = "{name}本级"
"""The place of those matters that concern a city or province as a whole, where the method's posts begin below it."""

WRONG_CRS = Sentence(
    "按 {stated} 只有 {some:.0%} 的坐标落在“{name}”内，按 {better} 有 {most:.0%}；请加 --crs {code}",
    "read as {stated}, {some:.0%} of the points lie in {name}; as {better}, {most:.0%}. Add --crs {code}",
)
NO_DESK = Sentence(
    "“{name}”这一级没有岗位可以经办（工作法“{method}”的岗位在{levels}）；请用 --at 指定其下的地方，或加 --make-places",
    "no post of the method “{method}” can stand at {name} (they stand at: {levels}); name a place below it with --at, or add --make-places",
)


def served(roles: tuple[str, ...], levels: Iterable[str]) -> bool:
    """Whether a post of one of these roles can stand at one of these levels; a desk that is a person's can anywhere."""
    posts = [ROLES[role] for role in roles if role in ROLES]
    return (
        len(posts) < len(roles)
        or not roles
        or any(level in post.levels for post in posts for level in levels)
    )


class RowPlace:
    """Where one row was found to lie. `point` is WGS-84; `note` says what was odd (`said.NOTES`)."""

    __slots__ = ("note", "place", "point")

    def __init__(self, place: int, point: list[float] | None, note: str | None) -> None:
        self.place, self.point, self.note = place, point, note


class Placer:
    """Finds the places of many rows below one place. Names and outlines are held in memory."""

    def __init__(self, at: Place, crs: str, method: Method, ctx: Context) -> None:
        self.at, self.crs, self.ctx = at, crs, ctx
        desk = method.stages[method.opening.stage].desk
        self.roles = desk.roles if desk is not None else ()
        self.shapes = locator(None, at)
        self.names = name_index(at)
        self._known: dict[str, int | None] = {}
        self._landing: dict[int, int] = {}

    def spots(self, drafts: Sequence[Draft]) -> list[RowPlace]:
        """Where each of these rows lies; every row lies somewhere."""
        points = self._points(drafts)
        held = self._located(points)
        found = []
        for draft, point, shaped in zip(drafts, points, held, strict=True):
            note = None
            place = shaped
            if place is None:
                place = self._named(draft) or self._mentioned(draft)
                note = "outside" if point is not None and self.shapes.places else None
            if place is None:
                place, note = self.at.pk, "nowhere"
            found.append(RowPlace(self.landing(place), point, note))
        return found

    def landing(self, place: int) -> int:
        """The place itself if a post of the method's first desk can stand there or above, else its own level's."""
        known = self._landing.get(place)
        if known is None:
            known = place
            if self.roles and not self.has_desk(place):
                own = self._own(place)
                if own is None and place != self.at.pk:
                    own = self.landing(self.at.pk)
                known = place if own is None else own
            self._landing[place] = known
        return known

    def has_desk(self, place: int) -> bool:
        """Whether a post of the first desk's roles can stand at this place or above it."""
        return served(self.roles, [self.ctx.level(above) for above in self.ctx.path(place)])

    def _own(self, place: int) -> int | None:
        name = Place.objects.filter(pk=place).values_list("name", flat=True).first() or ""
        own = Place.objects.filter(parent=place, name=OWN.format(name=name), closed_at=None)
        return own.values_list("pk", flat=True).first()

    def _points(self, drafts: Sequence[Draft]) -> list[list[float] | None]:
        """The coordinates as WGS-84; None where there are none, or none on the globe."""
        lon = np.array([np.nan if d.lon is None else d.lon for d in drafts], float)
        lat = np.array([np.nan if d.lat is None else d.lat for d in drafts], float)
        degrees = self.crs.lower() in CRS_NAMES
        if degrees:
            swapped = (np.abs(lat) > 90) & (np.abs(lon) <= 90)
            lon, lat = np.where(swapped, lat, lon), np.where(swapped, lon, lat)
        with np.errstate(invalid="ignore", over="ignore"):
            east, north = to_wgs84(lon, lat, self.crs)
            sound = np.isfinite(east) & np.isfinite(north) & (np.abs(east) <= 180) & (np.abs(north) <= 90)
        sound &= (east != 0) | (north != 0)  # 0, 0 is what systems write when they know nothing
        found: list[list[float] | None] = []
        for draft, x, y, good in zip(drafts, east.tolist(), north.tolist(), sound.tolist(), strict=True):
            if not good and draft.lon is not None:
                draft.notes.append("bad_point")
            found.append([round(x, 7), round(y, 7)] if good else None)
        return found

    def _located(self, points: Sequence[list[float] | None]) -> list[int | None]:
        if not self.shapes.places:
            return [None] * len(points)
        nowhere = [float("nan")] * 2
        lon, lat = zip(*[point or nowhere for point in points], strict=True) if points else ((), ())
        return [shaped.id if shaped is not None else None for shaped in self.shapes.locate_many(lon, lat)]

    def _named(self, draft: Draft) -> int | None:
        """The place that the row's own columns name: a code, a name that only one place has, else an address."""
        if not draft.where:
            return None
        key = "\0".join(draft.where.values())
        if key not in self._known:
            self._known[key] = self._by_columns(draft.where)
        return self._known[key]

    def _by_columns(self, where: dict[str, str]) -> int | None:
        below = Place.objects.filter(path__begins=self.at.path, closed_at=None)
        if (
            (text := where.get("place"))
            and (coded := by_code(text)) is not None
            and below.filter(pk=coded.pk).exists()
        ):
            return coded.pk
        if is_road(
            street := where.get("street", "")
        ):  # what a column 街道 holds may be the road a thing lies on
            office = below.filter(level="street", name__in=(street, f"{street}街道"))
            if len(found := office.values_list("pk", flat=True)[:2]) == 1:
                return int(found[0])
            where = {column: name for column, name in where.items() if column != "street"}
        named = [where[column] for column in PLACES if column in where]
        matches = self.names.find("".join(named))
        if matches and matches[0].sure >= SURE and len(named) > 1:
            return matches[0].place
        for text in reversed(named):
            same = list(below.filter(Q(name=text)).values_list("pk", flat=True)[:2])
            if len(same) == 1:
                return same[0]
        return matches[0].place if matches and matches[0].sure >= SURE else None

    def _mentioned(self, draft: Draft) -> int | None:
        """The place that the address names, else the subject and details."""
        texts = (draft.address, f"{draft.texts.get('subject', '')}，{draft.texts.get('detail', '')}")
        for text in texts:
            matches = self.names.find(text) if text else []
            if matches and matches[0].sure >= SURE:
                return matches[0].place
        return None

    def check(self, drafts: Sequence[Draft], method: Method, levels: Sentence) -> None:
        """Raise `BadInput` where rows would land on no desk, or coordinates evidently are in another system."""
        if self.roles and not self.has_desk(self.landing(self.at.pk)):
            raise BadInput(NO_DESK.fill(name=place_name(self.at), method=method.title, levels=levels))
        outline = Place.objects.filter(pk=self.at.pk).values_list("geometry", flat=True).first()
        points = [(d.lon, d.lat) for d in drafts if d.lon is not None and d.lat is not None][:2000]
        if outline is None or not points or self.crs not in CRS_NAMES:
            return
        lon, lat = zip(*points, strict=True)
        guess = guess_crs(np.array(lon, float), np.array(lat, float), shapely.from_wkb(bytes(outline)))
        if guess.crs is not None and guess.crs != self.crs:
            raise BadInput(
                WRONG_CRS.fill(
                    stated=CRS_NAMES[self.crs], better=CRS_NAMES[guess.crs], name=place_name(self.at),
                    some=guess.inside[self.crs], most=guess.inside[guess.crs], code=guess.crs,
                )
            )  # fmt: skip
